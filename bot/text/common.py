"""A language goes in, the words that everybody uses in it come out, by wordfreq's counts of books, films, news and the web.

A common word that ``bot/catalog/common`` does not hold back stands for no data, so it is no reason to ask back. Every word
from ``LEAST`` on was looked at by a person's eye before it counted as harmless; a rarer one is a word that nobody read.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

from rapidfuzz.distance import OSA

from bot.text import counts
from bot.text.counts import words_from
from bot.text.flat import Flat, Part, digest_of, lines, packed
from bot.text.kept import digest_of_code, kept
from bot.text.lookups import Lists, Tongues, Worded, list_parts, set_parts, words_parts
from bot.text.tokens import fold, stem

LEAST = {"en": 3.01, "nl": 3.15, "de": 3.15, "fr": 3.1, "es": 3.1}
"""Zipf frequency (log10 of uses per 10^9 words) from which on a word counts as common."""
_FOREIGN = 1.2
"""By so much more common in English, a word is an English one in another language's counts."""
_SHORT = 3
_HARMLESS, _HELD = "+", "-"
OTHER = "other"
"""What is known of words of every language that is not ours."""
Listed = Mapping[str, frozenset[str]]
Stems = Worded | Mapping[str, Sequence[str]]
_MOST = 50_000
"""Words whose answer is kept."""


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


class Harmless:
    """Which words stand for no data. ``everyday`` and ``held`` (may be data, or colour it): language -> words, ``any`` for all.

    A listed word decides for itself, an everyday one before a held one. What is not listed goes with the listed word of its
    stem that it is most like, the held one where both are ("insiders": ``insider``, not ``inside``).
    """

    def __init__(
        self,
        everyday: Listed | None = None,
        held: Tongues | Listed | None = None,
        names: frozenset[str] = frozenset(),
        by_stem: Mapping[str, Stems] | None = None,
    ) -> None:
        """``by_stem``: what ``stemmed`` gives, by language, and as ``OTHER`` for all that are not ours."""
        self.everyday, self.held, self.names = everyday or {}, held or {}, names
        self._stems = by_stem or {OTHER: {}}
        self._known: dict[tuple[str, str], bool] = {}

    def is_common(self, word: str, language: str) -> bool:
        """Whether a word stands for no data. A word of the message's own language counts as that, whatever it is in English."""
        key = (word, language)
        known = self._known.get(key)
        if known is None:
            if len(self._known) > _MOST:
                self._known.clear()
            said = (self.says(word, lang) for lang in dict.fromkeys((language, "en")))
            known = self._known[key] = next((one for one in said if one is not None), False)
        return known

    def says(self, word: str, language: str) -> bool | None:
        """True: harmless in this language; False: held back; None: no word of it that is known."""
        if any(word in self.everyday.get(lang, ()) for lang in (language, "any")):
            return True
        if any(word in self.held.get(lang, ()) for lang in (language, "any")):
            return False
        is_common = word in common_words(language)
        if is_common and word in self.names:
            return False
        rivals = self._stems.get(language, self._stems[OTHER]).get(stem(word, language), ())
        if rivals:
            return min((OSA.distance(word, told[1:]), told[0] == _HARMLESS) for told in rivals)[1]
        return True if is_common else None


def stemmed(everyday: Listed, held: Listed, language: str) -> dict[str, list[str]]:
    """Stem -> the listed words that have it, each behind a mark: harmless or held back."""
    found: dict[str, list[str]] = {}
    for mark, lists in ((_HARMLESS, everyday), (_HELD, held)):
        for lang in (language, "any"):
            for word in sorted(lists.get(lang, ())):
                if len(word) > _SHORT or mark == _HELD:
                    found.setdefault(stem(word, language), []).append(mark + word)
    return found


def harmless_parts(everyday: Listed, held: Listed, names: Iterable[str]) -> dict[str, Part]:
    """The parts of a flat file that ``harmless_of`` reads."""
    parts = list_parts("everyday", everyday) | set_parts("held", held)
    for language in (*LEAST, OTHER):
        parts |= words_parts(f"stems.{language}", stemmed(everyday, held, language))
    return parts | {"harmless.names": lines(sorted(names))}


def harmless_of(flat: Flat) -> Harmless:
    """What a flat file says of harmless words."""
    stems = {language: Worded(flat, f"stems.{language}") for language in (*LEAST, OTHER)}
    return Harmless(Lists(flat, "everyday"), Tongues(flat, "held"), frozenset(flat.lines("harmless.names")), stems)
