"""A word that was not read goes in, whether it is only a misspelt everyday word comes out."""

from __future__ import annotations

from rapidfuzz.distance import OSA

from bot.tongue.counts import how_common
from bot.tongue.index import Index
from bot.tongue.lookups import by_shape, shape_of
from bot.tongue.text import SPOKEN, is_slip

_LONG = 5
"""Letters from which on one wrong letter leaves a word what it is."""
_TOLD = 4
_VOWELS = frozenset("aeiouy")
_GAP = 3.0
"""By so many powers of ten the right word is used more than its misspelling."""
_RARE = 2.9
"""Zipf frequency from which on a word is no misspelling."""
_KNOWN = 2.0
"""Zipf frequency from which on a word may be meant."""
_RARER = 1.0
_HARDLY = 2.4


class Spelling:
    """Knows the words of a language by their shape. A misspelling is one wrong letter from harmless words only: never where a
    word that may be data, a name or a word of the catalog is as near."""

    def __init__(self, index: Index) -> None:
        self.index, self.harmless = index, index.harmless
        self.policy = frozenset(index.layer.data_words())
        """The policy's words for data, in any language."""
        self.data = index.base.layer.single if index.base else frozenset()
        """Those of the catalog."""
        self.own_shapes = by_shape(self.policy)
        self.bare: dict[str, frozenset[str]] = {}

    def is_misspelt(self, text: str, folded: str, language: str) -> bool:
        """Whether a word, as it stands and folded, is a harmless word with one letter wrong, or without its vowels."""
        if language not in SPOKEN:
            return False  # no word of it is known to be harmless, and its counts take seconds to read
        if text.islower() and len(folded) >= _TOLD and not _VOWELS & set(folded):
            return folded in self._bare(language)
        if not text.islower() and not (text[1:].islower() and language == "de"):
            return False
        if len(folded) < _LONG or not folded.isalpha() or folded in self.policy or folded in self.data:
            return False
        told = max(how_common(folded, language), how_common(folded, "en"))
        if told >= _RARE or any(self.harmless.says(folded, tongue) is not None for tongue in (language, "en")):
            return False
        near = [word for word in self._near(folded, language) if word in self.policy or how_common(word, language) >= _KNOWN]
        best = max((how_common(word, language) for word in near if self._is_harmless(word, language)), default=0.0)
        rivals = [word for word in near if not self._is_harmless(word, language)]
        slips = any(is_slip(folded, word) for word in near if self._is_harmless(word, language))
        return best - told >= _GAP and all(self._is_farther(folded, word, language, best, slips) for word in rivals)

    def _is_harmless(self, word: str, language: str) -> bool:
        return word not in self.policy and self.harmless.says(word, language) is True

    def _is_farther(self, folded: str, rival: str, language: str, best: float, slips: bool) -> bool:
        """A name that hardly anybody has; or another letter, where one of the harmless word only fell out or moved."""
        rare, hardly = best - how_common(rival, language) >= _RARER, best - how_common(rival, language) >= _HARDLY
        if rival in self.harmless.names and rival not in self.data:
            return rare
        return rival not in self.policy and (hardly or (slips and rare and not is_slip(folded, rival)))

    def _near(self, folded: str, language: str) -> list[str]:
        shapes = [shape_of(folded[0], length) for length in range(len(folded) - 1, len(folded) + 2)]
        known = self.index.shapes("near", language)
        others = (other for shape in shapes for other in (*known.get(shape), *self.own_shapes.get(shape, ())))
        return [other for other in others if OSA.distance(folded, other, score_cutoff=1) <= 1]

    def _bare(self, language: str) -> frozenset[str]:
        found = self.bare.get(language)
        if found is None:
            words = self.harmless.everyday.get(language, frozenset())
            found = self.bare[language] = frozenset("".join(c for c in word if c not in _VOWELS) for word in words)
        return found
