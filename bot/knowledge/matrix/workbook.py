"""A matrix in; a workbook (XLSX) out: the matrix to filter and edit, its conditions, and how people call tools and data."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from bot.knowledge.matrix.exported import CONDITION_HEAD, condition_rows, joined
from bot.knowledge.matrix.matrices import CELL_WORDS, VERDICTS, Matrix
from bot.knowledge.matrix.pictures import LIGHT
from bot.policy.spreadsheets import is_like_formula

_LINE = Side(style="thin", color="FFD0D0D0")
_MOST_WIDE = 60


def to_xlsx(matrix: Matrix) -> bytes:
    """A workbook with filters and a frozen head. Every value is text: nothing in it is ever run as a formula."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "matrix"
    _fill(sheet, [("tool", *matrix.columns), *((row.label, *row.cells) for row in matrix.rows)])
    _colour(sheet, matrix)
    sheet.freeze_panes = "B2"
    _for_paper(sheet)
    if matrix.needs:
        _table(book, "conditions", [CONDITION_HEAD, *condition_rows(matrix, "\n")])
    if any(words.names or words.vendor or words.plans for words in matrix.tools):
        rows = [(words.label, joined(words.names), words.vendor, joined(words.plans)) for words in matrix.tools]
        _table(book, "tools", [("tool", "aliases", "vendor", "plan"), *rows])
    if any(words.names or words.examples for words in matrix.classes):
        named = [(words.label, joined(words.names), joined(words.examples)) for words in matrix.classes]
        _table(book, "data", [("data class", "synonyms", "examples"), *named])
    book.properties.title = printable(matrix.organisation)
    book.properties.creator = "mayi export"
    book.properties.version = matrix.version
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def printable(text: str) -> str:
    """Without characters that a workbook cannot hold; lines stay lines."""
    return "".join(letter for letter in text if letter.isprintable() or letter == "\n")


def _table(book: Workbook, title: str, rows: Iterable[Sequence[str]]) -> None:
    sheet = book.create_sheet(title)
    _fill(sheet, rows)
    sheet.freeze_panes = "A2"
    _for_paper(sheet)


def _fill(sheet: Worksheet, rows: Iterable[Sequence[str]]) -> None:
    widths: dict[int, int] = {}
    for number, values in enumerate(rows, 1):
        for column, value in enumerate(values, 1):
            cell = sheet.cell(number, column)
            cell.value = printable(value)
            cell.data_type = "s"
            cell.quotePrefix = is_like_formula(value)
            cell.border = Border(_LINE, _LINE, _LINE, _LINE)
            cell.alignment = Alignment(vertical="top", wrap_text=True)
            if number == 1:
                cell.font = Font(bold=True, color="FFFFFFFF")
                cell.fill = PatternFill("solid", fgColor="FF2F3B4C")
            widths[column] = max(widths.get(column, 10), *(len(line) + 4 for line in value.split("\n")))
    for column, width in widths.items():
        sheet.column_dimensions[get_column_letter(column)].width = min(_MOST_WIDE, max(14, width))
    sheet.auto_filter.ref = sheet.dimensions


def _colour(sheet: Worksheet, matrix: Matrix) -> None:
    """Each verdict on its ground, and a list of the words to choose from: an edit cannot be misspelt."""
    for number, row in enumerate(matrix.rows, 2):
        sheet.cell(number, 1).font = Font(bold=True)
        for column, word in enumerate(row.cells, 2):
            ground, ink = LIGHT[VERDICTS[word].value]
            cell = sheet.cell(number, column)
            cell.fill = PatternFill("solid", fgColor=f"FF{ground.upper()}")
            cell.font = Font(color=f"FF{ink.upper()}")
    if matrix.rows and matrix.columns:
        words = DataValidation(type="list", formula1='"' + ",".join(CELL_WORDS.values()) + '"', allow_blank=True)
        words.error, words.errorTitle = "Use one of: " + ", ".join(CELL_WORDS.values()), "Not a word of the matrix"
        words.add(f"B2:{get_column_letter(len(matrix.columns) + 1)}{len(matrix.rows) + 1}")
        sheet.add_data_validation(words)


def _for_paper(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = "1:1"
