"""A matrix in; the parts that several formats share out: rows of its conditions, and lists of names in one cell."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator

from bot.knowledge.matrix.matrices import Matrix

CONDITION_HEAD = ("no", "id", "condition", "when", "tools", "data classes", "kind")
"""``mayi import`` knows a table of conditions by it."""
ALL, GENERAL, OF_CELLS = "all", "general duty", "condition"


def condition_rows(matrix: Matrix, between: str = " ") -> Iterator[tuple[str, ...]]:
    """A line for each condition. ``between`` stands behind the semicolon of a list."""
    rows = tuple(row.label for row in matrix.rows)
    for number, need in enumerate(matrix.needs, 1):
        tools = _listed(need.tools, () if need.general else rows, between)
        data = _listed(need.data, () if need.general else matrix.columns, between)
        yield str(number), need.id, need.text, need.when, tools, data, GENERAL if need.general else OF_CELLS


def _listed(names: tuple[str, ...], every: tuple[str, ...], between: str) -> str:
    """Names, or that it is for all of them."""
    return ALL if not names or (len(every) > 1 and set(names) == set(every)) else joined(names, between)


def joined(names: Iterable[str], between: str = " ") -> str:
    """Names in one cell; those that hold the separator themselves, or would read as all, stand in quotes."""
    return f";{between}".join(_quoted(name) for name in names)


def _quoted(name: str) -> str:
    if name.strip().lower() == ALL or any(letter in name for letter in ';"\n') or name != name.strip():
        return '"' + name.replace('"', '""') + '"'
    return name


def parted(text: str) -> tuple[str, ...]:
    """The names of such a cell."""
    lines = " ".join(text.split())
    return tuple(
        name.strip()
        for row in csv.reader(io.StringIO(lines), delimiter=";", skipinitialspace=True)
        for name in row
        if name.strip()
    )
