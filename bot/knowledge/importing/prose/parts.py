"""The policy document in; closing rules, contacts, owner, transformations, definitions, class words and incident headings out."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field

from bot.knowledge.importing.prose.contacts import (
    Listed,
    find_contacts,
    is_slip_heading,
    read_contacts,
    slip_rank,
    with_listed,
    with_mail,
)
from bot.knowledge.importing.prose.unlisted import find_unlisted
from bot.knowledge.importing.texts.document import Document, Line, Term
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import fold, lists, small_words, tokens


@dataclass(slots=True)
class Prose:
    """What the document says beside the matrix, each with the sentence that says it."""

    unlisted: str = ""
    """``forbidden``, ``review`` or empty."""
    unlisted_line: Line | None = None
    contacts: list[tuple[str, str, str, Line]] = field(default_factory=list)
    """(id, name, how, sentence)"""
    listed: list[Listed] = field(default_factory=list)
    """The rows of tables of contacts."""
    owner: str = ""
    owner_mail: str = ""
    transformations: dict[str, list[str]] = field(default_factory=dict)
    definitions: list[Term] = field(default_factory=list)
    private_logins: Line | None = None
    """The sentence that forbids them with whatever tool."""
    incident_lines: set[int] = field(default_factory=set)


def read_prose(document: Document, labels: list[str]) -> Prose:
    """``labels``: names of tools; what the document says of them are reasons and no definitions."""
    prose = Prose(definitions=_definitions(document, {fold(label) for label in labels}))
    for line in document.lines:
        if line.kind == "row":
            continue
        _contact(line, prose)
    prose.unlisted, prose.unlisted_line = find_unlisted(document, labels)
    prose.contacts += find_contacts(document, tuple(prose.contacts), labels)
    prose.listed = read_contacts(document)
    prose.contacts = with_listed(prose.contacts, prose.listed)
    for pattern in lists()["owner_sentences"]:
        found = next((m for line in document.lines if (m := re.search(pattern, _unmarked(line.text)))), None)
        if found and not prose.owner:
            prose.owner, prose.owner_mail = with_mail(found["name"])
    folded = fold(document.text)
    for name, words in lists()["transformations"].items():
        if any(re.search(rf"\b{re.escape(fold(word))}", folded) for word in words):
            prose.transformations[name] = list(words)
    prose.incident_lines = {
        number for heading, number in document.headings[1:] if is_slip_heading(heading) and _has_text(document, heading)
    }
    return prose


def _unmarked(text: str) -> str:
    return text.replace("**", "").replace("`", "")


def _has_text(document: Document, heading: str) -> bool:
    return any(line.heading == heading for line in document.lines)


def _contact(line: Line, prose: Prose) -> None:
    """Whom to ask; whom to tell of a slip is found where slips are spoken of."""
    text = _unmarked(line.text)
    match = None if slip_rank(line) else re.search(lists()["contact_sentences"]["help"], text, re.IGNORECASE)
    if match and not prose.contacts:
        prose.contacts.append(("help", (match["name"] or match["named"]).strip(), with_mail(text)[1], line))


def _definitions(document: Document, tools: set[str]) -> list[Term]:
    """Words that the document explains. "Perplexity - known weaknesses" explains why, not what."""
    seen: dict[str, Term] = {}
    times = Counter(fold(term.word) for term in document.terms)  # what stands before several texts is a label, "Good for"
    together = any_of(small_words()["together"])
    for term in document.terms:
        named = {fold(part) for part in re.split(rf",|\b(?:{together})\b", term.word)} | {fold(term.word)}
        if times[fold(term.word)] == 1 and len(tokens(term.word)) <= 6 and len(tokens(term.text)) >= 3 and not named & tools:
            seen[fold(term.word)] = term
    return list(seen.values())
