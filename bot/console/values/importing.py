"""What the page "Import" takes and shows, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from bot.console.values.shown import Matrix, MatrixCell, Mended


@dataclass(frozen=True, slots=True)
class TableReading:
    """How far the model is that reads a document into a table."""

    is_offered: bool = False
    """Whether there is a model."""
    id: str = ""
    """Of this person's own reading."""
    told: str = ""
    is_busy: bool = False
    is_done: bool = False
    waits: str = ""
    """Name of the file that was refused last and that the model could read."""


@dataclass(frozen=True, slots=True)
class DraftShown:
    """What was read, before it counts."""

    id: str = ""
    """By which it is taken."""
    name: str = ""
    read: str = ""
    """How much of it was read."""
    instead: str = ""
    """What becomes of the policy of today."""
    matrix: Matrix = Matrix()
    remarks: tuple[str, ...] = ()
    """What its owner should know before it counts."""
    stays: tuple[str, ...] = ()
    gone: tuple[str, ...] = ()
    """Files."""
    meant: str = ""
    """What must be said before it is taken; empty where nothing must."""
    grid: str = ""
    """Id of the grid that it was made of; empty where it was read of a file."""
    is_bare: bool = False
    """Whether no cell says anything."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What taking it did. ``mended``: where it waits as a proposal."""

    told: str
    undo: str = ""
    mended: Mended | None = None


@dataclass(frozen=True, slots=True)
class GridHead:
    """A row or a column of a grid."""

    key: str
    name: str
    line: int = 0
    """Of the document, where it is named; 0: nowhere."""
    said: str = ""
    """That line."""
    also: str = ""
    """What else it is called."""
    is_draft: bool = False
    """Whether it has cells that nobody looked at yet."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """``mark.data``: the keys of its row and its column, joined by a colon."""

    mark: MatrixCell
    conditions: str = ""
    said: str = ""
    """The lines of the document on which a draft rests."""
    is_draft: bool = False


@dataclass(frozen=True, slots=True)
class GridShown:
    """A grid that owners fill in."""

    id: str
    title: str
    left: str
    """How much of it is filled in, and how much of a draft nobody looked at."""
    tools: tuple[GridHead, ...]
    classes: tuple[GridHead, ...]
    cells: tuple[tuple[GridCell, ...], ...]
    """A line for each tool."""
    signs: tuple[MatrixCell, ...]
    """What a click can put; ``data`` is the sign's value."""
    conditions: tuple[str, ...]
    """Each that a cell has."""
    lines: tuple[tuple[int, str, bool], ...]
    """Of the document: number, text, whether a row, a column or a cell rests on it."""
    remarks: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()
    """What a model read that no cell says."""
    beside_told: str = ""
    owner: str = ""
    """Who answers for the policy, as typed."""
    organisation: str = ""
    is_another: bool = False
    can_go_back: bool = False


@dataclass(frozen=True, slots=True)
class GridWish:
    """One change of a grid. ``do``: the name of the button; ``at``: what stands behind it, keys of rows and columns."""

    do: str
    at: tuple[str, ...] = ()
    name: str = ""
    into: str = ""
    sign: str = ""
    condition: str = ""
