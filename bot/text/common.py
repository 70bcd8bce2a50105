"""A language goes in, the words that everybody uses in it come out, by wordfreq's counts of books, films, news and the web."""

from __future__ import annotations

from collections.abc import Container
from functools import cache, lru_cache
from pathlib import Path

from bot.text import counts
from bot.text.counts import words_from
from bot.text.flat import Flat, digest_of, packed
from bot.text.kept import digest_of_code, kept
from bot.text.lookups import Tongues, set_parts
from bot.text.tokens import fold

LEAST = {"en": 3.01, "nl": 3.15, "de": 3.15, "fr": 3.1, "es": 3.1}
"""Zipf frequency (log10 of uses per 10^9 words) from which on a word counts as common."""
_FOREIGN = 1.2
"""By so much more common in English, a word is an English one in another language's counts."""
_SHORT = 3


@lru_cache(maxsize=8)
def common_words(language: str) -> Container[str]:
    """The folded common words of one of the five languages; none of another."""
    return Tongues(_flat(), "common").get(language) if language in LEAST else ()


@cache
def _flat() -> Flat:
    return kept("common", digest(), made, takes_seconds=True)


@cache
def digest() -> str:
    """Of the counts and of the code here."""
    return digest_of(counts.digest().encode(), digest_of_code(Path(__file__)).encode())


def made() -> bytes:
    """The bytes of the flat file of all common words."""
    return packed(set_parts("common", {language: every_common(language) for language in LEAST}))


def every_common(language: str) -> frozenset[str]:
    """The same as a set, which takes time and room; none of a language that is not one of the five."""
    if language not in LEAST:
        return frozenset()
    words = ((word, often) for word, often in words_from(language, LEAST[language]) if len(word) > 1 and word.isalpha())
    english = {} if language == "en" else dict(words_from("en", LEAST["en"]))
    return frozenset(fold(word) for word, often in words if len(word) <= _SHORT or english.get(word, 0) <= often + _FOREIGN)
