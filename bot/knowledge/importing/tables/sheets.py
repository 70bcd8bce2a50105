"""A workbook's bytes (XLSX) in; its visible sheets as tables out: merged cells spread, colours and comments with their cells."""

from __future__ import annotations

import html
import io
import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from xml.parsers import expat

import openpyxl
from lxml import etree
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.colors import COLOR_INDEX
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.dimensions import ColumnDimension
from openpyxl.worksheet.worksheet import Worksheet

from bot.knowledge.importing.cells.hues import colour_of, family_of
from bot.knowledge.importing.cells.raw_tables import (
    MAX_CELLS,
    MAX_COLUMNS,
    MAX_ROWS,
    MAX_UNPACKED,
    Cell,
    Table,
    Tables,
    filled,
    refuse,
)
from bot.knowledge.importing.texts.struck import short_runs
from bot.knowledge.importing.texts.words import table_words
from bot.policy.words import Citation

_THEME_ORDER = (b"lt1", b"dk1", b"lt2", b"dk2", b"accent1", b"accent2", b"accent3", b"accent4", b"accent5", b"accent6")
_MARK = re.compile(r"\d{1,2}|[a-z]|[*†‡§]{1,3}")
_BY_AUTHOR = re.compile(r"^(?:\[Threaded comment\].*?Comment:|[^\n:]{1,60}:\s*\n)", re.DOTALL)
"""What spreadsheet programs write before the words of a comment."""
_SPREAD = frozenset({"mergeCell", "hyperlink", "comment"})
"""Elements whose area openpyxl makes cell by cell."""
_AREA = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{1,7})(?::\$?([A-Za-z]{1,3})\$?(\d{1,7}))?")
_XML = (b"<", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\0<")
"""How a part begins that may be read as XML, wherever it lies and whatever it is called."""
_QUOTED = re.compile(r'"([^"]*)"')
_FEW = 3
"""More letters than these of a font of pictures are words that somebody meant to read."""


def read_workbook(file: str, raw: bytes) -> Tables:
    """Raises KnowledgeError: no workbook, too large, or a formula whose value was never worked out."""
    has_formulas = _look_inside(file, raw)
    book, formulas = _open(file, raw, has_formulas)
    theme = theme_of(book.loaded_theme or b"")
    tables: list[Table] = []
    remarks: list[str] = []
    for number, sheet in enumerate(book.worksheets):
        if sheet.sheet_state != "visible":
            remarks.append(f"The sheet `{sheet.title}` is hidden; it was left out.")
            continue
        high, wide = sheet.max_row, sheet.max_column
        if high > MAX_ROWS or wide > MAX_COLUMNS or high * wide > MAX_CELLS:
            what = f"the sheet `{sheet.title}` has {high:,} rows and {wide:,} columns"
            raise refuse(file, what, f"give the matrix alone: at most {MAX_ROWS:,} rows and {MAX_COLUMNS} columns")
        if formulas:
            _refuse_open_formulas(file, sheet, formulas[number])
        rows = filled(tuple(_rows(file, sheet, theme)))
        remarks += _unread(sheet) if rows else []
        hidden = [str(number) for number, row in sorted(sheet.row_dimensions.items()) if row.hidden]
        hidden += [_span(name, column) for name, column in sheet.column_dimensions.items() if column.hidden]
        if rows and hidden:
            remarks.append(f"Hidden rows or columns of the sheet `{sheet.title}` were read as well: {', '.join(hidden)}.")
        if rows:
            tables.append(Table(sheet.title, rows))
    is_export = book.properties.creator == "mayi export"
    title = book.properties.title if is_export else ""
    boxes = () if is_export else tuple(boxes_of(raw))
    if boxes:
        remarks.append("Text boxes were read as lines beside the table: " + " ".join(f"“{line}”" for line in boxes))
    return Tables(tuple(tables), boxes, title=title or "", remarks=tuple(remarks), is_export=is_export)


def _span(name: str, column: ColumnDimension) -> str:
    """Hidden neighbours stand as one entry in the file."""
    last = get_column_letter(column.max) if column.max and column.max > (column.min or 0) else name
    return name if last == name else f"{name}-{last}"


def _unread(sheet: Worksheet) -> list[str]:
    """What a reader of the sheet sees and an import does not."""
    found = []
    if len(sheet.conditional_formatting):
        found.append(f"The sheet `{sheet.title}` colours cells by their values; these colours were not read.")
    lines = [getattr(part, side).text for part in (sheet.oddHeader, sheet.oddFooter) for side in ("left", "center", "right")]
    told = " ".join(line for line in lines if line and not line.startswith("&"))
    if told:
        found.append(f"The printed head or foot of the sheet `{sheet.title}` became no rule: “{told}”")
    return found


def _look_inside(file: str, raw: bytes) -> bool:
    """Refuses what unpacks to too much, unread; tells whether any sheet holds a formula."""
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            parts = [(part, _is_xml(archive, part)) for part in archive.infolist()]
            unpacked = sum(part.file_size for part, is_xml in parts if is_xml or not part.filename.startswith("xl/media/"))
            if unpacked > MAX_UNPACKED:
                raise refuse(file, f"the workbook unpacks to {unpacked:,} bytes", "give the matrix alone, in a small workbook")
            xml = [_part(archive, part) for part, is_xml in parts if is_xml]
            if (cells := sum(_spread(file, part) for part in xml)) > MAX_CELLS:
                what = f"the workbook merges, links or comments {cells:,} cells"
                raise refuse(file, what, f"give the matrix alone: at most {MAX_CELLS:,} cells")
            return any(re.search(rb"<f[ >]", part) for part in xml)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, KeyError, ValueError, OSError, RuntimeError, NotImplementedError) as error:
        raise refuse(file, "the workbook cannot be read", "save it again as XLSX, without a password") from error


def _is_xml(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """A workbook's own list of its parts says what each is: a sheet may be named as it likes, and lie among the pictures."""
    try:
        with archive.open(part) as held:
            return held.read(64).lstrip().startswith(_XML)
    except zipfile.BadZipFile:
        return False


def _part(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bytes:
    """What stands in it; nothing where it is damaged: whoever opens the workbook cannot read it either."""
    try:
        return archive.read(part)
    except zipfile.BadZipFile:
        return b""


def _spread(file: str, part: bytes) -> int:
    """Areas are made cell by cell as a workbook is opened: a line of the file may stand for 17 thousand million of them."""
    if part[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in part[:64]:  # letters of two bytes hide what is counted
        raise refuse(file, "the workbook is not written in UTF-8", "save it again as XLSX")
    cells = 0

    def begin(name: str, given: dict[str, str]) -> None:
        nonlocal cells
        if name.rpartition(" ")[2] in _SPREAD and "ref" in given:
            cells += _size_of(file, given["ref"])

    def entity(*_told: object) -> None:
        raise refuse(file, "the workbook cannot be read", "save it again as XLSX")  # words of a part that unfold

    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler, parser.EntityDeclHandler = begin, entity
    with suppress(expat.ExpatError):  # whoever opens the workbook cannot read it either
        parser.Parse(part, True)
    return cells


def _size_of(file: str, area: str) -> int:
    """How many cells an area has: "A1:B2" four."""
    found = _AREA.fullmatch(area.strip())
    if found is None:
        raise refuse(file, "the workbook merges cells that it does not name", "save it again as XLSX")
    left, right = (column_index_from_string((found[n] or found[1]).upper()) for n in (1, 3))
    return (abs(right - left) + 1) * (abs(int(found[4] or found[2]) - int(found[2])) + 1)


def _open(file: str, raw: bytes, has_formulas: bool) -> tuple[openpyxl.Workbook, list[list[tuple[int, int]]]]:
    """With the values of its formulas, and the places of them where there are any."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(raw), data_only=True, rich_text=True, keep_links=False)
            return book, places_of_formulas(raw) if has_formulas else []
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, SyntaxError, AttributeError, IndexError) as error:
        # SyntaxError is the base of the XML parser's own errors; the rest are what damaged parts of a workbook end in.
        raise refuse(file, "the workbook cannot be read", "save it again as XLSX") from error


def _refuse_open_formulas(file: str, sheet: Worksheet, formulas: list[tuple[int, int]]) -> None:
    """A formula without a value would be read as an empty cell."""
    for down, across in formulas:
        cell = sheet.cell(down, across)
        if cell.value is None:
            what = f"the cell {cell.coordinate} of `{sheet.title}` is a formula whose value was never worked out"
            raise refuse(file, what, "open and save it in a spreadsheet program, or write the word", down, across)


def _rows(file: str, sheet: Worksheet, theme: dict[bytes, str]) -> Iterator[tuple[Cell, ...]]:
    merged = {
        (row, column): (area.min_row, area.min_col)
        for area in sheet.merged_cells.ranges
        for row in range(area.min_row, min(area.max_row, MAX_ROWS) + 1)
        for column in range(area.min_col, min(area.max_col, MAX_COLUMNS) + 1)
    }
    wide = sheet.max_column  # a look at every cell of the sheet each time that it is asked
    for down in range(sheet.min_row, sheet.max_row + 1):
        cells = []
        for across in range(1, wide + 1):
            origin = merged.get((down, across), (down, across))
            source = sheet.cell(*origin)
            cells.append(_cell(source, Citation(file, down, across), theme, origin != (down, across)))
        yield tuple(cells)


def _cell(source: Any, at: Citation, theme: dict[bytes, str], spread: bool) -> Cell:
    """``spread``: it is a merged neighbour of ``source``."""
    text, struck = _text(source.value), _struck(source.value)
    if source.has_style and source.font.strike:
        text, struck = "", text
    text, doubt = _lettered(text, source)
    note = " ".join(_BY_AUTHOR.sub("", source.comment.text).split()) if source.comment else ""
    ink = _colour(source.font.color, theme) if source.has_style and source.font.color is not None else ""
    at = replace(at, quote=(text or struck)[:200])
    return Cell(text, at, _fill(source, theme), note, spread, ink, struck, doubt or _shown_otherwise(text, source))


def _shown_otherwise(text: str, source: Any) -> str:
    """A doubt where the cell's format puts words to its text, or shows nothing of it: `"not "@`."""
    shape = str(source.number_format or "") if text and source.has_style and not isinstance(source.value, datetime | date) else ""
    hides = bool(shape) and not shape.replace(";", "").strip()
    words = " ".join(part for part in _QUOTED.findall(shape) if any(c.isalpha() for c in part))
    return f"the sheet shows it in the format `{shape}`" if hides or words else ""


def _lettered(text: str, source: Any) -> tuple[str, str]:
    """The text as people see it, and a doubt: letters of some fonts are pictures, and an error shows that a formula is broken."""
    if source.data_type == "e":
        return "", f"its formula ends in the error {text}"
    letters = table_words()["letters"].get(str(source.font.name or "").lower()) if text and source.has_style else None
    if letters is None or len(text) > _FEW:
        return text, ""
    if not all(letter in letters for letter in text):
        return "", f"`{text}` is a picture of the font {source.font.name} that nobody knows"
    return "".join(letters[letter] for letter in text), ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime | date):
        return value.isoformat()[:10]
    if isinstance(value, CellRichText):
        value = "".join(_raised(part) for part in value if not _is_struck(part))
    return short_runs(" ".join(str(value).split()))


def _struck(value: Any) -> str:
    """The parts of a cell's text that are struck through."""
    parts = value if isinstance(value, CellRichText) else ()
    return " ".join(" ".join(str(part).split()) for part in parts if _is_struck(part))


def _is_struck(part: TextBlock | str) -> bool:
    return isinstance(part, TextBlock) and bool(part.font.strike)


def _raised(part: TextBlock | str) -> str:
    """A raised part of a cell's text is a footnote mark."""
    if isinstance(part, TextBlock) and part.font.vertAlign == "superscript" and _MARK.fullmatch(part.text.strip()):
        return f" [{part.text.strip()}]"
    return str(part)


def _fill(cell: Any, theme: dict[bytes, str]) -> str:
    """The colour of a plain ground; a pattern or a gradient is none."""
    if not cell.has_style or cell.fill.fill_type != "solid":
        return ""
    return _colour(cell.fill.fgColor, theme)


def _colour(colour: Any, theme: dict[bytes, str]) -> str:
    if colour.type == "rgb" and isinstance(colour.rgb, str):
        return colour_of(colour.rgb)
    if colour.type == "indexed" and colour.indexed < len(COLOR_INDEX):
        return colour_of(COLOR_INDEX[colour.indexed])
    if colour.type == "theme" and colour.theme < len(_THEME_ORDER):
        return colour_of(_tinted(theme.get(_THEME_ORDER[colour.theme], ""), colour.tint or 0.0))
    return ""


def _tinted(code: str, tint: float) -> str:
    """A theme's colour made lighter or darker, near enough to tell its family."""
    if not code:
        return ""
    parts = (int(code[start : start + 2], 16) for start in (0, 2, 4))
    return "".join(f"{round(part * (1 + tint) if tint < 0 else part + (255 - part) * tint):02x}" for part in parts)


class _NoWords:
    """In place of the workbook's words."""

    def __getitem__(self, _number: int) -> str:
        return ""


class _Places(WorkSheetParser):  # type: ignore[misc, unused-ignore]
    """Reads a sheet as a workbook's reader does, but no formula."""

    def parse_formula(self, _element: Any) -> str:
        return "="


def places_of_formulas(raw: bytes) -> list[list[tuple[int, int]]]:
    """Row and column of each, of each sheet in order. Raises what the reader of workbooks raises."""
    reader = ExcelReader(io.BytesIO(raw))
    reader.read_manifest()
    reader.read_workbook()
    targets = [rel for _, rel in reader.parser.find_sheets() if rel.target in reader.valid_files]
    return [_in_sheet(reader.archive.read(rel.target)) for rel in targets if "chartsheet" not in rel.Type]


def _in_sheet(part: bytes) -> list[tuple[int, int]]:
    rows = _Places(io.BytesIO(part), _NoWords()).parse()
    return [(cell["row"], cell["column"]) for _, cells in rows for cell in cells if cell["data_type"] == "f"]


_PARAGRAPH, _END = re.compile(r"<a:p\b"), "</a:p>"
_RUN = re.compile(r"<a:t[^<>]*>([^<]*)</a:t>")
_THEME = re.compile(rb"<a:(lt1|dk1|lt2|dk2|accent[1-6])>|(?:lastClr|srgbClr val)=\"([0-9A-Fa-f]{6})\"")


def boxes_of(raw: bytes) -> Iterator[str]:
    """The lines of text boxes: a legend may be among them."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        for name in archive.namelist():
            if name.startswith("xl/drawings/drawing") and name.endswith(".xml"):
                text = archive.read(name).decode("utf-8", errors="replace")
                lines = ("".join(_RUN.findall(paragraph)) for paragraph in _paragraphs(text))
                yield from (" ".join(html.unescape(line).split()) for line in lines if line.strip())


def _paragraphs(text: str) -> Iterator[str]:
    for piece in text.split(_END)[:-1]:
        if begin := _PARAGRAPH.search(piece):
            yield piece[begin.start() :]


def theme_of(part: bytes) -> dict[bytes, str]:
    """The first colour after each name."""
    colours: dict[bytes, str] = {}
    name = b""
    for found in _THEME.finditer(part):
        if found[1]:
            name = found[1]
        elif name:
            colours[name], name = found[2].decode().lower(), b""
    return colours


_MOST = 2_000
"""So many rules of a page are looked at; what stands behind them is told as not read."""
_COMMENT, _BLOCK = re.compile(r"/\*.*?\*/", re.DOTALL), re.compile(r"([^{}]+)\{([^{}]*)\}")
_NESTED = re.compile(r"@[^{};]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}|@[^{};]*;")
"""What holds for some screens or for paper alone."""
_SAID = re.compile(r"(background(?:-color)?|color|text-decoration(?:-line)?|display|visibility)\s*:\s*([^;!]+)", re.IGNORECASE)
_NAMED = re.compile(r"(--[\w-]+)\s*:\s*([^;!]+)")
_VARIABLE = re.compile(r"var\(\s*(--[\w-]+)\s*(?:,\s*([^()]*))?\)")
_WHOLE = ("html", "body", "table", "thead", "tbody")
_SIMPLE = re.compile(r"(?P<tag>[a-zA-Z][\w-]*|\*)?(?P<rest>(?:[.#][\w-]+)*)$")


@dataclass(frozen=True, slots=True)
class _Rule:
    path: str
    """Which elements, as XPath."""
    weight: tuple[int, int, int]
    """Ids, classes and tags of the selector: the heavier rule wins."""
    said: tuple[tuple[str, str], ...]
    is_bare: bool
    """Whether it ends in a tag alone."""


def write_styles(root: etree._Element) -> list[str]:
    """Writes what style sheets say into ``style`` of each element, before its own words, which win. Gives sentences for the list
    of what to confirm: colours that were not read."""
    text = _NESTED.sub("", _COMMENT.sub("", "\n".join(str(each.text or "") for each in root.iter("style"))))
    blocks = _BLOCK.findall(text)
    named = dict(_NAMED.findall(" ; ".join(body for _, body in blocks)))
    rules, unread = [], []
    for selectors, body in blocks[:_MOST]:
        said = tuple({name.lower(): _value(value, named) for name, value in _SAID.findall(body)}.items())
        for selector in selectors.split(",") if said else ():
            rule = _rule(selector.strip(), said)
            rules += [rule] if rule else []
            unread += [selector.strip()] if not rule and _is_telling(said) else []
    rules.sort(key=lambda one: one.weight)
    for rule in reversed(rules):  # of two as heavy the later wins
        _write(root, rule)
    told = [f"Colours of the page for `{selector}` were not read." for selector in dict.fromkeys(unread)]
    return [*told, *(["The page has too many styles; not all were read."] if len(blocks) > _MOST else []), *_elsewhere(root)]


def _value(value: str, named: dict[str, str]) -> str:
    found = _VARIABLE.sub(lambda name: named.get(name[1], name[2] or ""), value)
    return " ".join(found.replace('"', "").split())


def _rule(selector: str, said: tuple[tuple[str, str], ...]) -> _Rule | None:
    """None for a selector of a kind that is not read: a state, an attribute, a neighbour."""
    path, weight, names = ".", (0, 0, 0), list[tuple[str, str]]()
    for step, part in _steps(selector):
        found = _SIMPLE.match(part)
        if found is None or not part:
            return None
        names = re.findall(r"([.#])([\w-]+)", found["rest"])
        tests = "".join(
            f"[contains(concat(' ', normalize-space(@class), ' '), ' {name} ')]" if sign == "." else f"[@id='{name}']"
            for sign, name in names
        )
        path += f"{step}{(found['tag'] or '*').lower()}{tests}"
        ids, tags = sum(sign == "#" for sign, _ in names), int((found["tag"] or "*") != "*")
        weight = weight[0] + ids, weight[1] + len(names) - ids, weight[2] + tags
    return _Rule(path, weight, said, is_bare=not names) if path != "." else None


def _steps(selector: str) -> Iterator[tuple[str, str]]:
    step = "//"
    for part in re.sub(r"\s*>\s*", " > ", selector).split():
        if part == ">":
            step = "/"
            continue
        yield step, part
        step = "//"


def _write(root: etree._Element, rule: _Rule) -> None:
    """What is said already, by the element itself or a heavier rule, stays."""
    found = root.xpath(rule.path.replace(".//", "descendant-or-self::", 1))
    for element in _telling(found) if rule.is_bare else found:
        own = element.get("style", "")
        has = {name.lower().removesuffix("-color") for name, _ in _SAID.findall(own)}
        more = [f"{name}: {value}" for name, value in rule.said if value and name.removesuffix("-color") not in has]
        if more:
            element.set("style", "; ".join(filter(None, (own.rstrip("; "), *more))))


def _telling(found: list[etree._Element]) -> list[etree._Element]:
    """Without what every cell or line of a table has: that is how the table looks, and tells none of them apart."""
    tables = {each: next(each.iterancestors("table"), None) for each in found}
    counts = Counter((table, each.tag) for each, table in tables.items() if table is not None)
    plain = {(table, tag) for (table, tag), count in counts.items() if count == sum(1 for _ in table.iter(tag))}
    return [each for each in found if (tables[each], each.tag) not in plain and each.tag not in _WHOLE]


def _is_telling(said: tuple[tuple[str, str], ...]) -> bool:
    """Whether it is a colour that people read a yes or a no from."""
    return any(name.startswith("background") and family_of(colour_of(value)) for name, value in said)


def _elsewhere(root: etree._Element) -> list[str]:
    """Style sheets in files of their own, where cells may get a colour from them."""
    sheets = [str(each.get("href", "")) for each in root.iter("link") if "stylesheet" in each.get("rel", "").lower()]
    has_classes = any(each.get("class") for each in root.iter("td"))
    return [f"Colours from another file ({', '.join(sheets)}) were not read."] if sheets and has_classes else []
