"""A grid of tools and classes of data, that an owner fills in, goes in with one change; the grid after it comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Literal

from bot.knowledge.importing.texts.words import fold, tokens

MOST = {"tools": 200, "classes": 40}
LONGEST = 120
"""Letters of a name."""
Side = Literal["tools", "classes"]
Place = tuple[str, str]
"""The key of a tool, and that of a class."""


class Sign(StrEnum):
    """What a cell says, in the words of a table that ``mayi import`` reads; the stricter the later."""

    ALLOW = "allow"
    CONDITIONAL = "conditional"
    REVIEW = "review"
    DENY = "deny"


_STRICTER = list(Sign)


class GridError(Exception):
    """The change cannot be made. ``why``: in one word."""

    def __init__(self, why: str, name: str = "") -> None:
        super().__init__(why)
        self.why, self.name = why, name


@dataclass(frozen=True, slots=True)
class Head:
    """A row or a column. Its ``key`` stays when it is called otherwise."""

    key: str
    name: str
    also: tuple[str, ...] = ()
    """What else it is called in the document: names that it had, and those of what was merged into it."""
    line: int = 0
    """Of the document, where it is first named; 0: nowhere."""
    holds: tuple[str, ...] = ()
    """Of a class: what a model read that it holds."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What an owner, or a draft, says of one tool with one class."""

    sign: Sign
    conditions: tuple[str, ...] = ()
    """Words that staff read; only of CONDITIONAL. None: ask the owner first."""
    lines: tuple[int, ...] = ()
    """Of the document, on which a draft rests."""
    is_draft: bool = False
    """Nobody looked at it yet."""


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells without an entry are not covered."""

    tools: tuple[Head, ...] = ()
    classes: tuple[Head, ...] = ()
    cells: Mapping[Place, Cell] = field(default_factory=lambda: MappingProxyType({}))
    beside: Mapping[str, Any] = field(default_factory=lambda: MappingProxyType({}))
    """What else a draft has, as ``mayi import`` reads it: people, changes."""
    lines: tuple[str, ...] = ()
    """Of the document; the first is number 1."""

    @property
    def size(self) -> int:
        """Cells in all."""
        return len(self.tools) * len(self.classes)

    def conditions(self) -> tuple[str, ...]:
        """Each once, in the order of the cells."""
        return tuple(dict.fromkeys(text for cell in self.cells.values() for text in cell.conditions))

    def head(self, key: str) -> Head:
        """Raises ``GridError``."""
        found = next((one for one in (*self.tools, *self.classes) if one.key == key), None)
        if found is None:
            raise GridError("gone")
        return found

    def filled(self, tools: tuple[str, ...], classes: tuple[str, ...], cell: Cell | None) -> Grid:
        """Each of these cells as ``cell``, with the lines that it had; None: not covered. Raises ``GridError``."""
        for key in (*tools, *classes):
            self.head(key)
        places = {(tool, class_) for tool in tools for class_ in classes}
        kept = {place: one for place, one in self.cells.items() if place not in places}
        lines = {place: self.cells[place].lines if place in self.cells else () for place in sorted(places)}
        return replace(self, cells={**kept, **({at: replace(cell, lines=of) for at, of in lines.items()} if cell else {})})

    def next_of(self, place: Place, condition: str) -> Grid:
        """The cell's next sign: allowed, yes with the condition, needs approval, forbidden, not covered."""
        now = self.cells.get(place)
        at = _STRICTER.index(now.sign) + 1 if now else 0
        cell = cell_of(_STRICTER[at], condition) if at < len(_STRICTER) else None
        return self.filled((place[0],), (place[1],), cell)

    def looked_at(self, tool: str = "") -> Grid:
        """Cells of a draft count as looked at: of one tool, or of all."""
        cells = {place: replace(one, is_draft=one.is_draft and tool not in ("", place[0])) for place, one in self.cells.items()}
        return replace(self, cells=cells)

    def added(self, side: Side, name: str, line: int = 0) -> Grid:
        """With one more at the end; raises ``GridError``."""
        heads: tuple[Head, ...] = getattr(self, side)
        name = self._free(side, name)
        if len(heads) >= MOST[side]:
            raise GridError("many", str(MOST[side]))
        taken = {one.key for one in heads}
        key = next(key for number in range(len(heads) + 1) if (key := f"{side[0]}{number}") not in taken)
        return self._with(side, (*heads, Head(key, name, line=line or self.line_of(name))))

    def renamed(self, key: str, name: str) -> Grid:
        """The name that the document, or what stands beside the cells, has for it stays known. Raises ``GridError``."""
        side, was = self._side(key), self.head(key)
        if was.name == " ".join(name.split()):
            return self
        new = replace(
            was, name=self._free(side, name, key), also=_once((*was.also, was.name) if was.line or self.beside else was.also)
        )
        return self._with(side, tuple(new if one.key == key else one for one in getattr(self, side)))

    def merged(self, key: str, into: str) -> Grid:
        """One becomes a part of another and its name one of that; where both say something of a cell the stricter stays, with the
        conditions of both where both have some. Raises ``GridError``."""
        side, gone, kept = self._side(key), self.head(key), self.head(into)
        if key == into or self._side(into) != side:
            raise GridError("gone")
        both = replace(kept, also=_once((*kept.also, gone.name, *gone.also)), line=kept.line or gone.line)
        both = replace(both, holds=_once((*kept.holds, *gone.holds)))
        cells: dict[Place, Cell] = {}
        for place, cell in self.cells.items():
            at = (into, place[1]) if place[0] == key else (place[0], into) if place[1] == key else place
            cells[at] = _stricter(cells[at], cell) if at in cells else cell
        heads = tuple(both if one.key == into else one for one in getattr(self, side) if one.key != key)
        return replace(self._with(side, heads), cells=cells)

    def without(self, key: str) -> Grid:
        """Raises ``GridError``."""
        side = self._side(key)
        cells = {place: cell for place, cell in self.cells.items() if key not in place}
        return replace(self._with(side, tuple(one for one in getattr(self, side) if one.key != key)), cells=cells)

    def line_of(self, name: str) -> int:
        """Number of the first line that is this name, else that begins with it, else that has it; 0 where none has."""
        said, lines = " ".join(tokens(name)), [f"{' '.join(tokens(line))} " for line in self.lines]
        ways = (f"{said} ".__eq__, lambda line: line.startswith(f"{said} "), lambda line: f" {said} " in f" {line}")
        found = (number for is_it in ways for number, line in enumerate(lines, 1) if said and is_it(line))
        return next(found, 0)

    def _with(self, side: Side, heads: tuple[Head, ...]) -> Grid:
        return replace(self, tools=heads) if side == "tools" else replace(self, classes=heads)

    def _side(self, key: str) -> Side:
        self.head(key)
        return "tools" if any(one.key == key for one in self.tools) else "classes"

    def _free(self, side: Side, name: str, but: str = "") -> str:
        """The name without outer blanks; raises ``GridError`` where it is none, or another's."""
        name = " ".join(name.split())[:LONGEST]
        if not fold(name):
            raise GridError("no_name")
        if any(fold(name) in map(fold, (one.name, *one.also)) for one in getattr(self, side) if one.key != but):
            raise GridError("taken", name)
        return name


def cell_of(sign: Sign, condition: str = "") -> Cell:
    """As an owner says it."""
    condition = " ".join(condition.split())
    return Cell(sign, (condition,) if condition and sign is Sign.CONDITIONAL else ())


def _stricter(one: Cell, other: Cell) -> Cell:
    first, last = sorted((one, other), key=lambda cell: _STRICTER.index(cell.sign))
    conditions = _once((*first.conditions, *last.conditions)) if last.sign is Sign.CONDITIONAL else last.conditions
    is_draft = first.is_draft or last.is_draft
    return replace(last, conditions=conditions, lines=_numbers((*last.lines, *first.lines)), is_draft=is_draft)


def _once(names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({fold(name): name for name in reversed(names)}.values())[::-1]


def _numbers(numbers: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(numbers))
