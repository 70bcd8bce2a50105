"""The document and names of rows in; the lines that are about a row out: of its paragraph, list item, table row or section."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.nicknamed import names_in, opens_with_row
from bot.knowledge.importing.texts.patterns import joiners, without_brackets, without_number
from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.words import find_run, has_word, name_words, tokens

_OPENING = re.compile(
    r"^(?:\d{1,2}(?:\.\d{1,2})*[.)]?\s+)?(?P<mark>\*\*|__|[*_])(?P<word>[^*_]{2,100}?)(?P=mark)\s*(?:\([^()]*\))?[.:,–—-]*\s*(?P<text>.*)$",
    re.DOTALL,
)
_PREFIX = re.compile(r"^[^:–—]{2,30}(?::|\s[–—])\s+(?=\S)")
"""What several rows have before their name: "Tier 2: ", "Niveau 1 – "."""
QUOTED = re.compile(
    r"[\"“”„«]\s*(?P<said>[^\"“”„«»]{2,40}?)\s*[\"“”»]|`(?P<code>[^`]{2,30})`|(?<!\*)\*(?P<leaning>[^*\s][^*]{1,30}?)\*(?!\*)"
)
"""A name in quotes, as code or in italics."""


def paragraphs(labels: list[str], document: Document) -> Iterator[tuple[str, str]]:
    """Row and a line of the paragraph, list item or section that begins with its name."""
    rows = rows_by_name(labels)
    wider = names_in(labels) | rows
    current, last, below = "", Line("", 0), ""
    for line in document.lines:
        if line.heading != last.heading:
            current = below = row_of(line.heading, rows)
        goes_on = line.kind == "text" and last.kind == line.kind and line.line - last.line <= 1 and line.heading == last.heading
        opening = _OPENING.match(line.text)
        text, last = line.text, line
        if line.kind == "row":
            current = below
            label = row_of(line.cells[0], rows) if line.cells else ""
            yield from ((label, cell) for cell in line.cells[1:] if label)
            continue
        if opening is not None:
            several = re.match(rf"(?:{joiners()}|[,/&])\s*[*_]", opening["text"])
            current, text = (row_of(opening["word"], rows) if not several else "") or below, opening["text"]
        elif not goes_on or line.kind == "item":
            current = below
        if current and text:
            yield current, text
        elif not current:
            yield from _told_elsewhere(line.text, wider)


def _told_elsewhere(text: str, rows: dict[tuple[str, ...], str]) -> Iterator[tuple[str, str]]:
    """A sentence outside of all paragraphs that says what a row is, or names one row and how it is or was called."""
    for sentence in sentences_of(text):
        if label := opens_with_row(sentence, rows):
            yield label, sentence
        elif has_word(sentence, name_words()["called"]):
            said = tokens(sentence)
            named = {row for name, row in rows.items() if find_run(name, said) >= 0}
            if len(named) == 1 and len(QUOTED.findall(sentence)) == 1:
                yield named.pop(), sentence


def rows_by_name(labels: list[str]) -> dict[tuple[str, ...], str]:
    """Each way to write a row's name, where no other row's is written so -> the row."""
    found: dict[tuple[str, ...], set[str]] = {}
    for label in labels:
        bare = _PREFIX.sub("", label)
        for name in (label, bare, without_brackets(label), without_brackets(bare), re.split(r"[,(]", bare)[0]):
            found.setdefault(tokens(name), set()).add(label)
    whole = {tokens(label): label for label in labels}
    return {key: next(iter(rows)) for key, rows in found.items() if key and len(rows) == 1} | whole


def row_of(name: str, rows: dict[tuple[str, ...], str]) -> str:
    """The row that is called so; empty where none is."""
    bare = without_number(name.strip()).strip(" .:")
    return rows.get(tokens(bare)) or rows.get(tokens(without_brackets(bare))) or ""
