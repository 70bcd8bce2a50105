"""Knowledge in, its matrix out: as rows of words, and from there as CSV, XLSX or a page of HTML."""

from __future__ import annotations

import csv
import html
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from bot.knowledge.faults import KnowledgeError
from bot.knowledge.files.matrix import ReadMatrix
from bot.knowledge.load import load
from bot.knowledge.sheet import Sheet
from bot.policy.compile import Compiled, compile_policy
from bot.policy.decide import decide
from bot.policy.house import Knowledge
from bot.policy.words import STRICTNESS, DataAsk, Question, ToolAsk, Verdict
from bot.policy.world import Catalog

FORMATS = ("csv", "xlsx", "html")
_WORDS = {
    Verdict.ALLOWED: "allow",
    Verdict.CONDITIONAL: "conditional",
    Verdict.REVIEW: "review",
    Verdict.UNCOVERED: "unknown",
    Verdict.FORBIDDEN: "deny",
}
_SHAPES = {"allow": "●", "conditional": "◐", "review": "◇", "deny": "✕", "unknown": "?"}
_COLOURS = {"allow": "D5F0DC", "conditional": "FFF1C9", "review": "DDE7FA", "deny": "F8D7D7", "unknown": "EEEEEE"}
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One tool or offering: its label and a word for each column."""

    label: str
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Tools x data classes, in the order of the folder's own matrix where it has one."""

    organisation: str
    columns: tuple[str, ...]
    rows: tuple[MatrixRow, ...]
    version: str = ""


def make_matrix(knowledge: Knowledge, own: str = "", today: date | None = None) -> Matrix:
    """``own``: the text of the folder's matrix.csv, whose rows and columns come first and keep their names and order.

    Every cell is the ruling of the strictest offering; what only a default decides is ``unknown``.
    """
    compiled = compile_policy(knowledge.policy)
    day = today or datetime.now(UTC).date()
    rows, columns = _own_axes(own)
    vocabulary = knowledge.vocabulary
    data = {**{_key(t.label): t.id for t in vocabulary.data.values()}, **{_key(t.id): t.id for t in vocabulary.data.values()}}
    tools: dict[str, tuple[str, ...]] = {_key(offering.label): (offering.id,) for offering in vocabulary.offerings.values()}
    for tool in vocabulary.tools.values():
        offerings = tuple(offering.id for offering in vocabulary.offerings.values() if offering.tool == tool.id)
        tools[_key(tool.label)] = tools[_key(tool.id)] = offerings
    tools.update({_key(offering.id): (offering.id,) for offering in vocabulary.offerings.values()})
    picked = [(label, data[_key(label)]) for label in columns if _key(label) in data]
    seen = {data_id for _, data_id in picked}
    picked += [(t.label, t.id) for t in vocabulary.data.values() if t.is_class and t.id not in seen]
    lines = [(label, tools[_key(label)]) for label in rows if _key(label) in tools]
    shown = {offering for _, offerings in lines for offering in offerings}
    if not own:
        lines += [(o.label or o.id, (o.id,)) for o in vocabulary.offerings.values() if o.id not in shown]
    return Matrix(
        knowledge.organisation.name,
        tuple(label for label, _ in picked),
        tuple(MatrixRow(label, tuple(_cell(compiled, offerings, id_, day) for _, id_ in picked)) for label, offerings in lines),
        knowledge.version,
    )


def _key(text: str) -> str:
    return " ".join(text.split()).casefold()


def _own_axes(text: str) -> tuple[list[str], list[str]]:
    if not text.strip():
        return [], []
    sheet = Sheet("matrix.csv", text)
    matrix = ReadMatrix(sheet)
    if any(fault.severity == "fault" for fault in sheet.faults):
        raise KnowledgeError(sheet.faults)
    return [word.text for word in matrix.rows], [word.text for word in matrix.columns]


def _cell(compiled: Compiled, offerings: tuple[str, ...], data: str, today: date) -> str:
    """The word of the strictest offering; a default is no word of the policy's."""
    found = []
    for offering in offerings:
        question = Question(tools=(ToolAsk(offering, (offering,)),), data=(DataAsk(data, (data,)),), asked_back=2)
        ruling = decide(compiled, question, today)
        silent = all(reason.rule in ("default", "unlisted") for reason in ruling.reasons)
        found.append(Verdict.UNCOVERED if silent else ruling.verdict)
    return _WORDS[max(found, key=lambda verdict: STRICTNESS[verdict])] if found else "unknown"


def to_csv(matrix: Matrix) -> str:
    """As ``mayi import`` and the knowledge folder read it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["tool", *matrix.columns])
    writer.writerows([row.label, *row.cells] for row in matrix.rows)
    return out.getvalue()


def to_xlsx(matrix: Matrix) -> bytes:
    """A workbook with filters and a frozen head. Every value is text: nothing in it is ever run as a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "matrix"
    for number, values in enumerate((("tool", *matrix.columns), *((row.label, *row.cells) for row in matrix.rows)), start=1):
        for column, value in enumerate(values, start=1):
            cell = sheet.cell(number, column)
            cell.value = "".join(c for c in value if c.isprintable())
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(_FORMULA)
            if number == 1:
                cell.font = Font(bold=True)
            elif column > 1:
                cell.fill = PatternFill("solid", fgColor=_COLOURS[value])
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    sheet.column_dimensions["A"].width = max([12, *(min(60, len(row.label) + 2) for row in matrix.rows)])
    for number, label in enumerate(matrix.columns, start=2):
        sheet.column_dimensions[get_column_letter(number)].width = max(14, min(40, len(label) + 2))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def to_html(matrix: Matrix) -> str:
    """One page that needs nothing else, and prints well; every verdict has a shape and a word beside its colour."""
    head = "".join(f'<th scope="col">{html.escape(column)}</th>' for column in matrix.columns)
    body = "".join(
        f'<tr><th scope="row">{html.escape(row.label)}</th>'
        + "".join(f'<td class="{word}"><span aria-hidden="true">{_SHAPES[word]}</span> {word}</td>' for word in row.cells)
        + "</tr>\n"
        for row in matrix.rows
    )
    colours = "".join(f"td.{word}{{background:#{colour}}}" for word, colour in _COLOURS.items())
    title = html.escape(matrix.organisation or "Matrix")
    return (
        f'<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{title}</title><style>body{{font:16px/1.4 system-ui,sans-serif;margin:2rem;color:#1a1a1a;background:#fff}}"
        f"table{{border-collapse:collapse}}th,td{{border:1px solid #bbb;padding:.4rem .7rem;text-align:left}}"
        f"{colours}@media print{{body{{margin:0}}td{{print-color-adjust:exact}}}}</style></head>\n"
        f'<body><h1>{title}</h1><table><thead><tr><th scope="col">tool</th>{head}</tr></thead><tbody>\n{body}</tbody></table>'
        f"<p>Version {html.escape(matrix.version)}</p></body></html>\n"
    )


def export_folder(folder: Path, form: str, catalog: Catalog | None = None) -> bytes:
    """The matrix of a folder as bytes of one of ``FORMATS``. Raises KnowledgeError where the folder has a fault."""
    knowledge = load(folder, catalog).or_raise()
    own = folder / "matrix.csv"
    matrix = make_matrix(knowledge, own.read_text("utf-8-sig") if own.is_file() else "")
    if form == "xlsx":
        return to_xlsx(matrix)
    return (to_html(matrix) if form == "html" else to_csv(matrix)).encode("utf-8")
