"""What was read of a message goes in; the points of vendors' terms that it names come out ("retention", "price", "a DPA").

A point grounds no ruling: what is recorded of it is told. It counts where a tool is named, or a thread is about one, and nothing
that goes into it; a paper of that name that goes in is data.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.due.known_terms import CONTRACT, EVIDENCE, FACTS, REVIEW, WAY_OUT
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, ThreadState
from bot.policy.words import Question, ToolAsk
from bot.policy.world import Catalog
from bot.reading.build import Builder, Parts
from bot.reading.unread import unread_in
from bot.reading.words.phrases import Phrases, forms_of, phrase_of
from bot.text.spans import places_of

_ALONE = 2
"""Words of a name that tells a point where no tool is named beside it: "train on that", and not "the orders"."""
POINT = "point."
"""Begins the names of the lists of words for a point."""
_TOLD_AS = {"dpa": CONTRACT, "baa": CONTRACT, "migration_rehearsed": WAY_OUT}
"""Demands of which the files tell more in another place: the contract that there is, the steps of the way out."""


class Points:
    """The names of the points: the catalog's words, and the labels of what this policy demands."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        demands = knowledge.governance.demands
        named = [(label, language, EVIDENCE + one.id) for one in demands for language, label in one.label.items()]
        lists = {f"{EVIDENCE}{one.id}": EVIDENCE + one.id for one in demands}
        lists |= {f"{POINT}{point}": point for point in FACTS}
        for name, point in lists.items():
            named += [(text, language, point) for language, texts in catalog.words.get(name, {}).items() for text in texts]
        self._names = Phrases((phrase_of(*name), point) for *name, point in named)

    def named(self, parts: Parts) -> dict[int, str]:
        """Places of the names of points, with the point; a longer name before those in it."""
        said = [forms_of(token) for token in parts.tokens]
        places: dict[int, str] = {}
        for at in range(len(said)):
            if at not in places and (found := self._names.at(said, at)):
                phrase, point = found
                if not parts.tools and len(phrase) < _ALONE:
                    continue
                point = _TOLD_AS.get(point.removeprefix(EVIDENCE), point)
                places |= dict.fromkeys(range(at, at + len(phrase)), point)
        return places

    def asked(self, parts: Parts, settled: Item | None, *, sure: bool) -> tuple[str, ...]:
        """The points that a message asks about, in their usual order; none where data is named beside them. ``settled``: what its
        thread is about; ``sure``: whether something else than a point tells that it asks about terms. If not, no word beside the
        tool and the point may be unread."""
        named = self.named(parts)
        if not named or _goes_in(parts, named) or not (sure or _is_all(parts, named)):
            return ()
        points = set(named.values())
        if not (parts.tools or parts.any_of or (settled is not None and settled.question.tools)):  # of all tools
            points = {point for point in points if point == REVIEW or point.startswith(EVIDENCE)}
        return (*(point for point in FACTS if point in points), *sorted(point for point in points if point.startswith(EVIDENCE)))


def _goes_in(parts: Parts, named: dict[int, str]) -> bool:
    """Whether data is named beside the points, or is what they name: "may I translate the contract with Claude?"."""
    asks_leave = parts.cues.has("read.may")
    own = [piece for piece in parts.kept if piece.own]
    inside = [piece for piece in own if places_of([piece]) <= named.keys()]
    return bool(parts.stated) or len(inside) < len(own) or (asks_leave and any(piece.source == "policy" for piece in inside))


def _is_all(parts: Parts, named: dict[int, str]) -> bool:
    """Whether every word beside the tools and the points is of the frame of the language."""
    tools = places_of(one.named for one in parts.tools)
    return not unread_in(parts.tokens, tools | named.keys(), parts.language)


def with_started(thread: ThreadState | None, builder: Builder) -> Item | None:
    """What a thread is about. After a list of tools "that" is the one to start with, which nobody named."""
    item = thread.item if thread is not None else None
    if thread is None or item is None or item.question.tools or item.intent is not Intent.WHICH_TOOL or not thread.shown:
        return item
    known = [offering for offering in thread.shown[0] if offering in builder.tools.offerings]
    if not known or (item.question.nothing_else and set(known) <= set(item.question.unsuited)):
        return item
    row = builder.tools.terms[builder.tools.offerings[known[0]].tool]
    return replace(item, question=replace(item.question, tools=(ToolAsk(row.label, tuple(known)),)))


def about_terms(points: tuple[str, ...], parts: Parts, settled: Item | None, builder: Builder) -> Item:
    """The item of a question about terms: the tools that it names, else those of its thread, and no data."""
    read = replace(builder.item(parts, Intent.MAY_I), intent=Intent.TERMS)
    named = bool(parts.tools or parts.any_of)
    tools = read.question.tools if named else settled.question.tools if settled is not None else ()
    question = replace(Question() if not tools else read.question, tools=tools, data=())
    return replace(read, question=question, points=points, read_as=builder.read_as(question))
