"""A reading with open slots goes in, the same or a stricter one comes out: what a model adds that passed no exam.

Data and tools that it names are guesses: all that was possible stays possible, and only verdicts milder than all of theirs go.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from bot.policy.house import Knowledge
from bot.policy.talks.claims import Claims, Quote, Told
from bot.policy.talks.talk import Intent, Item, Mention, Reading
from bot.policy.words import DataAsk, Question, ToolAsk
from bot.reading.build import Builder

STORY = 12
"""Words from which on a message may tell more than reading makes of it."""
FEWEST_TOLD = 3
"""Words of a quote that tells what a message wants."""
_NOT_READ = frozenset({"nearness", "model", "thread"})
"""How a mention came about that stands for no words of this message, or for a guess."""
_ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})
_WANTED = frozenset({Intent.MAY_I, Intent.INCIDENT})


@dataclass(frozen=True, slots=True)
class _Told:
    slot: str
    id: str
    quote: Quote


class Additions:
    """What a model that passed no exam may add: guesses at what stayed open, which only take milder verdicts away."""

    def __init__(self, knowledge: Knowledge, builder: Builder) -> None:
        self._builder = builder
        vocabulary = knowledge.vocabulary
        self._labels = {terms.id: terms.label for terms in vocabulary.data.values()}
        self._offerings: dict[str, tuple[str, ...]] = {}
        for offering in vocabulary.offerings.values():
            self._offerings[offering.tool] = (*self._offerings.get(offering.tool, ()), offering.id)
        self._tool_of = {id_: one.tool for id_, one in vocabulary.offerings.items()}

    def __call__(self, reading: Reading, told: Told | None) -> Reading:
        """The reading, perhaps stricter; with several questions in a message nothing is added."""
        if told is None or len(told.asks) != 1 or not wants(reading):
            return reading
        item = self._with(reading.items[0], self._open(told.asks[0], reading.items[0]), reading.text)
        return reading if item == reading.items[0] else replace(reading, items=(item,))

    def _open(self, claims: Claims, item: Item) -> list[_Told]:
        """What is told of words that no one had read already."""
        found = [_Told("data", one.ids[0], one.quote) for one in claims.used if one.ids]
        found += [_Told("unmet", one.id, one.quote) for one in claims.unmet]
        found += [_Told("tool", self._tool_of[id_], one.quote) for one in claims.tools for id_ in one.ids if id_ in self._tool_of]
        found = [one for one in dict.fromkeys(found) if one.quote.text and not _is_read(one, item)]
        quotes = [quote for quote in claims.quotes if len(quote.text.split()) >= FEWEST_TOLD]
        return found + [_Told("intent", claims.intent.value, quote) for quote in quotes[:1] if claims.intent in _WANTED]

    def _with(self, item: Item, told: list[_Told], text: str) -> Item:
        """What was told is added to what was read and never takes its place: what was open stays open, nothing gets looser."""
        intents = {one.id for one in told if one.slot == "intent" and len(one.quote.text.split()) >= FEWEST_TOLD}
        told = [one for one in told if one.slot != "intent"]
        intent = item.intent
        if intent is Intent.OFF_TOPIC:
            if not intents or not any(one.slot in ("data", "tool") for one in told):
                return item
            item = replace(item, question=Question((self._builder.any_tool(),), context=dict(self._builder.unsaid)))
            intent = Intent.MAY_I
        if Intent.INCIDENT.value in intents and len(text.split()) >= STORY:
            intent = Intent.INCIDENT
        if not told:
            return replace(item, intent=intent)
        question = item.question
        unmet = frozenset(one.id for one in told if one.slot == "unmet")
        data, unread = self._data(item, [one for one in told if one.slot == "data"], text)
        fuller = replace(
            question,
            tools=self._tools(question.tools, [one for one in told if one.slot == "tool"]),
            data=data,
            met=question.met - unmet,
            unmet=question.unmet | unmet,
            rest_named=question.rest_named and data == question.data,
        )
        mentions = tuple(
            Mention(one.slot, one.id, one.quote.start, one.quote.end, one.quote.text, "model", "model") for one in told
        )
        read = Item(intent, fuller, (*item.mentions, *mentions), unread, self._builder.read_as(fuller))
        return read if intent is Intent.INCIDENT else replace(read, points=item.points)

    def _tools(self, tools: tuple[ToolAsk, ...], told: list[_Told]) -> tuple[ToolAsk, ...]:
        """A tool that was named in no words that reading knows: every tool stays possible, no ruling is milder than its."""
        likely = {id_ for one in told for id_ in self._offerings.get(one.id, ())}
        return tuple(
            replace(tool, likely=tuple(id_ for id_ in tool.offerings if id_ in likely)) if len(tool.offerings) > 1 else tool
            for tool in tools
        )

    def _data(self, item: Item, told: list[_Told], text: str) -> tuple[tuple[DataAsk, ...], tuple[str, ...]]:
        """The pieces of data with what was told of them, and what nobody read.

        What is told of a phrase that was unread is a guess at that phrase; of any other words it is one more piece of data.
        """
        data, unread = list(item.question.data), item.unread
        for one in told:
            at = next((n for n, ask in enumerate(data) if not ask.grounded and _overlaps(ask.name, one, text)), None)
            if at is not None:
                data[at] = replace(data[at], likely=tuple(dict.fromkeys((*data[at].likely, one.id))))
            elif not data:
                data.append(DataAsk(one.quote.text, (), (), False, (one.id,)))
                unread = (*unread, one.quote.text)
            elif not any(one.id in ask.types and len(ask.types) == 1 for ask in data):
                data.append(DataAsk(self._labels[one.id], (one.id,), (), False))
        return tuple(data), unread


def wants(reading: Reading) -> bool:
    """Whether anything stayed open that a model may add to."""
    return len(reading.items) == 1 and _is_open(reading.items[0], reading.text)


def _is_open(item: Item, text: str) -> bool:
    question = item.question
    if item.intent is Intent.OFF_TOPIC:
        return len(text.split()) >= STORY
    many = any(len(tool.offerings) > 1 for tool in question.tools)
    return item.intent in _ASKED and (not question.data or bool(item.unread) or many or any(not d.types for d in question.data))


def _is_read(told: _Told, item: Item) -> bool:
    """Whether all these words were read by name, or hold a tool's name and are told to be something else."""
    start, end = told.quote.start, told.quote.end
    inside = [m for m in item.mentions if m.start <= start and end <= m.end and m.via not in _NOT_READ]
    around = [m for m in item.mentions if m.slot == "tool" and m.via != "thread" and m.start < end and start < m.end]
    return bool(inside) or bool(around and told.slot != "tool")


def _overlaps(name: str, told: _Told, text: str) -> bool:
    start = text.find(name) if name else -1
    return start >= 0 and start < told.quote.end and told.quote.start < start + len(name)
