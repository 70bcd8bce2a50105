"""A policy without any table in, only headings with bullets or "Approved tools: A, B"; a table out that forbids what it forbids.

A list says which tools are approved and which data is, and never which tool for which data. So no cell of it is a yes: what the
list forbids is forbidden, everything else needs a review until a person fills the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.knowledge.importing.cell import Cell, Rows
from bot.knowledge.importing.cells import STRICTNESS, read_cell
from bot.knowledge.importing.language import guess_language
from bot.knowledge.importing.words import fold, group_words, has_word, lists, tokens
from bot.policy.words import Citation

_HEADING = re.compile(r"^(?P<level>#{1,6})\s+(?P<text>.+?)\s*#*$")
_BULLET = re.compile(r"^(?P<indent>\s*)(?:[-*+•–]|\d{1,2}[.)])\s+(?P<text>\S.*)$")
_BOLD = re.compile(r"^(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)\s*:?$")
_NOTE = re.compile(r"\s*(?::|\s[–—-])\s+")
_PARTS = re.compile(r"\s*[,;]\s*(?:(?:and|und|en|et|y)\s+)?|\s+(?:and|und|en|et|y)\s+(?=\S)")
_LONGEST_LEAD = 8
_LONGEST_NAME = 7


@dataclass(slots=True)
class _Entry:
    """One thing that the list names. ``effect``: ``deny``, or ``review`` for all that is no ban."""

    name: str
    effect: str
    lead: str
    line: int
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Listed:
    """What the list says, as a table, and the sentences for the list of what to confirm."""

    rows: Rows
    remarks: list[str]


@dataclass(slots=True)
class _Lead:
    text: str
    effect: str
    about: str
    """``data``, ``tools`` or empty where it does not say."""
    level: int


_BELOW = 9
"""The level of a lead that is no heading: every heading ends it."""


def read_list(file: str, text: str) -> Listed | None:
    """None where the text lists no tool. ``file``: what citations name."""
    tools: dict[str, _Entry] = {}
    data: dict[str, _Entry] = {}
    lead: _Lead | None = None
    last: tuple[int, _Entry | None] = (0, None)
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.replace("`", "").rstrip()
        if heading := _heading(line):
            found = _lead(*heading)
            lead = found or (lead if lead and heading[1] > lead.level else None)
            continue
        bullet = _BULLET.match(line)
        said = re.sub(r"\*\*|__", "", bullet["text"] if bullet else line).strip()
        indent = len(bullet["indent"]) if bullet else 0
        if bullet and last[1] and indent > last[0]:
            last[1].notes.append(said)
            continue
        before, _, behind = said.partition(":")
        if behind.strip() and (inline := _lead(before, _BELOW)):
            entries = [_entry(part, inline, number) for part in _PARTS.split(behind.strip(" ."))]
            about = inline.about
        elif bullet:
            entries, about = _of_bullet(said, lead, number), lead.about if lead else ""
        else:
            continue
        kept = [_keep(entry, data if _is_data(entry.name, about) else tools) for entry in entries if entry]
        last = (indent, kept[-1] if bullet and kept else None)
    return _table(file, text, tools, data) if tools else None


def _heading(line: str) -> tuple[str, int] | None:
    """The text and level of a heading, or of a line that leads a list in."""
    if found := _HEADING.match(line):
        return re.sub(r"\*\*|__", "", found["text"]), len(found["level"])
    if found := _BOLD.match(line.strip()):
        return found["text"], _BELOW
    if line.strip().endswith(":") and not _BULLET.match(line):
        return line.strip(), _BELOW
    return None


def _lead(text: str, level: int) -> _Lead | None:
    """A heading that says what holds for what stands below: hardly a word in it says anything else."""
    effect = _effect(text)
    words = [word for word in tokens(text) if word not in _idle()]
    if not effect or len(tokens(text)) > _LONGEST_LEAD or len(words) > 1:
        return None
    heads = lists()["headers"]
    about = "data" if has_word(text, heads["data"]) else "tools" if has_word(text, heads["tool"]) else ""
    return _Lead(text.strip(" :*"), effect, about, level)


def _effect(text: str) -> str:
    cells = lists()["cells"]
    bans = [word for word in (*cells["deny"], *group_words("banned"), *group_words("unapproved")) if len(word) > 1]
    if has_word(text, bans) or any(mark in text for mark in lists()["symbols"]["deny"]):
        return "deny"
    said = [word for kind in ("allow", "conditional", "review") for word in cells[kind] if len(word) > 3]
    marks = [mark for kind in ("allow", "conditional", "review") for mark in lists()["symbols"][kind]]
    is_said = has_word(text, [*said, *group_words("approved"), *lists()["list_approved"], *lists()["approval"]]) or any(
        mark in text for mark in marks
    )
    return "review" if is_said else ""


def _idle() -> frozenset[str]:
    """Words of a lead that say nothing beside its effect and its subject."""
    groups = ("generic", "approved", "unapproved", "banned")
    said = [word for kind in lists()["cells"].values() for word in kind]
    said += [word for name in groups for word in group_words(name)]
    said += [word for kind in ("tool", "data") for word in lists()["headers"][kind]]
    said += [*lists()["approval"], *lists()["condition_cues"], *lists()["generic_data"]]
    said += [*lists()["list_words"], *lists()["list_approved"]]
    return frozenset(word for text in said for word in tokens(text))


def _of_bullet(said: str, lead: _Lead | None, number: int) -> list[_Entry | None]:
    """The names in one bullet: by the lead above, by a mark before it, or by what it says itself behind a colon or a dash."""
    name, *rest = _NOTE.split(said, maxsplit=1)
    if rest and not lead:
        word = read_cell(rest[0], {})
        own = _Lead(said, "deny" if word.effect == "deny" else "review", "", _BELOW)
        return [_entry(said, own, number)] if word.effect in STRICTNESS else []
    shown = next((effect for effect, marks in lists()["symbols"].items() if name.startswith(tuple(marks))), "")
    if shown:
        said = said.lstrip("".join(mark for marks in lists()["symbols"].values() for mark in marks) + " ")
        lead = _Lead(lead.text if lead else said, "deny" if "deny" in (shown, lead and lead.effect) else "review", "", _BELOW)
    if not lead:
        return []
    return [_entry(said, lead, number)] if rest else [_entry(part, lead, number) for part in _PARTS.split(said.rstrip("."))]


def _entry(said: str, lead: _Lead, number: int) -> _Entry | None:
    name, *notes = _NOTE.split(said.strip(), maxsplit=1)
    name = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", name).strip(" .*")
    return _Entry(name, lead.effect, lead.text, number, notes) if 0 < len(tokens(name)) <= _LONGEST_NAME else None


def _is_data(name: str, about: str) -> bool:
    return about == "data" or (not about and bool(has_word(name, lists()["headers"]["data"])))


def _keep(entry: _Entry, known: dict[str, _Entry]) -> _Entry:
    """Of two that name the same the ban counts, and a person is told."""
    kept = known.setdefault(fold(entry.name), entry)
    if kept is not entry and kept.effect != entry.effect:
        kept.remarks.append(
            f"`{entry.name}` stands under “{kept.lead}” and under “{entry.lead}” (line {entry.line}); the ban counts."
        )
        kept.effect = "deny"
    return kept


def _table(file: str, text: str, tools: dict[str, _Entry], data: dict[str, _Entry]) -> Listed:
    remarks = [
        "The file has no table. It was read as a list, and no cell is a yes: a list does not say which tool for which data."
    ]
    rest = lists()["other_data"][guess_language(text, [])]
    head = [Cell("tool", Citation(file, 1)), *(_cell(file, entry, entry.name) for entry in data.values())]
    rows = [(*head, Cell(rest, Citation(file, 1)))]
    for tool in tools.values():
        cells = [_cell(file, tool, _said(tool, entry)) for entry in data.values()]
        rows.append((_cell(file, tool, tool.name), *cells, _cell(file, tool, _said(tool, None))))
        told = "that is forbidden" if tool.effect == "deny" else "in need of a review; allow in matrix.csv what you mean"
        remarks += [f"Line {tool.line}: `{tool.name}` stands under “{tool.lead}”; taken as a tool {told}.", *tool.remarks]
        idle = tool.notes if tool.effect == "deny" else []
        remarks += [f"Line {tool.line}: what is said of `{tool.name}` became no rule: “{note}”" for note in idle]
    for kind in data.values():
        told = "forbidden in every tool" if kind.effect == "deny" else "in need of a review in each tool that is not forbidden"
        remarks += [f"Line {kind.line}: `{kind.name}` stands under “{kind.lead}”; taken as data that is {told}.", *kind.remarks]
        remarks += [f"Line {kind.line}: what is said of `{kind.name}` became no rule: “{note}”" for note in kind.notes]
    return Listed(tuple(rows), remarks)


def _cell(file: str, entry: _Entry, text: str) -> Cell:
    return Cell(text, Citation(file, entry.line))


def _said(tool: _Entry, data: _Entry | None) -> str:
    if "deny" in (tool.effect, data.effect if data else ""):
        return "deny"
    return f"review: {'. '.join(tool.notes)}" if tool.notes else "review"
