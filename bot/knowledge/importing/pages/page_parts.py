"""The lines of a page in; the data that it lists for a tool, or for a colour, out, each with all that narrows it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.pages.level_words import MARK
from bot.knowledge.importing.pages.list_leads import BELOW, BULLET, HEADING, lead_of
from bot.knowledge.importing.pages.page_labels import Label, is_no, label_of, limits, signed_of
from bot.knowledge.importing.pages.page_sections import Item, Part, Section
from bot.knowledge.importing.pages.page_tools import (
    about,
    approves,
    begun,
    is_for_all,
    is_for_some,
    is_free_of_limits,
    is_plain,
    is_use,
    kind_of,
    names_of,
    tone,
    tools_of,
    tools_of_sentence,
    whole_bans,
)
from bot.knowledge.importing.pages.products import is_name, names_product
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import has_word, table_words, tokens

_BOLD = re.compile(r"^(?:[^\w\s*]+\s*)?(?:\*\*|__)(?P<text>[^*_]+)(?:\*\*|__)\s*:?$")
_RULE = re.compile(r"^\s*(?:[-*_]\s*){3,}$")
_MARKS = re.compile(r"\*\*|__|`")
_LABEL = re.compile(r"^(?P<label>[^:]{1,90}?)\s*:\s+(?P<rest>\S.*)$")
_NAMED = re.compile(r"^(?P<label>.{1,60}?)\s+[–—-]\s+(?P<rest>\S.*)$")
_BOLD_LEVEL = 8
"""Of a line in bold that names a tool: below every heading, above labels."""
_SHORT, _ABOUT = 5, 6


@dataclass(slots=True)
class _Above:
    """A heading, a line in bold or a bullet that stands above the next lines."""

    level: int
    text: str
    section: Section | None = None
    part: Part | None = None
    is_use: bool = False
    kind: str = ""
    """``who``, ``about`` or ``uses``: what stands below is no list of data."""


class Page:
    """Reads line after line."""

    def __init__(self) -> None:
        self.parts: list[Part] = []
        self.sections: list[Section] = []
        self.tools: dict[str, list[str]] = {}
        """Tools that the page approves without a word on the data."""
        self.beside: list[str] = []
        """Sentences that stand in no section."""
        self.of_use: list[str] = []
        """Sentences beside those tools that narrow."""
        self.is_odd = False
        """Whether a tool stands in a list of data: nobody knows what is meant."""
        self.title = ""
        self._above: list[_Above] = []
        self._last: tuple[int, Item | None] = (0, None)

    def read(self, lines: list[str]) -> None:
        is_fenced = False
        for number, raw in enumerate(lines, 1):
            is_fenced ^= raw.lstrip().startswith(("```", "~~~"))
            line = raw.rstrip()
            if is_fenced or not line.strip():
                continue
            if heading := HEADING.match(line):
                self._begin(len(heading["level"]), _bare(heading["text"]), number)
            elif bold := _BOLD.match(line.strip()):
                is_tool = names_product(bold["text"]) and not label_of(_bare(line))
                self._begin(_BOLD_LEVEL if is_tool else BELOW, _bare(line), number)
            elif _RULE.match(line):
                self._above = [one for one in self._above if one.level < _BOLD_LEVEL]
            elif bullet := BULLET.match(line):
                self._bullet(len(bullet["indent"]), _bare(bullet["text"]), number)
            elif line.strip().endswith(":"):
                self._begin(BELOW, _bare(line), number)
            else:
                self._text(_bare(line.strip().lstrip("> ")), number)

    def _begin(self, level: int, text: str, number: int) -> None:
        """A heading ends what stood below one as high."""
        is_first = not self.title
        self.title = self.title or text
        self._above = [one for one in self._above if one.level < level]
        self._last = (0, None)
        above = _Above(level, text)
        label = label_of(text)
        if label:
            self._open(label, above, number)
        elif not is_first and (names := names_of(text)) and (level < _BOLD_LEVEL or names_product(text) or is_name(text)):
            section = Section(names, number, is_sure=bool(tools_of(text)) or is_name(text))
            self._doubt(section, text)
            self.sections.append(section)
            above.section = section
        elif self._section() and level <= BELOW:
            above.kind = kind_of(text)
            if not above.kind:
                self._tell(text, number)
        elif (part := self._part_above()) is not None and not (is_use(text) and is_free_of_limits(text)):
            part.told.append(text)
        is_free = not label and above.section is None
        above.is_use = is_free and (is_use(text) if self._part_above() else approves(text))
        self._above.append(above)

    def _open(self, label: Label, above: _Above, number: int) -> None:
        above.part = Part(label, self._section(), number)
        told = (one.text for one in self._above if one.text != self.title and not one.part and not one.is_use)
        above.part.told = [] if above.part.of else [one for one in told if not is_plain(one)]
        self.parts.append(above.part)

    def _doubt(self, section: Section, text: str) -> None:
        """What the heading of a tool, and those above it, say of when and for whom it is."""
        for one in [*(above.text for above in self._above if above.text != self.title), text]:
            lead = lead_of(one, BELOW)
            if lead and lead.effect == "deny":
                section.bans.append(one)
            elif limits(one) or "<" in one or MARK.search(one):
                section.doubts.append(one)
            elif is_for_some(one):
                section.asks.append(one)

    def _section(self) -> Section | None:
        return next((one.section for one in reversed(self._above) if one.section), None)

    def _part_above(self) -> Part | None:
        """The list that is going on: of the nearest tool, or of a colour above it."""
        section = self._section()
        return next((one.part for one in reversed(self._above) if one.part and one.part.of in (None, section)), None)

    def _part(self) -> Part | None:
        part, section = self._part_above(), self._section()
        if part and part.of is None and section is not None:  # a tool's heading below a colour's
            part = Part(part.label, section, part.line, told=part.told)
            self._above[-1].part = part
            self.parts.append(part)
        return part

    def _bullet(self, indent: int, said: str, number: int) -> None:
        """A thing of a list, what is asked for one, or a label or a tool of those below."""
        if self._last[1] and indent > self._last[0]:
            self._last[1].notes.append(said)
            return
        level = BELOW + 1 + indent
        self._above = [one for one in self._above if one.level < level]
        self._last = (0, None)
        found = _LABEL.match(said)
        if found and (label_of(found["label"]) or self._is_use_of(found)):
            self._text(said, number)
        elif (label := label_of(said)) and said.endswith(":"):
            above = _Above(level, said)
            self._open(label, above, number)
            self._above.append(above)
        elif self._use() and self._takes_tools(said):
            return
        elif self._section() and not self._part_above() and signed_of(said):
            self._text(said, number)
        elif (part := self._part()) is not None:
            self._item(part, indent, said, number)
        elif not self._section() and names_of(said.rstrip(":")):
            self._begin(level, said.rstrip(":"), number)
        else:
            self._text(said, number)

    def _item(self, part: Part, indent: int, said: str, number: int) -> None:
        is_tool = names_product(said) and len(tokens(said)) <= _SHORT
        if is_tool and part.of is None and part.label.effect == "deny":
            return  # "Not approved", and a list of tools
        self.is_odd = self.is_odd or is_tool
        part.items.append(Item(said, number))
        self._last = (indent, part.items[-1])

    def _use(self) -> bool:
        return bool(self._above) and any(one.is_use for one in self._above)

    def _takes_tools(self, said: str) -> bool:
        """Whether a line below "Tools" names some."""
        found = _LABEL.match(said) or _NAMED.match(said)
        names, note = (found["label"], [found["rest"]]) if found else (said, [])
        tools = tools_of(names)
        if not tools:
            return False
        part = self._part()
        kept = self.tools if part is None else part.tools
        note = note if any(map(limits, note)) or any(map(is_for_some, note)) else []
        heads = [names, *(one.text for one in self._above if one.is_use)]
        note += [one for one in heads if not is_free_of_limits(one)]
        for name in tools:
            kept.setdefault(name, []).extend(note)
        return True

    def _is_use_of(self, found: re.Match[str]) -> bool:
        return is_use(found["label"]) and bool(tools_of(found["rest"]))

    def _text(self, said: str, number: int) -> None:
        """Labels with their list behind them, and what is said beside the lists."""
        self._last = (0, None)
        part: Part | None = None
        for whole in statements_of(said):
            for clause in re.split(r"\s*;\s*", whole):
                part = self._clause(clause, number, part)

    def _clause(self, said: str, number: int, part: Part | None) -> Part | None:
        """``part``: the list that the line began with, which its other sentences are said of."""
        found, signed = _LABEL.match(said), signed_of(said)
        label = label_of(found["label"]) if found else None
        if found and label is not None:
            signed = label, found["rest"]
        if signed is not None:
            above = _Above(BELOW, said)
            self._open(signed[0], above, number)
            part = self.parts[-1]
            part.texts.append(Item(signed[1], number))
        elif found and self._is_use_of(found) and (self._part_above() or is_no(found["label"]) or approves(found["label"])):
            self._take_use(found["label"], found["rest"], said)
        elif part is not None:
            part.texts.append(Item(said, number))
        else:
            kind = kind_of(found["label"]) if found else ""
            told = found["rest"] if found and kind else said
            kind = kind or (self._above[-1].kind if self._above else "")
            if kind == "who":
                self._tell_who(told)
            elif kind:
                self._tell_about(told, kind)
            else:
                self._tell(said, number)
        return part

    def _take_use(self, head: str, rest: str, said: str) -> None:
        part = self._part()
        tools = tools_of(rest)
        only = has_word(said, table_words()["only"])
        asides = [aside for aside in re.findall(r"\(([^()]*)\)", rest) if limits(aside) or is_for_some(aside)]
        if is_no(said) and part is not None:
            part.told.append(said)
        elif is_no(said):
            return
        elif part is None:
            for name in tools:
                self.tools.setdefault(name, []).extend(asides)
        else:
            part.is_only = part.is_only or bool(only)
            for name in tools:
                part.tools.setdefault(name, []).extend(asides)
        if part is not None and (is_for_some(head) or limits(re.sub(only or "$^", "", head, flags=re.IGNORECASE))):
            part.told.append(said)

    def _tell_about(self, said: str, kind: str) -> None:
        """What it is, how to get it, or what it is good for: no list of data."""
        section = self._section()
        if section is not None and (kind == "uses" or about(said)):
            section.asks.append(said)

    def _tell_who(self, said: str) -> None:
        """What stands behind "Who gets it": everybody, or a condition."""
        section = self._section()
        if section is not None and (is_for_some(said, self.title) or not is_for_all(said)):
            section.asks.append(said)

    def _tell(self, said: str, number: int) -> None:
        """A sentence beside the lists: it may narrow the yes of its tool, or of its colour."""
        section, part = self._section(), self._part_above()
        if part is not None and not tools_of_sentence(said):
            part.texts.append(Item(said, number))
        if section is not None and (first := begun(said)):
            self.parts.append(Part(first[0], section, number, texts=[Item(first[1], number)]))
        elif section is not None:
            if ban := whole_bans(said):
                section.bans.append(ban)
            elif how := tone(said, self.title):
                (section.asks if how == "ask" else section.doubts).append(said)
        elif part is not None:
            part.told.append(said)
        else:
            for name in (tools := tools_of_sentence(said)):
                self.tools.setdefault(name, [])
            self.beside += [] if tools else [said]
            self.of_use += [said] if self._use() and not tools and tone(said, self.title) else []


def _bare(text: str) -> str:
    return _MARKS.sub("", text).strip()
