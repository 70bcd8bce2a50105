"""What holds of a model's entries goes in; a table with a row for each tool and a column for each kind of data comes out.

Where two lines speak of one cell the stricter counts, and who names a thing is heard before who names its class.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import IntEnum
from io import StringIO
from typing import Any

from bot.knowledge.tabling.entries import EVERY, OTHER, REST, Does, Entries, Holding, Ruling
from bot.tongue.text import words_of

_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,60}?)\s*[\"”“»]")
"""A name that stands in quotation marks: a project, a system."""


class Mark(IntEnum):
    """What a cell says, the stricter the higher."""

    ALLOW = 1
    CONDITIONAL = 2
    DENY = 3


@dataclass(frozen=True, slots=True)
class Cell:
    """One tool with one kind of data."""

    mark: Mark
    rests: tuple[Ruling, ...]
    """The lines that say so."""
    conditions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TableDraft:
    """Nothing of it counts before somebody imports it."""

    tools: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]
    """Kind of data -> what the document says that it holds."""
    cells: Mapping[tuple[str, str], Cell]
    """Of which something is said."""
    people: tuple[Ruling, ...] = ()
    """What some people alone may not, or only under a condition."""


def draft_of(entries: Entries) -> TableDraft:
    """Empty where nothing is ruled."""
    tools = _Names(name for one in entries.rulings for name in one.tools if name not in {EVERY, OTHER})
    data = _Names(
        [*(one.name for one in entries.classes), *(n for one in entries.rulings for n in one.data if n not in {EVERY, REST})]
    )
    held = _held(entries.classes, data)
    every = [_known(one, tools, data) for one in entries.rulings]
    people = tuple(one for one in every if one.about and one.does in {Does.FORBID, Does.IF})
    rulings = [one for one in every if one not in people]
    cells = {}
    for tool in tools:
        about = [one for one in rulings if _mark(one, tool)]
        for column in data:
            classes = [name for name, things in held.items() if column in map(data.of, things)]
            if found := _cell(list(_said(about, tool, column, classes))):
                cells[tool, column] = found
    columns = {name: tuple(one for one in held.get(name, ()) if data.of(one) == one and one not in data) for name in data}
    return TableDraft(tuple(tools), columns, cells, people)


class _Names:
    """Names in order; those of the same words are one."""

    def __init__(self, names: Iterable[str]) -> None:
        self._first: dict[tuple[str, ...], str] = {}
        for name in names:
            self._first.setdefault(words_of(name), name)

    def of(self, name: str) -> str:
        """As it was first written; itself where it is none of them."""
        return self._first.get(words_of(name), name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._first.values())

    def __contains__(self, name: str) -> bool:
        return words_of(name) in self._first


def _known(one: Ruling, tools: _Names, data: _Names) -> Ruling:
    return replace(one, tools=tuple(map(tools.of, one.tools)), data=tuple(map(data.of, one.data)))


def _held(classes: Sequence[Holding], data: _Names) -> dict[str, tuple[str, ...]]:
    held: dict[str, tuple[str, ...]] = {}
    for one in classes:
        name = data.of(one.name)
        held[name] = tuple(dict.fromkeys((*held.get(name, ()), *map(data.of, one.holds))))
    return held


def _said(about: Sequence[Ruling], tool: str, column: str, classes: Sequence[str]) -> Iterator[tuple[Mark, Ruling]]:
    """What is said of the column by its name, else by its class, else of all that is left; what is of all data counts too."""
    ways = ({column}, set(classes), {REST})
    for names in ways:
        found = [(mark, one) for one in about if names & {*one.data} and (mark := _mark(one, tool))]
        for_all = [(mark, one) for mark, one in found if not one.about]
        of_some = [(mark, one) for mark, one in found if one.about]  # a leave of theirs, where nothing lets everybody in
        yield from for_all if any(mark is not Mark.DENY for mark, _ in for_all) else of_some or for_all
        if found:
            break
    else:
        yield from ((Mark.DENY, one) for one in about if one.does is Does.ONLY and tool in one.tools)
    for one in about:
        if EVERY in one.data and (mark := _mark(one, tool)):
            yield mark, one


def _mark(one: Ruling, tool: str) -> Mark | None:
    """What it says of the tool and its own data; None where nothing."""
    is_meant = tool in one.tools or EVERY in one.tools
    if one.does is Does.ONLY_IN and not is_meant:
        return Mark.DENY
    if not is_meant:
        return None
    if one.does is Does.FORBID:
        return Mark.DENY
    return Mark.CONDITIONAL if one.only_for or one.about or one.condition or one.does is Does.IF else Mark.ALLOW


def _cell(said: list[tuple[Mark, Ruling]]) -> Cell | None:
    if not said:
        return None
    mark = max(one for one, _ in said)
    rests = tuple(dict.fromkeys(one for _, one in said))
    asked = [one for is_, one in said if is_ is Mark.CONDITIONAL] if mark is Mark.CONDITIONAL else []
    return Cell(mark, rests, tuple(dict.fromkeys(text for one in asked for text in _conditions(one))))


def _conditions(one: Ruling) -> Iterator[str]:
    people = ", ".join((*one.only_for, *one.about))
    if one.condition or not people:
        yield one.condition or one.quote
    if people and not {*words_of(people)} <= {*words_of(one.condition)}:
        yield people


def csv_of(draft: TableDraft) -> str:
    """As ``mayi import`` reads it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("tool", *draft.columns))
    for tool in draft.tools:
        cells = (draft.cells.get((tool, column)) for column in draft.columns)
        writer.writerow((tool, *(cell.mark.name.lower() if cell else "unknown" for cell in cells)))
    return out.getvalue()


def terms_of(draft: TableDraft) -> str:
    """The glossary beside it: what each kind of data holds, and the conditions of each cell."""
    conditions: dict[str, list[tuple[str, str]]] = {}
    for place, cell in draft.cells.items():
        for text in cell.conditions:
            conditions.setdefault(text, []).append(place)
    rows: list[dict[str, Any]] = []
    for text, places in conditions.items():
        by_tool: dict[str, list[str]] = {}
        for tool, column in places:
            by_tool.setdefault(tool, []).append(column)
        for tool, columns in by_tool.items():
            rows.append({"id": f"c{len(rows) + 1}", "tools": [tool], "class": columns, "text": text})
    classes = [
        {"name": name, "synonyms": _QUOTED.findall(name), "examples": list(things)} for name, things in draft.columns.items()
    ]
    people = [
        {
            "id": f"p{number}",
            "who": who,
            "may": "never" if one.does is Does.FORBID else "ask",
            "tools": named(one.tools),
            "class": named(one.data),
            "text": one.quote,
        }
        for number, (one, who) in enumerate(((one, who) for one in draft.people for who in one.about), 1)
    ]
    read = list(dict.fromkeys(one.quote for cell in draft.cells.values() for one in cell.rests))
    told = {"data_classes": classes, "conditions": rows, "people": people, "read": read}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def named(names: Sequence[str]) -> list[str]:
    """Without those that stand for all, or for what no row or column is; empty where all are meant."""
    return [] if EVERY in names else [name for name in names if name not in {OTHER, REST}]


def shown_of(draft: TableDraft, lines: Sequence[str]) -> str:
    """Markdown for whoever looks at it: below each tool what it says of which data, and the line that says so."""
    parts = ["| tool | data | says | condition | line |", "|---|---|---|---|---|"]
    for (tool, column), cell in draft.cells.items():
        at = "<br>".join(f"{one.line}: {_in_cell(lines[one.line - 1])}" for one in cell.rests)
        told = (tool, column, cell.mark.name.lower(), "; ".join(cell.conditions))
        parts.append(f"| {' | '.join(map(_in_cell, told))} | {at} |")
    for one in draft.people:
        told = (", ".join(one.tools), ", ".join(one.data), one.does.value, ", ".join(one.about))
        parts.append(f"| {' | '.join(map(_in_cell, told))} | {one.line}: {_in_cell(lines[one.line - 1])} |")
    return "\n".join(parts) + "\n"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|")
