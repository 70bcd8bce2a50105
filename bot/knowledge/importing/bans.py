"""The document in; tools that its prose forbids, and that have no row, out. Only where the sentence leaves no doubt."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.knowledge.importing.document import Document, Line
from bot.knowledge.importing.naming import NameTools
from bot.knowledge.importing.tool_row import ToolRow
from bot.knowledge.importing.words import fold, tokens, unique_slug
from bot.policy.world import Catalog

_BANNED = (
    r"(?:prohibited|banned|blocked|forbidden|not (?:allowed|permitted|approved)|never (?:be )?used|off limits|"
    r"verboten|gesperrt|nicht (?:erlaubt|zugelassen|freigegeben)|verboden|geblokkeerd|niet (?:toegestaan|goedgekeurd)|"
    r"interdits?|interdites?|bloqués?|non autorisés?|prohibid[oa]s?|bloquead[oa]s?|no (?:permitid|autorizad)[oa]s?)"
)
_SENTENCE = re.compile(
    rf"^(?P<tools>[^.;:]{{2,120}}?)\s+(?:is|are|remains?|stays?|must|may|ist|sind|bleibt|bleiben|wordt|worden|zijn|est|sont|está|están)\s+(?:also\s+|still\s+|strictly\s+)?{_BANNED}[.!]?$",
    re.IGNORECASE,
)
_COMMAND = re.compile(
    r"^(?:never use|do not use|don't use|nutze niemals|gebruik nooit|n'utilisez jamais|no uses?)\s+"
    r"(?P<tools>[^.;:]{2,120}?)(?:\s+(?:at|for) (?:all|work))?[.!]?$",
    re.IGNORECASE,
)
_LEAD = re.compile(rf"\b{_BANNED}\b[^.]{{0,40}}:?$", re.IGNORECASE)
_LIMITED = re.compile(
    r"\b(?:for|with|without|unless|except|if|when|only|until|data|information|records|für|mit|ohne|wenn|außer|daten|voor|met|zonder|tenzij|gegevens|"
    r"pour|avec|sans|sauf|données|para|con|sin|salvo|datos|free|personal|private|consumer|versions?|gratis|kostenlos\w*|gratuit\w*)\b",
    re.IGNORECASE,
)
"""Words that limit a ban to some data, plan or case: then it is no plain ban of the tool."""


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
    under_ban = False
    for line in document.lines:
        if line.kind != "item":
            under_ban = bool(_LEAD.search(line.text.replace("**", ""))) and line.text.rstrip("* ").endswith(":")
        subject = _subject(line, under_ban)
        if not subject or _LIMITED.search(subject):
            continue
        for part in re.split(r",|\band\b|\bund\b|\ben\b|\bet\b|\by\b|\bor\b|/", subject):
            name = part.strip(" .*`")
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
    match = _SENTENCE.match(text) or _COMMAND.match(text)
    if match:
        return match["tools"]
    if line.kind == "item" and (under_ban or _LEAD.search(line.heading)):
        return re.split(r"\s[–—-]\s|:|\(|\.", text, maxsplit=1)[0]
    return ""
