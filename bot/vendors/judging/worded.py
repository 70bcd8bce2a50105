"""A judgement and a model go in; the same judgement with a better summary comes out, or as it was where it said too much."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from bot.policy.vendors.terms import ChangedClause, Judgement, Severity
from bot.vendors.judging.cleaning import key, plain

AskModel = Callable[[str, dict[str, Any]], dict[str, Any] | None]
"""Prompt and JSON schema -> reply; None where there was none."""

MOST_CLAUSES = 6
LONGEST_CLAUSE = 700
LONGEST = 260
SHORTEST_QUOTE = 3
"""Words: a shorter quote bears nothing out."""
BORNE_OUT = 0.7
"""This share of the sentence's own words stands in the clauses."""
_WORD = re.compile(r"[^\W_]+")
_REFUSED = re.compile(r"https?:|www\.|@|[<>\[\]{}]")
_NEGATIONS = frozenset(
    {"not", "no", "never", "without", "cannot", "dont", "wont", "doesnt", "longer", "prohibited", "stop", "stops", "stopped"}
)
_SCHEMA = {
    "type": "object",
    "properties": {"sentence": {"type": "string"}, "quotes": {"type": "array", "items": {"type": "string"}}},
    "required": ["sentence", "quotes"],
}


@dataclass(frozen=True, slots=True)
class Worded:
    """Judging by rules, and a sentence by a model. The model sees changed clauses only, and sets nothing but words."""

    judge: Callable[[str, str], Judgement]
    ask: AskModel
    prompt: str

    def __call__(self, before: str, after: str) -> Judgement:
        """Severity, topics, direction, dates and the deciding quote are the rules' own, whatever the model replies."""
        made = self.judge(before, after)
        if made.severity is Severity.IGNORE or not made.clauses:
            return made
        shown = made.clauses[:MOST_CLAUSES]
        sentence = held(self.ask(self.prompt.replace("{clauses}", _listed(shown)), _SCHEMA), shown)
        return replace(made, summary=f"{made.summary} {sentence}", sentence=sentence) if sentence else made


def _listed(clauses: tuple[ChangedClause, ...]) -> str:
    return "\n".join(
        json.dumps({"before": plain(one.before)[:LONGEST_CLAUSE], "after": plain(one.after)[:LONGEST_CLAUSE]}, ensure_ascii=False)
        for one in clauses
    )


def held(reply: dict[str, Any] | None, clauses: tuple[ChangedClause, ...]) -> str:
    """The sentence of a reply where the clauses bear it out; else nothing."""
    if not isinstance(reply, dict) or not isinstance(reply.get("sentence"), str) or not isinstance(reply.get("quotes"), list):
        return ""
    sentence = " ".join(reply["sentence"].split())
    if not sentence or len(sentence) > LONGEST or _REFUSED.search(sentence):
        return ""
    said = [key(plain(text)) for one in clauses for text in (one.before, one.after)]
    quotes = [key(quote) for quote in reply["quotes"] if isinstance(quote, str)]
    if not quotes or not all(len(quote.split()) >= SHORTEST_QUOTE and any(quote in text for text in said) for quote in quotes):
        return ""
    return sentence if _is_borne_out(sentence, " ".join(said), " ".join(quotes)) else ""


def _is_borne_out(sentence: str, clauses: str, quotes: str) -> bool:
    known = set(clauses.split())
    beginnings = {word[:5] for word in known}
    words = key(sentence).split()
    own = [word for word in words if len(word) > 3]
    if any(word[0].isdigit() and word not in known for word in words):
        return False
    if any(key(name) not in known for name in _names(sentence)):
        return False
    if bool(_NEGATIONS & set(words)) and not _NEGATIONS & known:
        return False
    if not _NEGATIONS & set(words) and _NEGATIONS & set(quotes.split()):
        return False
    return bool(own) and sum(word[:5] in beginnings for word in own) >= BORNE_OUT * len(own)


def _names(sentence: str) -> list[str]:
    """Words with a capital that do not begin the sentence."""
    return [word for word in _WORD.findall(sentence)[1:] if word[0].isupper()]
