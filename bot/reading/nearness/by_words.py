"""Words of an unread phrase go in; the ids that it is nearest to come out."""

from __future__ import annotations

from collections import Counter
from math import log

from bot.reading.nearness.learn import learn
from bot.reading.nearness.near_phrases import Phrase, nearest
from bot.text.tokens import stem, words_of

FEWEST_SHARED = 2
"""Words that a phrase has in common with one of the index, where words are all that there is."""
K1, B = 1.5, 0.75
"""BM25's usual constants: a word that stands once in a phrase of average length scores its weight / (1 + K1)."""


class ByWords:
    """BM25 of stems, as a share of the most that the phrase could have: words that the index lacks count in full.

    Written here, since the library for it brings numpy along: 16 MB that nothing else of a house without vectors needs.
    """

    def __init__(self, phrases: tuple[Phrase, ...], language: str) -> None:
        self.phrases, self.language = phrases, language
        corpus = [self._terms(phrase.text) for phrase in phrases]
        held = Counter(word for words in corpus for word in set(words))
        self.weights = {word: log(1 + (len(corpus) - n + 0.5) / (n + 0.5)) for word, n in held.items()}
        self.rarest = max(self.weights.values(), default=1.0)
        self.holders = self._holders(corpus)
        ids = [phrase.classes for phrase in phrases]
        of_these = Counter(ids)

        def left_out(at: int) -> tuple[float, float]:
            others = {place: score for place, score in self._scores(corpus[at]).items() if place != at}
            alike = (score for place, score in others.items() if ids[place] == ids[at])
            return max(others.values(), default=0.0), max(alike, default=0.0 if of_these[ids[at]] > 1 else -1.0)

        self.learnt = learn(ids, left_out)

    def near(self, text: str) -> tuple[str, ...]:
        """The ids that a phrase is nearest to."""
        return nearest(self.phrases, self._scores(self._terms(text)), self.learnt)

    def _holders(self, corpus: list[list[str]]) -> dict[str, dict[int, float]]:
        """Term -> the phrases that hold it, each with what the term counts there."""
        average = sum(map(len, corpus)) / max(1, len(corpus))
        holders: dict[str, dict[int, float]] = {word: {} for word in self.weights}
        for place, words in enumerate(corpus):
            for word, times in Counter(words).items():
                share = times / (K1 * ((1 - B) + B * len(words) / average) + times)
                holders[word][place] = self.weights[word] * share
        return holders

    def _terms(self, text: str) -> list[str]:
        return [stem(word, self.language) for word in words_of(text)] or [""]

    def _scores(self, terms: list[str]) -> dict[int, float]:
        """The phrases that share a word with these, each with how near it is; those that are left out are not near at all."""
        known = list(dict.fromkeys(term for term in terms if term in self.weights))
        whole = sum(self.weights.get(term, self.rarest) for term in terms)
        scores: dict[int, float] = {}
        if len(known) >= FEWEST_SHARED:
            for term in known:
                for place, score in self.holders[term].items():
                    scores[place] = scores.get(place, 0.0) + score
        return {place: min(1.0, score * (1 + K1) / whole) for place, score in scores.items()}
