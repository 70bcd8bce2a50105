"""A model's reply goes in, claims come out: known ids only, each with a quote that stands in the message word for word."""

from __future__ import annotations

import hashlib
from collections.abc import Sized
from dataclasses import dataclass, replace
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.policy.talks.claims import OTHER_TOOL, Claims, DataClaim, Part, Quote, Reply, Said, Told, ToolClaim, quoted
from bot.policy.talks.talk import Intent
from bot.reading.model.glossary import Glossary

MOST_ASKS = 4
MOST_MENTIONS = 12
MOST_IDS = 6
LONGEST_QUOTE = 40
"""Words; who quotes more has marked nothing."""
LOST = Quote()
"""The doubt of a reply of which something had no true quote, no known id or no room: nothing is granted on the rest."""
WANTED = ("may_i", "which_tool", "compare", "incident", "explain", "terms", "advice", "task", "greeting", "feedback", "off_topic")
_Wants = Literal[
    "may_i", "which_tool", "compare", "incident", "explain", "terms", "advice", "task", "greeting", "feedback", "off_topic"
]


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


_Shape = TypeVar("_Shape", bound=_Model)


class _Tool(_Model):
    quote: str
    ids: list[str] = Field(min_length=1)


class _Data(_Model):
    quote: str
    ids: list[str] = []
    part: Literal["used", "left_out", "no_data"] = "used"
    changed: list[str] = []


class _Said(_Model):
    quote: str
    id: str


class _Ask(_Model):
    intent: _Wants
    tools: list[_Tool] = []
    data: list[_Data] = []
    met: list[_Said] = []
    unmet: list[_Said] = []
    cases: list[_Said] = []


class Reading(_Model):
    """What the reading model replies."""

    asks: list[_Ask] = Field(min_length=1)


class _Found(_Model):
    quote: str
    id: str
    sure: bool = True
    changed: list[str] = []


class Check(_Model):
    """What the checking model replies."""

    data: list[_Found] = []
    not_data: list[str] = []
    tools: list[_Tool] = []
    unmet: list[_Said] = []
    cases: list[_Said] = []
    doubts: list[str] = []
    intent: _Wants


class Replies:
    """Reads the replies of one policy's models."""

    def __init__(self, glossary: Glossary) -> None:
        self._known = glossary
        self._tools = frozenset((*glossary.offerings, OTHER_TOOL))
        self._data = frozenset(glossary.data)
        self._conditions, self._changes = frozenset(glossary.conditions), frozenset(glossary.changes)
        self.read_schema = _schema_of_reading(glossary)
        self.check_schema = _schema_of_check(glossary)

    def reading(self, reply: Reply | None, text: str, settled: Settled) -> Told | None:
        """What the reading model tells of ``text``; None where that is no reply. ``settled``: what the thread holds."""
        found = _valid(Reading, reply)
        if found is None or reply is None:
            return None
        quotes = _Quotes(text, settled)
        asks = tuple(replace(self._claims(ask, quotes), sure=reply.sure) for ask in found.asks[:MOST_ASKS])
        if len(found.asks) > MOST_ASKS:
            asks = tuple(replace(ask, doubts=(*ask.doubts, LOST)) for ask in asks)
        return Told(asks, _hash(found))

    def check(self, reply: Reply | None, text: str, settled: Settled) -> Told | None:
        """What the checking model tells, as one question."""
        found = _valid(Check, reply)
        if found is None or reply is None:
            return None
        quotes = _Quotes(text, settled)
        data = [
            DataClaim(quote, (one.id,), changed=self._changed(one.changed), sure=one.sure)
            for one in found.data[:MOST_MENTIONS]
            if one.id in self._data and (quote := quotes.find(one.quote, one.id))
        ]
        data += [DataClaim(quote, (), Part.NO_DATA) for said in found.not_data[:MOST_MENTIONS] if (quote := quotes.find(said))]
        doubts = tuple(quote for said in found.doubts[:MOST_MENTIONS] if (quote := quotes.find(said)))
        claims = Claims(
            Intent(found.intent),
            self._of_tools(found.tools, quotes),
            tuple(data),
            (),
            self._of_conditions(found.unmet, quotes, quotes.settled.unmet),
            self._of_cases(found.cases, quotes),
            doubts,
            reply.sure,
        )
        said: tuple[Sized, ...] = (found.tools, found.unmet, found.cases, found.doubts)
        kept: tuple[Sized, ...] = (claims.tools, claims.unmet, claims.context, claims.doubts)
        lost = len(found.data) > len(claims.used) or any(len(one) > len(other) for one, other in zip(said, kept, strict=True))
        return Told((replace(claims, doubts=(*doubts, LOST)) if lost else claims,), _hash(found))

    def _claims(self, ask: _Ask, quotes: _Quotes) -> Claims:
        data = []
        for one in ask.data[:MOST_MENTIONS]:
            ids = tuple(dict.fromkeys(id_ for id_ in one.ids[:MOST_IDS] if id_ in self._data))
            quote = quotes.find(one.quote, *ids)
            if quote and (ids or one.part == "no_data"):
                data.append(DataClaim(quote, ids, Part(one.part), self._changed(one.changed)))
        tools = self._of_tools(ask.tools, quotes)
        # an approval is for that tool and that data: where the message names another, only what the asker is is taken over
        is_same = not any(one.text for one in (*(tool.quote for tool in tools), *(d.quote for d in data if d.part is Part.USED)))
        claims = Claims(
            Intent(ask.intent),
            tools,
            tuple(data),
            self._of_conditions(ask.met, quotes, quotes.settled.met if is_same else quotes.settled.met & self._known.of_askers),
            self._of_conditions(ask.unmet, quotes, quotes.settled.unmet),
            self._of_cases(ask.cases, quotes),
        )
        said: tuple[Sized, ...] = (ask.tools, ask.data, ask.unmet, ask.cases)
        kept: tuple[Sized, ...] = (claims.tools, claims.data, claims.unmet, claims.context)
        is_part = any(set(one.ids) - self._data or len(one.ids) > MOST_IDS for one in ask.data)
        lost = is_part or any(len(one) > len(other) for one, other in zip(said, kept, strict=True))
        return replace(claims, doubts=(LOST,)) if lost else claims

    def _changed(self, said: list[str]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(id_ for id_ in said if id_ in self._changes))

    def _of_tools(self, tools: list[_Tool], quotes: _Quotes) -> tuple[ToolClaim, ...]:
        found = []
        for one in tools[:MOST_MENTIONS]:
            ids = tuple(dict.fromkeys(id_ for id_ in one.ids if id_ in self._tools))
            quote = quotes.find(one.quote, *ids)
            if quote and ids:
                found.append(ToolClaim(quote, (OTHER_TOOL,) if OTHER_TOOL in ids else ids))
        return tuple(found)

    def _of_conditions(self, said: list[_Said], quotes: _Quotes, held: frozenset[str]) -> tuple[Said, ...]:
        """``held``: those that may be told without a quote."""
        known = (one for one in said[:MOST_MENTIONS] if one.id in self._conditions)
        return tuple(Said(quote, one.id) for one in known if (quote := quotes.find(one.quote, one.id, held=held)))

    def _of_cases(self, said: list[_Said], quotes: _Quotes) -> tuple[Said, ...]:
        found = []
        for one in said[:MOST_MENTIONS]:
            known = self._known.cases.get(one.id)
            quote = quotes.find(one.quote, one.id, held=quotes.settled.cases) if known else None
            if known and quote:
                found.append(Said(quote, known[1], known[0]))
        return tuple(found)


@dataclass(frozen=True, slots=True)
class Settled:
    """Ids that a thread holds, each for what it is there: a reply may name them again without a quote."""

    named: frozenset[str] = frozenset()
    """Tools, data, and what was asked back."""
    met: frozenset[str] = frozenset()
    unmet: frozenset[str] = frozenset()
    cases: frozenset[str] = frozenset()


class _Quotes:
    """Finds quotes in one message."""

    def __init__(self, text: str, settled: Settled) -> None:
        self._text, self.settled = text, settled

    def find(self, said: str, *ids: str, held: frozenset[str] | None = None) -> Quote | None:
        """Where it stands in whole words; an empty one only for ids that the thread has settled. ``held``: these, where they are
        no tools and no data."""
        bare = said.strip()
        if not bare:
            return Quote() if ids and set(ids) <= (self.settled.named if held is None else held) else None
        if len(bare.split()) > LONGEST_QUOTE or not any(c.isalnum() for c in bare):
            return None
        return quoted(bare, self._text)


def _valid(shape: type[_Shape], reply: Reply | None) -> _Shape | None:
    try:
        return shape.model_validate(reply.data) if reply is not None else None
    except ValidationError:
        return None


def _hash(found: _Model) -> str:
    """Of what was understood of a reply; what else it holds, however deep, is not looked at."""
    return hashlib.sha256(found.model_dump_json().encode("utf-8", "replace")).hexdigest()[:12]


def _schema_of_reading(known: Glossary) -> dict[str, Any]:
    ask = _object(
        {
            "intent": _enum(WANTED),
            "tools": _list({"quote": _TEXT, "ids": _ids((*known.offerings, OTHER_TOOL))}),
            "data": _list(
                {
                    "quote": _TEXT,
                    "ids": _ids(known.data),
                    "part": _enum([part.value for part in Part]),
                    "changed": _ids(known.changes),
                },
                optional=("ids", "part", "changed"),
            ),
            **_said(known, "met", "unmet", "cases"),
        },
        optional=("tools", "data", "met", "unmet", "cases"),
    )
    return _object({"asks": {"type": "array", "minItems": 1, "maxItems": MOST_ASKS, "items": ask}})


def _schema_of_check(known: Glossary) -> dict[str, Any]:
    return _object(
        {
            "data": _list(
                {"quote": _TEXT, "id": _enum(known.data), "sure": {"type": "boolean"}, "changed": _ids(known.changes)},
                optional=("sure", "changed"),
            ),
            "not_data": {"type": "array", "items": _TEXT},
            "tools": _list({"quote": _TEXT, "ids": _ids((*known.offerings, OTHER_TOOL))}),
            **_said(known, "unmet", "cases"),
            "doubts": {"type": "array", "items": _TEXT},
            "intent": _enum(WANTED),
        },
        optional=("data", "not_data", "tools", "unmet", "cases", "doubts"),
    )


_TEXT: dict[str, Any] = {"type": "string"}


def _said(known: Glossary, *names: str) -> dict[str, Any]:
    """Lists of conditions and cases; one that the policy has none of is left out: an empty enum is no grammar."""
    ids = {"met": known.conditions, "unmet": known.conditions, "cases": tuple(known.cases)}
    return {name: _list({"quote": _TEXT, "id": _enum(ids[name])}) for name in names if ids[name]}


def _enum(values: tuple[str, ...] | list[str]) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)} if values else _TEXT


def _ids(values: tuple[str, ...]) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST_IDS, "items": _enum(values)}


def _list(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"type": "array", "maxItems": MOST_MENTIONS, "items": _object(properties, optional)}


def _object(properties: dict[str, Any], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": [name for name in properties if name not in optional]}
