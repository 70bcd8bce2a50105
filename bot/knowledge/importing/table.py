"""A matrix file (CSV or XLSX) in, rows of cells with their line and column out."""

from __future__ import annotations

import csv
import io
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from bot.knowledge.faults import Fault, KnowledgeError
from bot.policy.words import Citation

MAX_BYTES = 20_000_000
MAX_UNPACKED = 200_000_000
MAX_ROWS = 20_000
MAX_COLUMNS = 500
MAX_CELL = 5_000


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text without outer blanks, and where it stands."""

    text: str
    at: Citation


Rows = tuple[tuple[Cell, ...], ...]


def read_table(path: Path) -> Rows:
    """All rows that hold anything, header first.

    Raises KnowledgeError: no such file, too large, not a table, a cell beyond ``MAX_CELL`` characters.
    """
    if not path.is_file():
        raise _fault(path.name, 1, 1, "there is no such file", "give the path of a CSV or XLSX file")
    if path.stat().st_size > MAX_BYTES:
        raise _fault(path.name, 1, 1, f"the file has {path.stat().st_size:,} bytes", f"give a matrix below {MAX_BYTES:,} bytes")
    raw = path.read_bytes()
    grid = _read_workbook(path, raw) if raw[:2] == b"PK" else _read_csv(path, raw)
    rows = tuple(row for row in grid if any(cell.text for cell in row))
    if not rows:
        raise _fault(
            path.name, 1, 1, "the file is empty", "the first line names the data classes, every further line is one tool"
        )
    if len(rows) > MAX_ROWS or max(len(row) for row in rows) > MAX_COLUMNS:
        raise _fault(path.name, 1, 1, f"more than {MAX_ROWS} rows or {MAX_COLUMNS} columns", "give the matrix alone")
    huge = [cell for row in rows for cell in row if len(cell.text) > MAX_CELL]
    if huge:
        raise KnowledgeError(
            tuple(
                Fault(
                    "import-table",
                    "fault",
                    cell.at,
                    f"a cell of {len(cell.text):,} characters",
                    "shorten it, or put the text into the document",
                )
                for cell in huge
            )
        )
    return rows


def _fault(file: str, line: int, column: int, what: str, do: str) -> KnowledgeError:
    return KnowledgeError((Fault("import-table", "fault", Citation(file, line, column), what, do),))


def _decode(path: Path, raw: bytes) -> str:
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    for mark, name in marks.items():
        if raw.startswith(mark):
            return raw.decode(name, errors="replace")
    if raw[1:200:2].count(0) > len(raw[:200]) // 4:
        return raw.decode("utf-16-le", errors="replace")
    if raw[0:200:2].count(0) > len(raw[:200]) // 4:
        return raw.decode("utf-16-be", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        if b"\0" in raw:
            raise _fault(
                path.name, 1, 1, "this is neither text nor a workbook", "save the table as CSV (UTF-8) or XLSX"
            ) from error
        # A table without any UTF-8 letter was written by an older spreadsheet program for western Europe.
        return raw.decode("cp1252", errors="replace")


def _read_csv(path: Path, raw: bytes) -> Rows:
    text = _decode(path, raw)
    odd = sum(1 for c in text if c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f"))
    if odd > len(text) // 50:
        raise _fault(path.name, 1, 1, "this is neither text nor a workbook", "save the table as CSV (UTF-8) or XLSX")
    text = text.replace("\0", "")
    first = next((line for line in text.splitlines() if line.strip()), "")
    outside = "".join(part for i, part in enumerate(first.split('"')) if i % 2 == 0)
    delimiter = max(",;\t", key=outside.count)
    reader = csv.reader(io.StringIO(text), delimiter=delimiter)
    rows: list[tuple[Cell, ...]] = []
    start = 1
    old_limit = csv.field_size_limit(MAX_BYTES)
    try:
        for values in reader:
            rows.append(
                tuple(Cell(" ".join(v.split()), Citation(path.name, start, i + 1, v.strip()[:200])) for i, v in enumerate(values))
            )
            start = reader.line_num + 1
    except csv.Error as error:
        raise _fault(
            path.name, reader.line_num, 1, f"the line is no CSV: {error}", "save the table again as CSV (UTF-8)"
        ) from error
    finally:
        csv.field_size_limit(old_limit)
    return tuple(rows)


def _read_workbook(path: Path, raw: bytes) -> Rows:
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(item.file_size for item in archive.infolist())
        if unpacked > MAX_UNPACKED:
            raise _fault(
                path.name, 1, 1, f"the workbook unpacks to {unpacked:,} bytes", "give the matrix alone, in a small workbook"
            )
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise _fault(path.name, 1, 1, "the workbook cannot be read", "save it again as XLSX") from error
    try:
        sheet = book.worksheets[0]
        rows = []
        for number, values in enumerate(
            sheet.iter_rows(max_row=MAX_ROWS + 1, max_col=MAX_COLUMNS + 1, values_only=True), start=1
        ):
            texts = ["" if v is None else " ".join(str(v).split()) for v in values]
            while texts and not texts[-1]:
                texts.pop()
            rows.append(tuple(Cell(v, Citation(path.name, number, i + 1, v[:200])) for i, v in enumerate(texts)))
    finally:
        book.close()
    return tuple(rows)
