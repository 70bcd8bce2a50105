"""An item of a document in; its sentences, and the words of each, out: as limits read them."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.document import unmarked
from bot.knowledge.importing.texts.patterns import any_of, statements_of, without_brackets
from bot.knowledge.importing.texts.words import fold, limit_words, small_words, tokens

_MOST_WORDS = 45
"""Of a sentence that is read as a whole."""


def spread(text: str) -> str:
    """A text with short words of French before an apostrophe as words of their own."""
    return _elided().sub(r"\1 ", text)


@cache
def _elided() -> re.Pattern[str]:
    return re.compile(rf"\b({any_of(small_words()['elided'])})['’]", re.IGNORECASE)


@cache
def _wider() -> str:
    """Where words begin that only widen a sentence."""
    return rf"(?:^|[,–—-]?\s+)(?:{any_of(limit_words()['widens'])})\b"


def parts(text: str, *, any_length: bool = False) -> list[tuple[str, str]]:
    """The sentences of an item; each as it stands, and folded without what is in brackets and without what only widens it.

    ``any_length``: also those that are too long to be read as a whole.
    """
    bare = unmarked(text)
    wider = _wider()
    found = []
    for part in statements_of(bare):
        told = fold(without_brackets(part))
        said = re.sub(rf"{wider}[^,;]*", "", told) if any_length else re.split(wider, told, maxsplit=1)[0]
        if "?" not in part and said.strip() and (any_length or len(tokens(said)) <= _MOST_WORDS):
            found.append((part.strip(), said))
    return found
