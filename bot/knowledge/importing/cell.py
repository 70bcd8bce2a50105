"""What the readers of tables share: a cell, a table with its name, all that stands in one file, and how a file is refused."""

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
_PAIR = 2


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
    """Why a person should look at the cell, whatever it says."""


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


def refuse(file: str, what: str, do: str, line: int = 1, column: int = 1) -> KnowledgeError:
    """A file that cannot be used, as an error to raise."""
    return KnowledgeError((Fault("import-table", "fault", Citation(file, line, column), what, do),))


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


def colour_of(written: str) -> str:
    """``rrggbb`` of a colour as HTML or a workbook writes it; empty for white, transparent and what is no colour."""
    text = written.strip().lower()
    if text.startswith("rgb"):
        parts = text[text.find("(") + 1 :].rstrip(" )").replace("/", " ").replace(",", " ").split()
        if len(parts) < 3 or not all(part.isdigit() for part in parts[:3]) or parts[3:] == ["0"]:
            return ""
        text = "".join(f"{min(255, int(part)):02x}" for part in parts[:3])
    text = _NAMES.get(text, text.removeprefix("#"))
    if len(text) == 3:
        text = "".join(2 * letter for letter in text)
    text = text[2:] if len(text) == 8 and not written.startswith("#") else text[:6]
    is_colour = len(text) == 6 and all(letter in "0123456789abcdef" for letter in text)
    return text if is_colour and text != "ffffff" else ""


_NAMES = {
    "red": "ff0000", "green": "008000", "lime": "00ff00", "lightgreen": "90ee90", "palegreen": "98fb98", "yellow": "ffff00",
    "orange": "ffa500", "gold": "ffd700", "khaki": "f0e68c", "lightyellow": "ffffe0", "salmon": "fa8072", "tomato": "ff6347",
    "crimson": "dc143c", "lightcoral": "f08080", "pink": "ffc0cb", "lightpink": "ffb6c1", "darkgreen": "006400",
    "forestgreen": "228b22", "limegreen": "32cd32", "firebrick": "b22222", "darkred": "8b0000",
}  # fmt: skip


def family_of(fill: str) -> str:
    """``green``, ``amber`` or ``red``; empty for any other colour and for grey."""
    if not fill:
        return ""
    red, green, blue = (int(fill[start : start + 2], 16) for start in (0, 2, 4))
    top, low = max(red, green, blue), min(red, green, blue)
    if top == 0 or (top - low) / top < 0.08:
        return ""
    span = top - low
    if top == red:
        hue = 60 * ((green - blue) / span) % 360
    elif top == green:
        hue = 60 * ((blue - red) / span) + 120
    else:
        hue = 60 * ((red - green) / span) + 240
    for name, start, end in (("red", 0, 18), ("amber", 18, 66), ("green", 66, 172), ("red", 335, 361)):
        if start <= hue < end:
            return name
    return ""
