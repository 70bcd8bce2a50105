"""The document in; tools that its prose forbids, and that have no row, out. Only where the sentence leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.document import Document, Line
from bot.knowledge.importing.naming import NameTools
from bot.knowledge.importing.tool_row import ToolRow
from bot.knowledge.importing.words import fold, lists, tokens, unique_slug
from bot.policy.world import Catalog

_INSIDE = re.compile(r"^[^()]*\((?P<list>[^()]*)\)[^()]*$")


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], re.Pattern[str]]:
    """A sentence that says of tools that they are forbidden; one that commands not to use them; the end of a line above a list;
    and words that limit a ban to some data, plan or case: then it is no plain ban of the tool."""
    words = lists()["tool_bans"]
    said = {name: "|".join(map(re.escape, sorted(words[name], key=len, reverse=True))) for name in ("banned", "is", "adverbs")}
    command, where = ("|".join(map(re.escape, words[name])) for name in ("commands", "at_work"))
    limits = "|".join(map(re.escape, words["limits"]))
    return (
        re.compile(
            rf"^(?P<tools>[^.;:]{{2,120}}?)\s+(?:{said['is']})\s+(?:(?:{said['adverbs']})\s+)?(?:{said['banned']})"
            rf"(?:\s+(?:{where})\s+(?:[^\s,.;:]+\s+){{0,3}}?(?:{'|'.join(map(re.escape, words['places']))}))?[.!]?$",
            re.IGNORECASE,
        ),
        re.compile(rf"^(?:{command})\s+(?P<tools>[^.;:]{{2,120}}?)(?:\s+(?:at|for) (?:all|work))?[.!]?$", re.IGNORECASE),
        re.compile(rf"\b(?:{said['banned']})\b[^.]{{0,40}}:?$", re.IGNORECASE),
        re.compile(rf"\b(?:{limits})\b", re.IGNORECASE),
    )


@dataclass(frozen=True, slots=True)
class Ban:
    """One tool or several that a sentence forbids."""

    row: ToolRow
    line: Line
    rule: str


def find_bans(document: Document, rows: list[ToolRow], catalog: Catalog, name_tools: NameTools, taken: set[str]) -> list[Ban]:
    """Bans of tools that no row is about; a row's own cells always win over prose."""
    known = {tool for row in rows for tool in (*row.catalog, *row.covers.get("tool", ()))}
    names = {fold(name) for row in rows for name in (row.label, *row.names)}
    bans: list[Ban] = []
    _, _, lead, limited = _patterns()
    joiner = rf",|/|\b(?:{'|'.join(map(re.escape, lists()['joiners']))})\b"
    under_ban = False
    for line in document.lines:
        if line.kind != "item":
            under_ban = bool(lead.search(line.text.replace("**", ""))) and line.text.rstrip("* ").endswith(":")
        subject = _subject(line, under_ban)
        if not subject or limited.search(subject):
            continue
        for part in re.split(joiner, subject):
            name = _without_lead(part.strip(" .*`"))
            mentions = name_tools(name)
            found = tuple(dict.fromkeys(tool for candidates in mentions for tool in candidates))
            if not found or len(mentions) != 1 or set(found) & known or fold(name) in names or len(tokens(name)) > 5:
                continue
            row = ToolRow(unique_slug(name, taken), name, catalog=found, has_cells=False)
            bans.append(Ban(row, line, unique_slug(f"no-{name}", taken)))
            known |= set(found)
    return bans


def _subject(line: Line, under_ban: bool) -> str:
    """The part of the line that names what is forbidden; empty where the line is no plain ban."""
    text = re.sub(r"(\*\*|`)", "", line.text).strip()
    sentence, command, lead, _ = _patterns()
    match = sentence.match(text) or command.match(text)
    if match:
        inside = _INSIDE.match(match["tools"])
        return inside["list"] if inside else match["tools"]
    if line.kind == "item" and (under_ban or lead.search(line.heading)):
        return re.split(r"\s[–—-]\s|:|\(|\.", text, maxsplit=1)[0]
    return ""


def _without_lead(name: str) -> str:
    """ "Products from DeepSeek", "meeting bots such as Otter" -> the name alone."""
    words = lists()["tool_bans"]["leads"]
    return re.sub(
        rf"^(?:.*\b)?(?:{'|'.join(map(re.escape, sorted(words, key=len, reverse=True)))})\s+", "", name, flags=re.IGNORECASE
    )
