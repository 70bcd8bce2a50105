"""The tree of a Word document in; a plain one out: words without looks, no frames, fields or changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of, family_of
from bot.knowledge.importing.cells.raw_tables import refuse
from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.texts.words import table_words

_FEW = 3
"""More letters than these of a font of pictures are words that somebody meant to read."""
_NO_SIGN = "\N{REPLACEMENT CHARACTER}"
_PICTURES = 0xF000
"""From here on a letter is a picture of its font."""
_SHOWN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object"))


@dataclass(slots=True)
class Marks:
    """What words and cells look like, and which pictures they show: by the names that the page will have for it."""

    styles: Styles
    looks: dict[str, str] = field(default_factory=dict)
    """A look of words as HTML writes it -> its name, ``look1``."""
    pictures: list[str] = field(default_factory=list)
    drawn: int = 0
    """Pictures and drawings outside tables, whose words nobody read."""
    hidden: int = 0
    """Runs of hidden words outside tables, which were left out."""

    def name(self, look: str) -> str:
        return self.looks.setdefault(look, f"look{len(self.looks) + 1}")


def mark_runs(root: etree._Element, marks: Marks) -> None:
    """Changes the tree: hidden words are gone, or in a cell marked as such; symbols are letters."""
    for paragraph in list(root.iter(f"{W}p")):
        around = fill_of(paragraph.find(f"{W}pPr/{W}shd"))
        for run in paragraph.findall(f"{W}r") + paragraph.findall(f"{W}del/{W}r"):
            _mark(run, marks, around)
    etree.strip_tags(root, f"{W}del")


def _mark(run: etree._Element, marks: Marks, around: str) -> None:
    _letters(run)
    _pictures(run, marks)
    looks = marks.styles.looks(run)
    if run.getparent().tag == f"{W}del":
        look = "deleted"
    elif is_so(looks, "vanish"):
        look = "hidden"
    else:
        look = _look(looks, around)
    if look == "hidden" and not is_in_cell(run):
        run.getparent().remove(run)
        marks.hidden += 1
        return
    _write(run, looks, look and marks.name(look))


def _look(looks: Looks, around: str) -> str:
    """The style that HTML would give it. ``around``: the ground of its paragraph."""
    ink, bright = (looks[name].get(f"{W}val", "") if name in looks else "" for name in ("color", "highlight"))
    colour, ground = colour_of(ink), colour_of(bright) or fill_of(looks.get("shd")) or around
    said = (f"color: #{colour}" if family_of(colour) else "", f"background: #{ground}" if ground else "")
    return "; ".join(filter(None, said))


def fill_of(shading: etree._Element | None) -> str:
    """The colour of a ground as ``rrggbb``; empty for none and for white."""
    if shading is None or shading.get(f"{W}val") == "nil":
        return ""
    ground, ink = (shading.get(f"{W}{name}", "auto") for name in ("fill", "color"))
    return colour_of(ink if shading.get(f"{W}val") == "solid" or ground == "auto" else ground)


def _write(run: etree._Element, looks: Looks, name: str) -> None:
    """A run without its looks, but for what the page keeps of them. ``name``: of its look."""
    kept = etree.Element(f"{W}rPr")
    if name:
        etree.SubElement(kept, f"{W}rStyle").set(f"{W}val", name)
    for each in ("b", "i", "strike"):
        if is_so(looks, each) or (each == "strike" and is_so(looks, "dstrike")):
            etree.SubElement(kept, f"{W}{each}")
    if "vertAlign" in looks and looks["vertAlign"].get(f"{W}val") == "superscript":
        kept.append(etree.Element(f"{W}vertAlign", {f"{W}val": "superscript"}))
    for old in run.findall(f"{W}rPr"):
        run.remove(old)
    run.insert(0, kept)


def _letters(run: etree._Element) -> None:
    """Letters of fonts whose letters are pictures become the signs that people see."""
    fonts = run.find(f"{W}rPr/{W}rFonts")
    font = next((str(name).lower() for name in (fonts.attrib.values() if fonts is not None else ()) if _known(name)), "")
    for each in list(run):
        if each.tag == f"{W}sym":
            code = each.get(f"{W}char", "")
            letter = chr(int(code, 16)) if 0 < len(code) <= 4 and all(one in "0123456789abcdefABCDEF" for one in code) else ""
            each.tag, each.text = f"{W}t", _sign(each.get(f"{W}font", "").lower(), letter, True)
        elif each.tag == f"{W}t" and each.text:
            is_sign = bool(font) and len(each.text.strip()) <= _FEW
            each.text = "".join(_sign(font, letter, is_sign) for letter in each.text)
        elif each.tag in (f"{W}noBreakHyphen", f"{W}cr"):
            is_line = each.tag == f"{W}cr"
            each.tag, each.text = (f"{W}br", None) if is_line else (f"{W}t", "-")


def _known(font: str) -> bool:
    return font.lower() in table_words()["letters"]


def _sign(font: str, letter: str, is_sign: bool) -> str:
    """What a letter shows. One that nobody knows is a sign without a meaning, never nothing."""
    is_picture = bool(letter) and _PICTURES <= ord(letter) < _PICTURES + 256
    if not is_picture and (not is_sign or letter.isspace()):
        return letter
    plain = chr(ord(letter) - _PICTURES) if is_picture else letter
    return str(table_words()["letters"].get(font, {}).get(plain, _NO_SIGN))


def _pictures(run: etree._Element, marks: Marks) -> None:
    """A picture in a cell says what it is called, or makes a doubt; one beside the tables says nothing."""
    for shown in [each for each in run.iter(*_SHOWN) if each.getparent() is not None]:
        place = shown.getparent()
        if is_in_cell(run):
            told = next((each.get("descr") or "" for each in shown.iter("{*}docPr")), "")
            marks.pictures.append(" ".join(told.split()))
            place.insert(place.index(shown), bookmark(f"picture{len(marks.pictures) - 1}"))
        elif next(shown.iter(f"{W}txbxContent"), None) is None:
            marks.drawn += 1
        place.remove(shown)


def bookmark(name: str) -> etree._Element:
    """Mammoth keeps these where they stand."""
    return etree.Element(f"{W}bookmarkStart", {f"{W}name": name})


_OFF = ("0", "false", "off", "none")
_SWITCHES = ("strike", "dstrike", "vanish")
_TELLING = (*_SWITCHES, "color", "highlight", "shd")
"""What of a paragraph's style may take back its words; bold and large are headings, which are known otherwise."""
_DEEPEST = 20
"""Styles that one may stand upon; what goes on is a circle."""
_LEVELS = 6
"""Of headings, as HTML has them."""


Looks = dict[str, etree._Element]
"""What a property is called -> the property."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What the document calls its looks."""

    named: dict[str, etree._Element] = field(default_factory=dict)
    """Id -> the style."""
    usual: str = ""
    """Id of the style of paragraphs that name none."""
    defaults: Looks = field(default_factory=dict)
    """How all words look of which nothing else is said."""
    _known: dict[str, Looks] = field(default_factory=dict)

    def chain(self, name: str) -> Iterator[etree._Element]:
        """A style and those that it stands upon."""
        for _ in range(_DEEPEST):
            style = self.named.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, "basedOn")

    def looks(self, run: etree._Element) -> Looks:
        """How a run of words looks, by its paragraph's style, by its own style and by itself, which wins: ``vanish``, ``strike``,
        ``color``. What a paragraph's style switches on, no style of letters switches off: in Word that takes the run itself."""
        around = self._around(next(run.iterancestors(f"{W}p"), run))
        styled = self._styled(value_of(run, "rPr", "rStyle"))
        kept = {name: each for name, each in styled.items() if name not in _SWITCHES or not is_so(around, name)}
        return {**around, **kept, **{str(etree.QName(each).localname): each for each in run.findall(f"{W}rPr/*")}}

    def _around(self, paragraph: etree._Element) -> Looks:
        """What a paragraph's style, or the document, says of all its words that may take back what they say."""
        name = value_of(paragraph, "pPr", "pStyle")
        looks = {**self.defaults, **self._styled(name if name in self.named else self.usual)}
        return {name: looks[name] for name in _TELLING if name in looks}

    def _styled(self, name: str) -> Looks:
        if name not in self._known:
            found: Looks = {}
            for style in self.chain(name):
                for each in style.findall(f"{W}rPr/*"):
                    found.setdefault(str(etree.QName(each).localname), each)
            self._known[name] = found
        return self._known[name]

    def name_of(self, paragraph: etree._Element) -> str:
        """What Word calls a paragraph's style, in small letters: the same in all languages for its own."""
        style = self.named.get(value_of(paragraph, "pPr", "pStyle"))
        return value_of(style, "name").lower() if style is not None else ""

    def headings(self) -> dict[str, int]:
        """Id of a style -> level from 1 on, of those that stand in Word's outline, whatever a company calls them."""
        found = {}
        for name, style in self.named.items():
            levels = (value_of(each, "pPr", "outlineLvl") for each in self.chain(name))
            level = next(filter(None, levels), "")
            if value_of(style, "name").lower() == "title":
                found[name] = 1
            elif level.isdecimal() and int(level) < _LEVELS:
                found[name] = int(level) + 1
        return found


def is_so(looks: Looks, name: str) -> bool:
    """Whether something is switched on."""
    return is_on(looks.get(name))


def is_on(switch: etree._Element | None) -> bool:
    """Whether a property is there and does not say that it is off."""
    return switch is not None and switch.get(f"{W}val", "1") not in _OFF


def styles_of(part: etree._Element | None) -> Styles:
    if part is None:
        return Styles()
    named = {each.get(f"{W}styleId", ""): each for each in part.iter(f"{W}style")}
    kinds = {name: each for name, each in named.items() if each.get(f"{W}type") == "paragraph"}
    usual = next((name for name, each in kinds.items() if each.get(f"{W}default", "0") not in _OFF), "")
    defaults = part.findall(f"{W}docDefaults/{W}rPrDefault/{W}rPr/*")
    return Styles(named, usual, {str(etree.QName(each).localname): each for each in defaults})


def value_of(element: etree._Element, *path: str) -> str:
    """``w:val`` of what stands below; empty where there is none."""
    found = element.find("/".join(f"{W}{name}" for name in path))
    return str(found.get(f"{W}val", "")) if found is not None else ""


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
    said = {_letters_of(each) for each in held if each not in set(lines)} if lines else set()
    for paragraph in lines:
        if not _letters_of(paragraph) or _letters_of(paragraph) in said:
            paragraph.getparent().remove(paragraph)


def _letters_of(paragraph: etree._Element) -> str:
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
