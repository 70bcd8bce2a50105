"""The policy document's file (Word, HTML, Markdown) goes in; its headings, sentences, lists and tables come out.

What is no Markdown becomes it first: that is what the guidance keeps, and what citations point into.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from lxml import etree

from bot.knowledge.faults import Fault, KnowledgeError
from bot.knowledge.importing.cells.raw_tables import MAX_BYTES as MAX_PACKED
from bot.knowledge.importing.cells.raw_tables import check_bounds, check_tags
from bot.knowledge.importing.docx.page import read_word
from bot.knowledge.importing.docx.parts import is_word
from bot.knowledge.importing.formats import PAGES, WORD, what_else
from bot.knowledge.importing.tables.seen import BREAK, is_silent
from bot.knowledge.importing.texts.document import MAX_BYTES, Document, parse
from bot.knowledge.importing.texts.struck import TOO_DEEP, TooDeepError, page_of, short_runs
from bot.policy.words import Citation

_HEADINGS = {f"h{level}": "#" * level for level in range(1, 7)}
_PARTS = {
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "blockquote",
    "figure",
    "figcaption",
    "body",
    "html",
    "form",
}
_LISTS = {"ul", "ol", "dl", "table", "hr", "pre", "nav", "head", *_HEADINGS}
_BLOCKS = _PARTS | _LISTS | {"li", "dt", "dd"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "s": "~~", "strike": "~~"}


def read_document(path: Path) -> Document:
    """Raises KnowledgeError where the file is missing, too large or no text."""
    if not path.is_file():
        raise _refused("I030", path, "there is no such file", "give the path of a Word, Markdown or HTML file")
    suffix = path.suffix.lower()
    most = MAX_PACKED if suffix == WORD else MAX_BYTES  # pictures are most of a Word document
    if path.stat().st_size > most:
        raise _refused("I031", path, "the document is too large", f"give a file below {most:,} bytes")
    raw = path.read_bytes()
    if other := what_else(suffix, raw):
        raise _refused("I032", path, f"this is {other[0]}", other[1])
    if suffix == WORD or is_word(raw):
        page = read_word(path.name, raw)
        return replace(parse(as_markdown(path, page.html.encode())), remarks=page.remarks)
    is_wide = raw.startswith((b"\xff\xfe", b"\xfe\xff"))
    if b"\0" in raw and not is_wide:
        raise _refused("I032", path, "the document is no text", "save it as .docx, as Markdown in UTF-8, or as HTML")
    if suffix in PAGES:
        check_tags(path.name, raw.decode("latin-1"))
        return parse(as_markdown(path, raw))
    try:
        text = raw.decode("utf-16" if is_wide else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused("I032", path, "the document is not UTF-8", "save it as UTF-8") from error
    check_bounds(path.name, text)
    return parse(short_runs(text))


def _refused(code: str, path: Path, what: str, do: str) -> KnowledgeError:
    return KnowledgeError((Fault(code, "fault", Citation(path.name, 1), what, do),))


def as_markdown(path: Path, raw: bytes) -> str:
    """The page as Markdown; what is hidden, and links to other pages beside the text, are left out."""
    try:
        raw.decode("utf-8-sig")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # then it is what the page says of itself
    try:
        root = page_of(raw, encoding)
    except TooDeepError as error:
        raise _refused("I032", path, *TOO_DEEP) from error
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise _refused("I032", path, "the page cannot be read", "save it again as HTML") from error
    for element in [each for each in root.iter() if is_silent(each)]:
        element.drop_tree()
    text = "\n\n".join(_blocks(root)) + "\n"
    check_bounds(path.name, text)
    return short_runs(text)


def _blocks(element: etree._Element) -> Iterator[str]:
    """Each heading, paragraph, list and table as a piece of Markdown. Words between blocks are a paragraph of their own."""
    run = [element.text or ""]
    for child in element:
        if not isinstance(child.tag, str) or child.tag not in _BLOCKS:
            run.append(_inline(child))
        else:
            yield from _paragraph(run)
            run = []
            yield from _block(child)
        run.append(child.tail or "")
    yield from _paragraph(run)


def _block(element: etree._Element) -> Iterator[str]:
    tag = str(element.tag)
    if tag in ("nav", "head", "hr"):
        return
    if tag in _HEADINGS:
        if text := _words(element).replace("*", ""):
            yield f"{_HEADINGS[tag]} {text}"
    elif tag in ("ul", "ol"):
        yield "\n".join(_items(element, 0))
    elif tag == "dl":
        yield "\n".join(_terms(element))
    elif tag == "table":
        yield "\n".join(_rows(element))
    else:
        yield from _blocks(element)


def _paragraph(run: list[str]) -> Iterator[str]:
    """Its lines as they stand: a list that is typed with line breaks is one, as it is in Markdown."""
    if lines := list(filter(None, map(_one_line, "".join(run).split(BREAK)))):
        yield "\n".join(lines)


def _items(element: etree._Element, depth: int) -> Iterator[str]:
    for number, item in enumerate((each for each in element if each.tag == "li"), 1):
        inner = [each for each in item if each.tag in ("ul", "ol")]
        mark = f"{number}." if element.tag == "ol" else "-"
        if words := _words(item, without=inner):
            yield f"{'  ' * depth}{mark} {words}"
        for each in inner:
            yield from _items(each, depth + 1)


def _terms(element: etree._Element) -> Iterator[str]:
    """A list of words with what they mean: ``**Word**: meaning``."""
    word = ""
    for each in element.iter("dt", "dd"):
        if each.tag == "dt":
            word = _words(each).replace("*", "").rstrip(":")
        else:
            yield f"- **{word}**: {_words(each)}" if word else f"- {_words(each)}"


def _rows(table: etree._Element) -> Iterator[str]:
    rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
    lines = [[_words(cell).replace("|", "\\|") for cell in row if cell.tag in ("td", "th")] for row in rows]
    for number, cells in enumerate(lines):
        yield f"| {' | '.join(cells)} |"
        if number == 0:
            yield f"|{'---|' * len(cells)}"


def _words(element: etree._Element, without: list[etree._Element] | None = None) -> str:
    skipped = without or []
    parts = [element.text or ""]
    for child in element:
        parts += ["" if child in skipped else _inline(child), child.tail or ""]
    return _one_line("".join(parts))


def _inline(element: etree._Element) -> str:
    if not isinstance(element.tag, str):
        return ""
    if element.tag in ("br", "del"):
        return BREAK if element.tag == "br" else " "
    if element.tag == "img":
        return str(element.get("alt", ""))
    text = (element.text or "") + "".join(_inline(child) + (child.tail or "") for child in element)
    mark = _MARKS.get(element.tag, "")
    if mark and text.strip():
        before, after = re.match(r"\s*", text), re.search(r"\s*$", text)
        return f"{before[0] if before else ''}{mark}{text.strip()}{mark}{after[0] if after else ''}"
    return f" {text} " if element.tag in _BLOCKS else text


def _one_line(text: str) -> str:
    return " ".join(text.split())
