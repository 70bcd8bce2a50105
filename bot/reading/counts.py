"""A language and a word go in, how often people use it comes out: wordfreq's counts of books, films, news and the web, in
little memory.

wordfreq keeps each of two million words as a text in a table, some 200 MB; here each is one number of eight bytes, its hash
before its frequency. Of three billion strange words one is taken for one that was counted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from math import log10

import wordfreq
from wordfreq.tokens import lossy_tokenize

from bot.reading.text import fold

_STEP = (1 << 11) - 1
_HASH = (1 << 62) - 1 - _STEP
_TOP = 900
"""Hundredths of a Zipf unit at wordfreq's first step; each further one is a hundredth less."""


class Counts:
    """The words of one language, by how often they are used."""

    def __init__(self, steps: Iterable[Iterable[str]]) -> None:
        """``steps``: words as often used as each other, the most frequent first; of two places of one word the first counts."""
        numbers = [hash(word) & _HASH | step for step, words in enumerate(steps) for word in words]
        numbers.sort()
        self._numbers = array("q", numbers)

    def zipf(self, word: str) -> float:
        """Log10 of a word's uses among 10^9 words; 0 where it was never counted."""
        wanted = hash(word) & _HASH
        at = bisect_left(self._numbers, wanted)
        found = self._numbers[at] if at < len(self._numbers) else -1
        return (_TOP - (found & _STEP)) / 100 if found & _HASH == wanted else 0.0


@lru_cache(maxsize=8)
def counts(language: str) -> Counts:
    """The counted words of a language, as they are written."""
    return Counts(_listed(language))


@lru_cache(maxsize=8)
def bare_counts(language: str) -> Counts:
    """Those of them that are written with accents, folded."""
    return Counts([fold(word) for word in words if not word.isascii()] for words in _listed(language))


@lru_cache(maxsize=100_000)
def how_common(word: str, language: str) -> float:
    """Log10 of a folded word's uses among 10^9 words of a language, written with or without accents."""
    return max(counts(language).zipf(word), bare_counts(language).zipf(word))


def words_from(language: str, least: float) -> Iterator[tuple[str, float]]:
    """The words of a language from a Zipf frequency on, with it; the most frequent first."""
    for step, words in zip(range(_TOP - round(100 * least) + 1), _listed(language), strict=False):
        yield from ((word, (_TOP - step) / 100) for word in words)


def zipf(word: str, language: str) -> float:
    """The same for a word as people write it: joined words ("e-mail") are as rare as their parts are together."""
    parts = [counts(language).zipf(part) for part in lossy_tokenize(word, language)]
    return round(-log10(sum(10**-part for part in parts)), 2) if parts and all(parts) else 0.0


def _listed(language: str) -> list[list[str]]:
    """The words of each step, none for a language that has no such list. wordfreq is to keep none of it."""
    if language not in wordfreq.available_languages("large"):
        return []
    listed = wordfreq.get_frequency_list(language, "large")
    wordfreq.get_frequency_list.cache_clear()
    return listed
