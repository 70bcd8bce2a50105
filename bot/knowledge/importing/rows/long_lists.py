"""Rows of a long list, a line per tool and kind of data, in; a table with a column for each kind of data out."""

from __future__ import annotations

from dataclasses import replace

from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.rows.people_columns import role_of
from bot.knowledge.importing.tables.shape import kind_of_head
from bot.knowledge.importing.texts.words import fold, lists

_LEAST = 3
"""Columns of such a list: tool, data, and what holds."""
_SEVERAL = 2


def put_across(body: Rows) -> Rows:
    """What stands behind the answer hangs at its cell; where several columns say what each group of people may, each kind of data
    becomes a column of every group: "Staff: drawings"."""
    pairs = [(fold(row[0].text), fold(row[1].text)) for row in body[1:] if len(row) >= _LEAST]
    people = _people(body[0])
    if len(pairs) < len(body) - 1 or not _is_long(body[0], people) or not all(one and other for one, other in pairs):
        return body
    first = {fold(row[0].text): row[0] for row in reversed(body[1:])}
    if len(set(pairs)) < len(pairs) or len(first) == len(pairs):
        return body
    kinds = {fold(row[1].text): row[1] for row in reversed(body[1:])}
    groups = people or [_LEAST - 1]
    cells = {(pair, at): _answer(row, at, people) for pair, row in zip(pairs, body[1:], strict=True) for at in groups}
    across = [(kind, at) for at in groups for kind in dict.fromkeys(kind for _, kind in pairs)]
    head = [
        replace(kinds[kind], text=f"{body[0][at].text}: {kinds[kind].text}" if people else kinds[kind].text)
        for kind, at in across
    ]
    rows = [(body[0][0], *head)]
    for tool in dict.fromkeys(tool for tool, _ in pairs):
        none = Cell("", first[tool].at)
        rows.append((first[tool], *(cells.get(((tool, kind), at), none) for kind, at in across)))
    return tuple(rows)


def _people(head: tuple[Cell, ...]) -> list[int]:
    """The numbers of the columns behind the data, where each is a group of people."""
    found = [at for at in range(_LEAST - 1, len(head)) if role_of(head[at].text)]
    return found if len(found) == len(head) - _LEAST + 1 and len(found) >= _SEVERAL else []


def _is_long(head: tuple[Cell, ...], people: list[int]) -> bool:
    """Whether the first columns are called tool and data; what stands between a tool and people, or a yes, is data, whatever
    it is called ("Material")."""
    heads = lists()["headers"]
    names = [fold(cell.text).strip(" ?") for cell in head]
    tools, data, gates = ({fold(word).strip(" ?") for word in heads[kind]} for kind in ("tool", "data", "gate"))
    if len(names) < _LEAST or names[0] not in tools:
        return False
    is_between = bool(people) or (names[2] in gates and len(names) == _LEAST)
    return names[1] in data or (is_between and not kind_of_head(head[1].text))


def _answer(row: tuple[Cell, ...], at: int, people: list[int]) -> Cell:
    behind = () if people else row[_LEAST:]
    cell = row[at] if at < len(row) else Cell("", row[0].at)
    return replace(cell, note="; ".join(filter(None, (cell.note, *(one.text for one in behind)))))
