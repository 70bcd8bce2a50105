"""A language goes in, the words that everybody uses in it come out, by wordfreq's counts of books, films, news and the web.

A common word that ``bot/catalog/common`` does not hold back stands for no data, so it is no reason to ask back. Every word
from ``LEAST`` on was looked at by a person's eye before it counted as harmless; a rarer one is a word that nobody read.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.reading.counts import words_from
from bot.reading.text import fold, stem

LEAST = {"en": 3.01, "nl": 3.15, "de": 3.15, "fr": 3.1, "es": 3.1}
"""Zipf frequency (log10 of uses per 10^9 words) from which on a word counts as common."""
_FOREIGN = 1.2
"""By so much more common in English, a word is an English one in another language's counts."""
_SHORT = 3
_MOST = 50_000
"""Words whose answer is kept."""


@lru_cache(maxsize=8)
def common_words(language: str) -> frozenset[str]:
    """The folded common words of one of the five languages; empty for another."""
    least = LEAST.get(language)
    if least is None:
        return frozenset()
    words = ((word, often) for word, often in words_from(language, least) if len(word) > 1 and word.isalpha())
    english = {} if language == "en" else _often_english()
    return frozenset(fold(word) for word, often in words if len(word) <= _SHORT or english.get(word, 0) <= often + _FOREIGN)


@lru_cache(maxsize=1)
def _often_english() -> dict[str, float]:
    return dict(words_from("en", LEAST["en"]))


@dataclass(slots=True)
class Harmless:
    """Which words stand for no data. ``everyday`` and ``held`` (may be data, or colour it): language -> words, ``any`` for all.

    A listed word decides for itself, an everyday one before a held one. What is not listed goes with the listed word of its
    stem that it is most like, the held one where both are ("insiders": ``insider``, not ``inside``).
    """

    everyday: dict[str, frozenset[str]] = field(default_factory=dict)
    held: dict[str, frozenset[str]] = field(default_factory=dict)
    names: frozenset[str] = frozenset()
    _stems: dict[str, dict[str, list[tuple[str, bool]]]] = field(default_factory=dict)
    _known: dict[tuple[str, str], bool] = field(default_factory=dict)

    def is_common(self, word: str, language: str) -> bool:
        """Whether a word stands for no data. A word of the message's own language counts as that, whatever it is in English."""
        key = (word, language)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST:
                self._known.clear()
            said = (self.says(word, tongue) for tongue in dict.fromkeys((language, "en")))
            known = self._known[key] = next((one for one in said if one is not None), False)
        return known

    def says(self, word: str, language: str) -> bool | None:
        """True: harmless in this language; False: held back; None: no word of it that is known."""
        if any(word in self.everyday.get(tongue, ()) for tongue in (language, "any")):
            return True
        if any(word in self.held.get(tongue, ()) for tongue in (language, "any")):
            return False
        is_common = word in common_words(language)
        if is_common and word in self.names:
            return False
        rivals = self._by_stem(language).get(stem(word, language), ())
        if rivals:
            return min((OSA.distance(word, other), harmless) for other, harmless in rivals)[1]
        return True if is_common else None

    def _by_stem(self, language: str) -> dict[str, list[tuple[str, bool]]]:
        found = self._stems.get(language)
        if found is None:
            found = self._stems[language] = {}
            for harmless, lists in ((True, self.everyday), (False, self.held)):
                for tongue in (language, "any"):
                    for word in lists.get(tongue, ()):
                        if len(word) > _SHORT or not harmless:
                            found.setdefault(stem(word, language), []).append((word, harmless))
        return found
