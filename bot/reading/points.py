"""Forms of sentences and an item go in; the item with the points of vendors' terms that it asks about comes out.

A point changes no ruling and no intent: what is recorded of it is told beneath the answer.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.due.known_terms import ACCESS, EVIDENCE, FACTS, WAY_OUT, WEIGHTS
from bot.policy.talks.talk import Intent, Item
from bot.reading.build import Builder, Parts
from bot.reading.tools.usage import leads_in

ASKS = "asks."
"""Begins the names of forms that ask about a point."""
_BARE = ".bare"
"""Ends the names of forms of two nouns: a tool, and what was shown of it."""
_OF_A_DOCUMENT = ("read.may", "ask.put", "handling", "container", "read.container")
_TOLD_BESIDE = frozenset({Intent.MAY_I, Intent.COMPARE, Intent.EXPLAIN, Intent.TERMS})
"""Intents whose answers have room for it; a list of tools and the steps after an incident have none."""


def apart(forms: frozenset[str], parts: Parts) -> tuple[frozenset[str], tuple[str, ...]]:
    """The forms that tell what somebody wants, and the points of terms that the others ask about, in their usual order."""
    asked = {form.removeprefix(ASKS) for form in forms if form.startswith(ASKS)}
    bare = {point for point in asked if point.endswith(_BARE)}
    asked = asked - bare | {point.removesuffix(_BARE) for point in bare if not _is_of_a_document(parts)}
    points = (*(point for point in FACTS if point in asked), *sorted(point for point in asked if point.startswith(EVIDENCE)))
    return frozenset(form for form in forms if not form.startswith(ASKS)), points


def is_of_the_tool(points: tuple[str, ...], parts: Parts) -> bool:
    """Whether it is asked about a tool and nothing that goes into it: what it is, what was shown of it ("has it had a risk
    assessment?"), how one gets it, what we do without it."""
    if not parts.tools:
        return False
    is_shown = any(point == WEIGHTS or point.startswith(EVIDENCE) for point in points) and not parts.cues.has("read.may")
    return is_shown or ((ACCESS in points or WAY_OUT in points) and not parts.has_data)


def with_points(item: Item, points: tuple[str, ...], parts: Parts, settled: Item | None, builder: Builder) -> Item:
    """``settled``: what the thread is about."""
    if item.intent not in _TOLD_BESIDE:
        return item
    if item.intent is Intent.TERMS:
        item = _with_tools(item, parts, settled, builder)
    return replace(item, points=points) if any(ask.name for ask in item.question.tools) else item


def _with_tools(item: Item, parts: Parts, settled: Item | None, builder: Builder) -> Item:
    """A question about terms with its tool. Data it has none: with data that is named for sure it would be a "may I"."""
    read = builder.item(parts, Intent.MAY_I)
    named = bool(parts.tools or parts.any_of)
    tools = read.question.tools if named else settled.question.tools if settled is not None else ()
    question = replace(read.question, tools=tools, data=())
    return replace(item, question=question, read_as=builder.read_as(question))


def _is_of_a_document(parts: Parts) -> bool:
    """Whether what was shown of a tool is a paper that somebody wants to use: "may Claude sum up our risk assessment?", "the pen
    test report"; or the policy has such data."""
    into = any(leads_in(parts.tokens, tool.named.first) for tool in parts.tools)
    own = any(piece.source == "policy" for piece in parts.scope.kept if piece.own)
    return into or own or any(parts.cues.has(name) for name in _OF_A_DOCUMENT)
