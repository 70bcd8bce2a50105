"""A sentence and the places of its changed words go in; whether what was found stands in them, or beside them, comes out."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from bot.vendors.judging.aligning import WORDS
from bot.vendors.judging.cues import words_of

UNTOUCHED = 0.15
"""What a cue counts that stands in the sentence but not in its changed words."""
OPERATIVE = 0.6
"""The same where a word like "not", "may" or a number changed: that is about everything in the sentence."""
_SIGNS_A_WORD = 14
"""Fewer blanks than one in so many signs: a script that writes none."""
_BESIDE = 4
_SEVERAL = 3


class Touched:
    """Which words of a sentence changed: by their places, since the same word may stand there twice."""

    def __init__(self, text: str, changed: tuple[str, ...], places: frozenset[int]) -> None:
        small = words_of("small")
        self.ends = [found.end() for found in WORDS.finditer(text)]
        self.is_spaced = text.count(" ") * _SIGNS_A_WORD >= len(text)
        self.places = frozenset(place for place, one in enumerate(WORDS.findall(text)) if place in places and one not in small)
        self.said = " ".join(changed)
        self.rest = UNTOUCHED
        self.columns = ""
        """The headings of the columns of a table in which an answer or a number changed."""

    def by(self, found: re.Match[str]) -> bool:
        """Whether a changed word stands in what was found; in scripts without blanks each sign is a word."""
        return not self.places.isdisjoint(self._span(found))

    def beside(self, found: re.Match[str]) -> float:
        """What a cue counts right beside which several words changed: they say how far it goes."""
        if not self.is_spaced:
            return 0.0
        span = self._span(found)
        near = self.places & {*range(span.start - _BESIDE, span.start), *range(span.stop, span.stop + _BESIDE)}
        return OPERATIVE if len(near) >= _SEVERAL else 0.0

    def _span(self, found: re.Match[str]) -> range:
        first = bisect_right(self.ends, found.start())
        return range(first, max(first + 1, bisect_left(self.ends, found.end()) + 1))
