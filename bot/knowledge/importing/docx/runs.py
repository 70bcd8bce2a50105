"""A plain tree of a Word document in; its runs of words with no looks but those that say something, each a style of its own."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.cells.hues import colour_of, family_of
from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.docx.plain import is_in_cell
from bot.knowledge.importing.docx.styles import Styles, value_of
from bot.knowledge.importing.texts.words import table_words

_FEW = 3
"""More letters than these of a font of pictures are words that somebody meant to read."""
_NO_SIGN = "\N{REPLACEMENT CHARACTER}"
_PICTURES = 0xF000
"""From here on a letter is a picture of its font."""
_SHOWN = tuple(f"{W}{name}" for name in ("drawing", "pict", "object"))
_LOOKS = ("b", "i")


@dataclass(slots=True)
class Marks:
    """What words and cells look like, and which pictures they show: by the names that the page will have for it."""

    styles: Styles
    looks: dict[str, str] = field(default_factory=dict)
    """A look as HTML writes it -> its name, ``look1``."""
    pictures: list[str] = field(default_factory=list)
    hidden: int = 0
    """Runs of hidden words outside tables, which were left out."""

    def name(self, look: str) -> str:
        return self.looks.setdefault(look, f"look{len(self.looks) + 1}")


def mark_runs(root: etree._Element, marks: Marks) -> None:
    """Changes the tree: hidden words are gone, or in a cell marked as such; symbols are letters."""
    for run in list(root.iter(f"{W}r")):
        _letters(run)
        _pictures(run, marks)
        look = _look(run, marks.styles)
        if look == "hidden" and not is_in_cell(run):
            run.getparent().remove(run)
            marks.hidden += 1
            continue
        _write(run, look, marks)
    etree.strip_tags(root, f"{W}del")


def _look(run: etree._Element, styles: Styles) -> str:
    """``deleted``, ``hidden``, or the style that HTML would give it."""
    paragraph = next(run.iterancestors(f"{W}p"), None)
    if next(run.iterancestors(f"{W}del"), None) is not None:
        return "deleted"
    if styles.says(run, "vanish") or (paragraph is not None and styles.told(run, "vanish") is None and styles.hides(paragraph)):
        return "hidden"
    ink = styles.told(run, "color")
    colour = colour_of(ink.get(f"{W}val", "")) if ink is not None else ""
    around = paragraph.find(f"{W}pPr/{W}shd") if paragraph is not None else None
    ground = colour_of(value_of(run, "rPr", "highlight")) or fill_of(styles.told(run, "shd")) or fill_of(around)
    said = (f"color: #{colour}" if family_of(colour) else "", f"background: #{ground}" if ground else "")
    return "; ".join(filter(None, said))


def fill_of(shading: etree._Element | None) -> str:
    """The colour of a ground as ``rrggbb``; empty for none and for white."""
    if shading is None or shading.get(f"{W}val") == "nil":
        return ""
    ground, ink = (shading.get(f"{W}{name}", "auto") for name in ("fill", "color"))
    return colour_of(ink if shading.get(f"{W}val") == "solid" or ground == "auto" else ground)


def _write(run: etree._Element, look: str, marks: Marks) -> None:
    """A run without its look, but for what the page keeps of it."""
    styles = marks.styles
    kept = etree.Element(f"{W}rPr")
    if look:
        etree.SubElement(kept, f"{W}rStyle").set(f"{W}val", marks.name(look))
    for name in _LOOKS:
        if styles.says(run, name):
            etree.SubElement(kept, f"{W}{name}")
    if styles.says(run, "strike") or styles.says(run, "dstrike"):
        etree.SubElement(kept, f"{W}strike")
    raised = styles.told(run, "vertAlign")
    if raised is not None and raised.get(f"{W}val") == "superscript":
        kept.append(etree.Element(f"{W}vertAlign", {f"{W}val": "superscript"}))
    for each in run.findall(f"{W}rPr"):
        run.remove(each)
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
        place.remove(shown)


def bookmark(name: str) -> etree._Element:
    """Mammoth keeps these where they stand."""
    return etree.Element(f"{W}bookmarkStart", {f"{W}name": name})
