"""A table as a file holds it, before anything in it is read; and how a file that cannot be used is refused."""

from __future__ import annotations

from dataclasses import dataclass

from bot.knowledge.faults import Fault, KnowledgeError
from bot.policy.words import Citation

MAX_BYTES = 20_000_000
MAX_UNPACKED = 25_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 500
MAX_CELL = 5_000
MAX_CELLS = 400_000
MAX_MATRIX = 100_000
"""Cells of a matrix: what is larger would take minutes, and nobody could look it through."""
MAX_TEXT, MAX_LINES, MAX_TAGS = 1_000_000, 10_000, 200_000
"""Characters and lines of a text, and tags of a page: what is counted before anything is read."""
HIDDEN = "data-mayi-hidden"
"""Marks what a page hides, and what is told already or read all the same."""
_PAIR = 2
"""Columns of a key: a colour and what it means."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without outer blanks, and where it stands."""

    text: str
    at: Citation
    fill: str = ""
    """The colour of its ground as ``rrggbb``; empty for none."""
    note: str = ""
    """A comment that hangs at the cell."""
    spread: bool = False
    """A merged neighbour's text: written once, meant here as well."""
    ink: str = ""
    """The colour of its letters as ``rrggbb``; empty for the usual one."""
    struck: str = ""
    """Words that are struck through: no part of its text."""
    doubt: str = ""
    """Why a person should look at the cell, whatever it says: it is no yes."""
    told: str = ""
    """What a person should know of the cell; it says no less for that."""


Rows = tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a file, all of its rows that hold anything."""

    name: str
    """The sheet's name, or the words above the table."""
    rows: Rows
    line: int = 1


@dataclass(frozen=True, slots=True)
class Tables:
    """Everything that one file holds."""

    tables: tuple[Table, ...]
    beside: tuple[str, ...] = ()
    """Lines outside tables: legends and footnotes may be among them."""
    title: str = ""
    remarks: tuple[str, ...] = ()
    """Sentences for the list of what to confirm."""
    is_export: bool = False
    """Whether `mayi export` wrote it: then a name ends where it ends, whatever it ends with."""
    text: str = ""
    """The Markdown of a policy that says more than its table, or is a list: it is its own document."""
    whole: str = ""
    """All lines of the file, where it is one of lines."""
    is_listed: bool = False
    """Whether the table is what its text was read as: then the cells stand where the text says so."""


NO_RULE = "import-no-rule"
"""The code of the fault that no table of a file rules."""


def refuse(file: str, what: str, do: str, line: int = 1, column: int = 1, *, code: str = "import-table") -> KnowledgeError:
    """A file that cannot be used, as an error to raise."""
    return KnowledgeError((Fault(code, "fault", Citation(file, line, column), what, do),))


def filled(rows: Rows) -> Rows:
    """Rows that hold a word, a colour or a comment; columns before the first word and cells behind the last are left out."""
    found = []
    for row in rows:
        end = max((number for number, cell in enumerate(row, 1) if _holds(cell) or cell.fill), default=0)
        if end and any(_holds(cell) for cell in row):
            found.append(row[:end])
    is_key = max(map(len, found), default=0) <= _PAIR  # a colour with its meaning beside it
    start = min((number for row in found for number, cell in enumerate(row) if _holds(cell) or (is_key and cell.fill)), default=0)
    return tuple(row[start:] for row in found)


def _holds(cell: Cell) -> bool:
    return bool(cell.text or cell.note or cell.struck or cell.doubt)


def check_bounds(file: str, text: str, sign: str = "|") -> None:
    """Raises KnowledgeError where a text is too large to be read in seconds; ``sign`` parts its cells. To count takes no time."""
    lines = [line for line in text.splitlines() if line.strip()]
    counts = (
        (len(lines), MAX_LINES, "lines"),
        (max((line.count(sign) for line in lines), default=0), MAX_COLUMNS, "columns"),
        (text.count(sign), MAX_MATRIX, "cells"),
        (len(text), MAX_TEXT, "characters"),
    )
    for count, most, what in counts:
        if count > most:
            do = f"give the policy alone, at most {most:,} {what}; take lists and logs out of it"
            raise refuse(file, f"{count:,} {what}", do)


def check_tags(file: str, text: str) -> None:
    """The same for a page that is about to be read as HTML."""
    if (tags := text.count("<")) > MAX_TAGS:
        raise refuse(file, f"a page of {tags:,} tags", f"give the policy alone: at most {MAX_TAGS:,} tags")
