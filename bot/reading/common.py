"""A language goes in, the words that everybody uses in it come out, by wordfreq's counts of books, films, news and the web.

A common word that ``bot/catalog/common`` does not hold back stands for no data, so it is no reason to ask back. Every word
from ``LEAST`` on was looked at by a person's eye before it counted as harmless; a rarer one is a word that nobody read.
"""

from __future__ import annotations

from functools import lru_cache

import wordfreq

from bot.reading.text import fold, stem

LEAST = {"en": 3.0, "nl": 3.15, "de": 3.15, "fr": 3.1, "es": 3.1}
"""Zipf frequency (log10 of uses per 10^9 words) from which on a word counts as common."""
_FOREIGN = 1.2
"""By so much more common in English, a word is an English one in another language's counts."""
_SHORT = 3


@lru_cache(maxsize=8)
def common_words(language: str) -> frozenset[str]:
    """The folded common words of one of the five languages; empty for another."""
    least = LEAST.get(language)
    if least is None:
        return frozenset()
    counts = wordfreq.get_frequency_dict(language, "small")
    return frozenset(
        fold(word)
        for word, share in counts.items()
        if share >= 10 ** (least - 9) and len(word) > 1 and word.isalpha() and not _is_english(word, language)
    )


@lru_cache(maxsize=8)
def stems_of(language: str) -> dict[str, tuple[str, ...]]:
    """Stem -> the common words that have it."""
    found: dict[str, tuple[str, ...]] = {}
    for word in sorted(common_words(language)):
        key = stem(word, language)
        found[key] = (*found.get(key, ()), word)
    return found


def _is_english(word: str, language: str) -> bool:
    if language == "en" or len(word) <= _SHORT or word not in wordfreq.get_frequency_dict("en", "small"):
        return False
    return wordfreq.zipf_frequency(word, "en") > wordfreq.zipf_frequency(word, language) + _FOREIGN
