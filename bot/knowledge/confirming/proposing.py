"""A policy's sentences go in; a prompt for a model comes out, and of its reply what may be put to the owner.

Nothing of it counts: a suggestion only fills in a question about a sentence, with the tools and data that its answers are
about, and puts one answer first.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from bot.knowledge.confirming.told import Standing, Told
from bot.policy.confirming import ALLOW, ASK, DROP, FORBID, IF, IF_FOR, OF_SOME, ONLY, ONLY_FOR, About, Open, Way
from bot.policy.house import Knowledge

PROPOSED = ".proposed.json"
"""Beside the files, as the import's notes: what a model proposed, for the questions alone."""
_DOES = (FORBID, ONLY, ASK, DROP, ALLOW, IF)
_LETS = (ALLOW, IF)
_MOST = 400
"""Entries of a reply that are looked at."""
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "rules": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "sentence": {"type": "integer"},
                    "quote": {"type": "string"},
                    "does": {"enum": list(_DOES)},
                    "tools": {"type": "array", "items": {"type": "string"}},
                    "data": {"type": "array", "items": {"type": "string"}},
                },
                "required": ["sentence", "quote", "does", "tools", "data"],
            },
        }
    },
    "required": ["rules"],
}


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a model takes one sentence for. ``quote``: words of the sentence, letter by letter."""

    sentence: str
    """Id of the sentence: it is the same for the same words."""
    quote: str
    way: Way


def prompt_of(template: str, told: Sequence[Told], knowledge: Knowledge) -> tuple[str, str]:
    """The part that tells what to do, and the sentences with their numbers. ``template``: ``prompts/propose.md``."""
    words = knowledge.vocabulary
    classes = [id_ for id_ in words.data if id_ in knowledge.policy.data_classes]
    data = [*classes, *(id_ for id_ in words.data if id_ not in knowledge.policy.data_classes)]
    shared = template.format(
        tools="\n".join(f"- {id_}: {one.label}" for id_, one in words.tools.items()),
        data="\n".join(f"- {id_}: {words.data[id_].label}" for id_ in data),
    )
    return shared, "\n".join(f"{number}. {one.text}" for number, one in enumerate(told, 1))


def checked(
    reply: Mapping[str, Any], told: Sequence[Told], knowledge: Knowledge
) -> tuple[tuple[Suggestion, ...], tuple[str, ...]]:
    """What holds of a reply, and why the rest does not: a quote that stands nowhere, an unknown id, a ban of nothing."""
    kept: list[Suggestion] = []
    refused: list[str] = []
    entries = reply.get("rules")
    for entry in entries[:_MOST] if isinstance(entries, list) else ():
        found = _proposal(entry, told, knowledge)
        if isinstance(found, Suggestion):
            kept.append(found)
        else:
            refused.append(found)
    return tuple({one.sentence: one for one in reversed(kept)}.values())[::-1], tuple(refused)


def _proposal(entry: Any, told: Sequence[Told], knowledge: Knowledge) -> Suggestion | str:
    try:
        number, quote, does = entry["sentence"], entry["quote"], entry["does"]
        tools, data = tuple(map(str, entry["tools"])), tuple(map(str, entry["data"]))
    except (KeyError, TypeError):
        return f"no proposal: {str(entry)[:80]}"
    if not isinstance(number, int) or not 0 < number <= len(told):
        return f"there is no sentence {number}"
    one = told[number - 1]
    if not isinstance(quote, str) or not quote.strip() or quote not in one.text:
        return f"sentence {number}: the quote does not stand there: “{str(quote)[:80]}”"
    policy = knowledge.policy
    known = knowledge.vocabulary.tools.keys() | policy.data_types.keys() | policy.data_classes.keys()
    if strange := sorted({*tools, *data} - known):
        return f"sentence {number}: no id of the policy: {', '.join(strange)}"
    if wrong := _wrong(does, tools, data, one):
        return f"sentence {number}: `{does}` of {wrong}"
    return Suggestion(one.id, quote, Way(does, tools, data) if does != DROP else Way(DROP))


def _wrong(does: str, tools: tuple[str, ...], data: tuple[str, ...], one: Told) -> str:
    """What a proposal may not be of; empty where it is none of that."""
    lets = does in _LETS
    is_nothing = (does == ONLY and not data) or (does == FORBID and not (tools or data)) or (lets and not (tools and data))
    if does not in _DOES or is_nothing:
        return "nothing"
    is_other = lets and not one.gives and one.standing not in (Standing.BACKGROUND, Standing.EXAMPLE)
    return "what it takes away" if is_other else ""


def written(proposals: Sequence[Suggestion]) -> str:
    """The file that holds them."""
    rows = [
        {"sentence": p.sentence, "quote": p.quote, "does": p.way.id, "tools": list(p.way.tools), "data": list(p.way.data)}
        for p in proposals
    ]
    return json.dumps(rows, ensure_ascii=False, indent=1) + "\n"


def read(text: str) -> dict[str, Suggestion]:
    """Sentence -> what is proposed of it; nothing of a file that holds no proposals."""
    try:
        rows = json.loads(text or "[]")
        found = [Suggestion(r["sentence"], r["quote"], Way(r["does"], tuple(r["tools"]), tuple(r["data"]))) for r in rows]
    except (ValueError, KeyError, TypeError):
        return {}
    return {one.sentence: one for one in found}


def weighty(proposals: Mapping[str, Suggestion]) -> frozenset[str]:
    """Sentences that rule something, as the model says."""
    return frozenset(id_ for id_, one in proposals.items() if one.way.id != DROP)


def filled(question: Open, proposals: Mapping[str, Suggestion], knowledge: Knowledge) -> Open:
    """The question with what is proposed: its answers about these tools and data, the proposed one first. As it is where the
    sentence no longer has the quote, or the policy no longer has an id."""
    one = proposals.get(question.id) if question.about is About.SENTENCE else None
    known = knowledge.vocabulary.tools.keys() | knowledge.vocabulary.data.keys()
    if one is None or one.quote not in question.sentence or not {*one.way.tools, *one.way.data} <= known:
        return question
    if question.is_strict and one.way.id in _LETS:
        return question
    about = (one.way.tools, one.way.data)
    ways = [
        Way(way.id, *about, way.who) if way.id in (*_DOES, *OF_SOME) and DROP not in (way.id, one.way.id) else way
        for way in question.ways
    ]
    ways = [*ways, one.way] if question.way(one.way.id) is None else ways
    gives, first = question.gives or one.way.id in _LETS, one.way.id
    of_some = question.way({ALLOW: ONLY_FOR, IF: IF_FOR}.get(first, ""))
    first = of_some.id if of_some and of_some.who else first  # the model says nothing of people
    return replace(question, ways=tuple(sorted(ways, key=lambda way: way.id != first)), proposed=first, gives=gives)
