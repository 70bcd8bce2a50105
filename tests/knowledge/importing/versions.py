"""A matrix as CSV in; the same matrix as a person would have it in a workbook, on a page, or in a document out."""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font, PatternFill

MARKS = {"allow": "✓", "conditional": "limited", "deny": "✗", "review": "case by case", "unknown": "", "": ""}
COLOURS = {"allow": "FF92D050", "conditional": "FFFFC000", "deny": "FFFF5050", "review": "FF9BC2E6"}
"""Grounds as spreadsheet programs offer them."""


def rows_of(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text)))


def workbook(
    rows: Iterable[Iterable[object]], fills: dict[tuple[int, int], str] | None = None, merged: Iterable[str] = ()
) -> bytes:
    """``fills``: (row, column) from 1 -> colour."""
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    for (down, across), colour in (fills or {}).items():
        sheet.cell(down, across).fill = PatternFill("solid", fgColor=colour)
    for area in merged:
        sheet.merge_cells(area)
    return saved(book)


def lettered(rows: Iterable[Iterable[object]], fonts: dict[tuple[int, int], Font]) -> bytes:
    """``fonts``: (row, column) from 1 -> how the cell is written."""
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for (down, across), font in fonts.items():
        book.worksheets[0].cell(down, across).font = font
    return saved(book)


def sheets(tables: dict[str, list[list[str | None]]], fills: dict[tuple[str, int, int], str] | None = None) -> bytes:
    """Name -> rows. ``fills``: (sheet, row, column) from 1 -> colour."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for name, rows in tables.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    for (name, down, across), colour in (fills or {}).items():
        book[name].cell(down, across).fill = PatternFill("solid", fgColor=colour)
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def commented(rows: Iterable[Iterable[object]], comments: dict[tuple[int, int], str]) -> bytes:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    for (down, across), text in comments.items():
        book.worksheets[0].cell(down, across).comment = Comment(text, "Kim")
    return saved(book)


def as_workbook(text: str) -> bytes:
    """With a title across the top, marks and words, and coloured cells."""
    rows = rows_of(text)
    body = [
        [cell if number == 0 or not down else MARKS[cell] for number, cell in enumerate(row)] for down, row in enumerate(rows)
    ]
    fills = {
        (down + 2, across + 1): COLOURS[cell]
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
        if down and across and cell in COLOURS
    }
    last = chr(ord("A") + len(rows[0]) - 1)
    return workbook([["AI tools at work", *[None] * (len(rows[0]) - 1)], *body], fills, [f"A1:{last}1"])


def as_coloured_workbook(text: str) -> bytes:
    """Cells without a word: a legend below says what each colour means."""
    rows = rows_of(text)
    body = [[cell if number == 0 or not down else None for number, cell in enumerate(row)] for down, row in enumerate(rows)]
    fills = {
        (down + 1, across + 1): COLOURS[cell]
        for down, row in enumerate(rows)
        for across, cell in enumerate(row)
        if down and across and cell in COLOURS
    }
    legend = [
        ("allow", "Allowed"),
        ("conditional", "Allowed with conditions"),
        ("deny", "Not allowed"),
        ("review", "Case by case"),
    ]
    start = len(body) + 2
    fills.update({(start + number, 1): COLOURS[effect] for number, (effect, _) in enumerate(legend)})
    return workbook([*body, [], *([word] for _, word in legend)], fills)


def as_page(text: str) -> str:
    """An intranet page with menus, another table, and the matrix."""
    rows = rows_of(text)
    head = "".join(f"<th>{html.escape(cell)}</th>" for cell in rows[0])
    body = "".join(
        f"<tr><th>{html.escape(row[0])}</th>" + "".join(f"<td><span>{MARKS[cell]}</span></td>" for cell in row[1:]) + "</tr>"
        for row in rows[1:]
    )
    return (
        "<!doctype html><html><head><title>Intranet</title><style>td{color:red}</style></head><body>"
        "<nav><ul><li>Home</li></ul></nav>"
        "<h2>Who to ask</h2><table><tr><th>Name</th><th>Phone</th></tr><tr><td>Kim</td><td>12 34</td></tr></table>"
        f"<h2>Tools and data</h2><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table><p>✓ allowed</p></body></html>"
    )


def as_document(text: str) -> str:
    """A Markdown document with another table before the matrix."""
    rows = rows_of(text)

    def line(cells: Iterable[str]) -> str:
        return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"

    ruler = line("---" for _ in rows[0])
    body = [line([row[0], *(MARKS[cell] for cell in row[1:])]) for row in rows[1:]]
    return "\n".join(
        [
            "# AI at work",
            "",
            "| Name | Phone |",
            "|---|---|",
            "| Kim | 12 34 |",
            "",
            "Some words.",
            "",
            line(rows[0]),
            ruler,
            *body,
            "",
        ]
    )
