"""Lines around a table, names and cells in; footnotes, names without their marks, and what marks make of a cell out."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from bot.knowledge.importing.cells.effects import RAISED, RAISED_SIGNS, CellWord
from bot.knowledge.importing.cells.notes import Footnotes
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.texts.document import unmarked
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import fold, table_words

Marks = dict[str, str]
"""Name of a row or column -> the marks behind it, separated by blanks."""

_SIGNED = re.compile(
    rf"^\s*(?:(?P<raised>[{RAISED_SIGNS}]+)|(?P<sign>[*†‡§]{{1,3}})|[\[(](?P<held>\d{{1,2}}|[a-z]|[*†‡§]{{1,3}})[\])])[.:)]?\s*(?P<text>[^\s=*†‡§].{{3,}})$"
)
_NUMBERED = re.compile(r"^\s*(?P<mark>\d{1,2}|[a-e])[.:)]?\s+(?P<text>\S.{8,})$")
_BEHIND = re.compile(
    rf"^(?P<name>.*?[^\s,])[\s,]{{0,4}}(?P<mark>[{RAISED_SIGNS}]+|\[(?:\d{{1,2}}|[a-z])(?:\s*[,;]\s*\d{{1,2}})*\]|\^\d{{1,2}}|[*†‡§]{{1,3}}|\((?:\d{{1,2}}|[a-z])\)|(?<=\s)(?:\d{{1,2}}|[a-z])\))$"
)


_LETTERED = re.compile(r"(?:\s|\()([a-z])\)$")


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """How a footnote begins: with a sign, with what it is called ("Note 1:"), or with a number."""
    notes = any_of(table_words()["notes"]["called"])
    named = re.compile(rf"^\s*(?:{notes})\s*(?P<mark>\d{{1,2}}|[a-z])\s*[.:)–-]\s*(?P<text>\S.{{3,}})$", re.IGNORECASE)
    return _SIGNED, named, _NUMBERED


def read_footnotes(lines: list[str]) -> Footnotes:
    """The first line that explains a mark counts: "¹ Only ...", "[1] ...", "*Only ...", "1. Only ...", "Note 1: ..."."""
    found: Footnotes = {}
    for pattern in _patterns():
        for match in filter(None, (pattern.match(line) for line in lines)):
            mark = next(text for name, text in match.groupdict().items() if name != "text" and text)
            found.setdefault(mark.translate(RAISED), unmarked(match["text"]).strip())
    return found


def is_footnote(line: str) -> bool:
    """Whether a line explains a mark."""
    return any(pattern.match(line) for pattern in _patterns())


def letters_behind(names: Iterable[str]) -> frozenset[str]:
    """Letters in brackets that may be marks behind names."""
    return frozenset(found[1] for found in map(_LETTERED.search, names) if found)


def without_marks(body: Rows, footnotes: Footnotes, known: frozenset[str]) -> tuple[Rows, Marks, Marks]:
    """The table with bare names; the marks of its rows, and those of its columns. ``known``: folded names that end in a mark."""
    rows: Marks = {}
    columns: Marks = {}

    def bare(cell: Cell, marks: Marks) -> Cell:
        name, found = split_marks(cell.text, footnotes) if fold(cell.text) not in known else (cell.text, "")
        if found:
            marks[name] = found
        return replace(cell, text=name)

    head = (body[0][0], *(bare(cell, columns) for cell in body[0][1:]))
    return (head, *((bare(row[0], rows), *row[1:]) for row in body[1:])), rows, columns


def split_marks(text: str, footnotes: Footnotes) -> tuple[str, str]:
    """A name, and the marks behind it. A number or letter in round brackets is one only where a footnote has it: "Level (2)" is a
    name. One that is only closed, "Internal a)", can be nothing else."""
    marks: list[str] = []
    name = text.strip()
    while match := _BEHIND.match(name):
        said = match["mark"].translate(RAISED).strip("[]()^ ")
        is_closed = match["mark"].endswith(")") and name.count("(") < name.count(")")
        if match["mark"].endswith(")") and not is_closed and said not in footnotes:
            break
        marks[:0] = _apart(said, footnotes)
        name = match["name"].rstrip(" ,")
    return name, " ".join(marks)


def _apart(said: str, footnotes: Footnotes) -> list[str]:
    """``12`` is a footnote, or where there is none of that number, 1 and 2."""
    found: list[str] = []
    for mark in re.split(r"[\s,;]+", said):
        is_run = mark not in footnotes and len(mark) > 1 and all(sign in footnotes for sign in mark)
        found += list(mark) if is_run else [mark]
    return found


def marked(word: CellWord, whose: str, marks: str) -> CellWord:
    """A cell of a row or column with a footnote: what the footnote says must hold for it as well, so a yes is conditional."""
    if not marks or word.effect not in ("allow", "conditional", "review"):
        return word
    doubt = f"allowed, and `{whose}` has the footnote {marks}; taken as conditional" if word.effect == "allow" else ""
    effect = "conditional" if word.effect == "allow" else word.effect
    return replace(
        word,
        effect=effect,
        mark=" ".join(dict.fromkeys(f"{word.mark} {marks}".split())),
        doubt="; ".join(filter(None, (word.doubt, doubt))),
        by_legend=False,
    )


def settled(word: CellWord, footnotes: Footnotes) -> CellWord:
    """The cell's own marks, each by itself."""
    marks = [one for said in word.mark.split() for one in _apart(said, footnotes)]
    return replace(word, mark=" ".join(dict.fromkeys(marks)))
