"""A plain tree of a Word document in; its runs of words with no looks but those that say something, each a style of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of, family_of
from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.docx.plain import is_in_cell
from bot.knowledge.importing.docx.styles import Looks, Styles, is_so
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
