"""A file that holds a matrix (Word, XLSX, CSV, HTML, Markdown) or a list in; the matrix, glossaries and lines beside it out."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.cells.legend_lines import read_legend
from bot.knowledge.importing.cells.notes import is_footnote
from bot.knowledge.importing.cells.raw_tables import (
    MAX_BYTES,
    MAX_CELL,
    MAX_COLUMNS,
    MAX_MATRIX,
    MAX_ROWS,
    NO_RULE,
    Cell,
    Rows,
    Table,
    Tables,
    check_bounds,
    check_tags,
    filled,
    refuse,
)
from bot.knowledge.importing.classes.explained import Run, explained_runs
from bot.knowledge.importing.docx.page import read_word
from bot.knowledge.importing.docx.parts import is_word
from bot.knowledge.importing.formats import PAGES, TABLE_SUFFIXES, WORD, what_else
from bot.knowledge.importing.found import found_in
from bot.knowledge.importing.others import with_others
from bot.knowledge.importing.picked import pick, ruling
from bot.knowledge.importing.tables.glossary_tables import explains_classes, is_glossary
from bot.knowledge.importing.tables.legends import legend_of
from bot.knowledge.importing.tables.markup import read_html, read_markdown
from bot.knowledge.importing.tables.papers import as_markdown, read_document
from bot.knowledge.importing.tables.versions import in_force
from bot.knowledge.importing.texts.document import GUIDANCE, Document, parse
from bot.knowledge.importing.texts.struck import short_runs
from bot.knowledge.importing.texts.words import tokens
from bot.policy.spreadsheets import as_it_was
from bot.policy.words import Citation

_SAMPLE = 100
"""So many lines tell which sign parts the columns."""
_SAID = 3
"""Words of a line that says something."""
_FOUND = (
    "No table says which tool may take which data. The tools ({tools}) and classes ({classes}) that the page names stand in the "
    "matrix, and every cell is not covered until somebody fills it."
)
_PLAIN = (".txt", ".text", "")
_RULER = re.compile(r"^[^\S\n]*(?:\|[^\S\n]*)?:?-{2,}:?[^\S\n]*(?:\|[^\S\n]*:?-+:?[^\S\n]*)+(?:\|[^\S\n]*)?$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Source:
    """What one file gives to an import."""

    rows: Rows
    """The matrix, header first."""
    beside: tuple[str, ...] = ()
    """Lines around it: legends and footnotes may be among them."""
    glossary: tuple[Table, ...] = ()
    """Tables of conditions, of names of tools, of kinds of data."""
    title: str = ""
    remarks: tuple[str, ...] = ()
    is_export: bool = False
    text: str = ""
    """The document, where the file is a page that says more than its table, or holds no table but a list."""
    around: Rows = ()
    """Lines of other tables that explain marks and colours of this one."""
    name: str = ""
    """The sheet's name, or the words above the table."""
    explained: tuple[Run, ...] = ()
    """The classes that the file explains beside the matrix."""
    is_listed: bool = False
    """Whether ``text`` was read as the matrix: its cells stand on lines of it."""


def read_source(path: Path, which: str = "") -> Source:
    """``which``: the number or name of the table where the file has several.

    Raises KnowledgeError: no such file, too large, not a table, a cell beyond ``MAX_CELL`` characters.
    """
    tables = _read(path)
    if not tables.tables:
        raise refuse(path.name, *_nothing(tables))
    if not which and all(map(explains_classes, tables.tables)):
        raise refuse(path.name, *_only_classes(tables.tables[0]), code=NO_RULE)
    if not which:
        current, versions = in_force(tables.tables)
        tables = replace(tables, tables=current, remarks=(*tables.remarks, *versions))
    explained = explained_runs(tables.tables, tables.whole)
    matrix, told = pick(path.name, tables, which, explained)
    if not which and not tables.is_export and not tables.is_listed and len(tables.tables) > 1:
        tables, matrix, told = _with_others(tables, matrix, told)
    rest = tuple(table for table in tables.tables if table is not matrix and is_glossary(table))
    _check_size(path.name, [matrix, *rest])
    matrix, around, read = (matrix, (), []) if tables.is_export else legend_of(tables.tables, matrix)
    said = (*tables.remarks, *told, *read)
    of_all = (tables.title, said, tables.is_export, tables.text)
    return Source(matrix.rows, tables.beside, rest, *of_all, around, matrix.name, explained, tables.is_listed)


def found_source(path: Path) -> Source | None:
    """The tools and classes of a page without a table that rules, every cell empty; None where it names no tool, and of a mere
    table. Raises as ``read_source``."""
    tables = _read(path)
    if not tables.whole:
        return None
    rows = tables.tables[0].rows if tables.is_listed else found_in(path.name, tables.whole, tables.tables)
    if not rows:
        return None
    said = _FOUND.format(tools=len(rows) - 1, classes=len(rows[0]) - 1)
    remarks = (*tables.remarks, said) if said not in tables.remarks else tables.remarks
    return Source(rows, tables.beside, title=tables.title, remarks=remarks, text=tables.whole, is_listed=True)


def read_whole(path: Path) -> Document:
    """The document of a file: of a workbook or a CSV tables and the lines around them. Raises KnowledgeError."""
    if path.suffix.lower() not in TABLE_SUFFIXES:
        return read_document(path)
    tables = _read(path)
    parts = [part for table in tables.tables for part in (f"## {table.name}" if table.name else "", *_paragraphs(table))]
    return parse("\n\n".join(filter(None, (*parts, *tables.beside))) + "\n")


def _paragraphs(table: Table) -> Iterator[str]:
    """Each line of one cell, and the lines between those as a table."""
    for is_line, rows in groupby(table.rows, lambda row: sum(bool(cell.text) and not cell.spread for cell in row) == 1):
        if is_line:
            yield from (next(cell.text for cell in row if cell.text) for row in rows)
        else:
            lines = [f"| {' | '.join(cell.text.replace('|', '/') for cell in row)} |" for row in rows]
            yield "\n".join((lines[0], "|" + "---|" * (lines[0].count("|") - 1), *lines[1:]))


def _with_others(tables: Tables, matrix: Table, told: list[str]) -> tuple[Tables, Table, list[str]]:
    """The tables without those that went into the matrix, the matrix, and what a person should know of the others."""
    wider, added, whole = with_others(tables, matrix)
    gone = tuple(f"Table {number} (" for number, table in enumerate(tables.tables, 1) if table in whole)
    kept = tuple(wider if table is matrix else table for table in tables.tables if table not in whole)
    return replace(tables, tables=kept), wider, [*added, *(one for one in told if not one.startswith(gone))]


def _read(path: Path) -> Tables:
    if not path.is_file():
        raise refuse(path.name, "there is no such file", "give the path of a Word, XLSX, CSV, HTML or Markdown file")
    size = path.stat().st_size
    if size > MAX_BYTES:
        raise refuse(path.name, f"the file has {size:,} bytes", f"give a matrix below {MAX_BYTES:,} bytes")
    raw = path.read_bytes()
    suffix = path.suffix.lower()
    if other := what_else(suffix, raw):
        raise refuse(path.name, f"this is {other[0]}", other[1])
    if suffix == WORD or is_word(raw):
        page = read_word(path.name, raw)
        tables = _or_found(read_html(path.name, page.html), GUIDANCE, as_markdown(path, page.html.encode()))
        return replace(tables, remarks=(*page.remarks, *tables.remarks))
    if raw[:2] == b"PK":
        from bot.knowledge.importing.tables.sheets import read_workbook  # noqa: PLC0415 - 13 MB; a bot reads few

        return read_workbook(path.name, raw)
    text = _decode(path.name, raw)
    head = text[:2_000].lstrip().lower()
    if suffix in PAGES or head.startswith(("<!doctype html", "<html", "<table")):
        check_tags(path.name, text)
        return _or_found(read_html(path.name, text), GUIDANCE, as_markdown(path, raw))
    check_bounds(path.name, text, _delimiter(text) if suffix == ".csv" else "|")
    if suffix in (".md", ".markdown") or _RULER.search(text[:200_000]):
        text = short_runs(text)
        return _or_found(read_markdown(path.name, text, is_matrix=True), path.name, text)
    if suffix in _PLAIN and (listed := _or_found(Tables(()), path.name, short_runs(text))).tables:
        return listed
    rows = filled(_read_csv(path.name, short_runs(text, is_table=True)))
    return Tables((Table("", rows),) if rows else ())


def _or_found(tables: Tables, file: str, text: str) -> Tables:
    """What the file holds; where no table of it rules, an empty one of the tools and classes that it names. ``file``: where the
    lines of ``text`` stand."""
    tables = replace(tables, whole=text)
    rules = any(not _asks(table) for table in ruling(tables))
    rows = () if rules else found_in(file, text, tables.tables)
    if not rows:
        return replace(tables, text=text) if _is_page(tables, text) else tables
    said = (*tables.remarks, _FOUND.format(tools=len(rows) - 1, classes=len(rows[0]) - 1))
    return replace(tables, tables=(Table("", rows),), remarks=said, text=text, is_listed=True)


def _asks(table: Table) -> bool:
    """Whether a table is one of questions with answers."""
    asked = sum(row[0].text.rstrip().endswith("?") for row in table.rows[1:])
    return 2 * asked > len(table.rows) - 1


def _is_page(tables: Tables, text: str) -> bool:
    """Whether what stands around a table says more than a legend does: a heading with a sentence or a list below it."""
    if not tables.tables or tables.is_export:
        return False
    said = (line for line in parse(text).lines if line.kind != "row" and line.heading and len(tokens(line.text)) >= _SAID)
    return any(not read_legend([line.text]) and not is_footnote(line.text) for line in said)


def _nothing(tables: Tables) -> tuple[str, str]:
    if tables.beside or tables.remarks:
        do = (
            "give a table with a line per tool and a column per data class; where the policy is prose only, write that table "
            "as CSV and give the page as `--document`, have a model draft one (mayi table), or begin with `mayi new`"
        )
        return "the file holds no table, and names no tool that is known", do
    return "the file is empty", "the first line names the data classes, every further line is one tool"


def _only_classes(table: Table) -> tuple[str, str]:
    classes = [row[0].text for row in table.rows[1:] if row[0].text]
    what = f"its tables say what kinds of data are ({', '.join(classes)}), and none says which tool may take them"
    line = " | ".join(["Tool", *classes])
    return what, f"add a table with a line per tool, `| {line} |`, its cells yes, no, if ... or empty; the page is read beside it"


def _check_size(file: str, tables: list[Table]) -> None:
    rows = [row for table in tables for row in table.rows]
    if len(rows) > MAX_ROWS or max(len(row) for row in rows) > MAX_COLUMNS:
        raise refuse(file, f"more than {MAX_ROWS:,} rows or {MAX_COLUMNS} columns", "give the matrix alone")
    if (cells := sum(map(len, rows))) > MAX_MATRIX:
        do = f"give at most {MAX_MATRIX:,}: tools, or kinds of data, with the same word everywhere can share a line"
        raise refuse(file, f"a matrix of {cells:,} cells", do)
    do = "shorten it, or put the text into the document"
    huge = [cell for row in rows for cell in row if len(cell.text) > MAX_CELL and not cell.spread]
    if huge:
        raise KnowledgeError([Fault("import-table", "fault", c.at, f"a cell of {len(c.text):,} characters", do) for c in huge])


def _decode(file: str, raw: bytes) -> str:
    text = _decoded(file, raw)
    odd = sum(1 for c in text if c == "\ufffd" or (ord(c) < 32 and c not in "\t\r\n\f"))
    if odd > len(text) // 50:
        raise refuse(file, "this is neither text nor a workbook", "save the table as CSV (UTF-8) or XLSX")
    return text.replace("\0", "")


def _decoded(file: str, raw: bytes) -> str:
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
            raise refuse(file, "this is neither text nor a workbook", "save the table as CSV (UTF-8) or XLSX") from error
    told = re.search(rb"charset\s*=\s*[\"']?([\w-]{2,20})", raw[:2_000])
    try:
        # A table without any UTF-8 letter was written by an older program for western Europe, unless a page says otherwise.
        return raw.decode(codecs.lookup(told[1].decode()).name if told else "cp1252", errors="replace")
    except LookupError:
        return raw.decode("cp1252", errors="replace")


def _delimiter(text: str) -> str:
    """The sign that stands equally often in most lines; a title above the table may hold another one."""
    lines = [line for line in text.splitlines()[:_SAMPLE] if line.strip()]
    counts = {}
    for sign in ",;\t":
        found = Counter("".join(line.split('"')[::2]).count(sign) for line in lines)
        found.pop(0, None)
        counts[sign] = max(found.values(), default=0), max(found, key=lambda n: (found[n], n), default=0)
    return max(counts, key=counts.__getitem__)


def _read_csv(file: str, text: str) -> Rows:
    sign = _delimiter(text)
    reader = csv.reader(io.StringIO(text), delimiter=sign, strict=True)
    rows: list[tuple[Cell, ...]] = []
    start, widest = 1, 0
    old_limit = csv.field_size_limit(MAX_BYTES)
    try:
        for values in reader:
            said = map(as_it_was, values)  # an export's guard against formulas
            rows.append(
                tuple(Cell(" ".join(v.split()), Citation(file, start, i, v.strip()[:200])) for i, v in enumerate(said, 1))
            )
            widest = max(widest, len(values))
            _check_quotes(file, values, sign, start, widest)
            start = reader.line_num + 1
    except csv.Error as error:
        raise refuse(file, f"the line is no CSV: {error}", "save the table again as CSV (UTF-8)", reader.line_num) from error
    finally:
        csv.field_size_limit(old_limit)
    wide = next((len(row) for row in rows if sum(bool(cell.text) for cell in row) > 1), 0)
    return tuple(_bracketed(row, wide) if len(row) > wide else row for row in rows)


def _check_quotes(file: str, values: list[str], sign: str, line: int, wide: int) -> None:
    """Raises KnowledgeError for a cell that holds lines of the table, because a quotation mark was never closed: the tools that
    they forbid would be in no row."""
    for text in (value for value in values if "\n" in value and sign in value):
        is_row = any(len(re.split(rf"{sign}(?! )", part)) >= wide for part in text.splitlines())
        if len(values) < wide or is_row:
            what = f"a cell holds whole lines of the table: “{' '.join(text.split())[:60]}”"
            raise refuse(file, what, "look for a quotation mark there that is never closed, or save it again as CSV", line)


def _bracketed(row: tuple[Cell, ...], wide: int) -> tuple[Cell, ...]:
    """A line with more cells than the head, because nobody quoted a comma within brackets: those go together, where it then has
    as many."""
    found: list[Cell] = []
    for cell in row:
        if found and found[-1].text.count("(") > found[-1].text.count(")"):
            text = f"{found[-1].text}, {cell.text}"
            found[-1] = replace(found[-1], text=text, at=replace(found[-1].at, quote=text[:200]))
        else:
            found.append(cell)
    return tuple(found) if len(found) == wide else row
