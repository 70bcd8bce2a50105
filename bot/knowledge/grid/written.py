"""A grid goes in; the files that ``mayi import`` reads, and the text under which the grid itself is kept, come out."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from io import StringIO
from typing import Any

from bot.knowledge.grid.grid import Cell, Grid, Head, Sign
from bot.knowledge.importing.texts.words import fold, unique_slug

_QUOTED = re.compile(r"[\"“„«]\s*([^\"“”„«»]{2,60}?)\s*[\"”“»]")
"""A name that stands in quotation marks: a project, a system."""


def csv_of(grid: Grid) -> str:
    """As ``mayi import`` reads it."""
    out = StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("tool", *(one.name for one in grid.classes)))
    for tool in grid.tools:
        cells = (grid.cells.get((tool.key, one.key)) for one in grid.classes)
        writer.writerow((tool.name, *(cell.sign.value if cell else "unknown" for cell in cells)))
    return out.getvalue()


def terms_of(grid: Grid) -> str:
    """The glossary beside it: what tools and classes are called as well, what a class holds, and the conditions of each cell."""
    tools = [{"name": one.name, "aliases": list(one.also)} for one in grid.tools]
    classes = [
        {"name": one.name, "synonyms": [*_QUOTED.findall(one.name), *one.also], "examples": list(one.holds)}
        for one in grid.classes
    ]
    told = {"tools": tools, "data_classes": classes, "conditions": _conditions(grid), **_beside(grid)}
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _beside(grid: Grid) -> dict[str, Any]:
    """What stands beside the cells, of the tools and classes that are still there."""
    known = {fold(name) for one in (*grid.tools, *grid.classes) for name in (one.name, *one.also, *one.holds)}

    def kept(rows: Sequence[Mapping[str, Any]], *fields: str) -> Iterator[dict[str, Any]]:
        for row in rows:
            left = {field: [name for name in row[field] if fold(name) in known] for field in fields}
            if all(left[field] or not row[field] for field in fields):
                yield {**row, **left}

    found = dict(grid.beside)
    if "people" in found:
        found["people"] = list(kept(found["people"], "tools", "class"))
    if "changes" in found:
        found["changes"] = [one for one in kept(found["changes"], "data") if not one["becomes"] or fold(one["becomes"]) in known]
    return found


def _conditions(grid: Grid) -> list[dict[str, Any]]:
    """One for each group of cells that ask the same: all its tools with all its classes."""
    names = {one.key: one.name for one in (*grid.tools, *grid.classes)}
    conditions: dict[str, dict[str, list[str]]] = {}
    for (tool, class_), cell in grid.cells.items():
        for text in cell.conditions:
            conditions.setdefault(text, {}).setdefault(names[tool], []).append(names[class_])
    rows: list[dict[str, Any]] = []
    taken: set[str] = set()  # ids hang on their own words alone: what was ticked stays ticked when another line is read anew
    for text, by_tool in conditions.items():
        by_classes: dict[tuple[str, ...], list[str]] = {}
        for name, classes in by_tool.items():
            by_classes.setdefault(tuple(classes), []).append(name)
        for of, those in by_classes.items():
            rows.append({"id": unique_slug(text, taken), "tools": those, "class": list(of), "text": text})
    return rows


def kept_of(grid: Grid) -> dict[str, Any]:
    """Its rows, columns and cells as JSON holds them."""
    cells = [[*place, asdict(cell)] for place, cell in grid.cells.items()]
    return {"tools": [asdict(one) for one in grid.tools], "classes": [asdict(one) for one in grid.classes], "cells": cells}


def grid_of(kept: Mapping[str, Any], beside: Mapping[str, Any], lines: tuple[str, ...]) -> Grid:
    """What ``kept_of`` gave. Raises ``KeyError``, ``TypeError`` or ``ValueError`` where it is something else."""
    tools, classes = (
        tuple(Head(**{**one, "also": tuple(one["also"]), "holds": tuple(one["holds"])}) for one in kept[side])
        for side in ("tools", "classes")
    )
    cells = {
        (tool, class_): Cell(Sign(one["sign"]), tuple(one["conditions"]), tuple(one["lines"]), bool(one["is_draft"]))
        for tool, class_, one in kept["cells"]
    }
    return Grid(tools, classes, cells, beside, lines)
