"""The document and the conditions of the glossary in; their sentences, and the words of each, out: as limits read them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from bot.knowledge.importing.document import Document, Line, unmarked
from bot.knowledge.importing.glossary import ConditionEntry
from bot.knowledge.importing.patterns import any_of, without_brackets
from bot.knowledge.importing.sentences import statements_of
from bot.knowledge.importing.tool_row import ToolRow
from bot.knowledge.importing.words import fold, limit_words, small_words, tokens

_MOST_WORDS = 45


def sentences(
    document: Document, conditions: Iterable[ConditionEntry], rows: dict[str, ToolRow]
) -> list[tuple[Line, tuple[str, ...]]]:
    """Sentences of the document and conditions of the glossary, these with the rows that they are for."""
    found: list[tuple[Line, tuple[str, ...]]] = [(line, ()) for line in document.lines if line.kind != "row"]
    return found + [(Line(one.text, 1), tuple(rows[name].id for name in one.tools if name in rows)) for one in conditions]


def spread(text: str) -> str:
    """A text with short words of French before an apostrophe as words of their own."""
    return _elided().sub(r"\1 ", text)


@cache
def _elided() -> re.Pattern[str]:
    return re.compile(rf"\b({any_of(small_words()['elided'])})['’]", re.IGNORECASE)


def words_of(text: str) -> tuple[str, ...]:
    return tokens(spread(text))


def parts(text: str) -> list[tuple[str, str]]:
    """The sentences of an item; each as it stands, and folded without what is in brackets and without what only widens it."""
    bare = unmarked(text)
    widening = any_of(limit_words()["widens"])
    found = []
    for part in statements_of(bare):
        said = re.split(rf"(?:^|[,–—-]?\s+)(?:{widening})\b", fold(without_brackets(part)), maxsplit=1)[0]
        if "?" not in part and said.strip() and len(tokens(said)) <= _MOST_WORDS:
            found.append((part.strip(), said))
    return found
