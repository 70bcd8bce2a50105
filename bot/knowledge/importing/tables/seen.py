"""An element of a page in; what a reader sees and hears of it out: words, pictures, colours, what is struck through."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of
from bot.knowledge.importing.cells.raw_tables import HIDDEN, Cell
from bot.knowledge.importing.texts.struck import short_runs
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
_SAID = 3
"""Words of what says something."""
_QUOTED = 80
BREAK = "\v"
"""Where a line ends within a block."""


def is_silent(element: etree._Element) -> bool:
    """Whether a reader of the page sees or hears nothing of it."""
    if not isinstance(element.tag, str):
        return element.getparent() is not None
    style = element.get("style", "").replace(" ", "").lower()
    is_hidden = "hidden" in element.attrib or "display:none" in style or "visibility:hidden" in style
    return element.getparent() is not None and (element.tag in _SILENT or is_hidden)


def hidden_rows(root: etree._Element) -> list[etree._Element]:
    """Rows that a page hides until somebody opens or filters something, each ready to be read as one that is seen. What stands in
    a head, says one thing alone, or is there twice, is none."""
    found = []
    for table in root.iter("table"):
        rows = [row for row in table.iter("tr") if next(row.iterancestors("table")) is table]
        known = {_said_in(row) for row in rows if not is_silent(row)}
        for row in rows if known else ():
            said = _said_in(row)
            is_of_body = next(row.iter("td"), None) is not None and len(set(filter(None, said))) > 1
            if is_silent(row) and is_of_body and said not in known:
                known.add(said)
                found.append(row)
    for row in found:
        row.attrib.pop("hidden", None)
        row.attrib.pop("style", None)
        row.set(HIDDEN, "")
    return found


def _said_in(row: etree._Element) -> tuple[str, ...]:
    return tuple(" ".join(str(cell.text_content()).split()) for cell in row.iterchildren("td", "th"))


def told_hidden(root: etree._Element) -> list[str]:
    """A sentence for the list of what to confirm where a page hides words of its text by itself."""
    said = [words for each in root.iter() if _hides(each) and len((words := words_of(each)).split()) >= _SAID]
    return [f"Hidden words of the page were not read, in places: {len(said)}, among them “{said[0][:_QUOTED]}”."] if said else []


def _hides(element: etree._Element) -> bool:
    """Whether words that nobody sees begin with an element, and are neither told already nor read as a row."""
    if not isinstance(element.tag, str) or element.tag in _SILENT or HIDDEN in element.attrib or not is_silent(element):
        return False
    is_row = element.tag == "tr" and len(set(filter(None, _said_in(element)))) > 1
    return not is_row and not any(each.tag in ("td", "th", "nav") or is_silent(each) for each in element.iterancestors())


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
        doubt=_why_unsure(element, shows and not text),
    )


def _why_unsure(element: etree._Element, is_picture: bool) -> str:
    """Why a person should look at a cell."""
    if element.getparent() is not None and HIDDEN in element.getparent().attrib:
        return "its row is hidden"
    return "it shows a picture or a box without words" if is_picture else ""


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
    if element.tag == "li" and element.getprevious() is not None:
        return f"; {text}"  # the things of a list are no sentence
    return " " + text if element.tag in BLOCKS else text
