"""A language goes in, the words that everybody uses in it come out, by wordfreq's counts of books, films, news and the web.

A common word that ``bot/catalog/common`` does not hold back stands for no data, so it is no reason to ask back. Every word
from ``LEAST`` on was looked at by a person's eye before it counted as harmless; a rarer one is a word that nobody read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.tongue import counts
from bot.tongue.counts import words_from
from bot.tongue.flat import Flat, Part, digest_of, lines, packed
from bot.tongue.kept import digest_of_code, kept
from bot.tongue.lookups import Lists, Worded, list_parts, words_parts
from bot.tongue.text import fold, stem

LEAST = {"en": 3.01, "nl": 3.15, "de": 3.15, "fr": 3.1, "es": 3.1}
"""Zipf frequency (log10 of uses per 10^9 words) from which on a word counts as common."""
_FOREIGN = 1.2
"""By so much more common in English, a word is an English one in another language's counts."""
_SHORT = 3
_HARMLESS, _HELD = "+", "-"
Stems = Worded | Mapping[str, Sequence[str]]
_MOST = 50_000
"""Words whose answer is kept."""


@lru_cache(maxsize=8)
def common_words(language: str) -> frozenset[str]:
    """The folded common words of one of the five languages; empty for another."""
    return frozenset(_flat().lines(language)) if language in LEAST else frozenset()


@cache
def _flat() -> Flat:
    return kept("common", digest(), made)


@cache
def digest() -> str:
    """Of the counts, and of the code here."""
    return digest_of(counts.digest().encode(), digest_of_code(Path(__file__)).encode())


def made() -> bytes:
    """The bytes of the flat file of all common words."""
    return packed({language: lines(_common(language)) for language in LEAST})


def _common(language: str) -> list[str]:
    words = ((word, often) for word, often in words_from(language, LEAST[language]) if len(word) > 1 and word.isalpha())
    english = {} if language == "en" else dict(words_from("en", LEAST["en"]))
    return sorted({fold(word) for word, often in words if len(word) <= _SHORT or english.get(word, 0) <= often + _FOREIGN})


class Harmless:
    """Which words stand for no data. ``everyday`` and ``held`` (may be data, or colour it): language -> words, ``any`` for all.

    A listed word decides for itself, an everyday one before a held one. What is not listed goes with the listed word of its
    stem that it is most like, the held one where both are ("insiders": ``insider``, not ``inside``).
    """

    def __init__(
        self,
        everyday: Mapping[str, frozenset[str]] | None = None,
        held: Mapping[str, frozenset[str]] | None = None,
        names: frozenset[str] = frozenset(),
        by_stem: Mapping[str, Stems] | None = None,
    ) -> None:
        """``by_stem``: what ``stemmed`` gives for some languages, where it is known already."""
        self.everyday, self.held, self.names = everyday or {}, held or {}, names
        self._stems: dict[str, Stems] = dict(by_stem or {})
        self._known: dict[tuple[str, str], bool] = {}

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
            return min((OSA.distance(word, told[1:]), told[0] == _HARMLESS) for told in rivals)[1]
        return True if is_common else None

    def _by_stem(self, language: str) -> Stems:
        found = self._stems.get(language)
        if found is None:
            found = self._stems[language] = self.stemmed(language)
        return found

    def stemmed(self, language: str) -> dict[str, list[str]]:
        """Stem -> the listed words that have it, each behind a mark: harmless or held back."""
        found: dict[str, list[str]] = {}
        for mark, lists in ((_HARMLESS, self.everyday), (_HELD, self.held)):
            for tongue in (language, "any"):
                for word in lists.get(tongue, ()):
                    if len(word) > _SHORT or mark == _HELD:
                        found.setdefault(stem(word, language), []).append(mark + word)
        return found


def harmless_parts(harmless: Harmless) -> dict[str, Part]:
    """The parts of a flat file that ``harmless_of`` reads."""
    parts = list_parts("everyday", harmless.everyday) | list_parts("held", harmless.held)
    for language in LEAST:
        parts |= words_parts(f"stems.{language}", harmless.stemmed(language))
    return parts | {"harmless.names": lines(sorted(harmless.names))}


def harmless_of(flat: Flat) -> Harmless:
    """What a flat file says of harmless words."""
    stems = {language: Worded(flat, f"stems.{language}") for language in LEAST}
    return Harmless(Lists(flat, "everyday"), Lists(flat, "held"), frozenset(flat.lines("harmless.names")), stems)
