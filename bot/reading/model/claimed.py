"""Claims of one question go in, an item of this policy comes out; a reading by words goes in, what it read by name comes out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.policy.talks.claims import Claims, DataClaim, Part, Quote, Said, ToolClaim
from bot.policy.talks.reconcile import Heard
from bot.policy.talks.talk import Asker, Intent, Item, Mention, Reading, ThreadState
from bot.policy.words import SEVERAL, DataAsk, Question, Slot, ToolAsk
from bot.reading.build import Builder

BY_NAME = frozenset({"name", "alias", "example", "catalog", "compound", "detector", "click"})
"""How a mention came about that is certain; a likeness, a guess or an earlier message is not."""
FIXED = frozenset({"password", "key", "token", "bsn", "ssn", "national-id", "card"})
"""Detectors of secrets and identity numbers. Data of these alone is never taken away, also where only its name is said."""
MOST_LABELS = 3
"""Kinds of data that stand in "Read as" for words that may be several."""
LONGEST_QUOTE = 60
"""Of a phrase that stands nowhere in the message as it was read: no quote covers it."""
_AT_ONCE = frozenset({Intent.EMPTY, Intent.BARE, Intent.PASTED, Intent.TOO_MUCH})
_NEEDS_TOOL = frozenset({Intent.MAY_I, Intent.INCIDENT, Intent.EXPLAIN, Intent.REPORT, Intent.COMPARE})


class Maker:
    """Makes items for one policy."""

    def __init__(self, builder: Builder) -> None:
        self._builder = builder
        self._known = builder.knowledge
        self._tool_of = {id_: one.tool for id_, one in self._known.vocabulary.offerings.items()}
        found = self._known.vocabulary.data.items()
        self.fixed = frozenset(id_ for id_, terms in found if terms.detectors and FIXED.issuperset(terms.detectors))

    def item(self, claims: Claims, asker: Asker, thread: ThreadState | None) -> Item:
        """What the claims ask, as the asker's own question."""
        settled = thread.item.question if thread is not None and thread.item is not None else None
        tools = self._tools(claims, settled)
        if not tools and claims.intent in _NEEDS_TOOL:
            tools = (self._builder.any_tool(),)
        context: dict[Slot, str] = dict(self._builder.unsaid)
        said: dict[Slot, list[str]] = {}
        for one in claims.context:
            if one.slot is not None and one.id not in said.setdefault(one.slot, []):
                said[one.slot].append(one.id)
        context |= {slot: SEVERAL.join(values) for slot, values in said.items()}
        unmet = frozenset(one.id for one in claims.unmet)
        data = self._data(claims)
        question = Question(
            tools=() if claims.intent is Intent.WHICH_TOOL else tools,
            data=data,
            context=context,
            met=frozenset(one.id for one in claims.met) - unmet,
            unmet=unmet,
            left_out=tuple(dict.fromkeys(one.quote.text for one in claims.data if one.part is Part.LEFT_OUT and one.quote.text)),
            rest_named=bool(data),
        )
        item = Item(claims.intent, question, tuple(_mentions(claims)), (), self._read_as(claims, question))
        return self._builder.for_asker(item, asker, thread)

    def _read_as(self, claims: Claims, question: Question) -> str:
        """What was understood, with the words that it rests on: whoever asked sees at once what they were taken to say."""
        tools = " / ".join(dict.fromkeys(self._tool_name(ask) for ask in question.tools if ask.name))
        data = " + ".join(dict.fromkeys(self._quoted(claims, ask) for ask in question.data))
        return " · ".join(part for part in (tools, data) if part)

    def _tool_name(self, ask: ToolAsk) -> str:
        """With its plan, where it is one: a yes for one must not read as a yes for all."""
        known = self._known.vocabulary.offerings
        return known[ask.offerings[0]].label or ask.name if len(ask.offerings) == 1 and ask.offerings[0] in known else ask.name

    def _quoted(self, claims: Claims, ask: DataAsk) -> str:
        """``“the rota with who called in sick” → Health data``; the label alone where the words are the label's."""
        terms = self._known.vocabulary.data
        label = " / ".join(terms[id_].label if id_ in terms else id_ for id_ in ask.types[:MOST_LABELS]) or ask.name
        told = dict.fromkeys(" ".join(one.quote.text.split()) for one in claims.used if one.ids == ask.types)
        quotes = [_short(quote) for quote in told if quote and quote.casefold() != label.casefold()]
        return f"{', '.join(f'“{quote}”' for quote in quotes)} → {label}" if quotes else label

    def _tools(self, claims: Claims, settled: Question | None) -> tuple[ToolAsk, ...]:
        found: dict[tuple[str, ...] | str, ToolAsk] = {}
        for one in claims.tools:
            if one.offerings:
                held = next((tool for tool in settled.tools if tool.offerings == one.offerings), None) if settled else None
                ask = held or ToolAsk(self._called(one.offerings), one.offerings)
            else:
                ask = ToolAsk(one.quote.text)
            found.setdefault(ask.offerings or ask.name, ask)
        return tuple(found.values())

    def _called(self, offerings: tuple[str, ...]) -> str:
        """By the plan, where it is one: an offer of one must not read as one of all."""
        known = self._known.vocabulary.offerings
        if len(offerings) == 1 and offerings[0] in known and known[offerings[0]].label:
            return known[offerings[0]].label
        rows = dict.fromkeys(self._tool_of.get(id_, id_) for id_ in offerings)
        tools = self._known.vocabulary.tools
        return " / ".join(tools[row].label if row in tools else row for row in rows)

    def _labels(self, ids: tuple[str, ...]) -> str:
        """What the thread holds and nobody says again, by the policy's labels."""
        terms = self._known.vocabulary.data
        return " / ".join(terms[id_].label if id_ in terms else id_ for id_ in ids[:MOST_LABELS])

    def _data(self, claims: Claims) -> tuple[DataAsk, ...]:
        terms = self._known.vocabulary.data
        found: dict[tuple[str, ...], DataAsk] = {}
        names: set[str] = set()
        for one in claims.used:
            label = (
                terms[one.ids[0]].label if len(one.ids) == 1 and one.ids[0] in terms else one.quote.text or self._labels(one.ids)
            )
            name = label if label not in names else f"{label}: {one.quote.text}"
            ask = DataAsk(name, one.ids, one.changed)
            held = found.get(one.ids)
            if held is None or set(ask.transformations) < set(held.transformations):
                found[one.ids] = ask if held is None else replace(ask, name=held.name)
                names.add(name)
        return tuple(found.values())


def heard(reading: Reading, maker: Maker) -> Heard:
    """What words read, with what of it they read by name."""
    named: dict[Quote, list[Mention]] = {}
    tools: dict[Quote, list[str]] = {}
    for item in reading.items:
        for one in item.mentions:
            if one.via not in BY_NAME:
                continue
            if one.slot == "data" and one.source == "policy":
                named.setdefault(_quote(one), []).append(one)
            elif one.slot == "tool":
                tools.setdefault(_quote(one), []).extend(
                    id_ for tool in item.question.tools for id_ in tool.offerings if maker._tool_of.get(id_) == one.id
                )
    return Heard(
        reading.items,
        tuple(DataClaim(quote, tuple(dict.fromkeys(m.id for m in at)), by_name=True) for quote, at in named.items()),
        frozenset(m.id for at in named.values() for m in at if m.via == "detector"),
        tuple(ToolClaim(quote, tuple(dict.fromkeys(ids))) for quote, ids in tools.items() if ids),
        tuple(Said(Quote(), id_) for item in reading.items for id_ in sorted(item.question.unmet)),
        maker.fixed,
    )


def is_by_name(reading: Reading) -> bool:
    """Whether words alone may answer: a closed message, or one that wants no reading."""
    return all(item.intent in _AT_ONCE or (item.intent is Intent.MAY_I and item.question.is_closed) for item in reading.items)


def _short(quote: str) -> str:
    """A quote of some length, cut at a word."""
    if len(quote) <= LONGEST_QUOTE:
        return quote
    head, _, _ = quote[:LONGEST_QUOTE].rpartition(" ")
    return f"{head or quote[: LONGEST_QUOTE - 1]}…"


def _quote(mention: Mention) -> Quote:
    return Quote(mention.quote, mention.start, mention.end)


def _mentions(claims: Claims) -> Iterator[Mention]:
    told = [("tool", one.quote, one.ids) for one in claims.tools]
    told += [("data" if one.part is Part.USED else one.part.value, one.quote, one.ids) for one in claims.data]
    for slot, quote, ids in told:
        if quote.text:
            yield from (Mention(slot, id_, quote.start, quote.end, quote.text, "model", "model") for id_ in ids or ("",))
