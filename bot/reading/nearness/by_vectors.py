"""Vectors of an unread phrase go in; the ids that it is nearest to come out. Alone imports numpy."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.reading.nearness.learn import learn
from bot.reading.nearness.near_phrases import Phrase, nearest
from bot.text.tokens import stem, words_of

_Floats = NDArray[np.float32]


class ByVectors:
    """Cosine of vectors."""

    def __init__(self, phrases: tuple[Phrase, ...], made: list[list[float]], language: str) -> None:
        self.phrases = phrases
        vectors = np.asarray(made, dtype=np.float32)
        self.size = int(vectors.shape[1])
        self.matrix = _unit(vectors)
        stems = [frozenset(stem(word, language) for word in words_of(phrase.text)) for phrase in phrases]
        ids = [phrase.classes for phrase in phrases]
        self.learnt = learn(ids, leaving_out(ids, stems, lambda at: self.matrix @ self.matrix[at]))

    def near(self, vector: list[float]) -> tuple[str, ...]:
        """The ids that a vector is nearest to."""
        scores = self.matrix @ _unit(np.asarray(vector, dtype=np.float32)[None, :])[0]
        return nearest(self.phrases, dict(enumerate(scores.tolist())), self.learnt)


def leaving_out(
    ids: Sequence[tuple[str, ...]], stems: Sequence[frozenset[str]], scores_of: Callable[[int], _Floats]
) -> Callable[[int], tuple[float, float]]:
    """What ``learn`` asks for. Together with a phrase all go that share a stem with it: reading would have read those."""
    kinds = {one: number for number, one in enumerate(dict.fromkeys(ids))}
    labels = np.array([kinds[one] for one in ids])
    holders: dict[str, list[int]] = {}
    for at, words in enumerate(stems):
        for word in words:
            holders.setdefault(word, []).append(at)

    def left_out(at: int) -> tuple[float, float]:
        scores = scores_of(at).copy()
        scores[at] = -1.0
        for word in stems[at]:
            scores[holders[word]] = -1.0
        return float(scores.max()), float(scores[labels == labels[at]].max())

    return left_out


def _unit(made: _Floats) -> _Floats:
    sizes = np.linalg.norm(made, axis=1, keepdims=True)
    unit = np.where(np.isfinite(made), made, 0.0) / np.where(sizes > 0, sizes, 1.0)
    return np.asarray(unit, dtype=np.float32)
