"""A table that a model drafted goes in; the grid that its owner looks through, and a page of its cells, come out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bot.knowledge.grid.grid import Cell, Grid, Head, Sign
from bot.knowledge.tabling.drafted import Cell as DraftedCell
from bot.knowledge.tabling.drafted import Mark, TableDraft
from bot.knowledge.tabling.entries import EVERY, OTHER, REST, Does


def grid_of(draft: TableDraft, lines: Sequence[str] = ()) -> Grid:
    """Each cell as a draft, with the lines that it rests on."""
    tools = {name: f"t{number}" for number, name in enumerate(draft.tools)}
    classes = {name: f"c{number}" for number, name in enumerate(draft.columns)}
    cells = {
        (tools[tool], classes[column]): Cell(
            Sign(cell.mark.name.lower()), cell.conditions, tuple(dict.fromkeys(one.line for one in cell.rests)), is_draft=True
        )
        for (tool, column), cell in draft.cells.items()
    }
    grid = Grid(cells=cells, beside=_beside(draft), lines=tuple(lines))
    return replace(
        grid,
        tools=tuple(Head(key, name, line=grid.line_of(name)) for name, key in tools.items()),
        classes=tuple(
            Head(key, name, line=grid.line_of(name), holds=tuple(draft.columns[name])) for name, key in classes.items()
        ),
    )


def _beside(draft: TableDraft) -> dict[str, Any]:
    """What some people may not, and what data becomes; and the words of the document that the table says."""
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
    return {"people": people, "changes": changes, "read": read}


def named(names: Sequence[str]) -> list[str]:
    """Without those that stand for all, or for what no row or column is; empty where all are meant."""
    return [] if EVERY in names else [name for name in names if name not in {OTHER, REST}]


def grouped(draft: TableDraft) -> list[tuple[str, tuple[str, ...], DraftedCell]]:
    """A tool, its kinds of data of which the same lines say the same, and the cell. What lets something in stands first."""
    found: dict[tuple[str, DraftedCell], list[str]] = {}
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
