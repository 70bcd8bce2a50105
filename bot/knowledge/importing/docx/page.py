"""A Word document's bytes in; a page of HTML out that is read as any other, and what a person should know of it.

Mammoth makes the page. It keeps no colours, no hidden or deleted words and no places of cells, so these are marked before.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree
from lxml import html as parser

from bot.knowledge.importing.cells.raw_tables import HIDDEN, MAX_COLUMNS, MAX_ROWS, refuse
from bot.knowledge.importing.docx.parts import Parts, W, open_parts
from bot.knowledge.importing.docx.runs import Marks, Styles, bookmark, fill_of, is_on, make_plain, mark_runs, styles_of, value_of
from bot.knowledge.importing.texts.struck import page_of
from bot.knowledge.importing.texts.words import table_words

_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)
_TAGS = {"deleted": "del", "hidden": "span"}
_MARK = re.compile(r"\[?(\d{1,2}|[a-z]|[*†‡§]{1,3})\]?")
_LINES = {"p", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6"}
"""What stands on a line of its own: citations count these from the top."""
_NOTE = "-ref-"
_SHORT = 60
_MOST_LOOKS = 500
_MOST_RUNS = 30_000
"""Pieces of text that look alike; a policy of a hundred pages has some thousands."""
MOST = 8_000_000
"""Bytes of a document without its looks: what is longer would take minutes, and nobody could look it through."""


@dataclass(frozen=True, slots=True)
class Page:
    """What a Word document says."""

    html: str
    remarks: tuple[str, ...] = ()
    """Sentences for the list of what to confirm."""


def read_word(file: str, raw: bytes) -> Page:
    """Line N of the page is the Nth paragraph or row of a table. Raises KnowledgeError where it cannot be read."""
    import mammoth  # noqa: PLC0415 - nothing else needs it, and each start would wait for it

    parts = open_parts(file, raw)
    runs = sum(1 for root in (parts.body, *parts.others.values()) for _ in root.iter(f"{W}r"))
    if runs > _MOST_RUNS:
        raise refuse(file, f"the document has {runs:,} pieces of text", f"give the policy alone: at most {_MOST_RUNS:,}")
    styles = styles_of(parts.others.get("styles"))
    marks, is_tracked = Marks(styles), False
    for root in (parts.body, *(parts.others[name] for name in ("footnotes", "endnotes") if name in parts.others)):
        is_tracked |= make_plain(file, root, styles)
        write_numbers(root, parts.others.get("numbering"), styles)
        mark_runs(root, marks)
        mark_tables(file, root, marks)
    _check_formulas(file, [parts.body, *parts.others.values()])
    said = [str(each.text) for each in parts.body.iter(f"{W}t") if each.text]
    if len(marks.looks) > _MOST_LOOKS:
        raise refuse(file, f"the document is written in {len(marks.looks):,} looks", "give it without its colours")
    looks = [f"r.{name} => {_TAGS.get(look, 'span')}.{name}" for look, name in marks.looks.items()]
    _name_headings(parts, styles.headings())
    try:
        made = mammoth.convert_to_html(_packed(file, parts), style_map="\n".join(looks))
        root = page_of(f"<html><body>{made.value or '<p></p>'}</body></html>".encode(), "utf-8")
    except (etree.ParserError, KeyError, ValueError, TypeError, AttributeError, IndexError, OSError, RecursionError) as error:
        # what a damaged document ends in
        raise refuse(file, "the Word document cannot be read", "save it again in Word as .docx, or as HTML") from error
    _check_whole(file, said, str(root.text_content()))
    _finish(root, marks)
    return Page(_written(root), tuple(_remarks(parts, is_tracked, marks)))


def _name_headings(parts: Parts, levels: dict[str, int]) -> None:
    """A company's own headings are called as Word calls its own: those mammoth knows."""
    for style in parts.others["styles"].iter(f"{W}style") if levels else ():
        name, level = style.find(f"{W}name"), levels.get(style.get(f"{W}styleId", ""))
        if level and name is not None:
            name.set(f"{W}val", f"heading {level}")


def _packed(file: str, parts: Parts) -> io.BytesIO:
    """A document of what is read alone, where mammoth looks for it."""
    body = etree.Element(f"{W}document")
    body.append(parts.body)
    texts = {"document": body, **parts.others}
    out, size = io.BytesIO(), 0
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        for name, root in texts.items():
            written = etree.tostring(root, encoding="utf-8")
            size += len(written) if name != "styles" else 0
            archive.writestr(f"word/{name}.xml", written)
    if size > MOST:
        raise refuse(file, f"the document has {size:,} bytes of text and tables", f"give the policy alone: at most {MOST:,}")
    return out


def _check_formulas(file: str, roots: list[etree._Element]) -> None:
    """Formulas are written in another language than words, and nothing reads them."""
    letters = (each for root in roots for each in root.iter("{*}t") if str(etree.QName(each).namespace).endswith("/math"))
    if formula := next((str(each.text) for each in letters if (each.text or "").strip()), ""):
        what = f"the Word document holds a formula, which cannot be read: “{formula.strip()[:_SHORT]}”"
        raise refuse(file, what, "in Word, write the formula as plain text, and save it")


def _check_whole(file: str, said: list[str], page: str) -> None:
    """Every word of the document is on the page, or it is refused: a sentence that got lost may have been a ban."""
    shown = "".join(page.split())
    lost = Counter("".join("".join(said).split())) - Counter(shown)
    if lost:
        words = next((text for text in said if "".join(text.split()) not in shown), "".join(lost))
        what = f"some words of the Word document cannot be read, among them “{words.strip()[:_SHORT]}”"
        raise refuse(file, what, "save it in Word as a web page (filtered), and give the .html")


def _finish(root: etree._Element, marks: Marks) -> None:
    """Marks become what they stand for; notes stand in the sentence that they belong to, or below the tables."""
    looks = {name: look for look, name in marks.looks.items()}
    for element in list(root.iter("span", "del")):
        look = looks.get(element.get("class", ""), "")
        if look and look not in _TAGS:
            element.set("style", look)
        elif look == "hidden":
            element.set("style", "display:none")
            element.set(HIDDEN, "")
        element.attrib.pop("class", None)
    for element in list(root.iter("a")):
        name = element.get("id", "")
        if name.startswith("ground-"):
            next(element.iterancestors("td", "th")).set("style", f"background: #{name.removeprefix('ground-')}")
        if name.startswith("picture"):
            element.tag = "img"
            element.attrib.clear()
            element.set("alt", marks.pictures[int(name.removeprefix("picture"))])
        elif _NOTE not in name and _NOTE not in element.get("href", ""):
            element.drop_tag()
    _place_notes(root)
    for element in list(root.iter("sup")):
        found = _MARK.fullmatch(element.text_content().strip())
        block = next(element.iterancestors("p", "td", "th", "li"), None)
        starts = block is not None and not (block.text or "").strip() and block[:1] == [element]
        if found and (starts or next(element.iterancestors("td", "th"), None) is not None):
            element.text, element[:] = f" [{found[1]}] ", []
            element.drop_tag()


def _place_notes(root: etree._Element) -> None:
    notes = {each.get("id", ""): each for each in root.iter("li") if each.get("id")}
    below: list[str] = []
    for reference in [each for each in root.iter("a") if _NOTE in each.get("id", "")]:
        note = notes.get(reference.get("href", "")[1:])
        text = " ".join(note.text_content().replace("↑", "").split()) if note is not None else ""
        mark, number = reference.getparent(), str(reference.text_content())
        if next(reference.iterancestors("td", "th"), None) is not None:
            below.append(f"{number} {text}")
            continue
        heading = next(reference.iterancestors("h1", "h2", "h3", "h4", "h5", "h6"), None)
        if heading is not None:
            heading.addnext(_paragraph(text))
        mark.text, mark[:] = ("" if heading is not None else f" ({text})"), []
        mark.drop_tag()
    holder = next((each.getparent() for each in notes.values()), None)
    if holder is not None:
        for text in reversed(below):
            holder.addnext(_paragraph(text))
        holder.getparent().remove(holder)


def _paragraph(text: str) -> etree._Element:
    element = parser.Element("p")
    element.text = text
    return element


def _written(root: etree._Element) -> str:
    """A line for each paragraph and row."""
    for element in [each for each in root.iter() if each.tag in _LINES]:
        if next(element.iterancestors("td", "th"), None) is None:
            before, above = element.getprevious(), element.getparent()
            if before is not None:
                before.tail = f"{before.tail or ''}\n"
            elif above.tag not in _LINES:
                above.text = f"{above.text or ''}\n"
    text = str(parser.tostring(root, encoding="unicode"))
    return text.replace("<body>\n", "<body>", 1)


def _remarks(parts: Parts, is_tracked: bool, marks: Marks) -> Iterator[str]:
    if is_tracked:
        yield (
            "The Word document has tracked changes: what they delete was not read, and what they insert was, as if it held. "
            "Accept or reject them in Word, and import it again."
        )
    if parts.comments:
        yield f"Comments of the Word document were not read: there are {parts.comments}."
    if parts.margins:
        yield "Headers and footers of the Word document hold words, which were not read: look whether they say what holds."
    if marks.drawn:
        yield f"Pictures and drawings of the Word document were not read: there are {marks.drawn}."
    if marks.hidden:
        yield "Hidden words of the Word document were not read."


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


_PLACE = re.compile(r"\s*%\d\s*")
_WORD = re.compile(r"[^\W\d_]{3,}")
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"

Levels = dict[tuple[str, str], str]
"""Id of a numbering and level -> its words."""


def write_numbers(root: etree._Element, numbering: etree._Element | None, styles: Styles) -> None:
    """Changes the tree. "Forbidden 1: Patient data" is no leave for patient data; "Article 1" and the like say nothing."""
    levels = _levels(numbering) if numbering is not None else {}
    for paragraph in list(root.iter(f"{W}p")) if levels else ():
        words = _words_of(paragraph, levels, styles)
        if not words:
            continue
        run = etree.Element(f"{W}r")
        text = etree.SubElement(run, f"{W}t")
        text.text = f"{words} "
        text.set(_SPACE, "preserve")
        paragraph.insert(1 if paragraph.find(f"{W}pPr") is not None else 0, run)


def _words_of(paragraph: etree._Element, levels: Levels, styles: Styles) -> str:
    told = [paragraph, *styles.chain(value_of(paragraph, "pPr", "pStyle"))]
    number = next(filter(None, (value_of(each, "pPr", "numPr", "numId") for each in told)), "")
    level = next(filter(None, (value_of(each, "pPr", "numPr", "ilvl") for each in told)), "0")
    return levels.get((number, level), "")


def _levels(numbering: etree._Element) -> Levels:
    whole: dict[str, dict[str, str]] = {}
    for kind in numbering.iter(f"{W}abstractNum"):
        whole[kind.get(f"{W}abstractNumId", "")] = _said(kind)
    found: Levels = {}
    for used in numbering.iter(f"{W}num"):
        said = {**whole.get(value_of(used, "abstractNumId"), {}), **_said(used)}
        found |= {(used.get(f"{W}numId", ""), level): words for level, words in said.items()}
    return found


def _said(kind: etree._Element) -> dict[str, str]:
    """Level -> its words, where they say something."""
    idle = table_words()["parts_of_documents"]
    found = {}
    for level in kind.iter(f"{W}lvl"):
        words = " ".join(_PLACE.sub(" ", value_of(level, "lvlText")).split()).replace(" :", ":").replace(" .", ".")
        said = _WORD.findall(words.lower())
        if said and any(word not in idle for word in said):
            found[level.get(f"{W}ilvl", "0")] = words
    return found
