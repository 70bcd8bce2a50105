"""A document's lines go in, with a model's entries for them; those that hold come out, and why the others do not.

Nothing is taken from the model but words of the document: a quote of the line, names of tools and data, a condition.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.knowledge.importing.permits.people import is_everybody
from bot.knowledge.importing.rows.people_columns import role_of
from bot.policy.provisions import STAFF
from bot.tongue.text import words_of

EVERY, OTHER, REST = "*", "other", "rest"
"""All tools or all data; tools that the policy does not name; data that nothing else says of the same tools."""
_TEXTS = {"type": "array", "items": {"type": "string"}}
_MARKUP = str.maketrans("", "", "*_`~")


class Does(StrEnum):
    """What a line does to data and tools."""

    ALLOW = "allow"
    IF = "if"
    FORBID = "forbid"
    ONLY = "only"
    """These tools are for this data alone."""
    ONLY_IN = "only_in"
    """This data goes into these tools alone."""


_RULING = {
    "line": {"type": "integer"},
    "quote": {"type": "string"},
    "does": {"enum": [one.value for one in Does]},
    "tools": _TEXTS,
    "data": _TEXTS,
    "condition": {"type": "string"},
    "only_for": _TEXTS,
    "about": _TEXTS,
}
_CLASS = {"line": {"type": "integer"}, "name": {"type": "string"}, "holds": _TEXTS}


def _entries(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": fields, "required": list(fields)}}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"rulings": _entries(_RULING), "classes": _entries(_CLASS)},
    "required": ["rulings", "classes"],
}


@dataclass(frozen=True, slots=True)
class Ruling:
    """What a line rules of some data in some tools."""

    line: int
    quote: str
    does: Does
    tools: tuple[str, ...]
    data: tuple[str, ...]
    condition: str = ""
    only_for: tuple[str, ...] = ()
    """People who alone may."""
    about: tuple[str, ...] = ()
    """People whom alone it concerns; it says nothing of others."""


@dataclass(frozen=True, slots=True)
class Holding:
    """What a line says that a class holds."""

    line: int
    name: str
    holds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entries:
    """What holds of a model's replies."""

    rulings: tuple[Ruling, ...] = ()
    classes: tuple[Holding, ...] = ()
    refused: tuple[str, ...] = ()
    """Why the others do not, in sentences."""


def numbered(text: str) -> tuple[str, ...]:
    """The lines of a document that say something, in order; the first is number 1."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def checked(replies: Sequence[Mapping[str, Any]], lines: Sequence[str]) -> Entries:
    """``lines``: as ``numbered`` gives them; ``replies``: of the form of ``SCHEMA``, or of any other."""
    check = _Check(lines)
    rulings: dict[Ruling, None] = {}
    classes: dict[Holding, None] = {}
    refused: dict[str, None] = {}
    for reply in replies:
        for entry in _list(reply.get("rulings")):
            found = check.ruling(entry)
            (refused if isinstance(found, str) else rulings)[found] = None  # type: ignore[index]
        for entry in _list(reply.get("classes")):
            held = check.holding(entry)
            (refused if isinstance(held, str) else classes)[held] = None  # type: ignore[index]
    return Entries(tuple(rulings), tuple(classes), tuple(refused))


class _Check:
    def __init__(self, lines: Sequence[str]) -> None:
        self._lines = lines
        self._words = {word for line in lines for word in words_of(line.translate(_MARKUP))}

    def ruling(self, entry: Any) -> Ruling | str:
        """Or why it does not hold."""
        try:
            line, does = int(entry["line"]), Does(entry["does"])
            quote, condition = _text(entry["quote"]), _text(entry["condition"])
            tools, data, only_for, about = (_texts(entry[key]) for key in ("tools", "data", "only_for", "about"))
        except (KeyError, TypeError, ValueError):
            return "an entry has another form"
        strange = next(self._strange((*tools, *data, *only_for, *about), {EVERY, OTHER, REST}), "")
        if not 1 <= line <= len(self._lines) or not quote or _plain(quote) not in _plain(self._lines[line - 1]):
            return f"“{quote}” does not stand in line {line}"
        if strange or not tools or not data:
            return f"line {line}: “{strange}” does not stand in the document" if strange else f"line {line}: about nothing"
        if does is Does.IF and next(self._strange((condition,), set()), ""):
            condition = quote
        return Ruling(line, quote, does, tools, data, condition, *map(_some, (only_for, about)))

    def holding(self, entry: Any) -> Holding | str:
        """Or why it does not hold."""
        try:
            line, name, holds = int(entry["line"]), _text(entry["name"]), _texts(entry["holds"])
        except (KeyError, TypeError, ValueError):
            return "an entry has another form"
        strange = next(self._strange((name, *holds), set()), "")
        if strange or not name or not 1 <= line <= len(self._lines):
            return f"line {line}: “{strange or name}” does not stand in the document"
        return Holding(line, name, holds)

    def _strange(self, texts: Sequence[str], known: set[str]) -> Iterator[str]:
        """Those with a word that the document does not have."""
        for text in texts:
            if text not in known and not self._words.issuperset(words_of(text.translate(_MARKUP))):
                yield text


def _some(people: tuple[str, ...]) -> tuple[str, ...]:
    """People of whom not everybody is one: whoever says nothing of themselves is staff."""
    return tuple(one for one in people if not is_everybody(one) and role_of(one) != STAFF)


def _plain(text: str) -> str:
    return " ".join(words_of(text.translate(_MARKUP)))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise TypeError
    return " ".join(value.translate(_MARKUP).split()) if value not in {EVERY, OTHER, REST} else value


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(dict.fromkeys(text for text in map(_text, value) if text))
