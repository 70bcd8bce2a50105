"""Forms of sentences and an item go in; the item with the points of vendors' terms that it asks about comes out.

A point changes no ruling and no intent: what is recorded of it is told beneath the answer.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import replace

from bot.policy.due.known_terms import ACCESS, CONTRACT, EVIDENCE, FACTS, PRICE, REVIEW, SIZE, WAY_OUT, WEIGHTS
from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, ThreadState
from bot.policy.words import Question, ToolAsk
from bot.policy.world import Catalog
from bot.reading.build import Builder, Parts
from bot.reading.words.language import is_stop
from bot.reading.words.lists import all_words
from bot.reading.words.phrases import Phrases, forms_of, phrase_of, stands
from bot.text.small import small
from bot.text.spans import places_of
from bot.text.tokens import Token, words_of

ASKS = "asks."
"""Begins the names of forms that ask about a point."""
_ASKED = f"{EVIDENCE}asks"
"""The list of words that ask whether there is something."""
_WHOSE = f"{EVIDENCE}who"
_MEASURED = (PRICE, SIZE, REVIEW)
_ACROSS = "across"
"""The form that asks it of all tools."""
_TOLD_AS = {"dpa": CONTRACT, "baa": CONTRACT, "migration_rehearsed": WAY_OUT}
"""Demands of which the files tell more in another place: the contract that there is, the steps of the way out."""
_OF_A_DOCUMENT = ("read.may", "ask.put", "handling")
_ARTICLES, _INTO = small("article"), small("into")
_LEADING = 2
_HELD_IN = ("container", "read.container")
_TOLD_BESIDE = frozenset({Intent.MAY_I, Intent.COMPARE, Intent.EXPLAIN, Intent.TERMS})
"""Intents whose answers have room for it; a list of tools and the steps after an incident have none."""


class Points:
    """The points that people ask about: those that forms of sentences tell, and what one policy demands, by its names."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        demands = knowledge.governance.demands
        named = [(label, language, one.id) for one in demands for language, label in one.label.items()]
        for one in demands:
            lists = catalog.words.get(f"{EVIDENCE}{one.id}", {})
            named += [(name, language, one.id) for language, names in lists.items() for name in names]
        self._names = Phrases((phrase_of(*name), id_) for *name, id_ in named)
        self.asked = [phrase_of(one, lang) for lang, phrases in catalog.words.get(_ASKED, {}).items() for one in phrases]
        self.whose = {word for name in all_words(catalog, _WHOSE) for word in words_of(name)}
        """The words of whoever asks for a tool: "request", "access"."""
        self.measures = {
            point: {word for name in all_words(catalog, f"{point}.words") for word in words_of(name)} for point in _MEASURED
        }
        """Words beside a tool that only say by what it is measured: "per million tokens"."""

    def apart(self, forms: frozenset[str], parts: Parts) -> tuple[frozenset[str], tuple[str, ...]]:
        """The forms that tell what somebody wants, and the points that the others ask about, in their usual order."""
        asked = {form.removeprefix(ASKS) for form in forms if form.startswith(ASKS)}
        asked |= self._shown(parts) if parts.tools or _ACROSS not in asked else self._demands(self._named(parts))
        points = (*(point for point in FACTS if point in asked), *sorted(point for point in asked if point.startswith(EVIDENCE)))
        return frozenset(form for form in forms if not form.startswith(ASKS)), points

    def is_of_the_tool(self, points: tuple[str, ...], parts: Parts) -> bool:
        """Whether it is asked about a tool and nothing that goes into it: what it is, what was shown of it ("has it had a risk
        assessment?"), which contract there is, how one gets it, what it costs, what we do without it."""
        if not parts.tools:
            return False
        is_shown = any(point == WEIGHTS or point.startswith(EVIDENCE) for point in points)
        if is_shown and not (parts.cues.has("read.may") and _has_more(parts, frozenset())):
            return True  # "can Phi-3 be used commercially?" asks for leave, and names nothing that goes in
        named = self._named(parts).keys() if CONTRACT in points or WAY_OUT in points else ()
        is_named = bool(named) and not (parts.cues.has("read.may") or _has_more(parts, frozenset(named)))
        is_price = PRICE in points and not (parts.cues.has("read.may") or self._more_than(PRICE, parts))
        is_size = SIZE in points and not self._more_than(SIZE, parts)
        is_got = ACCESS in points and not self._goes_in(parts)
        is_alone = not parts.kept and any(point in (PRICE, WAY_OUT) for point in points)
        return is_named or is_price or is_size or is_got or is_alone

    def across(self, points: tuple[str, ...], parts: Parts) -> Item | None:
        """ "Which tools have no risk assessment?": of all tools, and nothing is named that goes into one."""
        said = {at for at, one in enumerate(parts.tokens) if REVIEW in points and one.folded in self.measures[REVIEW]}
        if parts.tools or parts.any_of or parts.cues.has("read.may") or _has_more(parts, said | self._named(parts).keys()):
            return None
        is_listed = bool(points) and all(point == REVIEW or point.startswith(EVIDENCE) for point in points)
        return Item(Intent.TERMS, Question(), points=points) if is_listed else None

    def wants_that_tool(self, points: tuple[str, ...], parts: Parts) -> bool:
        """ "I want to request it": how one gets a tool that is not named, and nothing is said of what goes in."""
        return ACCESS in points and not (parts.tools or parts.any_of or parts.stated or self._goes_in(parts))

    def _goes_in(self, parts: Parts) -> bool:
        """Whether data is named."""
        return bool(parts.kept)

    def asks_no_more(self, parts: Parts) -> bool:
        """Whether nothing but a tool and a demand is named: "who is the incident contact for Claude Team?" reports nothing."""
        named = self._named(parts).keys() | _of_tools(parts)
        return self._asks(parts) and all(
            at in named or one.folded in self.whose or is_stop(one.folded) for at, one in enumerate(parts.tokens)
        )

    def _more_than(self, point: str, parts: Parts) -> bool:
        """Whether data is named, and not only by what a tool is measured: "token" is no secret beside a price."""
        words = self.measures[point]
        said = {at for at, one in enumerate(parts.tokens) if one.folded in words or one.folded.isdigit() or is_stop(one.folded)}
        # "prices of our suppliers in Claude", "ChatGPT for pricing, memory is on": no question that begins as one
        if any(_leads_in(parts.tokens, tool.named.first) or not tool.named.first for tool in parts.tools):
            return bool(set(range(len(parts.tokens))) - said - _of_tools(parts))
        return _has_more(parts, said)

    def _named(self, parts: Parts) -> dict[int, str]:
        """Places of the names of demands, with the demand's id; a longer name before those in it."""
        said = [forms_of(token) for token in parts.tokens]
        places: dict[int, str] = {}
        for at in range(len(said)):
            if at not in places and (found := self._names.at(said, at)):
                phrase, id_ = found
                places |= dict.fromkeys(range(at, at + len(phrase)), id_)
        return places

    def _shown(self, parts: Parts) -> set[str]:
        """What is asked whether it was shown of a tool: it is named beside it, and is no paper that somebody wants to use."""
        named = self._named(parts) if parts.tools else {}
        if not named or _is_of_a_document(parts, named.keys(), asks=self._asks(parts)):
            return set()
        return {_TOLD_AS.get(point.removeprefix(EVIDENCE), point) for point in self._demands(named)}

    @staticmethod
    def _demands(named: dict[int, str]) -> set[str]:
        return {f"{EVIDENCE}{id_}" for id_ in named.values()}

    def _asks(self, parts: Parts) -> bool:
        """Whether it is asked if there is something: a verb alone asks where it begins a clause."""
        said = [forms_of(token) for token in parts.tokens]
        begins = {at for at, token in enumerate(parts.tokens) if not at or parts.tokens[at - 1].clause != token.clause}
        return any(stands(said, at, one) for one in self.asked for at in (range(len(said)) if len(one) > 1 else begins))


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


def _is_of_a_document(parts: Parts, named: Set[int], *, asks: bool) -> bool:
    """Whether what is shown of a tool is a paper that somebody wants to use: "may Claude sum up our risk assessment?", "the pen
    test report"; or other data is named beside it. ``named``: places of its names."""
    into = any(_leads_in(parts.tokens, tool.named.first) for tool in parts.tools)
    own = any(piece.source == "policy" for piece in parts.kept if piece.own)
    if not asks and (into or own or _has_more(parts, named)):
        return True
    return bool(parts.cues.places(*_OF_A_DOCUMENT, *(() if asks else _HELD_IN)) - named)


def _of_tools(parts: Parts) -> set[int]:
    """Places of the names of tools."""
    return {at for one in parts.tools for at in range(one.named.first, one.named.last)}


def _has_more(parts: Parts, named: Set[int]) -> bool:
    """Whether data is named beside what is shown of a tool."""
    return any(not places_of([piece]) <= named for piece in parts.kept if piece.own)


def _leads_in(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word such as "into" stands before a tool."""
    near = [token for token in tokens[max(0, place - _LEADING) : place] if token.folded not in _ARTICLES]
    return bool(near) and near[-1].folded in _INTO and not tokens[place].breaks
