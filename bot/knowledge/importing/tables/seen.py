"""An element of a page in; what a reader sees and hears of it out: words, pictures, colours, what is struck through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of
from bot.knowledge.importing.cells.raw_tables import Cell
from bot.knowledge.importing.texts.runs import short_runs
from bot.policy.words import Citation

_BACKGROUND = re.compile(r"background(?:-color)?\s*:\s*([^;!]+)", re.IGNORECASE)
_LETTERS = re.compile(r"(?:^|;)\s*color\s*:\s*([^;!]+)", re.IGNORECASE)
_SHOWN = {"img", "svg", "input", "canvas", "picture", "object"}
"""What shows something that is no word."""
BLOCKS = {
    "p",
    "li",
    "dt",
    "dd",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "caption",
    "figcaption",
    "div",
    "footer",
    "section",
    "aside",
}
_SILENT = {"script", "style", "template", "noscript"}
_MARK = re.compile(r"\d{1,2}|[a-z]|[*†‡§]{1,3}")
BREAK = "\v"
"""Where a line ends within a block."""


def is_silent(element: etree._Element) -> bool:
    """Whether a reader of the page sees or hears nothing of it."""
    if not isinstance(element.tag, str):
        return element.getparent() is not None
    style = element.get("style", "").replace(" ", "").lower()
    is_hidden = "hidden" in element.attrib or "display:none" in style or "visibility:hidden" in style
    return element.getparent() is not None and (element.tag in _SILENT or is_hidden)


def tell_hidden(element: etree._Element) -> None:
    """Words that a page hides in a cell until somebody points there become the cell's comment: they may be its condition."""
    cell = next(element.iterancestors("td", "th"), None)
    said = words_of(element) if isinstance(element.tag, str) and element.tag not in _SILENT else ""
    if cell is not None and said:
        cell.set("title", " ".join(filter(None, (cell.get("title"), said))))


def cell_of(file: str, element: etree._Element, fill: str) -> Cell:
    """What a reader sees in the cell, and what a pointer or a reader's voice tells of it."""
    struck = [each for each in element.iter() if is_struck(each)]
    gone = " ".join(words_of(each) for each in struck if not any(is_struck(above) for above in each.iterancestors()))
    for each in struck:
        if each is element:
            each.text, each[:] = "", []
        else:
            each.drop_tree()
    inner = list(element.iter())
    grounds = [found for each in inner if each is not element and (found := ground_of(each))]
    inks = [found for each in inner if (found := _colour(each, _LETTERS, "color"))]
    told = (" ".join(each.get(name, "").split()) for each in inner if not _leads_on(each) for name in ("title", "aria-label"))
    text = words_of(element)
    shows = any(each.tag in _SHOWN or (each.tag in ("i", "span") and each.get("class")) for each in inner)
    return Cell(
        text,
        Citation(file, element.sourceline or 1, 1, (text or gone)[:200]),
        fill or next(iter(grounds), ""),
        " ".join(dict.fromkeys(note for note in told if note and note != text)),
        ink=next(iter(inks), ""),
        struck=gone,
        doubt="it shows a picture or a box without words" if shows and not text else "",
    )


def _leads_on(element: etree._Element) -> bool:
    """Whether what it is called is a picture's word or a link's, and nothing about the cell."""
    return element.tag == "img" or any(each.tag in ("a", "sup") for each in (element, *element.iterancestors()))


def is_struck(element: etree._Element) -> bool:
    return element.tag in ("s", "del", "strike") or "line-through" in element.get("style", "").lower()


def ground_of(element: etree._Element) -> str:
    return _colour(element, _BACKGROUND, "bgcolor")


def _colour(element: etree._Element, style: re.Pattern[str], attribute: str) -> str:
    found = style.search(element.get("style", "")) if isinstance(element.tag, str) else None
    return colour_of(found[1] if found else element.get(attribute, ""))


def words_of(element: etree._Element) -> str:
    """What a reader sees or hears: words, the names of pictures, footnote marks. Marks for the eye count where no word does."""
    told = " ".join("".join(pieces(element, True)).split())
    return short_runs(told or " ".join("".join(pieces(element, False)).split()))


def pieces(element: etree._Element, heard: bool) -> Iterator[str]:
    """The words in order. ``heard``: without parts that are for the eye alone."""
    quiet: etree._Element | None = None
    for event, each in etree.iterwalk(element, events=("start", "end")):
        if not isinstance(each.tag, str):
            continue
        if event == "start":
            if heard and quiet is None and each is not element and each.get("aria-hidden") == "true":
                quiet = each
            if quiet is None:
                yield _own(each)
            continue
        quiet = None if each is quiet else quiet
        if quiet is None and each is not element and each.tail:
            yield " " + each.tail if each.tag in BLOCKS else each.tail


def _own(element: etree._Element) -> str:
    """What stands in an element before its first part."""
    text = str(element.text or "")
    if element.tag == "br":
        return BREAK
    if element.tag == "img":
        return str(element.get("alt", ""))
    if _MARK.fullmatch(text.strip()) and (element.tag == "sup" or next(element.iterancestors("sup"), None) is not None):
        return f" [{text.strip()}]"
    return " " + text if element.tag in BLOCKS else text
