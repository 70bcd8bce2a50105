"""The tables of one file in; those that are parts of one matrix, a table for each tool or each plan, as one table out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table
from bot.knowledge.importing.tables.glossary_tables import is_glossary
from bot.knowledge.importing.tables.shape import split_footer
from bot.knowledge.importing.texts.words import fold, lists, tokens

_PAIR = 2
"""Tables of which there must be as many, and the columns of one that is about one tool."""


def join_tables(tables: tuple[Table, ...]) -> tuple[tuple[Table, ...], list[str]]:
    """The tables with the joined one in the place of its parts, and what a person should know of it."""
    named = [table for table in tables if table.name and len(table.rows) > 1 and not is_glossary(table)]
    for parts, join, what in (
        ([table for table in named if _is_of_one_tool(table)], _by_tool, "tool"),
        ([table for table in named if _is_plan(table.name)], _by_plan, "plan"),
    ):
        names = [table.name for table in parts]
        if len(parts) < _PAIR or len({fold(name) for name in names}) < len(names) or (what == "plan" and not _alike(parts)):
            continue
        whole = Table("", join(parts), parts[0].line)
        remark = f"Each of the tables {', '.join(f'`{name}`' for name in names)} is about one {what}; they were put together."
        return tuple(whole if table is parts[0] else table for table in tables if table not in parts[1:]), [remark]
    return tables, []


def _is_of_one_tool(table: Table) -> bool:
    """Whether data stands down the side, each once, and the only column beside it is called "Allowed?"."""
    words = lists()["headers"]
    body, _ = split_footer(table.rows)
    head = [fold(cell.text).rstrip("? ") for cell in body[0]]
    gates, data = ({fold(word).rstrip("? ") for word in words[kind]} for kind in ("gate", "data"))
    side = [fold(row[0].text) for row in body[1:]]
    is_plain = len(set(side)) == len(side) and all(len(row) <= _PAIR for row in body)
    return is_plain and len(head) == _PAIR and head[0] in data and head[1] in gates


def _is_plan(name: str) -> bool:
    """Whether the name is a plan's and nothing else: "Free", "Enterprise plan"."""
    plans = {word for said in lists()["plans"].values() for text in said for word in tokens(text)}
    idle = {word for text in lists()["headers"]["plan"] for word in tokens(text)}
    words = tokens(name)
    return any(word in plans for word in words) and all(word in plans | idle for word in words)


def _alike(parts: Sequence[Table]) -> bool:
    """Whether all have the same first line, with data across."""
    heads = {tuple(fold(cell.text) for cell in table.rows[0]) for table in parts}
    data = {fold(word) for word in lists()["headers"]["data"]}
    return len(heads) == 1 and not data & {head[0] for head in heads}


def _by_tool(parts: Sequence[Table]) -> Rows:
    """Data down the side, a column for each table; what stands below each comes last."""
    bodies = [split_footer(table.rows)[0] for table in parts]
    names: dict[str, Cell] = {}
    for body in bodies:
        for row in body[1:]:
            names.setdefault(fold(row[0].text), row[0])
    columns = []
    for table, body in zip(parts, bodies, strict=True):
        said = {fold(row[0].text): row[1] for row in body[1:] if len(row) > 1}
        place = replace(body[0][1], text=table.name)
        columns.append([place, *(said.get(key, Cell("", place.at)) for key in names)])
    return (*zip([bodies[0][0][0], *names.values()], *columns, strict=True), *_below(parts))


def _by_plan(parts: Sequence[Table]) -> Rows:
    """Tools down the side, each with its plan in its name."""
    rows = [parts[0].rows[0]]
    for table in parts:
        body, _ = split_footer(table.rows)
        rows += [(replace(row[0], text=f"{row[0].text} {table.name}"), *row[1:]) for row in body[1:] if row[0].text]
    return (*rows, *_below(parts))


def _below(parts: Sequence[Table]) -> Rows:
    return tuple(row for table in parts for row in split_footer(table.rows)[1])
