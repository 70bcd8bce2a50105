"""A policy's index goes in, a dictionary comes out: which words are spelt right, how often they are used, which are near."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from bot.policy.world import Catalog
from bot.reading.words.language import stops_of
from bot.reading.words.lists import words_of_kinds
from bot.tongue.common import common_words
from bot.tongue.counts import how_common
from bot.tongue.index import Index
from bot.tongue.lookups import by_shape, shape_of
from bot.tongue.slips import keys_of
from bot.tongue.text import ABBREVIATIONS, LONGEST_WORD, SPOKEN

SHORTEST = 4
"""Letters of a word that may be meant."""
_COMPOUNDING = ("nl", "de")
_SENSITIVE = 3
_MANY = 6
"""Letters from which on words that sound the same may differ in two."""
_OWN = 4.5
"""Zipf frequency that a word of the policy's own has at least: it is what people ask about."""
_LISTED = 3.0
"""The same for the catalog's words."""


class Dictionary:
    """The right words of five languages, of the catalog and of one policy."""

    def __init__(self, catalog: Catalog, index: Index, extra: frozenset[str]) -> None:
        """``extra``: more words that are spelt right."""
        self.index, self.extra = index, extra
        self.base = index.base or index
        self.layers = (index.layer, self.base.layer)
        self.names = index.layer.names | self.base.layer.names
        self.own = frozenset(index.layer.own | extra)
        self._said: dict[str, list[Container[str]]] = {}
        """Words of phrases by language, once it was asked for."""
        self._grave = words_of_kinds(catalog, _SENSITIVE, examples=True)
        self._grave_shapes = _shaped(self._grave)
        self._own_shapes = by_shape(self.own, SHORTEST)

    def knows(self, word: str, language: str) -> bool:
        """Whether a word, or another form of it, is right in a language."""
        if self.lists(word, language) or self.index.harmless.says(word, language) is not None:
            return True
        return self._is_compound(word, language)

    def lists(self, word: str, language: str) -> bool:
        """Whether this very form of a word is right in a language."""
        return word in stops_of(language) or self._is_listed(word, language)

    def _is_compound(self, word: str, language: str) -> bool:
        """Whether two right words are written as one, in a language that does so."""
        if language not in _COMPOUNDING or len(word) > LONGEST_WORD:
            return False
        cuts = ((word[:cut], word[cut:]) for cut in range(SHORTEST, len(word) - 1))
        heads = (
            left for left, right in cuts if right in ABBREVIATIONS or (right[SHORTEST - 1 :] and self._is_listed(right, language))
        )
        return any(self._is_part(left, language) for left in heads)

    def _is_part(self, word: str, language: str) -> bool:
        bare = (word.removesuffix(glue) for glue in ("", "s", "n", "en"))
        return any(len(one) >= SHORTEST and self._is_listed(one, language) for one in bare)

    def _is_listed(self, word: str, language: str) -> bool:
        return word in self.own or word in common_words(language) or self._is_said(word, language)

    def is_plain(self, word: str, language: str) -> bool:
        """Whether a word stands for no data, is no word of grammar and stands in no phrase that is looked for."""
        if word in self.own or word in stops_of(language) or self._is_said(word, language):
            return False
        return self.index.is_common(word, language)

    def gravity(self, word: str, language: str) -> int:
        """2 for a word of sensitive data, 1 for one that may be data, 0 for one that is harmless in its language."""
        return 2 if self.is_grave(word) else int(word in self.own or not self.index.is_common(word, language))

    def is_grave(self, word: str) -> bool:
        """Whether a word is of sensitive data in some language."""
        return word in self._grave

    def is_near_grave(self, word: str) -> bool:
        """Whether a word of sensitive data is two slips away."""
        if len(word) < SHORTEST + 1:
            return False
        near = (self._grave_shapes.get(shape_of(word[0], length)) for length in range(len(word) - 2, len(word) + 3))
        return any(_within(word, others, 2) for others in near if others)

    def is_name(self, word: str, language: str) -> bool:
        """Whether a word is a tool's whole name, or of one and no word of the language; what a condition says of it is read."""
        if word in self.extra:
            return False
        if any(word in layer.squashed for layer in self.layers):
            return True
        return word in self.names and (word in self.index.harmless.names or word not in common_words(language))

    def told(self, word: str, language: str) -> float:
        """Zipf frequency of a folded word; 0 where it was never seen."""
        return how_common(word, language) if language in SPOKEN else 0.0

    def near(self, word: str, language: str) -> Iterator[tuple[str, float]]:
        """Right words that are near, each with how often it is used; its words of the policy's own seem to be used often."""
        most = 2 if len(word) >= _MANY else 1
        seen: set[str] = set()
        for shapes in (self._own_shapes, self.base.shapes("right", language)):
            for letter in keys_of(word):
                for length in range(len(word) - 2, len(word) + 3):
                    others = shapes.get(shape_of(letter, length))
                    found = _within(word, others, most) - seen if others else set()
                    seen |= found
                    yield from ((one, self._often(one, language)) for one in found)

    def _often(self, word: str, language: str) -> float:
        least = _OWN if word in self.own else _LISTED if self._is_said(word, language) else 0.0
        return max(how_common(word, language), least)

    def _is_said(self, word: str, language: str) -> bool:
        """Whether a word stands in a phrase of the catalog."""
        held = self._said.get(language)
        if held is None:
            held = self._said[language] = [layer.said.get(tongue, ()) for layer in self.layers for tongue in ("any", language)]
        return any(word in words for words in held)


@lru_cache(maxsize=2)
def _shaped(words: frozenset[str]) -> dict[str, list[str]]:
    """The catalog's words of sensitive data by their shape, the same for all policies."""
    return by_shape(words, SHORTEST)


def _within(word: str, others: Sequence[str], most: int) -> set[str]:
    """Those of some words from which a word is at most so many slips away."""
    return {one for one, _, _ in extract(word, others, scorer=OSA.distance, score_cutoff=most, limit=None)}
