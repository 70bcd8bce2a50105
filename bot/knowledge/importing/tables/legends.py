"""The tables of one file and the one that is the matrix in; lines that explain its marks and colours out, wherever they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from bot.knowledge.importing.cells.effects import RAISED_SIGNS
from bot.knowledge.importing.cells.legend_lines import is_mark, read_legend
from bot.knowledge.importing.cells.notes import is_footnote
from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table
from bot.knowledge.importing.tables.glossary_tables import is_glossary
from bot.knowledge.importing.tables.shape import is_key
from bot.knowledge.importing.texts.words import fold, table_words, tokens

_SIGN = 12
"""What is longer is no mark."""
Signs = frozenset[str]
"""Folded short words that stand in the cells of a matrix."""


def signs_of(rows: Rows) -> Signs:
    """What a legend of this matrix may explain: the cells' words and marks, these without the number of a note behind them."""
    said = {cell.text.strip() for row in rows[1:] for cell in row[1:] if 0 < len(cell.text) <= _SIGN}
    return frozenset(fold(text) for text in (*said, *(text.rstrip(RAISED_SIGNS) for text in said)) if text)


def as_line(row: Iterable[Cell]) -> str:
    """The line's words. A mark with its meaning in the next cell is written as people write it in one: "★ = after approval"."""
    said = _written(row)
    if len(said) > 1 and _is_sign(said[0], frozenset()):
        return f"{said[0]} = {'. '.join(said[1:])}"
    return " ; ".join(said)


def explains(row: tuple[Cell, ...], signs: Signs = frozenset()) -> bool:
    """Whether the line says what a mark, a colour or a footnote means."""
    said = _written(row)
    if is_key(row):
        return True
    if len(said) == 1:
        return bool(read_legend(said)) or is_footnote(said[0])
    return len(said) > 1 and _is_sign(said[0], signs)


def is_legend(table: Table) -> bool:
    """Whether all of it but its first line explains something."""
    rows = table.rows if explains(table.rows[0]) else table.rows[1:]
    return bool(rows) and all(map(explains, rows))


def legend_of(tables: tuple[Table, ...], matrix: Table) -> tuple[Table, Rows, list[str]]:
    """The matrix without a legend that stands right of it; lines of it and of other tables that explain; what a person should
    know of them."""
    rows, found = _beside(matrix.rows)
    signs, told = signs_of(rows), list(found)
    remarks = ["A legend right of the matrix was read: " + _quoted(found)] if found else []
    for number, table in enumerate(tables, 1):
        if table is matrix or is_glossary(table):
            continue
        lines = [row for row in table.rows if explains(row, signs)]
        if lines:
            name = table.name or f"line {table.line}"
            remarks.append(f"Lines of table {number} ({name}) were read as a legend or as footnotes: {_quoted(lines)}")
            told += lines
    return replace(matrix, rows=rows), tuple(told), remarks


def _beside(rows: Rows) -> tuple[Rows, Rows]:
    """A legend to the right: below a head such as "Legend", or behind an empty column where each line explains something."""
    heads = {fold(word) for word in table_words()["legend_heads"]}
    width = max(len(row) for row in rows)
    for start in range(2, width):
        right = [row[start:] for row in rows if _written(row[start:]) or any(cell.fill for cell in row[start:])]
        if not right:
            break
        is_named = bool(right[0][0].text) and fold(right[0][0].text).rstrip(":") in heads
        if not is_named and any(_written(row[start - 1 : start]) for row in rows):
            continue
        left = tuple(row[:start] for row in rows)
        signs = signs_of(left)
        lines = tuple(row for row in right if explains(row, signs))
        if lines and len(lines) >= len(right) - 1 and not _are_cells(lines, signs):
            return tuple(_trimmed(row) for row in left), lines
    return rows, ()


def _are_cells(lines: Rows, signs: Signs) -> bool:
    """Whether lines that look like a legend's are more columns of the matrix: a mark "means" another one, or two things."""
    said = [_written(line) for line in lines]
    means = [word for line in said for word in line[1:]]
    firsts = [fold(line[0]) for line in said if len(line) > 1]
    return any(not tokens(word) or fold(word) in signs for word in means) or len(firsts) > len(set(firsts))


def _trimmed(row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    end = max((number for number, cell in enumerate(row, 1) if cell != Cell("", cell.at)), default=1)
    return row[:end]


def _is_sign(text: str, signs: Signs) -> bool:
    return not tokens(text) or (len(text) <= _SIGN and (fold(text) in signs or is_mark(text)))


def _written(row: Iterable[Cell]) -> list[str]:
    return [cell.text for cell in row if cell.text and not cell.spread]


def _quoted(rows: Iterable[tuple[Cell, ...]]) -> str:
    return " ".join(f"“{as_line(row)}”" for row in rows)
