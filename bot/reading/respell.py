"""Words go in, the same words come out with misspelt words of grammar and of conditions put right: "nciht", "not maksed yet".

Only what is in no dictionary is taken for another word, and only where one of these is the one word that is a slip away.
Names of tools and words for data are looked for by ``index`` itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.policy.world import Catalog
from bot.reading.common import common_words
from bot.reading.counts import zipf
from bot.reading.language import SPOKEN
from bot.reading.text import Token, is_slip, words_of

_LISTS = ("read.negation", "read.pending", "read.removal", "read.off", "read.licence", "approval.", "concept.", "fact.", "limit.")
"""Word lists that say whether a condition holds, and what was taken out."""
_SHORTEST = 4
_RARE = 2.0
"""Zipf frequency from which on a word is one of the language."""
_GAP = 3.5
"""By so many powers of ten the right word is used more than one whose letters changed places: "nciht" is counted too."""


Shapes = dict[tuple[str, int], list[str]]
"""First letter and length -> words."""


class Respelling:
    """Knows the words that tell of conditions, of the catalog and of one policy's own conditions."""

    def __init__(self, catalog: Catalog, conditions: Iterable[str], known: frozenset[str]) -> None:
        """``conditions``: their words, in any language; ``known``: names and words for data, which are spelt right."""
        self.known = known
        own = {word for word in conditions if len(word) > _SHORTEST and word.isalpha()}
        listed = [(name, lists) for name, lists in catalog.words.items() if name.startswith(_LISTS)]
        self.telling: dict[str, set[str]] = {}
        self.by_shape: dict[str, Shapes] = {}
        for language in SPOKEN:
            phrases = [phrase for _, lists in listed for tongue in ("any", language) for phrase in lists.get(tongue, ())]
            told = self.telling[language] = own | {word for phrase in phrases for word in words_of(phrase)}
            self.by_shape[language] = _shapes((told | known) - common_words(language))

    def __call__(self, tokens: tuple[Token, ...], languages: tuple[str, ...]) -> tuple[Token, ...]:
        """The tokens, each as it is meant."""
        return tuple(replace(token, folded=self._meant(token, languages)) for token in tokens)

    def _meant(self, token: Token, languages: tuple[str, ...]) -> str:
        word = token.folded
        if len(word) < _SHORTEST or not word.isalpha() or not token.own or word in self.known:
            return word
        told = max(_told(word, language) for language in (*languages, "en"))
        near = {(other, language) for language in languages for other in self._near(word, language)}
        moved = {other for other, language in near if _is_moved(word, other) and _told(other, language) - told >= _GAP}
        found = moved or ({other for other, _ in near} if told < _RARE else set())
        moved = {other for other in found if _is_moved(word, other)}
        found = moved or found
        tells = len(found) == 1 and any(found <= self.telling[language] for language in languages if language in self.telling)
        return next(iter(found)) if tells else word

    def _near(self, word: str, language: str) -> list[str]:
        lengths = range(len(word) - 1, len(word) + 2)
        known = (self.by_shape.get(language, {}), _common_shapes(language))
        others = (other for shapes in known for length in lengths for other in shapes.get((word[0], length), ()))
        return [o for o in others if o != word and is_slip(word, o) and OSA.distance(word, o, score_cutoff=1) <= 1]


def _shapes(words: Iterable[str]) -> Shapes:
    found: Shapes = {}
    for word in words:
        if len(word) >= _SHORTEST and word.isalpha():
            found.setdefault((word[0], len(word)), []).append(word)
    return found


@lru_cache(maxsize=8)
def _common_shapes(language: str) -> Shapes:
    """Of a language's common words: they are the same for every policy."""
    return _shapes(common_words(language))


def _is_moved(word: str, other: str) -> bool:
    return sorted(word) == sorted(other)


@lru_cache(maxsize=50_000)
def _told(word: str, language: str) -> float:
    return zipf(word, language) if language in SPOKEN else 0.0
