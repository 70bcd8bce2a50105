"""A knowledge folder in; its matrix out in one of several formats. ``mayi import`` reads each back that is a table."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.knowledge.load import load
from bot.knowledge.matrix.drawing import SHAPES, WORDS
from bot.knowledge.matrix.exported import CONDITION_HEAD, condition_rows
from bot.knowledge.matrix.matrices import ASKING, VERDICTS, Matrix, make_matrix
from bot.knowledge.matrix.page import to_html
from bot.knowledge.matrix.pictures import Picture, in_blocks, png_of, svg_of
from bot.knowledge.sheets.plain_files import plain_text
from bot.policy.spreadsheets import no_formula_in
from bot.policy.world import Catalog

__all__ = [
    "BINARY",
    "FORMATS",
    "export_folder",
    "make_matrix",
    "picture_of",
    "to_csv",
    "to_html",
    "to_markdown",
    "to_terms",
    "to_xlsx",
]


def to_csv(matrix: Matrix) -> str:
    """As ``mayi import`` reads it: cells alone, no name a formula. ``to_terms`` has the rest."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *map(no_formula_in, matrix.columns)])
    writer.writerows([no_formula_in(row.label), *row.cells] for row in matrix.rows)
    return out.getvalue()


def to_terms(matrix: Matrix) -> str:
    """The glossary that goes with a CSV: names of tools and data, and conditions, as ``mayi import --terms`` reads them."""
    tools = [
        {"name": tool.label, "aliases": tool.names, "vendors": [tool.vendor] if tool.vendor else [], "plans": tool.plans}
        for tool in matrix.tools
    ]
    classes = [{"name": found.label, "synonyms": found.names, "examples": found.examples} for found in matrix.classes]
    conditions = [
        {"id": need.id, "tools": need.tools, "class": need.data, "text": need.text, "when": need.when}
        | ({"general": True} if need.general else {})
        for need in matrix.needs
    ]
    return json.dumps({"tools": tools, "data_classes": classes, "conditions": conditions}, ensure_ascii=False, indent=2) + "\n"


def to_markdown(matrix: Matrix) -> str:
    """A table with a shape and a word in each cell; numbers stand for the conditions below it."""
    lines = [f"# {_plain(matrix.organisation or 'Matrix')}: AI tools and data", ""]
    body = [
        (_plain(row.label), *(_cell(matrix, row.label, *each) for each in zip(matrix.columns, row.cells, strict=True)))
        for row in matrix.rows
    ]
    lines += _table([_plain(name) for name in ("tool", *matrix.columns)], body)
    if matrix.needs:
        conditions = [[_plain(part) for part in row] for row in condition_rows(matrix)]
        lines += ["", "## Conditions", "", *_table(CONDITION_HEAD, conditions)]
    return "\n".join([*lines, "", f"Policy version {matrix.version}", ""])


def _cell(matrix: Matrix, row: str, column: str, word: str) -> str:
    marks = "".join(f" [{number}]" for number in matrix.numbers(row, column) if VERDICTS[word] in ASKING)
    return f"{SHAPES[VERDICTS[word]]} {WORDS[VERDICTS[word]]}{marks}"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *rows)]


def _plain(text: str) -> str:
    """One line in which nothing is markup."""
    return re.sub(r"([\\`*_|<>\[\]])", r"\\\1", " ".join(text.split()))


def picture_of(matrix: Matrix) -> Picture:
    """The matrix to draw, in blocks of equal verdicts."""
    rows = tuple((row.label, tuple(VERDICTS[word] for word in row.cells)) for row in matrix.rows)
    return in_blocks(Picture(matrix.organisation or "Matrix", matrix.columns, rows))


def _note(matrix: Matrix) -> str:
    return f"Policy version {matrix.version}" if matrix.version else ""


def to_xlsx(matrix: Matrix) -> bytes:
    """The matrix as a workbook."""
    from bot.knowledge.matrix.workbook import to_xlsx as made  # noqa: PLC0415 - its library is large, and the bot rarely writes one

    return made(matrix)


FORMATS: dict[str, Callable[[Matrix], str | bytes]] = {
    "csv": to_csv,
    "xlsx": to_xlsx,
    "html": to_html,
    "md": to_markdown,
    "svg": lambda matrix: svg_of(picture_of(matrix), note=_note(matrix)),
    "png": lambda matrix: png_of(picture_of(matrix), note=_note(matrix)),
    "terms": to_terms,
}
BINARY = ("xlsx", "png")
"""Formats that need a file; the others can go to standard output."""


def export_folder(folder: Path, form: str, catalog: Catalog | None = None, every_tool: bool = False) -> bytes:
    """The matrix of a folder as bytes of one of ``FORMATS``.

    Raises ``KnowledgeError`` where the folder has a fault, ``PicturesMissingError`` where PNG needs a library that is not there.
    """
    knowledge = load(folder, catalog).or_raise()
    own = folder / "matrix.csv"
    columns = plain_text(own) if own.is_file() else ""
    made = FORMATS[form](make_matrix(knowledge, columns, every_tool=every_tool))
    return made if isinstance(made, bytes) else made.encode("utf-8")
