"""The styles of a Word document in; what a run of words looks like, and which paragraphs are headings, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.docx.parts import W

_OFF = ("0", "false", "off", "none")
_DEEPEST = 20
"""Styles that one may stand upon; what goes on is a circle."""
_LEVELS = 6
"""Of headings, as HTML has them."""


@dataclass(frozen=True, slots=True)
class Styles:
    """What the document calls its looks."""

    named: dict[str, etree._Element] = field(default_factory=dict)
    """Id -> the style."""

    def chain(self, name: str) -> Iterator[etree._Element]:
        """A style and those that it stands upon."""
        for _ in range(_DEEPEST):
            style = self.named.get(name)
            if style is None:
                return
            yield style
            name = value_of(style, "basedOn")

    def says(self, run: etree._Element, name: str) -> bool:
        """Whether a run of words is so (``vanish``, ``strike``): by itself, or by its style."""
        found = self._own(run, name)
        return found is not None and found.get(f"{W}val", "1") not in _OFF

    def told(self, run: etree._Element, name: str) -> etree._Element | None:
        """The property as the run or its style gives it."""
        return self._own(run, name)

    def _own(self, run: etree._Element, name: str) -> etree._Element | None:
        path = f"{W}rPr/{W}{name}"
        found = run.find(path)
        styles = self.chain(value_of(run, "rPr", "rStyle")) if found is None else ()
        return next((each for style in styles if (each := style.find(path)) is not None), found)

    def hides(self, paragraph: etree._Element) -> bool:
        """Whether a paragraph's style hides its words."""
        looks = (style.find(f"{W}rPr/{W}vanish") for style in self.chain(value_of(paragraph, "pPr", "pStyle")))
        found = next((each for each in looks if each is not None), None)
        return found is not None and found.get(f"{W}val", "1") not in _OFF

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


def styles_of(part: etree._Element | None) -> Styles:
    return Styles({each.get(f"{W}styleId", ""): each for each in part.iter(f"{W}style")} if part is not None else {})


def value_of(element: etree._Element, *path: str) -> str:
    """``w:val`` of what stands below; empty where there is none."""
    found = element.find("/".join(f"{W}{name}" for name in path))
    return str(found.get(f"{W}val", "")) if found is not None else ""
