"""The document in; what it says of each row of the matrix out: names of its members, descriptions, host software, an end date."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache

from bot.knowledge.importing.rows.called import Called
from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.patterns import any_of, joiners, parter
from bot.knowledge.importing.texts.words import example_words, fold, has_word, lists, sentence_words, small_words, tokens

_BOLD = re.compile(r"\*\*([^*]{2,60})\*\*")
_BRACKETS = re.compile(r"\(([^)]*)\)")


@cache
def _lead() -> re.Pattern[str]:
    """What a name in a description begins with: "e.g.", "today:", "in"."""
    of_now = any_of([*example_words()["leads"], *sentence_words()["described"]["at_present"]])
    return re.compile(rf"^(?:(?:{of_now})\s*:?\s*|(?:{any_of(sentence_words()['described']['inside'])})\s+)", re.IGNORECASE)


@cache
def _ours() -> re.Pattern[str]:
    """What the document calls the organisation's own: "our assistant", "the county's own assistant"."""
    return re.compile(rf"^(?:{'|'.join(sentence_words()['ours'])})", re.IGNORECASE)


@cache
def _host() -> re.Pattern[str]:
    """Software that something is built into: "in the Workspace"."""
    within, the = any_of(small_words()["within"]), any_of(small_words()["determiners"])
    name = r"[A-ZÄÖÜ][\w.&+]{2,}(?:\s[A-Z][\w.&+]+)?"
    return re.compile(rf"\b(?:{within})\s+(?:(?:{the})\s+)?(?P<host>{name})")


@cache
def _shared() -> re.Pattern[str]:
    """Two names that share their second half: "Fach- und Kassenprogramm"."""
    return re.compile(rf"(?P<first>[A-ZÄÖÜ]\w{{3,}})-\s+(?:{joiners()})\s+(?P<second>[A-ZÄÖÜ]?\w{{6,}})")


@dataclass(slots=True)
class Described:
    """``names``: what is set in bold in the row's description; ``phrases``: how the document describes the row itself;
    ``hosts``: software whose built-in AI the row is."""

    text: str = ""
    names: list[str] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)
    called: Called = field(default_factory=Called)
    """What the row's own paragraph calls it, and lists."""

    @property
    def ours(self) -> list[str]:
        """Phrases that call the row's tool the organisation's own."""
        return [phrase for phrase in self.phrases if _ours().match(phrase)]


def describe(labels: list[str], columns: int, document: Document) -> dict[str, Described]:
    """Row label -> what lists, definitions and the document's own table say of it."""
    found = {label: Described() for label in labels}
    for line in document.lines:
        if line.kind != "row":
            for label in labels:
                text = _after_name(line, label)
                if text:
                    _take(found[label], text, by_list=True)
    for label, cell in _first_cells(labels, columns, document):
        inside = " ; ".join(_BRACKETS.findall(cell))
        if inside:
            _take(found[label], inside, by_list=False)
    return found


def _after_name(line: Line, label: str) -> str:
    """The rest of a line that begins with the row's name in bold, or with its name up to the first comma or bracket."""
    match = re.match(r"^\*\*(?P<word>[^*]{2,100}?)[.:]?\*\*[.:]?\s*(?P<text>.*)$", line.text)
    if not match:
        return ""
    word, name = tokens(match["word"]), tokens(label)
    whole = word == name
    head = tokens(re.split(r"[,(]", label)[0])
    return match["text"] if word and (whole or word == head) else ""


def _first_cells(labels: list[str], columns: int, document: Document) -> list[tuple[str, str]]:
    """The first cells of the document's own copy of the matrix, each with its row: the same rows in the same order."""
    tables: list[list[str]] = []
    last = -2
    for line in document.lines:
        if line.kind != "row" or len(line.cells) != columns + 1:
            continue
        if line.line != last + 1 and line.line != last + 2:
            tables.append([])
        tables[-1].append(line.cells[0])
        last = line.line
    for cells in tables:
        body = cells[1:]
        if len(body) != len(labels):
            continue
        alike = sum(bool(set(tokens(label)) & set(tokens(cell))) for label, cell in zip(labels, body, strict=True))
        if alike >= 0.7 * len(labels):
            return list(zip(labels, body, strict=True))
    return []


def _take(found: Described, text: str, by_list: bool) -> None:
    found.text = f"{found.text} {text}".strip()
    if by_list:
        found.names += [name.strip() for name in _BOLD.findall(text)]
    bare = text.replace("**", "").replace("`", "")
    for chunk in parter(r"[,;:/]|\.\s").split(bare):
        phrase = _lead().sub("", chunk.strip(" .()"))
        if not phrase:
            continue
        if _ours().match(phrase) or (not by_list and re.search(r"\d", phrase)) or (not by_list and 2 <= len(tokens(phrase)) <= 6):
            found.phrases.append(phrase)
        elif phrase[:1].isupper() and len(tokens(phrase)) <= 3 and not has_word(phrase, lists()["exceptions"]):
            found.names.append(phrase)
    found.hosts += [match["host"].rstrip(".") for match in _host().finditer(bare) if bare[match.end() : match.end() + 1] != "-"]
    for match in _shared().finditer(bare):
        second = match["second"]
        head = next((head for head in sentence_words()["programs"] if fold(second).endswith(head)), "")
        if head:
            found.hosts += [match["first"] + head, second]


def ai_in(hosts: list[str], language: str) -> list[str]:
    """How people call the AI that is built into a piece of software, in the policy's language."""
    ai, within = lists()["ai_in"].get(language, lists()["ai_in"]["en"])
    return [f"{ai} {within} {host}" for host in dict.fromkeys(hosts)]
