"""The tree of a Word document in; the same without what nobody reads in it: wrappers, fields, comments, deleted paragraphs."""

from __future__ import annotations

from lxml import etree

from bot.knowledge.importing.cells.raw_tables import refuse
from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.docx.styles import Styles, is_on

_CHOICE = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_BOX = "{http://schemas.microsoft.com/office/word/2010/wordml}checkbox"
_WRAPPERS = ("hyperlink", "smartTag", "customXml", "fldSimple", "dir", "bdo", "ins", "moveTo", "sdt", "sdtContent")
_SILENT = (
    "bookmarkStart", "bookmarkEnd", "commentRangeStart", "commentRangeEnd", "commentReference", "annotationRef", "proofErr",
    "softHyphen", "lastRenderedPageBreak", "permStart", "permEnd", "pPrChange", "rPrChange", "tblPrChange", "trPrChange",
    "tcPrChange", "sectPrChange", "numberingChange", "sdtPr", "sdtEndPr", "smartTagPr", "customXmlPr", "instrText",
    "delInstrText", "fldChar", "footnoteRef", "endnoteRef", "sectPr", "footnotePr", "endnotePr",
)  # fmt: skip
_CHANGED = ("cellIns", "cellDel", "cellMerge")
CHECKED, OPEN = "☑", "☐"
_TICKED = ("1", "true", "on", "")


def make_plain(file: str, root: etree._Element, styles: Styles) -> bool:
    """Changes the tree. Words that tracked changes delete stay in cells alone, within ``w:del``: there they make a doubt. Gives
    whether changes are tracked. Raises KnowledgeError where they are of a table's cells: then nobody knows its columns."""
    if next(root.iter(*(f"{W}{name}" for name in _CHANGED)), None) is not None:
        do = "in Word, accept or reject all changes (Review), save it, and give that"
        raise refuse(file, "tracked changes insert, delete or merge cells of a table, so that its columns are not sure", do)
    _choose(root)
    _lift_boxes(root)
    for element in list(root.iter(f"{W}sdt")):
        _settle_control(element)
    for element in list(root.iter(f"{W}fldChar")):
        _settle_field(element)
    is_tracked = any(True for _ in root.iter(*(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo"))))
    etree.strip_elements(root, *(f"{W}{name}" for name in _SILENT), with_tail=False)
    etree.strip_tags(root, *(f"{W}{name}" for name in _WRAPPERS))
    _delete(root)
    _drop_contents(root, styles)
    for each in list(root.iter(f"{W}ptab")):
        each.tag = f"{W}tab"
        each.attrib.clear()
    return is_tracked


def _drop_contents(root: etree._Element, styles: Styles) -> None:
    """A table of contents says every heading twice; what only looks like a line of one, and says something else, stays."""
    held = list(root.iter(f"{W}p"))
    lines = [each for each in held if styles.name_of(each).startswith("toc ")]
    said = {_letters(each) for each in held if each not in set(lines)} if lines else set()
    for paragraph in lines:
        if not _letters(paragraph) or _letters(paragraph) in said:
            paragraph.getparent().remove(paragraph)


def _letters(paragraph: etree._Element) -> str:
    """What it says without numbers and signs: of itself, of its page."""
    return "".join(c.lower() for each in paragraph.iter(f"{W}t") for c in each.text or "" if c.isalpha())


def _choose(root: etree._Element) -> None:
    """Of what is there twice, for new programs and for old ones, the first that there is."""
    for element in list(root.iter(f"{_CHOICE}AlternateContent")):
        kept = next((each for each in element if len(each)), None)
        place = element.getparent()
        for each in reversed(kept if kept is not None else ()):
            place.insert(place.index(element) + 1, each)
        place.remove(element)


def _lift_boxes(root: etree._Element) -> None:
    """The paragraphs of a text box behind the one that it hangs at."""
    for box in list(root.iter(f"{W}txbxContent")):
        holders = list(box.iterancestors(f"{W}p"))
        if holders:
            for each in reversed(box):
                holders[0].addnext(each)


def _settle_control(control: etree._Element) -> None:
    """A box to tick is its sign; a control that nobody filled in says nothing. One around cells leaves them where they stand,
    empty: without them, the rest of the row stood below the wrong heads."""
    told = control.find(f"{W}sdtPr")
    box = told.find(_BOX) if told is not None else None
    if told is not None and is_on(told.find(f"{W}showingPlcHdr")):
        holds_cells = next(control.iter(f"{W}tc", f"{W}tr"), None) is not None
        for each in list(control.iter(f"{W}r")) if holds_cells else [control]:
            each.getparent().remove(each)
    elif box is not None:
        state = box.find("{*}checked")
        values = list(state.attrib.values()) if state is not None else ["0"]
        signs = list(control.iter(f"{W}t", f"{W}sym"))
        for each in signs[:1]:
            each.tag, each.text = f"{W}t", CHECKED if (values or [""])[0] in _TICKED else OPEN
            each.attrib.clear()


def _settle_field(mark: etree._Element) -> None:
    """A box of a form of the old kind is its sign."""
    box = mark.find(f"{W}ffData/{W}checkBox")
    if box is None or mark.get(f"{W}fldCharType") != "begin":
        return
    state = box.find(f"{W}checked")
    state = box.find(f"{W}default") if state is None else state
    mark.tag, mark.text, mark[:] = f"{W}t", OPEN if state is None or state.get(f"{W}val", "1") not in _TICKED else CHECKED, []
    mark.attrib.clear()


def _delete(root: etree._Element) -> None:
    for row in [each for each in root.iter(f"{W}tr") if each.find(f"{W}trPr/{W}del") is not None]:
        row.getparent().remove(row)
    for element in list(root.iter(f"{W}del", f"{W}moveFrom")):
        if element.getparent().tag in (f"{W}rPr", f"{W}numPr", f"{W}trPr"):
            continue  # of a paragraph's end
        if not is_in_cell(element):
            element.getparent().remove(element)
            continue
        element.tag = f"{W}del"
        for each in element.iter(f"{W}delText"):
            each.tag = f"{W}t"
    for paragraph in [each for each in root.iter(f"{W}p") if each.find(f"{W}pPr/{W}rPr/{W}del") is not None]:
        _join(paragraph)


def _join(paragraph: etree._Element) -> None:
    """A paragraph whose end is deleted goes on in the next, where there is one."""
    after = paragraph.getnext()
    if after is None or after.tag != f"{W}p":
        return
    at = 1 if after.find(f"{W}pPr") is not None else 0
    for each in reversed([each for each in paragraph if each.tag != f"{W}pPr"]):
        after.insert(at, each)
    paragraph.getparent().remove(paragraph)


def is_in_cell(element: etree._Element) -> bool:
    return next(element.iterancestors(f"{W}tc"), None) is not None
