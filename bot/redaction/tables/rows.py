"""Text goes in; what stands in a table of people comes out: under headings, or in rows that names alone give away."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.people.given_names import is_family, is_given
from bot.redaction.spans import Span
from bot.redaction.tables.headings import fits, is_number_of_person, is_password, is_perhaps, kind_beside, kind_of
from bot.text.patterns import late

_SIGNS = (*"|\t;,", " – ", " - ", "  ")
"""What stands between cells, the surest first; last blanks, of which there may be more."""
_MOST_ROWS = 2_000
_BREAK = late(r"[.?!:]\s+")
_GAPS = {sign: late(re.escape(sign) if sign.strip() or sign == "\t" else " {2,}") for sign in _SIGNS}
_BORN = late(r"\d{1,2}[-./]\d{1,2}[-./](?:19\d\d|200\d)|(?:19\d\d|200\d)-\d\d-\d\d")
_NUMBERED = late(r"(?:\d{1,3}[.)]|[-*•])?\s*")
_TAKEN = late(rf"{_NUMBERED.pattern}\[([a-z-]+)\]")
_FEWEST_CELLS = 3
_Kinds = dict[int, tuple[str, bool]]


def tables(text: str) -> Iterator[Span]:
    """Cells, row by row."""
    if "\n" not in text:
        return
    lines, at = text.split("\n"), 0
    starts = []
    for line in lines:
        starts.append(at)
        at += len(line) + 1
    row = 0
    while row < len(lines) - 1:
        sign, width, kinds = _heading(lines[row]) or ("", 0, {})
        rows = _rows_of(lines, row + 1, sign, width) if sign else []
        if not sign and (found := _without_heading(lines, row)):
            sign, rows, kinds = found
        for place in rows:
            for number, (begin, cell) in enumerate(_cells(lines[place], sign)):
                if number in kinds and fits(cell, *kinds[number]):
                    yield starts[place] + begin, starts[place] + begin + len(cell), kinds[number][0]
        row = rows[-1] + 1 if rows else row + 1
    yield from _alike(lines, starts)


def _alike(lines: list[str], starts: list[int]) -> Iterator[Span]:
    """Cells in whose column, in a row before or behind, something was taken out."""
    if not any("[" in line for line in lines):
        return
    for sign in (sign for sign in _SIGNS if any(sign in line for line in lines)):
        row = 0
        while row < len(lines):
            width = lines[row].count(sign) + 1
            rows = _rows_of(lines, row, sign, width) if width > 1 else [row]
            is_uneven = len({lines[place].count("[") for place in rows}) > 1  # where all is taken out nothing is left to do
            cells = [[*_cells(lines[place], sign)] for place in rows] if is_uneven else []
            for number in range(min(map(len, cells), default=0)):
                column = [(starts[place] + one[number][0], one[number][1]) for place, one in zip(rows, cells, strict=True)]
                kinds = {found.group(1) for _, cell in column if (found := _TAKEN.fullmatch(cell))}
                for begin, cell in column if len(kinds) == 1 else ():
                    yield from _one_of(begin, cell, *kinds)
            row += len(rows)


def _one_of(begin: int, cell: str, kind: str) -> Iterator[Span]:
    number = _NUMBERED.match(cell).end()  # type: ignore[union-attr]  # it may be empty
    words = cell[number:].split()
    is_name = len(words) > 1 and (is_given(words[0]) or is_family(words[-1]))
    if fits(cell[number:], kind, kind == "person" and not is_name):
        yield begin + number, begin + len(cell), kind


def _rows_of(lines: list[str], first: int, sign: str, width: int) -> list[int]:
    rows: list[int] = []
    while first < len(lines) and len(rows) < _MOST_ROWS and lines[first].count(sign) >= width - 1:
        rows.append(first)
        first += 1
    return rows


def _heading(line: str) -> tuple[str, int, _Kinds] | None:
    """The sign between the cells of a heading, how many there are, and which of them hold what of people."""
    for sign in _SIGNS:
        if sign not in line:
            continue
        cells = [cell for _, cell in _cells(line, sign)]
        cells[0] = _BREAK.split(cells[0])[-1].strip(" \"'")
        if any(len(cell.split()) > 3 for cell in cells):
            continue
        kinds = {number: (kind, is_perhaps(cell)) for number, cell in enumerate(cells) if (kind := kind_of(cell))}
        if kinds or (len(cells) > 1 and any(map(is_password, cells))):
            is_of_people = any(kind == "person" and not perhaps for kind, perhaps in kinds.values())
            is_of_people = is_of_people or any(kind == "date-of-birth" for kind, _ in kinds.values())
            if is_of_people or any(map(is_number_of_person, cells)):
                kinds = {number: (kind, False) for number, (kind, _) in kinds.items()}  # "Name" beside "Vorname" is a family's
            beside = {number: (kind, False) for number, cell in enumerate(cells) if (kind := kind_beside(cell))}
            return sign, len(cells), beside | kinds
    return None


def _without_heading(lines: list[str], row: int) -> tuple[str, list[int], _Kinds] | None:
    """Two rows and more of as many cells, of which one is a given name in each, and one beside it a family's."""
    for sign in _SIGNS[:-1]:
        width = lines[row].count(sign) + 1
        if width < _FEWEST_CELLS or lines[row + 1].count(sign) + 1 != width:
            continue
        firsts = [[cell for _, cell in _cells(lines[at], sign)] for at in (row, row + 1)]
        for number in range(min(map(len, firsts))):
            for beside in (number - 1, number + 1):
                if (
                    any(is_given(one[number]) for one in firsts)
                    and 0 <= beside < min(map(len, firsts))
                    and all(fits(one[number], "person", False) for one in firsts)
                    and all(len(one[beside].split()) <= 3 and fits(one[beside], "person", False) for one in firsts)
                    and any(is_family(one[beside].split()[-1]) for one in firsts)
                ):
                    days = {at: ("date-of-birth", False) for at, one in enumerate(firsts[0]) if _BORN.fullmatch(one)}
                    names = {number: ("person", False), beside: ("person", False)}
                    return sign, _rows_of(lines, row, sign, width), days | names
    return None


def _cells(line: str, sign: str) -> list[tuple[int, str]]:
    """Each with its place; the borders of a table are none."""
    cells, at = [], 0
    for gap in [*_GAPS[sign].finditer(line), None]:
        end = gap.start() if gap else len(line)
        cell = line[at:end].strip(" \t\"'")
        cells.append((line.find(cell, at, end) if cell else at, cell))
        at = gap.end() if gap else end
    if sign == "|" and line.lstrip().startswith("|"):
        cells = cells[1:]
    return cells[:-1] if sign == "|" and len(cells) > 1 and not cells[-1][1] else cells
