"""The policy document in; closing rules, contacts, owner, transformations, definitions, class words and incident headings out."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from bot.knowledge.importing.document import Document, Line, Term
from bot.knowledge.importing.words import fold, has_word, lists, tokens


@dataclass(slots=True)
class Prose:
    """What the document says beside the matrix, each with the sentence that says it."""

    unlisted: str = ""
    """``forbidden``, ``review`` or empty."""
    unlisted_line: Line | None = None
    contacts: list[tuple[str, str, str, Line]] = field(default_factory=list)
    """(id, name, how, sentence)"""
    owner: str = ""
    transformations: dict[str, list[str]] = field(default_factory=dict)
    becomes: list[tuple[str, str, Line]] = field(default_factory=list)
    """(transformation, class id, sentence)"""
    definitions: list[Term] = field(default_factory=list)
    incident_lines: set[int] = field(default_factory=set)
    duties: list[Line] = field(default_factory=list)
    """Sentences that command or forbid and became no rule: for a person to look at."""


_MUST = re.compile(
    r"\b(must|must not|never|may not|may only|not allowed|not permitted|prohibited|forbidden|only (?:if|with|after|when|use)|do not|require[sd]?|"
    r"müssen|muss|darf nicht|dürfen nicht|nur|verboten|niemals|moet|moeten|mag niet|mogen niet|alleen|nooit|verboden|"
    r"doit|doivent|interdit|jamais|uniquement|debe|deben|nunca|prohibido|solo)\b",
    re.IGNORECASE,
)
_MAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]*\w")


def read_prose(document: Document, labels: list[str]) -> Prose:
    """``labels``: names of tools and classes, which a rule in prose would name."""
    prose = Prose(definitions=_definitions(document))
    for line in document.lines:
        if line.kind == "row":
            continue
        _closing(line, prose)
        _contact(line, prose)
        if _MUST.search(line.text):
            prose.duties.append(line)
    for pattern in lists()["owner_sentences"]:
        found = next((m for line in document.lines if (m := re.search(pattern, _unmarked(line.text)))), None)
        if found and not prose.owner:
            prose.owner = found["name"].strip(" *")
    folded = fold(document.text)
    for name, words in lists()["transformations"].items():
        if any(re.search(rf"\b{re.escape(fold(word))}", folded) for word in words):
            prose.transformations[name] = list(words)
    prose.incident_lines = {
        number
        for heading, number in document.headings[1:]
        if has_word(heading, lists()["incident_headings"]) and _has_text(document, heading)
    }
    return prose


def _unmarked(text: str) -> str:
    return text.replace("**", "").replace("`", "")


def _has_text(document: Document, heading: str) -> bool:
    return any(line.heading == heading for line in document.lines)


def _closing(line: Line, prose: Prose) -> None:
    """A sentence about every tool that is not named. A ban beats a review; a question or an "unless" is no clear sentence."""
    folded = fold(_unmarked(line.text))
    if "?" in line.text:
        return
    for outcome in ("forbid", "review"):
        for pattern in lists()["closing"][outcome]:
            if re.search(pattern, folded):
                told = (
                    "forbidden"
                    if outcome == "forbid"
                    and not re.search(r"\b(unless|until|except|tenzij|sauf|salvo|sofern|es sei denn)\b", folded)
                    else "review"
                )
                if prose.unlisted != "forbidden":
                    prose.unlisted, prose.unlisted_line = told, line
                return


def _contact(line: Line, prose: Prose) -> None:
    text = _unmarked(line.text)
    for kind in ("incident", "help"):
        match = re.search(lists()["contact_sentences"][kind], text, re.IGNORECASE)
        if match and not any(known == kind for known, *_ in prose.contacts):
            mail = _MAIL.search(text)
            prose.contacts.append((kind, match["name"].strip(), mail[0] if mail else "", line))
            return


def _definitions(document: Document) -> list[Term]:
    """Explained words: bold terms, but list items that only head a paragraph ("Perplexity - known weaknesses") say what, not why."""
    seen: dict[str, Term] = {}
    for term in document.terms:
        if 1 <= len(tokens(term.word)) <= 6 and len(tokens(term.text)) >= 3:
            seen.setdefault(fold(term.word), term)
    return list(seen.values())


def class_examples(document: Document, names: dict[str, str]) -> dict[str, list[tuple[str, str]]]:
    """Class id -> (example, where) from tables and terms that begin with a class's name. ``names``: folded name -> class id.

    A row counts when its other cells are lists of things; a row of a matrix (Allowed, Prohibited) says nothing about data.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    for line in document.lines:
        if line.kind == "row" and len(line.cells) == 2 and fold(line.cells[0]) in names:
            _add(found, names[fold(line.cells[0])], line.cells[1], line.line)
    for term in document.terms:
        if fold(term.word) in names:
            _add(found, names[fold(term.word)], term.text, term.line)
    return found


def _add(found: dict[str, list[tuple[str, str]]], class_id: str, text: str, line: int) -> None:
    for part in items(text):
        found.setdefault(class_id, []).append((part, f"guidance/policy.md:{line}"))


def items(text: str) -> list[str]:
    """The things that a text lists: behind "such as" or a colon where there is one, up to an exception, each at most 7 words."""
    body = re.split(
        r"\b(?:except|unless|but not|excluding|other than|not including|außer|behalve|sauf|excepto|salvo)\b", text, maxsplit=1
    )[0]
    lead = re.split(
        r"\b(?:such as|for example|e\.g\.|including|z\. ?B\.|zum Beispiel|zoals|bijvoorbeeld|par exemple|tels? que|por ejemplo|como)\b|:",
        body,
        maxsplit=1,
    )
    body = lead[1] if len(lead) > 1 else body
    body = re.split(r"(?<=\w\w)\.\s", body, maxsplit=1)[0]
    parts = re.split(r"\s*(?:,|;)\s*|\s+(?:and|or|und|oder|en|of|et|ou|y|o)\s+(?=[^,;]{2,40}$)", body.strip(" ."))
    kept = [re.sub(r"^(?:and|or|und|oder|en|of|et|ou|y|o|etc\.?)\s+", "", part.strip(" .")) for part in parts]
    found = [part for part in kept if 1 <= len(tokens(part)) <= 7]
    return found if len(found) > 1 or len(lead) > 1 or (found and len(tokens(text)) <= 5) else []
