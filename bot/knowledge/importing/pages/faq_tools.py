"""An answer in; the tools that it names, each with what the clause around the name says of it, out.

Where nobody could read a clause, or a no beside it may be of all of them, each tool needs a review.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.pages.faq_answers import STRUCK, later
from bot.knowledge.importing.pages.faq_questions import tools_in
from bot.knowledge.importing.pages.page_labels import is_no, is_until
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.questions import Asked
from bot.knowledge.importing.texts.words import (
    faq_set,
    fold,
    group_words,
    has_word,
    limit_words,
    lists,
    small_words,
    table_words,
    tokens,
)


@dataclass(slots=True)
class Named:
    """``effects``: a tool as it is written -> conditional, review or deny, the strictest that is said of it."""

    effects: dict[str, str] = field(default_factory=dict)
    is_bare: bool = True
    """Whether the answer holds nothing but names and what is refused."""

    def add(self, tools: tuple[str, ...], effect: str) -> None:
        order = ("conditional", "review", "deny")
        for name in tools:
            self.effects[name] = max(self.effects.get(name, effect), effect, key=order.index)


def named_in(asked: Asked, invented: frozenset[str]) -> Named:
    """``invented``: folded names of tools that only the page knows."""
    found, past = Named(), [*later(), *table_words()["page_lists"]["past"]]
    is_unsure = is_until(asked.said) or any(sign in asked.said for sign in STRUCK) or bool(has_word(asked.said, past))
    for text, _ in (*asked.answer, *asked.listed):
        for clause in _parting().split(text):
            tools = tools_in(clause, invented)
            before, behind = _around(clause, tools)
            refuses = is_no(clause) or bool(has_word(clause, [*limit_words()["ban"], *faq_set("no")]))
            if tools and refuses:
                is_of_all = len(tools) == 1 or _is_idle(before, with_no=True)
                found.add(tools, "deny" if is_of_all else "review")
                # "Copilot, ChatGPT and Gemini are not for that": a no behind the names may be of those before as well
                is_unsure = is_unsure or (not (_is_idle(before, with_no=True) and tokens(before)) and not text.startswith(clause))
            elif tools:
                is_clear = _is_idle(before) and (_is_idle(behind) or _is_condition(behind))
                found.add(tools, "conditional" if is_clear else "review")
            else:
                is_unsure = is_unsure or not (_is_condition(clause) or (_is_idle(clause) and not refuses))
            found.is_bare = found.is_bare and (bool(tools and refuses) or _is_idle(f"{before} {behind}"))
    if is_unsure:
        found.is_bare = False
        found.add(tuple(found.effects), "review")
    return found


@cache
def _parting() -> re.Pattern[str]:
    return re.compile(rf"[,;:()]\s*|\s[-–—]\s|\s(?=(?:{any_of(table_words()['page_lists']['buts'])})\s)", re.IGNORECASE)


def _around(clause: str, tools: tuple[str, ...]) -> tuple[str, str]:
    """The words before the first tool of a clause, and all others that are of no tool's name."""
    first = min((clause.find(name) for name in tools if name in clause), default=len(clause))
    behind = clause[first:]
    for name in tools:
        behind = behind.replace(name, " ")
    return (clause[:first], behind) if tools else (clause, "")


def _is_idle(said: str, *, with_no: bool = False) -> bool:
    """Whether words only name tools: "yes, you may use". ``with_no``: or refuse them."""
    return _idle(with_no).issuperset(tokens(said))


@cache
def _idle(with_no: bool) -> frozenset[str]:
    told = [*lists()["prepositions"], *group_words("generic"), *limit_words()["any_tool"], *lists()["cells"]["allow"]]
    told += [
        *small_words()["determiners"],
        *table_words()["only"],
        *(word for said in small_words()["joiners"].values() for word in said),
    ]
    told += [word for name in ("yes", "modal", "who", "use", "into", "copula") for word in faq_set(name)]
    told += [*lists()["pointing"], *table_words()["whose"]["for"]]
    if with_no:
        told += [*faq_set("no"), *lists()["classes"]["negation"], *limit_words()["ban"], *table_words()["page_lists"]["buts"]]
    return frozenset(word for said in told for word in tokens(str(said)))


def _is_condition(said: str) -> bool:
    """Whether words begin like a condition: "after approval"."""
    return tokens(said)[:1] != () and fold(tokens(said)[0]) in {fold(word) for word in lists()["condition_cues"]}
