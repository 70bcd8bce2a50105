"""A document's lines go in, with a model's entries for them; those that hold come out, and why the others do not.

Nothing is taken from the model but words of the document: a quote of the line, names of tools and data, a condition.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Any, TypeVar

from bot.knowledge.importing.rows.people_columns import role_of
from bot.knowledge.importing.texts.roles import is_everybody
from bot.knowledge.importing.texts.words import fold, limit_words, lists
from bot.policy.provisions import STAFF
from bot.text.tokens import SPOKEN, stem, words_of

TEMPLATE = "table.md"
"""The prompt that asks for entries."""
EVERY, OTHER, REST = "*", "other", "rest"
"""All tools or all data; tools that the policy does not name; data that nothing else says of the same tools."""
_WILD = frozenset({EVERY, OTHER, REST})
_MOST, _LONGEST, _LEAST = 2000, 120, 2
"""Entries of one reply; letters of a name; words of a quote that is neither a whole line nor of a table's row."""
_MARKS = re.compile('["“”„«»]')
_TEXTS = {"type": "array", "items": {"type": "string"}}
_MARKUP = str.maketrans("", "", "*_`~")
_Entry = TypeVar("_Entry")


class Does(StrEnum):
    """What a line does to data and tools."""

    ALLOW = "allow"
    IF = "if"
    FORBID = "forbid"
    ONLY = "only"
    """These tools are for this data alone."""
    ONLY_IN = "only_in"
    """This data goes into these tools alone."""


class How(StrEnum):
    """How data comes to be of another class."""

    TAKEN_OUT = "taken_out"
    HAPPENS = "happens"
    """It is published, submitted, signed."""
    STAYS = "stays"
    """It does not, whatever is done."""


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
_CHANGE = {
    "line": {"type": "integer"},
    "quote": {"type": "string"},
    "data": _TEXTS,
    "how": {"enum": [one.value for one in How]},
    "once": {"type": "string"},
    "becomes": {"type": "string"},
}


def _entries(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": {"type": "object", "properties": fields, "required": list(fields)}}


SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"rulings": _entries(_RULING), "classes": _entries(_CLASS), "changes": _entries(_CHANGE)},
    "required": ["rulings", "classes", "changes"],
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
class Change:
    """What a line says that data becomes once something was taken out of it."""

    line: int
    quote: str
    data: tuple[str, ...]
    becomes: str
    """A class; empty where the data stays what it is, whatever is done."""
    once: str = ""
    """What must be out."""


@dataclass(frozen=True, slots=True)
class Entries:
    """What holds of a model's replies."""

    rulings: tuple[Ruling, ...] = ()
    classes: tuple[Holding, ...] = ()
    changes: tuple[Change, ...] = ()
    refused: tuple[str, ...] = ()
    """Why the others do not, in sentences."""


def numbered(text: str) -> tuple[str, ...]:
    """The lines of a document that say something, in order; the first is number 1."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def checked(replies: Sequence[Mapping[str, Any]], lines: Sequence[str]) -> Entries:
    """``lines``: as ``numbered`` gives them; ``replies``: of the form of ``SCHEMA``, or of any other."""
    check = _Check(lines)
    refused: dict[str, None] = {}

    def held(kind: str, read: Callable[[Any], _Entry | str]) -> tuple[_Entry, ...]:
        every = [read(entry) for reply in replies for entry in _list(reply.get(kind))[:_MOST]]
        refused.update(dict.fromkeys(one for one in every if isinstance(one, str)))
        return tuple(dict.fromkeys(one for one in every if not isinstance(one, str)))

    kept = held("rulings", check.ruling), held("classes", check.holding), held("changes", check.change)
    return Entries(*kept, tuple(refused))


class _Check:
    def __init__(self, lines: Sequence[str]) -> None:
        self._plain = [_plain(line) for line in lines]
        self._lines = lines
        self._words = {word for line in self._plain for word in line.split()}
        self._stems = {language: {stem(word, language) for word in self._words} for language in SPOKEN}

    def ruling(self, entry: Any) -> Ruling | str:
        """Or why it does not hold."""
        try:
            line, does = int(entry["line"]), Does(entry["does"])
            quote, condition = _text(entry["quote"]), _text(entry["condition"])
            tools, data, only_for, about = (_texts(entry[key]) for key in ("tools", "data", "only_for", "about"))
        except (KeyError, TypeError, ValueError, OverflowError):
            return "an entry has another form"
        if not self._is_quote(quote, line):
            return f"“{quote[:_LONGEST]}” does not stand in line {line}"
        if strange := next(self._strange((*tools, *data, *only_for, *about), _WILD), ""):
            return f"line {line}: “{strange[:_LONGEST]}” does not stand in the document"
        if not tools or not data:
            return f"line {line}: about nothing"
        if condition and next(self._strange((condition,), frozenset(), len(quote) + len(condition)), ""):
            condition = quote
        tools = tuple(dict.fromkeys(EVERY if fold(name) in _every_tool() else name for name in tools))
        data = tuple(dict.fromkeys(EVERY if fold(name) in lists()["everything"] else self._written(name) for name in data))
        near = {word for text in self._above(line) for word in _plain(text).split()}
        theirs = tuple(one for one in about if near.issuperset(words_of(one)))  # a ban of people named elsewhere is everybody's
        return Ruling(line, quote, does, tools, data, condition, *map(_some, (only_for, theirs)))

    def holding(self, entry: Any) -> Holding | str:
        """Or why it does not hold."""
        try:
            line, name, holds = int(entry["line"]), _text(entry["name"]), _texts(entry["holds"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return "an entry has another form"
        strange = next(self._strange((name, *holds), frozenset()), "")
        if strange or not name or not 1 <= line <= len(self._lines):
            return f"line {line}: “{(strange or name)[:_LONGEST]}” does not stand in the document"
        here = set(self._plain[line - 1].split())
        if other := next((one for one in holds if not here.issuperset(words_of(one))), ""):
            return f"line {line}: “{other}” does not stand there"
        return Holding(line, self._written(name), holds)

    def change(self, entry: Any) -> Change | str:
        """Or why it does not hold. What only happens to data ("once published") is read in its own lines."""
        try:
            line, quote, data = int(entry["line"]), _text(entry["quote"]), _texts(entry["data"])
            how, once, becomes = How(entry["how"]), _text(entry["once"]), _text(entry["becomes"])
        except (KeyError, TypeError, ValueError, OverflowError):
            return "an entry has another form"
        if not self._is_quote(quote, line):
            return f"“{quote[:_LONGEST]}” does not stand in line {line}"
        names, target = tuple(map(self._written, data)), "" if how is How.STAYS else self._written(becomes)
        if strange := next(self._strange((*data, *filter(None, (target,))), frozenset()), ""):
            return f"line {line}: “{strange[:_LONGEST]}” does not stand in the document"
        if not names or _WILD & {*names, target} or how is How.HAPPENS:
            return f"line {line}: “{quote[:_LONGEST]}” takes nothing out"
        if not once or next(self._strange((once,), frozenset(), len(quote) + len(once)), ""):
            once = quote
        stays = not target or target in names
        return Change(line, quote, names, "" if stays else target, "" if stays else once)

    def _is_quote(self, quote: str, line: int) -> bool:
        said = _plain(quote)
        if not 1 <= line <= len(self._lines):
            return False
        whole, row = self._plain[line - 1], self._lines[line - 1].translate(_MARKUP)
        if not said:  # signs alone, which cells of a table say yes and no with
            return bool(quote) and row.startswith("|") and "".join(quote.split()) in "".join(row.split())
        is_enough = len(said.split()) >= _LEAST or said == whole or row.startswith("|")
        return f" {said} " in f" {whole} " and is_enough

    def _strange(self, texts: Sequence[str], known: frozenset[str], longest: int = _LONGEST) -> Iterator[str]:
        """Those with a word that the document does not have, without any word, or too long for a name."""
        for text in texts:
            words = words_of(text.translate(_MARKUP))
            if text not in known and (not words or len(text) > longest or not self._are_said(words)):
                yield text

    def _are_said(self, words: Sequence[str]) -> bool:
        """Whether the document has the words, as they are or in another form: "private phones"."""
        if self._words.issuperset(words):
            return True
        return any(stems.issuperset(stem(word, language) for word in words) for language, stems in self._stems.items())

    def _written(self, name: str) -> str:
        """What stands in quotation marks is a name by itself only where the document writes it so."""
        if not _MARKS.search(name):
            return name
        is_so = any(name.casefold() in " ".join(line.translate(_MARKUP).split()).casefold() for line in self._lines)
        return name if is_so else _MARKS.sub("", name)

    def _above(self, line: int) -> Iterator[str]:
        """The line, the head of the table that it stands in, and the nearest heading."""
        yield self._lines[line - 1]
        place = line - 1
        while place and self._lines[line - 1].startswith("|") and self._lines[place - 1].startswith("|"):
            place -= 1
        yield self._lines[place]
        yield next((one for one in reversed(self._lines[: line - 1]) if one.startswith(("#", "**"))), "")


@cache
def _every_tool() -> frozenset[str]:
    """What any tool is called: "AI tools", "any tool"."""
    return frozenset((*map(fold, limit_words()["any_tool"]), *lists()["everything"]))


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
    if (wild := value.strip().lower()) in _WILD:
        return wild
    plain = value.translate(_MARKUP).replace("\n", " ")
    return " ".join("".join(letter for letter in plain if letter.isprintable()).split())


def _texts(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise TypeError
    return tuple(dict.fromkeys(text for text in map(_text, value) if text))
