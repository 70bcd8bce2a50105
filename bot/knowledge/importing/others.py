"""The matrix and the other tables of its file in; the matrix with what those say of tools that have no row in it out.

A table with the same columns goes on with it. Of any other matrix that was left out, tools that it shuts need a review: else a
question about one would get what the matrix says of a tool of nearly the same name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from bot.knowledge.importing.cells.effects import read_cell
from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table, Tables
from bot.knowledge.importing.picked import ruling
from bot.knowledge.importing.tables.shape import split_footer
from bot.knowledge.importing.texts.naming import names_product
from bot.knowledge.importing.texts.words import fold, lists, table_words, tokens

_FEWEST = 2
"""Columns of a matrix."""


def with_others(tables: Tables, matrix: Table) -> tuple[Table, list[str], list[Table]]:
    """The matrix with rows of other tables, what a person should know of them, and the tables that are wholly in it."""
    body, footer = split_footer(matrix.rows)
    others = [table for table in tables.tables if table is not matrix and len(table.rows[0]) >= _FEWEST]
    known, added, told = _names(body), list[tuple[Cell, ...]](), list[str]()
    whole = []
    for table in others:
        rows = _going_on(tables, matrix, table) if len(body[0]) >= _FEWEST else ()
        new = [row for row in rows if fold(row[0].text) not in known]
        if not new or len(_names(rows)) < len(rows):
            continue
        is_plain = _is_same_part(matrix.name, table.name)
        added += new if is_plain else [_doubted(row, table) for row in new]
        known |= _names(new)
        whole += [table] if len(new) == len(rows) else []
        how = "" if is_plain else "; what they allow needs a review"
        told.append(f"Rows of the table {_called(table)}, which has the same columns, were put to the matrix: {len(new)}{how}.")
    if any(names_product(row[0].text) for row in body[1:]):
        of_others = [row for table in ruling(tables) if table in others for row in _shut(table, known, len(body[0]))]
        added += of_others
        told += [f"Another table shuts `{row[0].text}`, which has no row in the matrix: it needs a review." for row in of_others]
    return (replace(matrix, rows=(*body, *added, *footer)) if added else matrix), told, whole


def _going_on(tables: Tables, matrix: Table, table: Table) -> Rows:
    """The rows of a table with the same head; of one without a head that stands right behind the matrix, all of them."""
    rows = split_footer(table.rows)[0]
    if _head(rows[0]) == _head(matrix.rows[0]):
        return tuple(row for row in rows[1:] if row[0].text)
    is_next = tables.tables.index(table) == tables.tables.index(matrix) + 1
    said = [read_cell(cell.text, {}).effect for cell in rows[0][1:]]
    is_body = bool(rows[0][0].text) and all(effect not in ("", "unknown") for effect in said)
    return rows if is_next and is_body and len(rows[0]) == len(matrix.rows[0]) > _FEWEST else ()


def _shut(table: Table, known: set[str], wide: int) -> Iterator[tuple[Cell, ...]]:
    """A row that needs a review for each product that a left out matrix keeps from anything, and that has no row."""
    for row in split_footer(table.rows)[0][1:]:
        said = [read_cell(cell.text, {}).effect for cell in row[1:] if cell.text]
        if fold(row[0].text) not in known and "deny" in said and names_product(row[0].text):
            known.add(fold(row[0].text))
            why = f"only the table {_called(table)} speaks of it, which was not used"
            yield row[0], *(replace(row[0], text="review", doubt=why) for _ in range(wide - 1))


def _doubted(row: tuple[Cell, ...], table: Table) -> tuple[Cell, ...]:
    why = f"it stands in the table {_called(table)}"
    return row[0], *(replace(cell, doubt=cell.doubt or why) if cell.text else cell for cell in row[1:])


def _is_same_part(one: str, other: str) -> bool:
    """Whether a name above a table says no more than which tools: "Free tools"."""
    words = lists()
    plain = {
        word for said in (*words["plans"].values(), table_words()["parts_of_tools"]) for text in said for word in tokens(text)
    }
    plain |= {word for kind in ("tool", "plan") for text in words["headers"][kind] for word in tokens(text)}
    return not other or fold(one) == fold(other) or all(word in plain for word in tokens(other))


def _names(rows: Rows | list[tuple[Cell, ...]]) -> set[str]:
    return {fold(row[0].text) for row in rows}


def _head(row: tuple[Cell, ...]) -> list[str]:
    return [fold(cell.text) for cell in row]


def _called(table: Table) -> str:
    return f"`{table.name}`" if table.name else f"on line {table.line}"
