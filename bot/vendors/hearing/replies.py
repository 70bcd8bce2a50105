"""A model's reply about changed clauses goes in; an opinion comes out where each quote is true, else nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.policy.talks.claims import Reply
from bot.policy.vendors.terms import Direction, Severity, Topic
from bot.policy.vendors.terms_heard import Opinion, Weight
from bot.vendors.judging.cleaning import plain

MOST_ENTRIES = 8
LEAST_WORDS = 3
LEAST_SIGNS = 12
"""For scripts that write no blanks between words."""
Side = tuple[str, str]
"""One clause as the model saw it, before and after."""


class _Model(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)


_Shape = TypeVar("_Shape", bound=_Model)


class _Topic(_Model):
    id: Literal[tuple(topic.value for topic in Topic)]  # type: ignore[valid-type]


class _Severity(_Model):
    id: Literal["alert", "digest"]


class _Direction(_Model):
    id: Literal["looser", "stricter", "neutral"]


class _Read(_Model):
    """What the first pass replies."""

    before: str
    after: str
    topic: _Topic
    severity: _Severity
    direction: _Direction


class _Entry(_Model):
    quote: str
    id: Literal["grave", "light"]

    @property
    def is_grave(self) -> bool:
        return self.id == "grave"


class _Checked(_Model):
    """What the second pass replies."""

    allows: list[_Entry] = Field(default=[], max_length=MOST_ENTRIES)
    takes_away: list[_Entry] = Field(default=[], max_length=MOST_ENTRIES)
    other: list[_Entry] = Field(default=[], max_length=MOST_ENTRIES)


def opinion_of_read(reply: Reply | None, sides: tuple[Side, ...]) -> Opinion | None:
    """What the first pass says: how grave, and which way."""
    found = _valid(_Read, reply)
    if found is None or reply is None:
        return None
    said = tuple(one for one in (found.before, found.after) if one.strip())
    places = ((found.before, 0), (found.after, 1))
    if not said or not all(_stands(quote, sides, side) for quote, side in places if quote.strip()):
        return None
    severity = Severity(found.severity.id)
    direction = Direction(found.direction.id) if severity is Severity.ALERT else Direction.NEUTRAL
    return Opinion(Weight(severity, direction), said, reply.sure)


def opinion_of_check(reply: Reply | None, sides: tuple[Side, ...]) -> Opinion | None:
    """What the second pass says, by what the change allows the vendor and what it takes away."""
    found = _valid(_Checked, reply)
    if found is None or reply is None:
        return None
    entries = (*found.allows, *found.takes_away, *found.other)
    if not entries or not all(_stands(one.quote, sides, 0) or _stands(one.quote, sides, 1) for one in entries):
        return None
    return Opinion(_weight(found), tuple(one.quote for one in entries), reply.sure)


def _weight(found: _Checked) -> Weight:
    if not any(one.is_grave for one in (*found.allows, *found.takes_away, *found.other)):
        return Weight(Severity.DIGEST, Direction.NEUTRAL)
    if any(one.is_grave for one in found.allows):
        return Weight(Severity.ALERT, Direction.LOOSER)  # whatever it takes away beside: the safe side, as with words
    is_stricter = any(one.is_grave for one in found.takes_away)
    return Weight(Severity.ALERT, Direction.STRICTER if is_stricter else Direction.NEUTRAL)


def _stands(quote: str, sides: Iterable[Side], side: int) -> bool:
    """Whether a quote stands on this side of a clause word for word, and not on its other one: so it holds what differs."""
    said = _same(quote)
    if len(said.split()) < LEAST_WORDS and len(said) < LEAST_SIGNS and said not in {_same(one[side]) for one in sides}:
        return False
    return any(_holds(_same(one[side]), said) and not _holds(_same(one[1 - side]), said) for one in sides)


def _same(text: str) -> str:
    return " ".join(plain(text).split()).casefold()


def _holds(text: str, said: str) -> bool:
    return bool(said) and said in text


def _valid(shape: type[_Shape], reply: Reply | None) -> _Shape | None:
    try:
        return shape.model_validate(reply.data) if reply is not None else None
    except ValidationError:
        return None


def _enum(*values: str) -> dict[str, Any]:
    return {"type": "string", "enum": list(values)}


def _object(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties, "required": list(properties)}


_TEXT = {"type": "string"}
_ENTRIES = {"type": "array", "maxItems": MOST_ENTRIES, "items": _object(quote=_TEXT, id=_enum("grave", "light"))}
READ_SCHEMA = _object(
    before=_TEXT,
    after=_TEXT,
    topic=_object(id=_enum(*(topic.value for topic in Topic))),
    severity=_object(id=_enum("alert", "digest")),
    direction=_object(id=_enum("looser", "stricter", "neutral")),
)
CHECK_SCHEMA = _object(allows=_ENTRIES, takes_away=_ENTRIES, other=_ENTRIES)
