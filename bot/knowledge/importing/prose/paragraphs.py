"""The document and names of rows in; the lines that are about a row out: of its paragraph, list item, table row or section."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.knowledge.importing.texts.document import Document, Line
from bot.knowledge.importing.texts.patterns import (
    any_of,
    joiners,
    sentences_of,
    without_brackets,
    without_determiner,
    without_number,
)
from bot.knowledge.importing.texts.words import find_run, fold, group_words, has_word, name_words, tokens

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
Rows = dict[tuple[str, ...], str]
"""Each way to write a row's name -> the row."""
_PART = 2
"""Words that a part of a row's name must have to stand for it."""


def paragraphs(labels: list[str], document: Document) -> Iterator[tuple[str, str]]:
    """Row and a line of the paragraph, list item or section that begins with its name."""
    rows = rows_by_name(labels)
    wider = _names_in(labels) | rows
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


def _told_elsewhere(text: str, rows: Rows) -> Iterator[tuple[str, str]]:
    """A sentence outside of all paragraphs that says what a row is, or names one row and how it is or was called."""
    for sentence in sentences_of(text):
        if label := _opens_with_row(sentence, rows):
            yield label, sentence
        elif has_word(sentence, name_words()["called"]):
            said = tokens(sentence)
            named = {row for name, row in rows.items() if find_run(name, said) >= 0}
            if len(named) == 1 and len(QUOTED.findall(sentence)) == 1:
                yield named.pop(), sentence


def rows_by_name(labels: list[str]) -> Rows:
    """Each way to write a row's name, where no other row's is written so -> the row."""
    found: dict[tuple[str, ...], set[str]] = {}
    for label in labels:
        bare = _PREFIX.sub("", label)
        for name in (label, bare, without_brackets(label), without_brackets(bare), re.split(r"[,(]", bare)[0]):
            found.setdefault(tokens(name), set()).add(label)
    whole = {tokens(label): label for label in labels}
    return {key: next(iter(rows)) for key, rows in found.items() if key and len(rows) == 1} | whole


def row_of(name: str, rows: Rows) -> str:
    """The row that is called so; empty where none is."""
    bare = without_number(name.strip()).strip(" .:")
    return rows.get(tokens(bare)) or rows.get(tokens(without_brackets(bare))) or ""


def _opens_with_row(sentence: str, rows: Rows) -> str:
    """The row that a sentence is about, and says what it is: "Free AI is anything without our login: ChatGPT, Gemini"."""
    found = _told().match(without_determiner(re.sub(r"[\"“”„«»]", "", sentence).strip()))
    return rows.get(tokens(found["name"]), "") if found else ""


def _names_in(labels: list[str]) -> Rows:
    """Each way to write a row's name: whole, without what stands in brackets, each of several products that one row has, and
    without the word that says what it is ("Asistente Brújula"). What two rows share is nobody's."""
    found: dict[tuple[str, ...], set[str]] = {}
    for label in labels:
        bare = without_brackets(label)
        parts = [part for part in re.split(rf"\s*[,/|+&]\s*|\s+(?:{joiners()})\s+", bare) if len(tokens(part)) >= _PART]
        kept = tuple(word for word in tokens(bare) if word not in _kinds())
        for key in {tokens(label), tokens(bare), tokens(without_determiner(bare)), *map(tokens, parts), kept}:
            found.setdefault(key, set()).add(label)
    return {key: next(iter(rows)) for key, rows in found.items() if key and len(rows) == 1}


@cache
def _told() -> re.Pattern[str]:
    """A name at the beginning, a verb of meaning or an "is", and what follows."""
    means, is_ = any_of(name_words()["means"]), any_of(name_words()["is"])
    return re.compile(rf"^(?P<name>[^,;:.()]{{2,60}}?),?\s+(?:{means}|{is_})\s+\S", re.IGNORECASE | re.DOTALL)


@cache
def _kinds() -> frozenset[str]:
    return frozenset(fold(word) for word in (*group_words("generic"), *name_words()["helpers"]))
