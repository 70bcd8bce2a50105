"""The styles of a Word document in; what a run of words looks like, and which paragraphs are headings, out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from bot.knowledge.importing.docx.parts import W

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
