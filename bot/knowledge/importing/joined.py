"""The tables of one file in; parts of one matrix, a table for each tool, plan or department, as one table out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from bot.knowledge.importing.cells.raw_tables import Cell, Rows, Table
from bot.knowledge.importing.tables.glossary_tables import is_glossary
from bot.knowledge.importing.tables.list_leads import BELOW, lead_of
from bot.knowledge.importing.tables.shape import split_footer
from bot.knowledge.importing.texts.products import names_product
from bot.knowledge.importing.texts.words import fold, has_word, lists, table_words, tokens

_PAIR = 2
"""Tables of which there must be as many, and the columns of one that is about one tool."""


def join_tables(tables: tuple[Table, ...]) -> tuple[tuple[Table, ...], list[str]]:
    """The tables with the joined one in the place of its parts, and what a person should know of it."""
    named = [table for table in tables if table.name and len(table.rows) > 1 and not is_glossary(table)]
    for parts, join, what in (
        ([table for table in named if _is_of_one_tool(table)], _by_tool, "tool"),
        ([table for table in named if _is_plan(table.name)], _by_plan, "plan"),
        (_of_own_data(named), _below_each_other, "part of the data"),
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


def _of_own_data(named: list[Table]) -> list[Table]:
    """Tables that have the same tools across, or some of them, and each other data down the side, such as one for each
    department: what stands twice may be another version, and a heading that says what holds, or when, is one of another kind."""
    later = [*table_words()["level_lists"]["not_real"], *lists()["tool_lists"]["not_now"], *table_words()["whose"]["pilot"]]
    told = [table for table in named if not lead_of(table.name, BELOW) and not has_word(table.name, later)]
    bodies = [(table, split_footer(table.rows)[0]) for table in told]
    wide = max((body for _, body in bodies), key=lambda body: len(body[0]), default=())
    tools = {fold(cell.text) for cell in wide[0][1:]} if wide else set()
    corner = {"", *(fold(word) for word in lists()["headers"]["data"])}
    parts = [
        (table, body)
        for table, body in bodies
        if fold(body[0][0].text) in corner and len(body[0]) > 1 and {fold(cell.text) for cell in body[0][1:]} <= tools
    ]
    rows = [fold(row[0].text) for _, body in parts for row in body[1:]]
    known = sum(names_product(cell.text) for cell in wide[0][1:]) if wide else 0
    is_whole = all(rows) and len(set(rows)) == len(rows) and known * _PAIR >= len(tools)
    return [table for table, _ in parts] if is_whole else []


def _below_each_other(parts: Sequence[Table]) -> Rows:
    """Data down the side, and the columns of the widest table."""
    bodies = [split_footer(table.rows)[0] for table in parts]
    head = max((body[0] for body in bodies), key=len)
    rows = [head]
    for body in bodies:
        at = {fold(cell.text): number for number, cell in enumerate(body[0]) if number}
        for row in body[1:]:
            numbers = [at.get(fold(cell.text), len(row)) for cell in head[1:]]
            rows.append((row[0], *(row[one] if one < len(row) else Cell("", row[0].at) for one in numbers)))
    return (*rows, *_below(parts))


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
