"""Phrases that nobody read go in; the policy's data that they are nearest to comes out, or nothing where nothing is near.

Nearness never grounds anything: what is near only takes verdicts away that are milder than those of all that is as near, and
is offered first where the bot asks back. Vectors are given by a callable; without one BM25 looks at the words that phrases share.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import zip_longest
from math import log
from time import monotonic
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.policy.house import Knowledge
from bot.policy.talk import Intent, Item, Mention, Reading
from bot.policy.words import DataAsk
from bot.policy.world import Catalog
from bot.reading.learn import Learnt, learn
from bot.reading.lists import all_words, stems_in
from bot.reading.ties import Ties
from bot.tongue.text import fold, stem, words_of

Embed = Callable[[list[str]], list[list[float]] | None]
"""Phrases -> their vectors; nothing where they cannot be had now."""
MOST_PHRASES = 5_000
MOST_ASKED = 4
"""Phrases of one message that are looked at."""
SHORTEST = 4
"""Letters of a word that can be near to anything."""
FEWEST_SHARED = 2
"""Words that a phrase has in common with one of the index, where words are all that there is."""
K1 = 1.5
"""BM25's usual constant: a word that stands once in a phrase of average length scores its weight / (1 + K1)."""
AGAIN_SECONDS = 60
"""So long after an index could not be made it is tried again."""
_ASKED = frozenset({Intent.MAY_I, Intent.WHICH_TOOL, Intent.COMPARE})
_Floats = NDArray[np.float32]


class Vectors(NamedTuple):
    """Two ways to the same model."""

    of_policy: Embed
    """For what the policy and the catalog say: may take minutes the first time, and may be kept on disk."""
    of_asked: Embed
    """For an asker's words: one short call, kept nowhere."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of the index, and the policy's data that it is, or may be."""

    text: str
    ids: tuple[str, ...]
    classes: tuple[str, ...]
    """Those of the ids."""


def phrases_of(knowledge: Knowledge, catalog: Catalog, ties: Ties, most: int = MOST_PHRASES) -> tuple[Phrase, ...]:
    """The policy's names, synonyms and examples; then the kinds' labels and their words, every kind by turns."""
    languages = tuple(dict.fromkeys((*knowledge.vocabulary.languages, "en")))
    found: dict[str, tuple[str, ...]] = {}
    for terms in knowledge.vocabulary.data.values():
        for text in (terms.label, *knowledge.labels.get(terms.id, {}).values(), *terms.names, *terms.examples):
            found.setdefault(fold(text).strip(), (terms.id,))
    tied = [(kind, ties.of(kind.id).ids) for kind in catalog.kinds.values()]
    for kind, ids in tied:
        if ids:
            found.setdefault(fold(kind.label), ids)
    worded = [_worded(kind.words, languages) for kind, ids in tied if ids]
    known = [ids for _, ids in tied if ids]
    for row in zip_longest(*worded):
        for text, ids in zip(row, known, strict=True):
            if text is not None:
                found.setdefault(fold(text).strip(), ids)
    classes = {id_: type_.classes or (id_,) for id_, type_ in knowledge.policy.data_types.items()}
    return tuple(
        Phrase(text, ids, tuple(sorted({class_ for id_ in ids for class_ in classes.get(id_, (id_,))})))
        for text, ids in list(found.items())[:most]
        if len(text) >= SHORTEST
    )


def _worded(words: dict[str, tuple[str, ...]], languages: tuple[str, ...]) -> Iterator[str]:
    lists = [words.get(language, ()) for language in (*languages, "any")]
    for row in zip_longest(*lists):
        yield from (text for text in row if text is not None)


class Near:
    """The phrases of one policy version, and what is near to them. Cheap to make; ``build`` does the work."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, vectors: Vectors | None = None) -> None:
        self.knowledge, self.catalog, self.vectors = knowledge, catalog, vectors
        self.language = knowledge.vocabulary.languages[0]
        self.dull = frozenset().union(*(all_words(catalog, name) for name in ("read.container", "container", "read.frequent")))
        self.who = stems_in(catalog, ("telling.org", "telling.name", "person."))
        self._lock = threading.Lock()
        self._by_words: _ByWords | None = None
        self._by_vectors: _ByVectors | None = None
        self._again_from = 0.0
        self._phrases: tuple[Phrase, ...] = ()

    @property
    def phrases(self) -> tuple[Phrase, ...]:
        """What the index holds."""
        if not self._phrases:
            self._phrases = phrases_of(self.knowledge, self.catalog, Ties(self.knowledge, self.catalog))
        return self._phrases

    def build(self) -> bool:
        """Make the index of vectors, which takes seconds from the cache and minutes without; False where there is no model."""
        if self.vectors is None:
            return False
        with self._lock:
            if self._by_vectors is not None:
                return True
            made = self.vectors.of_policy([phrase.text for phrase in self.phrases])
            if made is None:
                self._again_from = monotonic() + AGAIN_SECONDS
                return False
            self._by_vectors = _ByVectors(self.phrases, np.asarray(made, dtype=np.float32), self.language)
            return True

    def begin(self) -> None:
        """Make the index while the house goes on; once at a time, and not again for a while after it failed."""
        if self.vectors is None or self._by_vectors is not None or self._lock.locked() or monotonic() < self._again_from:
            return
        self._again_from = monotonic() + AGAIN_SECONDS
        threading.Thread(target=self.build, name="nearness", daemon=True).start()

    def of(self, texts: list[str]) -> dict[str, tuple[str, ...]]:
        """Phrase -> data ids that it may be, nearest first; phrases that nothing is near to are left out. One call at most."""
        asked = [text for text in dict.fromkeys(texts) if self._tells(text)][:MOST_ASKED]
        if not asked:
            return {}
        found = self._by_model(asked)
        if found is None:
            with self._lock:
                if self._by_words is None:
                    self._by_words = _ByWords(self.phrases, self.language)
            found = [self._by_words.near(text) for text in asked]
        return {text: ids for text, ids in zip(asked, found, strict=True) if ids}

    def _tells(self, text: str) -> bool:
        """Whether a phrase has a word that could be near to data: a form ("page"), a person or a body is not."""
        return any(len(w) >= SHORTEST and w.isalpha() and w not in self.dull and not self._is_who(w) for w in words_of(text))

    def _is_who(self, word: str) -> bool:
        return any(stem(word, language) in stems for language, stems in self.who.items())

    def _by_model(self, asked: list[str]) -> list[tuple[str, ...]] | None:
        if self.vectors is None:
            return None
        if self._by_vectors is None:
            self.begin()
            return None
        made = self.vectors.of_asked([fold(text) for text in asked])
        if made is None or len(made) != len(asked) or any(len(one) != self._by_vectors.size for one in made):
            return None
        return [self._by_vectors.near(np.asarray(one, dtype=np.float32)) for one in made]

    def wants_vectors(self, reading: Reading) -> bool:
        """Whether vectors would be asked for."""
        return self.vectors is not None and any(is_unread(ask, item) for item in reading.items for ask in item.question.data)

    def add(self, reading: Reading) -> Reading:
        """The reading with what its unread phrases are near to. Nothing else changes, and no ruling gets looser by it."""
        if any(item.intent not in _ASKED for item in reading.items):
            return reading
        unread = [ask.name for item in reading.items for ask in item.question.data if is_unread(ask, item)]
        near = self.of(unread) if unread else {}
        return replace(reading, items=tuple(_nearer(item, near, reading.text) for item in reading.items)) if near else reading


def is_unread(ask: DataAsk, item: Item) -> bool:
    """Whether this piece of data is a phrase that nobody could read."""
    return not ask.grounded and not ask.likely and ask.name in item.unread


def _nearer(item: Item, near: dict[str, tuple[str, ...]], text: str) -> Item:
    asks = tuple(
        replace(ask, likely=near[ask.name]) if ask.name in near and is_unread(ask, item) else ask for ask in item.question.data
    )
    if asks == item.question.data:
        return item
    mentions = []
    for ask in asks:
        start = text.find(ask.name) if ask.likely else -1
        if start >= 0:
            mentions += [Mention("data", id_, start, start + len(ask.name), ask.name, "nearness", "model") for id_ in ask.likely]
    return replace(item, question=replace(item.question, data=asks), mentions=(*item.mentions, *mentions))


def _winners(phrases: tuple[Phrase, ...], scores: _Floats, learnt: Learnt) -> tuple[str, ...]:
    """What all phrases within the margin of the best one are, the best one's first; nothing below the threshold."""
    best = float(scores.max(initial=0.0))
    if best < learnt.threshold:
        return ()
    order = np.argsort(-scores)[: int((scores >= best - learnt.margin).sum())]
    return tuple(dict.fromkeys(id_ for place in order for id_ in phrases[int(place)].ids))


class _ByVectors:
    """Cosine of vectors."""

    def __init__(self, phrases: tuple[Phrase, ...], made: _Floats, language: str) -> None:
        self.phrases = phrases
        self.size = int(made.shape[1])
        self.matrix = _unit(made)
        stems = [frozenset(stem(word, language) for word in words_of(phrase.text)) for phrase in phrases]
        self.learnt = learn([phrase.classes for phrase in phrases], stems, lambda at: self.matrix @ self.matrix[at])

    def near(self, vector: _Floats) -> tuple[str, ...]:
        return _winners(self.phrases, self.matrix @ _unit(vector[None, :])[0], self.learnt)


def _unit(made: _Floats) -> _Floats:
    sizes = np.linalg.norm(made, axis=1, keepdims=True)
    unit = np.where(np.isfinite(made), made, 0.0) / np.where(sizes > 0, sizes, 1.0)
    return np.asarray(unit, dtype=np.float32)


class _ByWords:
    """BM25 of stems, as a share of the most that the phrase could have: words that the index lacks count in full."""

    def __init__(self, phrases: tuple[Phrase, ...], language: str) -> None:
        import bm25s  # noqa: PLC0415 - only where something was left unread

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
