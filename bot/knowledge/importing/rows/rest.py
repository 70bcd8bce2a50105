"""The document and the rows in; the row that tools that nobody names count as out: "A tool that is not listed counts as ..."."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from bot.knowledge.importing.prose.unlisted import is_of_unlisted
from bot.knowledge.importing.texts.document import Document, unmarked
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.sentences import sentences_of
from bot.knowledge.importing.texts.tool_row import ToolRow, head_of
from bot.knowledge.importing.texts.words import sentence_words, small_words, tokens

_REST = ("*",)
_STEM, _ENDING = 4, 2
"""Letters that two forms of a word share at least, and that may stand behind them."""


def catch_the_rest(document: Document, rows: Collection[ToolRow]) -> None:
    """The one row of a kind that the document says so of catches them, unless a row of the table does already."""
    if any(row.covers.get("any") == _REST for row in rows):
        return
    for name in _counted(document):
        kinds = [row for row in rows if row.group and row.has_cells and _is_called(row, name)]
        if len(kinds) == 1:
            kinds[0].covers["any"] = _REST
            kinds[0].note_caught()
            return


def _counted(document: Document) -> Iterator[str]:
    """What sentences say that tools count as that stand nowhere."""
    for line in document.lines:
        for sentence in sentences_of(unmarked(line.text)) if line.kind != "row" else ():
            told = _counts_as().search(sentence)
            if told and is_of_unlisted(sentence[: told.start()]):
                yield _clause().split(sentence[told.end() :])[0]


def _is_called(row: ToolRow, name: str) -> bool:
    """Whether each word that tells something stands in the row's own name, in any form."""
    said = [word for word in tokens(name) if word not in _small()]
    return bool(said) and all(any(_is_form(word, other) for other in tokens(head_of(row.label))) for word in said)


def _is_form(word: str, other: str) -> bool:
    """ "Konto" and "Konten", "private" and "privates"."""
    pairs = enumerate(zip(word, other, strict=False))
    shared = next((at for at, (one, two) in pairs if one != two), min(len(word), len(other)))
    return word == other or (shared >= _STEM and max(len(word), len(other)) - shared <= _ENDING)


@cache
def _counts_as() -> re.Pattern[str]:
    return re.compile(rf"\b(?:{any_of(sentence_words()['counts_as'])})\s+", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    """Where what it counts as ends."""
    return re.compile(rf"[,.;:()]|\s(?:{any_of(sentence_words()['until'])})\s", re.IGNORECASE)


@cache
def _small() -> frozenset[str]:
    words: Iterable[str] = small_words()["determiners"]
    return frozenset(words)
