"""Vectors or words of an unread phrase go in; the ids that it is nearest to come out. Alone imports numpy and bm25s."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import Any

import bm25s
import numpy as np
from numpy.typing import NDArray

from bot.reading.nearness.learn import Learnt, learn
from bot.reading.nearness.near_phrases import Phrase
from bot.tongue.text import stem, words_of

FEWEST_SHARED = 2
"""Words that a phrase has in common with one of the index, where words are all that there is."""
K1 = 1.5
"""BM25's usual constant: a word that stands once in a phrase of average length scores its weight / (1 + K1)."""
_Floats = NDArray[np.float32]


def _winners(phrases: tuple[Phrase, ...], scores: _Floats, learnt: Learnt) -> tuple[str, ...]:
    """What all phrases within the margin of the best one are, the best one's first; nothing below the threshold."""
    best = float(scores.max(initial=0.0))
    if best < learnt.threshold:
        return ()
    order = np.argsort(-scores)[: int((scores >= best - learnt.margin).sum())]
    return tuple(dict.fromkeys(id_ for place in order for id_ in phrases[int(place)].ids))


class ByVectors:
    """Cosine of vectors."""

    def __init__(self, phrases: tuple[Phrase, ...], made: list[list[float]], language: str) -> None:
        self.phrases = phrases
        vectors = np.asarray(made, dtype=np.float32)
        self.size = int(vectors.shape[1])
        self.matrix = _unit(vectors)
        stems = [frozenset(stem(word, language) for word in words_of(phrase.text)) for phrase in phrases]
        self.learnt = learn([phrase.classes for phrase in phrases], stems, lambda at: self.matrix @ self.matrix[at])

    def near(self, vector: list[float]) -> tuple[str, ...]:
        """The ids that a vector is nearest to."""
        return _winners(self.phrases, self.matrix @ _unit(np.asarray(vector, dtype=np.float32)[None, :])[0], self.learnt)


def _unit(made: _Floats) -> _Floats:
    sizes = np.linalg.norm(made, axis=1, keepdims=True)
    unit = np.where(np.isfinite(made), made, 0.0) / np.where(sizes > 0, sizes, 1.0)
    return np.asarray(unit, dtype=np.float32)


class ByWords:
    """BM25 of stems, as a share of the most that the phrase could have: words that the index lacks count in full."""

    def __init__(self, phrases: tuple[Phrase, ...], language: str) -> None:
        self.phrases, self.language = phrases, language
        corpus = [self._terms(phrase.text) for phrase in phrases]
        self.index: Any = bm25s.BM25(method="lucene", k1=K1)
        self.index.index(corpus, show_progress=False)
        counts = Counter(word for words in corpus for word in set(words))
        self.weights = {word: log(1 + (len(corpus) - n + 0.5) / (n + 0.5)) for word, n in counts.items()}
        self.rarest = max(self.weights.values(), default=1.0)
        self.learnt = learn([phrase.classes for phrase in phrases], None, lambda at: self._scores(corpus[at]))

    def near(self, text: str) -> tuple[str, ...]:
        return _winners(self.phrases, self._scores(self._terms(text)), self.learnt)

    def _terms(self, text: str) -> list[str]:
        return [stem(word, self.language) for word in words_of(text)] or [""]

    def _scores(self, terms: list[str]) -> _Floats:
        known = list(dict.fromkeys(term for term in terms if term in self.weights))
        whole = sum(self.weights.get(term, self.rarest) for term in terms)
        if len(known) < FEWEST_SHARED:
            return np.zeros(len(self.phrases), dtype=np.float32)
        scores: _Floats = np.asarray(self.index.get_scores(known), dtype=np.float32) * np.float32((1 + K1) / whole)
        return scores.clip(max=1.0)
