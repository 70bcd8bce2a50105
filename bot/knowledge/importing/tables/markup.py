"""Markdown or HTML in; its tables with the lines around them out: spans spread, footnote marks kept, hidden parts left out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from lxml import etree

from bot.knowledge.importing.cells.raw_tables import MAX_CELLS, MAX_COLUMNS, MAX_ROWS, Cell, Table, Tables, filled, refuse
from bot.knowledge.importing.tables.seen import (
    BLOCKS,
    BREAK,
    cell_of,
    ground_of,
    hidden_rows,
    is_silent,
    is_struck,
    pieces,
    tell_hidden,
    told_hidden,
    words_of,
)
from bot.knowledge.importing.tables.shape import is_key
from bot.knowledge.importing.tables.sheets import write_styles
from bot.knowledge.importing.texts.document import parse
from bot.knowledge.importing.texts.struck import TOO_DEEP, TooDeepError, page_of, short_runs, with_ends_only
from bot.policy.words import Citation

_MARKS = {
    ":white_check_mark:": "✅", ":heavy_check_mark:": "✔", ":ballot_box_with_check:": "☑", ":x:": "❌", ":no_entry:": "⛔",
    ":no_entry_sign:": "🚫", ":warning:": "⚠", ":heavy_multiplication_x:": "✗", ":green_circle:": "🟢", ":yellow_circle:": "🟡",
    ":orange_circle:": "🟠", ":red_circle:": "🔴", ":question:": "?", ":star:": "★",
}  # fmt: skip
_STRUCK = re.compile(
    r"(?<!\\)~~(?=\S)(?P<said>.+?)(?<=\S)~~|<(?P<tag>s|del|strike)\b[^>]{0,200}>(?P<held>.*?)</(?P=tag)>", re.IGNORECASE
)
"""Words that are struck through."""
_TITLE = ": AI tools and data"
"""How an export of ours ends its title."""


def read_markdown(file: str, text: str, *, is_matrix: bool = False) -> Tables:
    """Tables of pipes; and HTML tables, which Markdown may hold as well. ``is_matrix``: the file is to give the matrix, and a row
    in no table is a fault."""
    lines = text.splitlines()
    fenced = _fenced(lines)
    tables: list[Table] = []
    beside: tuple[str, ...] = ()
    number, heading, held = 0, "", set[int]()
    while number < len(lines) - 1:
        line = lines[number]
        heading = line.lstrip("# ").strip() if re.match(r"#{1,6}\s", line) and number not in fenced else heading
        if number in fenced or not is_head(lines, number):
            number += 1
            continue
        end = end_of(lines, number, fenced)
        held.update(range(number, end))
        if end - number - 1 > MAX_ROWS:
            raise refuse(file, f"a table of {end - number - 1:,} rows", f"give the matrix alone: at most {MAX_ROWS:,} rows")
        kept = [at for at in range(number, end) if at != number + 1 and lines[at].strip()]
        rows = filled(tuple(_pipes(file, lines[at], at + 1) for at in kept))
        tables += [Table(_plain(heading), rows, number + 1)] if rows else []
        number = end
        beside += _below(lines, end, fenced)
    if tables and is_matrix:
        check_alone(file, lines, held, fenced)
    document = parse(text)
    beside += tuple(_plain(line.text) for line in document.lines if line.kind != "row")
    if "<table" in text.lower():
        inner = read_html(file, text)
        tables = sorted([*tables, *inner.tables], key=lambda table: table.line)
        beside += inner.beside
    is_export = document.title.endswith(_TITLE) and lines[-1].startswith("Policy version ")
    return Tables(tuple(tables), beside, _title(document.title), is_export=is_export)


def _below(lines: list[str], start: int, fenced: frozenset[int]) -> tuple[str, ...]:
    """Lines below a table as they were written, up to the next heading or table: each may be a footnote, though for Markdown
    they are one paragraph."""
    found = []
    for number in range(start, len(lines)):
        if number in fenced or lines[number].startswith(("#", "|")):
            break
        found += [_plain(lines[number])]
    return tuple(line for line in found if line)


def _fenced(lines: list[str]) -> frozenset[int]:
    found, inside = set(), ""
    for number, line in enumerate(lines):
        mark = line.lstrip()[:3]
        if mark in ("```", "~~~") and (not inside or inside == mark):
            inside = "" if inside else mark
            found.add(number)
        elif inside:
            found.add(number)
    return frozenset(found)


def _pipes(file: str, line: str, number: int) -> tuple[Cell, ...]:
    body = line.strip()
    body = body[1:] if body.startswith("|") else body
    body = re.sub(r"(?<!\\)\|\s*$", "", body)
    found = []
    for column, part in enumerate(re.split(r"(?<!\\)\|", body), 1):
        text = _plain(part)
        struck = " ".join(map(_plain, with_ends_only(_struck_in, part).split("\0")))
        found.append(Cell(text, Citation(file, number, column, (text or struck)[:200]), struck=struck))
    return tuple(found)


def _struck_in(part: str) -> str:
    return "\0".join(said["said"] or said["held"] or "" for said in _STRUCK.finditer(part.replace("\0", "")))


def _plain(text: str) -> str:
    """Words without the marks of Markdown and without what is struck through; ``[^1]`` is the footnote mark ``[1]``, a backslash
    keeps the next sign as it is."""
    text = with_ends_only(lambda one: _STRUCK.sub("", one), text)
    kept: list[str] = []

    def keep(found: re.Match[str]) -> str:
        kept.append(found[1])
        return f"\0{len(kept) - 1}\0"

    text = re.sub(r"\\([!-/:-@\[-`{-~])", keep, text.replace("\0", ""))
    text = re.sub(r"<br\s*/?>", " ", text, flags=re.IGNORECASE)
    text = re.sub(r"<sup>\s*(\w{1,3})\s*</sup>", r" [\1]", text, flags=re.IGNORECASE)
    text = re.sub(r"</?[a-zA-Z][^>]{0,200}>", "", text)
    text = re.sub(r"!?\[([^\]]{0,1000})\]\([^)]{0,1000}\)", r"\1", text)
    text = re.sub(r"\[\^(\w{1,3})\]", r" [\1]", text)
    text = re.sub(r"(\*\*|__|`)(?=\S)(.+?)(?<=\S)\1", r"\2", text)
    text = re.sub(r"(?<![\w*])([*_])(?=[\w(])([^*_]+)(?<=[\w.)])\1(?![\w*])", r"\2", text)
    for name, mark in _MARKS.items():
        text = text.replace(name, mark)
    return " ".join(re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text).split())


def _title(text: str) -> str:
    """The organisation, where the page is an export of ours."""
    return _plain(text).removesuffix(_TITLE)


def read_html(file: str, text: str) -> Tables:
    """Raises KnowledgeError where the page holds nothing."""
    try:
        root = page_of(text.encode("utf-8"), "utf-8")
    except TooDeepError as error:
        raise refuse(file, *TOO_DEEP) from error
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise refuse(file, "the page cannot be read", "save it again as HTML") from error
    is_export = any(each.get("name") == "generator" and each.get("content") == "mayi export" for each in root.iter("meta"))
    remarks = [] if is_export else [*told_hidden(root), *write_styles(root)]
    if hidden := hidden_rows(root):
        remarks.append(f"Hidden rows of the page were read as well, what they allow as a review: there are {len(hidden)}.")
    for element in [each for each in root.iter() if is_silent(each)]:
        tell_hidden(element)
        element.drop_tree()
    for element in [each for each in root.iter() if is_struck(each) and next(each.iterancestors("td", "th"), None) is None]:
        if element.tag not in ("td", "th"):
            element.drop_tree()
    tables = []
    _count_spread(file, root)
    for table in root.iter("table"):
        rows = filled(_html_rows(file, table))
        caption = table.find("caption")
        name = words_of(caption) if caption is not None else _heading_above(table)
        tables += [Table(name, rows, table.sourceline or 1)] if rows else []
    keys = [] if is_export else _coloured_lines(file, root)
    tables += [Table("", tuple(keys), keys[0][0].at.line)] if keys else []
    heading = next((words_of(each) for each in root.iter("h1")), "") or next((words_of(each) for each in root.iter("title")), "")
    return Tables(tuple(tables), tuple(_lines(root)), _title(heading), tuple(remarks), is_export)


def _coloured_lines(file: str, root: etree._Element) -> list[tuple[Cell, ...]]:
    """What lines outside tables say of colours: a coloured word, or a coloured sign with words behind it."""
    found = []
    for element in root.iter("span", "i", "b", "em", "strong", "mark", "div", "p", "li", "dt"):
        if not ground_of(element) or next(element.iterancestors("table"), None) is not None:
            continue
        said, behind = words_of(element), " ".join(str(element.tail or "").split())
        at = Citation(file, element.sourceline or 1, 1, (said or behind)[:200])
        row = (Cell(said, at, ground_of(element)), *(() if said else (Cell(behind, at),)))
        found += [row] if is_key(row) else []
    return found


def _heading_above(table: etree._Element) -> str:
    found = table.xpath("preceding::*[self::h1 or self::h2 or self::h3 or self::h4][1]")
    return words_of(found[0]) if found else ""


def _count_spread(file: str, root: etree._Element) -> None:
    """Cells that span others are made cell by cell: a page of some thousands may stand for thousands of millions."""
    spread = 0
    for table in root.iter("table"):
        high = sum(1 for _ in table.iter("tr"))
        for each in table.iter("td", "th"):
            spread += min(_span(each, "colspan"), MAX_COLUMNS) * min(_span(each, "rowspan") or high, high)
    if spread > MAX_CELLS:
        raise refuse(file, f"tables whose cells span {spread:,} cells", f"give the matrix alone: at most {MAX_CELLS:,} cells")


def _html_rows(file: str, table: etree._Element) -> tuple[tuple[Cell, ...], ...]:
    """Cells that span several columns or rows are spread over all of them."""
    grid: dict[tuple[int, int], Cell] = {}
    lines = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    if len(lines) > MAX_ROWS:
        raise refuse(file, f"a table of {len(lines):,} rows", f"give the matrix alone: at most {MAX_ROWS:,} rows")
    for down, row in enumerate(lines):
        across = 0
        for element in (each for each in row if each.tag in ("td", "th")):
            while (down, across) in grid:
                across += 1
            wide = min(_span(element, "colspan"), MAX_COLUMNS - across)
            high = min(_span(element, "rowspan") or len(lines), len(lines) - down)
            cell = cell_of(file, element, ground_of(element) or ground_of(row))
            for x in range(across, across + wide):
                for y in range(down, down + high):
                    at = replace(cell.at, column=x + 1)
                    grid.setdefault((y, x), replace(cell, at=at, spread=(y, x) != (down, across)))
            across += wide
    width = max((column for _, column in grid), default=-1) + 1
    places = [(y, [x for x in range(width) if (y, x) in grid]) for y in range(len(lines))]
    return tuple(
        tuple(grid.get((y, x)) or Cell("", Citation(file, lines[y].sourceline or 1, x + 1)) for x in range(max(found) + 1))
        for y, found in places
        if found
    )


def _span(element: etree._Element, name: str) -> int:
    """How many; 0, "to the end", is for rows alone."""
    text = element.get(name, "1").strip()
    least = 0 if name == "rowspan" else 1
    return max(least, min(int(text), MAX_ROWS)) if text.isdecimal() and len(text) < 8 else 1


def _lines(root: etree._Element) -> Iterator[str]:
    """Each block outside tables that holds no other block."""
    for element in root.iter(*BLOCKS):
        is_outside = next(element.iterancestors("table"), None) is None or element.tag == "caption"
        if is_outside and not any(each is not element and each.tag in (*BLOCKS, "table") for each in element.iter()):
            told = "".join(pieces(element, True))
            told = short_runs(told if told.split() else "".join(pieces(element, False)))
            term = element.getprevious() if element.tag == "dd" else None
            if term is not None and term.tag == "dt":
                yield f"{words_of(term)} = {' '.join(told.split())}"
            yield from filter(None, (" ".join(line.split()) for line in told.split(BREAK)))


_BAR = re.compile(r"(?<!\\)\|")
_RULER = re.compile(r"^\s*(?:\|\s*)?:?-+:?\s*(?:\|\s*:?-+:?\s*)*(?:\|\s*)?$")
_FEWEST = 2
"""Cells of a row."""
_UNSURE = 3
"""Cells from which on a line with bars between them alone is a row as well: "Contact | IT" is none."""
_SHOWN = 60


def is_ruler(line: str) -> bool:
    """Whether it is the line below the head of a table."""
    return bool(_RULER.match(line)) and "-" in line


def is_head(lines: list[str], number: int) -> bool:
    """Whether a table begins on a line."""
    return "|" in lines[number] and number + 1 < len(lines) and is_ruler(lines[number + 1])


def end_of(lines: list[str], start: int, fenced: frozenset[int]) -> int:
    """The number of the first line behind a table with its head on ``start``; it goes on behind empty lines where rows of it
    stand there, indented or not."""
    wide, end = _width(lines[start]), start + 2
    while end < len(lines):
        after = next((at for at in range(end, len(lines)) if lines[at].strip()), len(lines))
        if after == len(lines) or after in fenced or "|" not in lines[after]:
            break
        if after > end and (is_head(lines, after) or not _goes_on(lines[after], wide)):
            break
        end = after + 1
    return end


def check_alone(file: str, lines: list[str], held: Iterable[int], fenced: frozenset[int]) -> None:
    """Raises KnowledgeError for a row that stands in no table: a tool that it forbids would seem to be another's. ``held``: the
    lines of all tables."""
    known = {*held, *fenced}
    for number, line in enumerate(lines):
        if number not in known and _is_row(line) and _width(line) >= _FEWEST and not is_ruler(line):
            what = f"a row stands in no table: “{line.strip()[:_SHOWN]}”"
            do = "put it into its table, with as many columns, or write `|---|---|` below its head"
            raise refuse(file, what, do, number + 1)


def _goes_on(line: str, wide: int) -> bool:
    return _width(line) == wide and (_is_row(line) or wide >= _UNSURE)


def _is_row(line: str) -> bool:
    said = line.strip()
    return len(said) > 1 and said.startswith("|") and said.endswith("|")


def _width(line: str) -> int:
    said = line.strip()
    return len(_BAR.findall(said)) + 1 - said.startswith("|") - (said.endswith("|") and not said.endswith("\\|"))
