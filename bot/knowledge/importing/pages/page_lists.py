"""A page that lists data for each tool ("What you may put in"), or for each colour ("Green - go ahead"); a table out.

Each thing of a list is a class of data. What narrows a yes, beside it or in its section, is its condition; what nobody could read
needs a review; what a page does not name for a tool stays empty: the policy says nothing of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.knowledge.importing.cells.effects import colour_words
from bot.knowledge.importing.cells.raw_tables import MAX_COLUMNS, Cell
from bot.knowledge.importing.pages.level_lists import banned
from bot.knowledge.importing.pages.listed import Listed
from bot.knowledge.importing.pages.page_labels import is_until, limits
from bot.knowledge.importing.pages.page_parts import Page
from bot.knowledge.importing.pages.page_sections import Part, Section
from bot.knowledge.importing.pages.page_things import Thing, is_marked, is_rest, is_use_of, of_bullet, of_texts, without_only
from bot.knowledge.importing.pages.page_tools import is_titled_for_some, tone
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import data_key, fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation

_LONGEST, _SEVERAL = 14, 2
_STRICT = ("", "allow", "conditional", "review", "deny")


@dataclass(slots=True)
class _Cells:
    """What the page says: (tool, class), both folded -> the effect and what is asked for."""

    tools: dict[str, tuple[str, int]] = field(default_factory=dict)
    data: dict[str, tuple[str, int]] = field(default_factory=dict)
    said: dict[tuple[str, str], tuple[str, list[str]]] = field(default_factory=dict)
    shut: dict[str, str] = field(default_factory=dict)
    """Tools all of whose other data is forbidden, or everything: ``rest`` or ``all``; ``doubt`` where nobody knows of which."""
    remarks: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    """Sentences that make a review of every yes of the page."""

    def add(self, tool: str, thing: Thing, effect: str, asks: list[str]) -> None:
        """Of two that say something of the same, the stricter counts."""
        key = (fold(tool), data_key(thing.name))
        effect = "conditional" if effect == "allow" and (asks or thing.asks) else effect
        old = self.said.get(key, ("", []))
        asks = list(dict.fromkeys([*old[1], *thing.asks, *asks]))
        self.said[key] = (max(effect, old[0], key=_STRICT.index), asks)
        self.data.setdefault(data_key(thing.name), (thing.name, thing.line))


def read_page_lists(file: str, text: str) -> Listed | None:
    """None where no tool has data of its own, or a list of data names tools as well. ``file``: what citations name."""
    page = Page()
    page.read(text.splitlines())
    parts = _without_legend([part for part in page.parts if part.items or part.texts])
    if page.is_odd or not any(part.label.effect in ("allow", "conditional") for part in parts):
        return None
    cells = _Cells(doubts=_doubts(page))
    _join(page.sections, {id(part.of) for part in parts})
    _legend(page, parts)
    _name_tools(page, parts, cells)
    for part in parts:
        _take(part, page, cells)
    _fill(cells)
    _shut(page.sections, cells)
    is_page = bool(cells.tools) and _SEVERAL <= len(cells.data) < MAX_COLUMNS
    if not is_page or not any(effect in ("allow", "conditional") for effect, _ in cells.said.values()):
        return None
    return _table(file, text, cells)


def _without_legend(parts: list[Part]) -> list[Part]:
    """Without what a page with lists for each tool says that its colours mean, beside no tool: what one asks for, each
    of its lists asks for."""
    legend = [part for part in parts if part.of is None and part.label.is_light and not part.items and not part.tools]
    lists_ = [part for part in parts if part not in legend]
    if not any(part.of is not None and part.label.is_light for part in lists_):
        return parts
    for told in legend:
        is_asking = told.label.effect == "conditional"
        asked = [item.name for item in told.texts if is_asking or (told.label.effect == "allow" and limits(item.name))]
        for part in lists_:
            is_same = part.label.is_light and part.label.effect == told.label.effect
            part.told += [said for said in asked if is_same and said not in part.told]
    return lists_


def _doubts(page: Page) -> list[str]:
    """What the title, or a sentence before the lists, says of all: a draft, a pilot, some people's, or not before a day."""
    later = [*table_words()["level_lists"]["not_real"], *table_words()["page_lists"]["not_sure"]]
    is_some = has_word(page.title, [*later, *table_words()["only"], *table_words()["whose"]["pilot"]]) or is_titled_for_some(
        page.title
    )
    pilots = [*table_words()["whose"]["pilot"], *lists()["tool_lists"]["not_now"]]
    return [*([page.title] if is_some else []), *(said for said in page.beside if is_until(said) or has_word(said, pilots))]


def _join(sections: list[Section], listed: set[int]) -> None:
    """What one section narrows holds for all sections of the same tool, and what "Conditions for Copilot" says for Copilot.
    ``listed``: sections that have a list."""
    for one in sections:
        for other in sections:
            is_same = {*map(fold, one.names)} & {*map(fold, other.names)}
            is_about = not (other.is_sure and id(other) in listed) and any(
                has_word(said, list(one.names)) for said in other.names
            )
            if one is not other and (is_same or is_about):
                one.asks += [said for said in other.asks if said not in one.asks]
                one.doubts += [said for said in other.doubts if said not in one.doubts]


def _legend(page: Page, parts: list[Part]) -> None:
    """What a sentence elsewhere says of one colour: "Green means that you have to ask first"."""
    for said in page.beside:
        for clause in re.split(r"[,;.]\s+", said):
            colours = [word for word in tokens(clause) if word in colour_words()]
            for part in parts if len(colours) == 1 and limits(clause) else ():
                if colours[0] in tokens(part.label.text):
                    part.told.append(clause)


def _name_tools(page: Page, parts: list[Part], cells: _Cells) -> None:
    """Every tool of the page: those with a section, those that a colour names, those that the page approves."""
    listed = [(name, part.line) for part in parts for name in part.tools]
    for name in page.tools:
        page.tools[name] += page.of_use
    told = {id(part.of) for part in parts}
    sure = [section for section in page.sections if id(section) in told or (section.is_sure and section.bans)]
    known = [(name, section.line) for section in sure for name in section.names]
    own = listed or [(name, 1) for name in page.tools]
    is_by_tool = any(part.of is not None for part in parts)
    for name, line in [*known, *([] if is_by_tool and not any(part.of is None for part in parts) else own)]:
        cells.tools.setdefault(fold(name), (name, line))


def _take(part: Part, page: Page, cells: _Cells) -> None:
    """What one list says of each tool that it is about."""
    things = [thing for item in part.items for thing in of_bullet(item)] or of_texts(part.texts)
    rest = [thing for thing in things if is_rest(thing.name)]
    if part.label.effect == "deny" and rest:
        is_but = any(has_word(thing.name, table_words()["page_lists"]["buts"]) for thing in rest)
        for name in part.of.names if part.of else [name for name, _ in cells.tools.values()]:
            cells.shut[fold(name)] = "doubt" if is_but else cells.shut.get(fold(name), "rest")
    none = {fold(word) for word in table_words()["class_columns"]["none"]}
    is_only = any(without_only(item.name) != item.name.strip(" .") for item in part.texts if not part.items)
    if part.label.effect != "deny" and part.of and (is_only or any(fold(thing.name) in none for thing in rest)):
        for name in part.of.names:
            cells.shut.setdefault(fold(name), "rest")
    for thing in rest:
        cells.remarks.append(f"Line {thing.line}: “{thing.name}” under “{part.label.text}” names no data.")
    uses = [thing for thing in things if is_use_of(thing.name)] if part.label.effect != "deny" else []
    kept = [thing for thing in things if thing not in [*rest, *uses] and not is_marked(thing.name)]
    kept = [thing for thing in kept if len(tokens(thing.name)) <= _LONGEST]
    lost = [thing for thing in things if thing not in rest and thing not in kept]
    cells.remarks += [f"Line {thing.line}: “{thing.name}” became no rule." for thing in lost]
    beside = [*part.told, *(item.name for item in part.texts if part.items)]
    told = [said for said in beside if part.label.effect == "conditional" or tone(said, page.title)]
    is_doubted = any(tone(said, page.title) == "doubt" for said in told) and part.label.effect == "allow"
    is_doubted = is_doubted or len(uses) * 2 > len(things)
    for tool, asks, effect in _reach(part, page, cells):
        said = "review" if is_doubted and effect in ("allow", "conditional") else effect
        for thing in kept:
            cells.add(tool, thing, said, [*part.label.asks, *told, *asks])


def _reach(part: Part, page: Page, cells: _Cells) -> list[tuple[str, list[str], str]]:
    """The tools that a list is about, each with what is asked for and what holds."""
    effect = part.label.effect
    if part.of is not None:
        is_sure = not part.of.doubts or effect == "deny"
        return [(name, [*part.of.doubts, *part.of.asks], effect if is_sure else "review") for name in part.of.names]
    everyone = [name for name, _ in cells.tools.values()]
    if effect == "deny":
        return [(name, [], "deny") for name in everyone]
    named = part.tools or page.tools
    is_told = bool(part.tools) or (part.label.is_light and not any(section.is_sure for section in page.sections))
    effect = effect if is_told else "review"  # nobody knows of which tool it is said
    found = [(name, asks, effect) for name, asks in named.items()]
    if part.is_only:
        found += [(name, [], "deny") for name in everyone if fold(name) not in {fold(one) for one in named}]
    return found


def _shut(sections: list[Section], cells: _Cells) -> None:
    """Tools that are forbidden whatever the data; one whose lists say otherwise waits for a person."""
    for section in sections:
        for name in section.names if section.bans and fold(section.names[0]) in cells.tools else ():
            cells.shut[fold(name)] = "all"
            cells.remarks.append(f"Line {section.line}: `{name}` is forbidden: “{section.bans[0]}”.")


def _fill(cells: _Cells) -> None:
    """What a page says of "internal emails and minutes" holds for "internal emails", where another tool's list has only those."""
    for tool, whole in [key for key, told in cells.said.items() if told[0]]:
        effect, asks = cells.said[tool, whole]
        parts = re.split(rf"\s*,\s*|\s+(?:{any_of(table_words()['class_columns']['and'])})\s+", cells.data[whole][0])
        for part in parts if len(parts) > 1 else ():
            if data_key(part) in cells.data and (len(tokens(part)) > 1 or effect == "deny"):
                cells.said.setdefault((tool, data_key(part)), (effect, asks))


def _table(file: str, text: str, cells: _Cells) -> Listed:
    words = table_words()["class_columns"]
    head = (Cell("tool", Citation(file, 1)), *(Cell(name, Citation(file, line)) for name, line in cells.data.values()))
    rows, remarks = (
        [head],
        [
            "The file has no table. It was read as a page that lists data for each tool or colour; each thing of a list is a"
            " class of data, and what it does not name for a tool is left empty."
        ],
    )
    for tool, (name, line) in cells.tools.items():
        said = [_word(cells, tool, data, words) for data in cells.data]
        rows.append((Cell(name, Citation(file, line)), *(Cell(word, Citation(file, line)) for word in said)))
        yes = [shown for (shown, _), word in zip(cells.data.values(), said, strict=True) if word == words["yes"]]
        if yes:
            remarks.append(f"Line {line}: `{name}` is allowed for {', '.join(f'`{one}`' for one in yes)}.")
    more = banned(file, text, [name for name, _ in cells.tools.values()], len(cells.data))
    remarks += [
        f"Line {row[0].at.line}: `{row[0].text}` is forbidden by the heading or the words it stands with." for row in more
    ]
    return Listed((*rows, *more), [*remarks, *cells.remarks])


def _word(cells: _Cells, tool: str, data: str, words: dict[str, str]) -> str:
    effect, asks = cells.said.get((tool, data), ("", []))
    shut = cells.shut.get(tool, "")
    if cells.doubts and effect in ("allow", "conditional"):
        effect, asks = "review", [*cells.doubts, *asks]
    if shut == "doubt" and effect != "deny":
        effect = "review"
    if effect == "deny" or shut == "all" or (shut == "rest" and not effect):
        return words["no"]
    asked = ". ".join(one.strip(" .") for one in asks)
    if effect == "review":
        return f"review: {asked}" if asked else "review"
    if effect == "conditional":
        return f"{words['yes']}: {asked}" if asked else "conditional"
    return words["yes"] if effect else ""
