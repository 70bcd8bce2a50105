"""The document in; the words by which the paragraph of one row tells it from all others out: where it runs, and its mark.

They are no names of the row: beside a word for a tool they say which one is meant ("the chat behind Okta", "the seal one").
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.knowledge.importing.prose.paragraphs import paragraphs, row_of, rows_by_name
from bot.knowledge.importing.rows.called import Words, denies, is_plain, without_denied
from bot.knowledge.importing.texts.document import Document
from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.words import fold, tokens

_CLAUSE = re.compile(r"[;:,]\s")
_WRITTEN = re.compile(r"[^\W_]+(?:[.'’&+-][^\W_]+)*")
_ELIDED = re.compile(r"(?<!\w)\w{1,2}['’](?=\w{3})")
"""What French writes before a noun without a space: "de l'intranet"."""
_INSIDE = re.compile(r"\(([^()]*)\)")
_OPENS, _CLOSES = frozenset('"“„«‘'), frozenset('"”“»’')
_SHORTEST = 3
"""Letters of a name."""
_NOUNS = "de"
"""The language that writes nouns with capitals."""
_MOST = 8
"""Words that a row is told by: a paragraph of many more is about something else than the tool."""


def find_told_by(labels: list[str], document: Document, words: Words, known: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Row -> the words. ``known``: what is a name of something else: rows, classes of data, the organisation."""
    taken = {word for name in known for word in tokens(name)} | words.sold
    everywhere = Counter(tokens(_ELIDED.sub(" ", document.text)))
    told: dict[str, dict[str, str]] = {label: {} for label in labels}
    own: dict[str, Counter[str]] = {label: Counter() for label in labels}
    for label, said in _said(labels, document):
        text = _ELIDED.sub(" ", said)
        own[label].update(tokens(text))
        for word in _telling(text, words):
            told[label].setdefault(tokens(word)[0], word)
    held = Counter(word for counted in own.values() for word in set(counted))
    return {
        label: tuple(
            written
            for word, written in found.items()
            if held[word] == 1 and word not in taken and (word in words.marks or own[label][word] >= everywhere[word])
        )[:_MOST]
        for label, found in told.items()
    }


def _said(labels: list[str], document: Document) -> Iterator[tuple[str, str]]:
    """Row and a text about it: its paragraph, and what stands in brackets behind its name in a table."""
    yield from ((label, label) for label in labels)
    yield from paragraphs(labels, document)
    rows = rows_by_name(labels)
    for line in document.lines:
        if line.kind == "row" and line.cells:
            label = row_of(line.cells[0], rows)
            yield from ((label, inside) for inside in _INSIDE.findall(line.cells[0]) if label and inside not in label)


def _telling(text: str, words: Words) -> Iterator[str]:
    """Words that no language knows, and those for a place or a mark that a tool is known by, where nothing is denied."""
    for sentence in map(without_denied, sentences_of(text)):
        for clause in _CLAUSE.split(sentence):
            if denies(clause):
                continue
            for found in _WRITTEN.finditer(clause):
                word = fold(found[0])
                if word in words.marks or _is_name(clause, found, words):
                    yield found[0]


def _is_name(clause: str, found: re.Match[str], words: Words) -> bool:
    """A word in capitals that no language knows, or that stands in quotes or, where nouns have no capitals, inside a clause."""
    written, word = found[0], fold(found[0])
    if len(word) < _SHORTEST or not written[:1].isupper() or not written.isalpha():
        return False
    quoted = clause[: found.start()][-1:] in _OPENS and clause[found.end() :][:1] in _CLOSES
    inside = words.language != _NOUNS and bool(tokens(clause[: found.start()]))
    new = inside and not words.is_word(word, words.language)
    return quoted or new or not is_plain(word, words.is_word)
