"""The tables of one file in; those that are in force out, where some are drafts, examples or older versions of others.

Of two tables of one shape that both seem to hold, the stricter cell counts, and a person is told.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.importing.cells.effects import read_cell, strictness
from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table
from bot.knowledge.importing.texts.words import fold, has_word, table_words

_FEWEST = 2
"""Tables of one shape, and columns of a matrix."""


def in_force(tables: Sequence[Table]) -> tuple[tuple[Table, ...], list[str]]:
    """The tables without other versions, and what a person should know of it."""
    kept, remarks = list(tables), list[str]()
    shapes: dict[tuple[str, ...], list[Table]] = {}
    for table in tables:
        if len(table.rows) > 1 and len(table.rows[0]) > _FEWEST:
            shapes.setdefault(tuple(sorted(fold(cell.text) for cell in table.rows[0])), []).append(table)
    for same in shapes.values():
        past = [table for table in same if has_word(table.name, table_words()["not_in_force"])]
        now = [table for table in same if table not in past]
        if past and now:
            kept = [table for table in kept if table not in past]
            remarks += [f"The table `{table.name}` was left out: by its heading it is not in force." for table in past]
        if len(now) >= _FEWEST and (stricter := _stricter(now)) is not None:
            kept = [stricter if table is now[0] else table for table in kept if table not in now[1:]]
            names = ", ".join(f"`{table.name}`" if table.name else f"on line {table.line}" for table in now)
            remarks.append(f"The tables {names} have the same rows and do not agree; the stricter cells were taken.")
    return tuple(kept), remarks


def _stricter(tables: Sequence[Table]) -> Table | None:
    """The first table with the stricter cell of all wherever they differ; None where they have no row in common, or agree."""
    first, *others = tables
    rows = {fold(row[0].text): row for row in first.rows[1:]}
    differs = False
    for other in others:
        at = [_place(cell, first.rows[0]) for cell in other.rows[0]]
        for row in other.rows[1:]:
            own = rows.get(fold(row[0].text))
            if own is None:
                continue
            cells = list(own)
            for number, cell in zip(at, row, strict=False):
                if 0 < number < len(cells) and _is_stricter(cell, cells[number]):
                    doubt = f"another table of the same shape says `{cells[number].text}`"
                    cells[number] = replace(cell, doubt=cell.doubt or doubt)
                    differs = True
            rows[fold(row[0].text)] = tuple(cells)
    if not differs:
        return None
    body: Rows = tuple(rows.get(fold(row[0].text), row) for row in first.rows[1:])
    return replace(first, rows=(first.rows[0], *body))


def _place(cell: Cell, head: tuple[Cell, ...]) -> int:
    return next(number for number, other in enumerate(head) if fold(other.text) == fold(cell.text))


def _is_stricter(one: Cell, other: Cell) -> bool:
    said, before = (read_cell(cell.text, {}).effect for cell in (one, other))
    return bool(said) and bool(before) and strictness(said) > strictness(before)
