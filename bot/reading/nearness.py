"""Phrases that nobody read go in; the policy's data that they are nearest to comes out, or nothing where nothing is near.

Nearness never grounds anything: what is near is marked where the bot asks back. Vectors are given by a callable; without one
nothing is near.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import zip_longest
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, Reading
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties
from bot.reading.words.lists import all_words
from bot.text.tokens import fold, words_of

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

Embed = Callable[[list[str]], list[list[float]] | None]
"""Phrases -> their vectors; nothing where they cannot be had now."""
MOST_ASKED = 4
"""Phrases of one message that are looked at."""
AGAIN_SECONDS = 60
"""So long after an index could not be made it is tried again."""
MOST_PHRASES = 5_000
SHORTEST = 4
"""Letters of a word that can be near to anything."""
LEAST = 0.6
"""Cosine from which on a phrase is near; below 0.5 it is noise (measured with all-minilm on phrases of one to four words)."""
BESIDE = 0.05
"""What is so much less near than the nearest counts as well."""
_ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})


class Vectors(NamedTuple):
    """Two ways to the same model."""

    of_policy: Embed
    """For what the policy and the catalog say: may take minutes the first time, and may be kept on disk."""
    of_asked: Embed
    """For an asker's words: one short call, kept nowhere."""


class Near:
    """The phrases of one policy version, and what is near to them. Cheap to make; ``build`` does the work."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, vectors: Vectors | None = None) -> None:
        self.knowledge, self.catalog, self.vectors = knowledge, catalog, vectors
        self.dull = all_words(catalog, "read.container", "container", "read.frequent")
        self._lock = threading.Lock()
        self._ids: tuple[tuple[str, ...], ...] = ()
        self._matrix: NDArray[np.float32] | None = None
        self._again_from = 0.0

    def build(self) -> bool:
        """Make the index of vectors, which takes seconds from the cache and minutes without; False where there is no model."""
        if self.vectors is None:
            return False
        with self._lock:
            if self._matrix is not None:
                return True
            phrases = phrases_of(self.knowledge, self.catalog)
            made = self.vectors.of_policy(list(phrases))
            if made is None:
                self._again_from = monotonic() + AGAIN_SECONDS
                return False
            self._ids, self._matrix = tuple(phrases.values()), _unit(made)
            return True

    def begin(self) -> None:
        """Make the index while the house goes on; once at a time, and not again for a while after it failed."""
        if self.vectors is None or self._matrix is not None or self._lock.locked() or monotonic() < self._again_from:
            return
        self._again_from = monotonic() + AGAIN_SECONDS
        threading.Thread(target=self.build, name="nearness", daemon=True).start()

    def of(self, texts: list[str]) -> dict[str, tuple[str, ...]]:
        """Phrase -> data ids that it may be, nearest first; phrases that nothing is near to are left out. One call at most."""
        asked = [text for text in dict.fromkeys(texts) if self._tells(text)][:MOST_ASKED]
        if not asked or self.vectors is None:
            return {}
        if self._matrix is None:
            self.begin()
            return {}
        made = self.vectors.of_asked([fold(text) for text in asked])
        if made is None or len(made) != len(asked) or any(len(one) != self._matrix.shape[1] for one in made):
            return {}
        scores = (_unit(made) @ self._matrix.T).tolist()
        return {text: ids for text, one in zip(asked, scores, strict=True) if (ids := nearest(self._ids, one))}

    def _tells(self, text: str) -> bool:
        """Whether a phrase has a word that could be near to data: a form ("page") is not."""
        return any(len(word) >= SHORTEST and word.isalpha() and word not in self.dull for word in words_of(text))

    def wants_vectors(self, reading: Reading) -> bool:
        """Whether vectors would be asked for."""
        return self.vectors is not None and any(map(_is_open, reading.items))

    def add(self, reading: Reading) -> Reading:
        """The reading with what its words are near to, where no name and no kind of the catalog says what they are. It ranks what
        is then asked, and no ruling hangs on it."""
        phrases = [phrase for item in reading.items if _is_open(item) for phrase in item.unplaced]
        near = self.of(phrases) if phrases else {}
        return replace(reading, items=tuple(_nearer(item, near) for item in reading.items)) if near else reading


def phrases_of(knowledge: Knowledge, catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Phrase -> the policy's data that it is, or may be: the policy's names and examples, then words of kinds, every kind by
    turns."""
    ties, found = Ties(knowledge, catalog), dict[str, tuple[str, ...]]()
    for terms in knowledge.vocabulary.data.values():
        for text in (terms.label, *knowledge.labels.get(terms.id, {}).values(), *terms.names, *terms.examples):
            found.setdefault(fold(text).strip(), (terms.id,))
    tied = [(kind, ids) for kind in catalog.kinds.values() if (ids := ties.of(kind.id).ids)]
    languages = tuple(dict.fromkeys((*knowledge.vocabulary.languages, "en", "any")))
    for row in zip_longest(*(_worded(kind.label, kind.words, languages) for kind, _ in tied)):
        for text, (_, ids) in zip(row, tied, strict=True):
            if text is not None:
                found.setdefault(fold(text).strip(), ids)
    return {text: ids for text, ids in list(found.items())[:MOST_PHRASES] if len(text) >= SHORTEST}


def _worded(label: str, words: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> Iterator[str]:
    yield label
    for row in zip_longest(*(words.get(language, ()) for language in languages)):
        yield from (text for text in row if text is not None)


def nearest(ids: tuple[tuple[str, ...], ...], scores: list[float]) -> tuple[str, ...]:
    """What the phrase with the best score is, and those that are nearly as near, the best first. ``ids``: what each phrase is."""
    best = max(scores, default=0.0)
    near = sorted((-score, at) for at, score in enumerate(scores) if score >= max(LEAST, best - BESIDE))
    return tuple(dict.fromkeys(id_ for _, at in near for id_ in ids[at]))


def _unit(made: list[list[float]]) -> NDArray[np.float32]:
    import numpy as np  # noqa: PLC0415 - for vectors alone

    vectors = np.asarray(made, dtype=np.float32)
    sizes = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.where(np.isfinite(vectors), vectors, 0.0) / np.where(sizes > 0, sizes, 1.0)
    return np.asarray(unit, dtype=np.float32)


def _is_open(item: Item) -> bool:
    return item.intent in _ASKED and not item.question.data and not item.question.near and bool(item.unplaced)


def _nearer(item: Item, near: dict[str, tuple[str, ...]]) -> Item:
    ids = tuple(dict.fromkeys(id_ for phrase in item.unplaced for id_ in near.get(phrase, ())))
    return replace(item, question=replace(item.question, near=ids)) if ids and _is_open(item) else item
