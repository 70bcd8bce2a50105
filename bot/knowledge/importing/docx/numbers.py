"""The tree of a Word document and its numberings in; the words that a numbering shows before its paragraphs written there out."""

from __future__ import annotations

import re

from lxml import etree

from bot.knowledge.importing.docx.parts import W
from bot.knowledge.importing.docx.styles import Styles, value_of
from bot.knowledge.importing.texts.words import table_words

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
