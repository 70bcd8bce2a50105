"""The document in; tools that its prose forbids, and that have no row, out. Only where the sentence leaves no doubt."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import NamedTuple

from bot.knowledge.importing.texts.document import Document, Line, without_bold
from bot.knowledge.importing.texts.naming import NameTools
from bot.knowledge.importing.texts.patterns import any_of, parter, without_number
from bot.knowledge.importing.texts.sentences import statements_of
from bot.knowledge.importing.texts.tool_row import ToolRow, rows_in
from bot.knowledge.importing.texts.words import fold, has_word, lists, tokens, unique_slug

_LONGEST = 5
"""Words of a tool's name."""
_NAME = 3
"""Words of a part of which all may be the name."""
_LED = re.compile(r"[A-ZÀ-Ý0-9][\w.'’-]*(?:\s[A-ZÀ-Ý0-9][\w.'’-]*)*")
"""The words that a name may be at the beginning of a part."""
_HALVES = re.compile(r"\s*[;:–—]\s+|,\s+|\.\s+(?=[A-ZÀ-Ý])")
_INSIDE = re.compile(r"^[^()]*\((?P<list>[^()]*)\)[^()]*$")


class _Patterns(NamedTuple):
    sentence: re.Pattern[str]
    """It says of tools that they are forbidden."""
    command: re.Pattern[str]
    """It commands not to use them."""
    lead: re.Pattern[str]
    """The end of a line above a list of what is forbidden."""
    limit: re.Pattern[str]
    """Words that limit a ban to some data or case: then it is no plain ban of a tool."""
    plan: re.Pattern[str]
    """Words that limit it to a plan of the one tool beside them."""
    forms: re.Pattern[str]
    """How all forms of a tool are told behind its name."""


@cache
def _patterns() -> _Patterns:
    words = {name: any_of(listed) for name, listed in lists()["tool_bans"].items()}
    tools = r"(?P<tools>[^.;:]{2,120}?)"
    where = rf"(?:\s+(?:{words['at_work']})\s+(?:[^\s,.;:]+\s+){{0,3}}?(?:{words['places']}))?"
    at_work = rf"(?:(?:{words['at_work']})\s+(?:[^\s,.;:]+\s+){{0,2}}?(?:{words['places']})\s+)?"
    banned = rf"(?:{words['is']})\s+{at_work}(?:(?:{words['adverbs']})\s+)?(?:{words['banned']})"
    even = rf"(?:,?\s+(?:{words['even']})\s[^.;:]{{2,80}})?"
    return _Patterns(
        re.compile(rf"^{tools}\s+(?:{banned}|{words['denied']}){where}{even}[.!]?$", re.IGNORECASE),
        re.compile(rf"^(?:{words['commands']})\s+{tools}(?:\s+(?:{words['whole']}))?{even}[.!]?$", re.IGNORECASE),
        re.compile(rf"\b(?:{words['banned']})\b[^.]{{0,40}}:?$", re.IGNORECASE),
        re.compile(rf"\b(?:{words['limits']})\b", re.IGNORECASE),
        re.compile(rf"\b(?:{words['plans']})\b", re.IGNORECASE),
        re.compile(rf"\s+(?:{words['forms']})$", re.IGNORECASE),
    )


@cache
def _maker() -> re.Pattern[str]:
    """What stands before a tool's name: "products from", "meeting bots such as"."""
    return re.compile(rf"^(?:.*\b)?(?:{any_of(lists()['tool_bans']['leads'])})\s+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Ban:
    """One tool or several that a sentence forbids."""

    row: ToolRow
    line: Line
    rule: str
    instead: str = ""
    """The row that the sentence, or the one behind it, names as the way out."""


def find_bans(
    document: Document, rows: list[ToolRow], name_tools: NameTools, taken: set[str], asked: Sequence[tuple[str, Line]] = ()
) -> list[Ban]:
    """Bans of tools that no row is about; a row's own cells always win over prose. ``asked``: names of which an answer in the
    document says so, with their lines."""
    known = {tool for row in rows for tool in (*row.catalog, *row.covers.get("tool", ()))}
    names = {fold(name) for row in rows for name in (row.label, *row.names)}
    bans: list[Ban] = []

    def ban(name: str, line: Line, way_out: str = "") -> None:
        mentions = name_tools(name)
        found = tuple(dict.fromkeys(tool for candidates in mentions for tool in candidates))
        if found and len(mentions) == 1 and not set(found) & known and fold(name) not in names and len(tokens(name)) <= _LONGEST:
            row = ToolRow(unique_slug(name, taken), name, catalog=found, has_cells=False)
            bans.append(Ban(row, line, unique_slug(f"no-{name}", taken), way_out))
            known.update(found)

    under_ban = False
    for at, line in enumerate(document.lines):
        if line.kind != "item":
            under_ban = bool(_patterns().lead.search(line.text.replace("**", ""))) and line.text.rstrip("* ").endswith(":")
        said, way_out = _way_out(line, document.lines[at + 1 : at + 2], rows)
        first = _subject(said, under_ban)
        for subject in [first] if first else map(_said, statements_of(without_bold(line.text))):
            for part in parter("[,/]").split(subject) if subject and not _patterns().limit.search(subject) else ():
                if not _patterns().plan.search(part):
                    ban(_without_lead(part.strip(" .*`")), line, way_out if first else "")
    for name, line in asked:
        ban(name, line)
    return bans


def left_out_of(labels: Iterable[str], name_tools: NameTools) -> Iterator[tuple[str, Line]]:
    """The tools that rows which grant something leave out by their own name: "Free chatbots, but not DeepSeek", "... (not Grok)".
    What such a row catches by its kind it would let in."""
    for label in labels:
        _, *without = re.split(rf"(?<!\w)(?:{any_of(lists()['but_not'])})\s+", label, flags=re.IGNORECASE)
        for name in (name.strip() for part in without for name in parter(r"[,;/()]").split(part)):
            if name_tools(name):
                yield name, Line(label, 1)


def _way_out(line: Line, behind: Sequence[Line], rows: list[ToolRow]) -> tuple[Line, str]:
    """The line without its second half, where that says which row to use instead: "DeepL is not used; use Copilot for that"; else
    as it is, with what the next one says of it."""
    first, *rest = _HALVES.split(without_bold(line.text).strip(), maxsplit=1)
    if rest and (row := _told_row(rest[0], rows)):
        return replace(line, text=first), row
    near = [one for one in behind if one.line <= line.line + 1 and one.heading == line.heading and one.kind == line.kind]
    return line, _told_row(near[0].text, rows) if near else ""


def _told_row(text: str, rows: list[ToolRow]) -> str:
    named = rows_in(text, rows) if has_word(text, lists()["tool_bans"]["way_out"]) else []
    return named[0].id if len(named) == 1 else ""


def _subject(line: Line, under_ban: bool) -> str:
    """The part of the line that names what is forbidden; empty where the line is no plain ban."""
    text = without_bold(line.text).strip()
    if said := _said(text):
        return said
    if line.kind == "item" and (under_ban or _patterns().lead.search(line.heading)):
        return re.split(r"\s[–—-]\s|:|\(|\.", text, maxsplit=1)[0]
    return ""


def _said(text: str) -> str:
    """The tools of which a sentence says nothing but that they are forbidden."""
    bare = without_number(text.strip())
    match = _patterns().sentence.match(bare) or _patterns().command.match(bare)
    inside = _INSIDE.match(match["tools"]) if match else None
    return inside["list"] if inside else match["tools"] if match else ""


def _without_lead(name: str) -> str:
    """ "Products from DeepSeek", "bots such as Otter", "Otter in any form", "Otter was tried in May" -> the name alone."""
    bare = _patterns().forms.sub("", _maker().sub("", name)).strip()
    led = _LED.match(bare) if len(tokens(bare)) > _NAME else None
    return led.group() if led else bare
