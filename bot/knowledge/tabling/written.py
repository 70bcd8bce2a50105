"""A table that a model drafted goes in; the files that ``mayi import`` reads come out, and what its owner looks at."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Sequence
from io import StringIO
from typing import Any

from bot.knowledge.importing.texts.words import unique_slug
from bot.knowledge.tabling.drafted import Cell, Mark, TableDraft
from bot.knowledge.tabling.entries import EVERY, OTHER, REST, Does

_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,60}?)\s*[\"”“»]")
"""A name that stands in quotation marks: a project, a system."""


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
    taken: set[str] = set()  # ids hang on their own words alone: what was ticked stays ticked when another line is read anew
    for text, places in conditions.items():
        by_tool: dict[str, list[str]] = {}
        for tool, column in places:
            by_tool.setdefault(tool, []).append(column)
        by_columns: dict[tuple[str, ...], list[str]] = {}
        for tool, columns in by_tool.items():
            by_columns.setdefault(tuple(columns), []).append(tool)
        for of, tools in by_columns.items():
            rows.append({"id": unique_slug(text, taken), "tools": tools, "class": list(of), "text": text})
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
    lets = {one for cell in draft.cells.values() for one in cell.rests if cell.mark is Mark.ALLOW}
    said = [one.quote for cell in draft.cells.values() for one in cell.rests if one not in lets]
    read = list(dict.fromkeys((*said, *(one.quote for one in draft.people), *(one.quote for one in draft.changes))))
    changes = [
        {"id": f"c{number}", "data": list(one.data), "becomes": one.becomes, "text": one.once or one.quote}
        for number, one in enumerate(draft.changes, 1)
    ]
    told = {"data_classes": classes, "conditions": rows, "people": people, "changes": changes, "read": read}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def named(names: Sequence[str]) -> list[str]:
    """Without those that stand for all, or for what no row or column is; empty where all are meant."""
    return [] if EVERY in names else [name for name in names if name not in {OTHER, REST}]


def grouped(draft: TableDraft) -> list[tuple[str, tuple[str, ...], Cell]]:
    """A tool, its kinds of data of which the same lines say the same, and the cell. What lets something in stands first."""
    found: dict[tuple[str, Cell], list[str]] = {}
    for (tool, column), cell in draft.cells.items():
        found.setdefault((tool, cell), []).append(column)
    rows = [(tool, tuple(columns), cell) for (tool, cell), columns in found.items()]
    return sorted(rows, key=lambda row: row[2].mark is Mark.DENY)


def shown_of(draft: TableDraft, lines: Sequence[str]) -> str:
    """Markdown for whoever looks at it: below each tool what it says of which data, and the line that says so."""
    parts = ["| tool | data | says | condition | line |", "|---|---|---|---|---|"]
    for tool, columns, cell in grouped(draft):
        at = "<br>".join(f"{one.line}: {_in_cell(lines[one.line - 1])}" for one in cell.rests)
        told = (tool, "; ".join(columns), cell.mark.name.lower(), "; ".join(cell.conditions))
        parts.append(f"| {' | '.join(map(_in_cell, told))} | {at} |")
    for name, things in draft.columns.items():
        if things:
            parts.append(f"| | {_in_cell(name)} | holds | {_in_cell('; '.join(things))} | |")
    for one in draft.people:
        told = (", ".join(one.tools), ", ".join(one.data), one.does.value, ", ".join(one.about))
        parts.append(f"| {' | '.join(map(_in_cell, told))} | {one.line}: {_in_cell(lines[one.line - 1])} |")
    for change in draft.changes:
        data, at = _in_cell("; ".join(change.data)), f"{change.line}: {_in_cell(lines[change.line - 1])}"
        parts.append(f"| | {data} | becomes {_in_cell(change.becomes) or data} | {_in_cell(change.once)} | {at} |")
    return "\n".join(parts) + "\n"


def _in_cell(text: str) -> str:
    return text.replace("|", "\\|").replace("<", "&lt;")
