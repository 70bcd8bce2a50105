"""The tables of a Word document in; each cell below its column, its colour marked, and no merge with nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from bot.knowledge.importing.cells.raw_tables import MAX_COLUMNS, MAX_ROWS, refuse
from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.docx.runs import Marks, bookmark, fill_of
from bot.knowledge.importing.docx.styles import is_on, value_of

_CONTINUES = ("", "continue")


def mark_tables(file: str, root: etree._Element, marks: Marks) -> None:
    """Changes the tree. Raises KnowledgeError where a row starts or spans further than any table goes, or than its own."""
    for row in [each for each in root.iter(f"{W}tr") if is_on(each.find(f"{W}trPr/{W}hidden"))]:
        row.getparent().remove(row)
        marks.hidden += 1
    for table in root.iter(f"{W}tbl"):
        above: dict[int, int] = {}
        rows = list(table.iterchildren(f"{W}tr"))
        if len(rows) > MAX_ROWS:
            raise refuse(file, f"a table of {len(rows):,} rows", f"give the matrix alone: at most {MAX_ROWS:,} rows")
        widths = []
        for row in rows:
            _indent(file, row)
            above = dict(_places(file, row, above))
            widths.append(sum(above.values()) + _count(file, value_of(row, "trPr", "gridAfter") or "0"))
        _check_widths(file, widths, len(table.findall(f"{W}tblGrid/{W}gridCol")))
    for cell in root.iter(f"{W}tc"):
        if ground := fill_of(cell.find(f"{W}tcPr/{W}shd")):
            _mark(cell, ground)


def _check_widths(file: str, widths: list[int], columns: int) -> None:
    """Every row is as wide as its table, or else as most rows: one that lacks a cell may lack it anywhere, and all behind that
    stood below the wrong heads. ``columns``: as the table says; 0 where it does not."""
    wide = columns or next((width for width, _ in Counter(widths).most_common(1)), 0)
    odd = next((number for number, width in enumerate(widths, 1) if width != wide), 0)
    if odd:
        what = f"row {odd} of a table of {wide} columns has {widths[odd - 1]}, so that nobody knows which cell stands where"
        raise refuse(file, what, "in Word, give the row as many cells as the table has columns, or merge them, and save it")


def _indent(file: str, row: etree._Element) -> None:
    """A row that begins at a later column gets an empty cell before it: without, all its words stood below the wrong heads."""
    before = _count(file, value_of(row, "trPr", "gridBefore") or "0")
    if before:
        cell = etree.Element(f"{W}tc")
        etree.SubElement(etree.SubElement(cell, f"{W}tcPr"), f"{W}gridSpan").set(f"{W}val", str(before))
        etree.SubElement(cell, f"{W}p")
        row.insert(next((at for at, each in enumerate(row) if each.tag == f"{W}tc"), len(row)), cell)


def _places(file: str, row: etree._Element, above: dict[int, int]) -> Iterator[tuple[int, int]]:
    """Where each cell starts and how wide it is. One that goes on from above counts only below a cell of its place and width."""
    at = 0
    for cell in row.iterchildren(f"{W}tc"):
        wide = max(1, _count(file, value_of(cell, "tcPr", "gridSpan") or "1"))
        merge = cell.find(f"{W}tcPr/{W}vMerge")
        if merge is not None and merge.get(f"{W}val", "") in _CONTINUES and above.get(at) != wide:
            merge.getparent().remove(merge)
        yield at, wide
        at += wide


def _count(file: str, text: str) -> int:
    if not text.isdecimal() or len(text) > 4 or int(text) > MAX_COLUMNS:
        raise refuse(file, f"a table with a cell of `{text[:20]}` columns", f"give one of at most {MAX_COLUMNS} columns")
    return int(text)


def _mark(cell: etree._Element, ground: str) -> None:
    place = cell.find(f"{W}p")
    place = etree.SubElement(cell, f"{W}p") if place is None else place
    place.insert(1 if place.find(f"{W}pPr") is not None else 0, bookmark(f"ground-{ground}"))
