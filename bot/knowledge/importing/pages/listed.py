"""A policy without any table in, only headings with bullets or "Approved tools: A, B"; a table out that forbids what it forbids.

A list says which tools are approved and which data is, and mostly not which tool for which data. So a cell of it is a yes only
below "Approved tools for public information". What the list forbids is forbidden, everything else needs a review until a person
fills the cell.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.knowledge.importing.cells.effects import STRICTNESS, read_cell
from bot.knowledge.importing.cells.raw_tables import Cell, Rows
from bot.knowledge.importing.pages.list_leads import BELOW, BULLET, HEADING, Lead, between, lead_of
from bot.knowledge.importing.pages.list_names import NOTE, conditions_in, is_data, named, names_in
from bot.knowledge.importing.pages.products import catalog_names, is_name, names_product
from bot.knowledge.importing.texts.language import guess_language
from bot.knowledge.importing.texts.patterns import without_brackets
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.words import data_key, fold, has_word, lists, table_words, tokens
from bot.policy.words import Citation

_BOLD = re.compile(r"^(?:\*\*|__)(?P<text>.+?)(?:\*\*|__)\s*:?$")
_BOLD_NAME = re.compile(r"^(?:\*\*|__)(?P<name>[^*_]+)(?:\*\*|__)\s+(?P<rest>[^\W\d_].*)$")
_SHORT = 4
"""Words of what may be data though no word says so."""


@dataclass(slots=True)
class _Entry:
    """One thing that the list names. ``effect``: ``deny``, or ``review`` for all that is no ban."""

    name: str
    effect: str
    lead: Lead
    line: int
    notes: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    given: dict[str, str] = field(default_factory=dict)
    """Of a tool, the classes that a heading names as those it is approved for: folded -> what is said of it there."""
    in_general: bool = False
    """Whether it is approved as well without a word on the data."""


@dataclass(slots=True)
class Listed:
    """What the list says, as a table, and the sentences for the list of what to confirm."""

    rows: Rows
    remarks: list[str]
    are_things: bool = False
    """Whether its columns are kinds of data, and no levels that hold all the rest."""


def read_list(file: str, text: str) -> Listed | None:
    """None where the text lists no tool. ``file``: what citations name."""
    found, idle = _sorted(_entries(text))
    tools: dict[str, _Entry] = {}
    data: dict[str, _Entry] = {}
    for entry, kind in found:
        for name in entry.lead.data:
            data.setdefault(data_key(name), _Entry(name, "review", entry.lead, entry.line))
        if kind == "data" and any(_is_ban(part) for note in entry.notes for part in statements_of(note)):
            entry.effect = "deny"
        kept = _keep(entry, data if kind == "data" else tools)
        if kind == "tools" and entry.lead.data:
            asked = "; ".join([*entry.notes, *conditions_in(entry.name)])
            kept.given.update({data_key(name): asked for name in entry.lead.data})
        kept.in_general = kept.in_general or not entry.lead.data
    return _table(file, text, (tools, data), idle) if tools else None


def _entries(text: str) -> list[_Entry]:
    """Every name below a lead, behind one, or with a mark or a word of its own."""
    found: list[_Entry] = []
    lead: Lead | None = None
    last: tuple[int, _Entry | None] = (0, None)
    for number, raw in enumerate(text.splitlines(), 1):
        line = raw.replace("`", "").rstrip()
        if heading := _heading(line):
            lead = lead_of(*heading) or (lead if lead and heading[1] > lead.level else None)
            continue
        bullet = BULLET.match(line)
        said = re.sub(r"\*\*|__", "", _with_colon(bullet["text"]) if bullet else line).strip()
        indent = len(bullet["indent"]) if bullet else 0
        if bullet and last[1] and indent > last[0]:
            last[1].notes.append(said)
            continue
        before, _, behind = said.partition(":")
        if behind.strip() and (inline := lead_of(before, BELOW)):
            each = [_entry(part, inline, number) for part in names_in(behind)]
        elif bullet:
            each = _of_bullet(said, lead, number)
        else:
            continue
        kept = [entry for entry in each if entry]
        found += kept
        last = (indent, kept[-1] if bullet and kept else None)
    return found


def _with_colon(bullet: str) -> str:
    """ "**DeepL Pro** with your work account" -> what stands behind a name in bold is said of it, as if behind a colon."""
    found = _BOLD_NAME.match(bullet)
    is_said = found and not between().match(f" {found['rest']}") and len(tokens(found["name"])) <= _SHORT
    return f"{found['name']}: {found['rest']}" if found and is_said else bullet


def _heading(line: str) -> tuple[str, int] | None:
    """The text and level of a heading, or of a line that leads a list in."""
    if found := HEADING.match(line):
        return re.sub(r"\*\*|__", "", found["text"]), len(found["level"])
    if found := _BOLD.match(line.strip()):
        return found["text"], BELOW
    if line.strip().endswith(":") and not BULLET.match(line):
        return line.strip(), BELOW
    return None


def _of_bullet(said: str, lead: Lead | None, number: int) -> list[_Entry | None]:
    """The names in one bullet: by the lead above, by a mark before it, or by what it says itself behind a colon or a dash."""
    name, *rest = NOTE.split(said, maxsplit=1)
    if rest and not lead:
        word = read_cell(rest[0], {})
        own = Lead(said, "deny" if word.effect == "deny" else "review", "", BELOW)
        return [_entry(said, own, number)] if word.effect in STRICTNESS else []
    shown = next((effect for effect, marks in lists()["symbols"].items() if name.startswith(tuple(marks))), "")
    if shown:
        said = said.lstrip("".join(mark for marks in lists()["symbols"].values() for mark in marks) + " ")
        lead = Lead(lead.text if lead else said, "deny" if "deny" in (shown, lead and lead.effect) else "review", "", BELOW)
    if not lead:
        return []
    return [_entry(said, lead, number)] if rest else [_entry(part, lead, number) for part in names_in(said)]


def _entry(said: str, lead: Lead, number: int) -> _Entry | None:
    name, notes = named(said)
    return _Entry(name, lead.effect, lead, number, notes) if name else None


def _sorted(entries: list[_Entry]) -> tuple[list[tuple[_Entry, str]], list[str]]:
    """Each with ``tools`` or ``data``; and a sentence for each of which nobody knows what it is. Below a lead that does not say,
    all are what one of them says that it is: a list with "personal data" in it is none of tools."""
    of_data = {id(entry.lead) for entry in entries if not entry.lead.about and is_data(entry.name)}
    products = {entry.line for entry in entries if entry.lead.about != "data" and _is_product(entry.name)}
    of_tools = {_list_of(one) for one in entries if one.lead.about == "tools" or is_name(one.name) or names_product(one.name)}
    found, idle = [], []
    for entry in entries:
        is_excepted = entry.line in products and has_word(entry.name, [*lists()["exceptions"], *lists()["ban_exceptions"]])
        is_short = len(tokens(entry.name)) <= _SHORT and not has_word(entry.name, lists()["exceptions"])
        if entry.line in products and _is_product(entry.name):
            found.append((entry, "tools"))
        elif is_excepted:
            idle.append(f"Line {entry.line}: “{entry.name}” became no rule.")
        elif entry.lead.about == "data" or (not entry.lead.about and is_data(entry.name)):
            found.append((entry, "data"))
        elif _is_nobodys(entry.name):
            idle.append(f"Line {entry.line}: `{entry.name}` names no tool; it became no rule.")
        elif id(entry.lead) not in of_data and (entry.effect != "deny" or _list_of(entry) in of_tools):
            found.append((entry, "tools"))
        elif entry.effect == "deny" and is_short and entry.line not in products:
            found.append((entry, "data"))
        else:
            idle.append(f"Line {entry.line}: `{entry.name}` stands under “{entry.lead.text}”; nobody knows whether it is data.")
    return found, idle


def _is_nobodys(name: str) -> bool:
    """Whether it is a licence alone, "Enterprise plan", of whatever stands above; or no name: "none"."""
    plans = [word for said in lists()["plans"].values() for word in said]
    usual = [*plans, *lists()["headers"]["plan"], *table_words()["class_columns"]["none"], *table_words()["class_columns"]["and"]]
    return set(tokens(name)) <= {word for said in usual for word in tokens(said)}


def _list_of(entry: _Entry) -> int | str:
    """The same for all names of one list, and for all that have a word of their own."""
    is_own = entry.lead.level == BELOW and entry.lead.text.startswith(entry.name)
    return "" if is_own else id(entry.lead)


def _is_product(name: str) -> bool:
    """Whether a name is a tool's that everybody knows, what stands in brackets or behind "with" aside: it is no data, whatever
    stands beside it."""
    said = fold(without_brackets(name)).split()
    last = next((at for at, word in enumerate(said) if word in lists()["list_with"]), len(said))
    return " ".join(said[:last]) in catalog_names()


def _is_ban(said: str) -> bool:
    """ "Not permitted in any tool": of data that stands below allowed data as well."""
    return read_cell(said, {}).effect == "deny" and len(tokens(said)) > 1


def _keep(entry: _Entry, known: dict[str, _Entry]) -> _Entry:
    """Of two that name the same the ban counts, and a person is told."""
    kept = known.setdefault(data_key(entry.name), entry)
    if kept is not entry:
        kept.notes += [note for note in entry.notes if note not in kept.notes]
    if kept is not entry and kept.effect != entry.effect:
        kept.remarks.append(
            f"`{entry.name}` stands under “{kept.lead.text}” and under “{entry.lead.text}” (line {entry.line}); the ban counts."
        )
        kept.effect = "deny"
    return kept


def _table(file: str, text: str, named_: tuple[dict[str, _Entry], dict[str, _Entry]], idle: list[str]) -> Listed:
    tools, data = named_
    remarks = [
        "The file has no table. It was read as a list, and no cell is a yes: a list does not say which tool for which data."
    ]
    if any(tool.given for tool in tools.values()):
        remarks = ["The file has no table. It was read as a list; a yes is what stands below a heading that names the data."]
    rest = lists()["other_data"][guess_language(text, [])]
    head = [Cell("tool", Citation(file, 1)), *(_cell(file, entry, entry.name) for entry in data.values())]
    rows = [(*head, Cell(rest, Citation(file, 1)))]
    for tool in tools.values():
        cells = [_cell(file, tool, _said(tool, (key, entry))) for key, entry in data.items()]
        rows.append((_cell(file, tool, tool.name), *cells, _cell(file, tool, _said(tool, None))))
        told = "that is forbidden" if tool.effect == "deny" else "in need of a review; allow in matrix.csv what you mean"
        told = "for the data that its headings name" if tool.given and tool.effect != "deny" else told
        remarks += [f"Line {tool.line}: `{tool.name}` stands under “{tool.lead.text}”; taken as a tool {told}.", *tool.remarks]
        lost = tool.notes if tool.effect == "deny" else []
        remarks += [f"Line {tool.line}: what is said of `{tool.name}` became no rule: “{note}”" for note in lost]
    for kind in data.values():
        told = "forbidden in every tool" if kind.effect == "deny" else "in need of a review in each tool that is not forbidden"
        if not kind.lead.data:
            remarks += [f"Line {kind.line}: `{kind.name}` stands under “{kind.lead.text}”; taken as data that is {told}."]
        remarks += kind.remarks
        remarks += [f"Line {kind.line}: what is said of `{kind.name}` became no rule: “{note}”" for note in kind.notes]
    return Listed(tuple(rows), [*remarks, *idle])


def _cell(file: str, entry: _Entry, text: str) -> Cell:
    return Cell(text, Citation(file, entry.line))


def _said(tool: _Entry, about: tuple[str, _Entry] | None) -> str:
    """The words of one cell. ``about``: the data's key and entry."""
    words = table_words()["class_columns"]
    key, data = about or ("", None)
    if "deny" in (tool.effect, data.effect if data else ""):
        return "deny"
    if key in tool.given:
        return f"{words['yes']}: {tool.given[key]}" if tool.given[key] else str(words["yes"])
    if tool.given and data and data.lead.data and not tool.in_general:
        return str(words["no"])  # the headings name what it is for, and not this
    return f"review: {'. '.join(tool.notes)}" if tool.notes else "review"
