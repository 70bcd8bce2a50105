"""Phrases that nobody read go in; the policy's data that they are nearest to comes out, or nothing where nothing is near.

Nearness never grounds anything: what is near is marked where the bot asks back. Vectors are given by a callable; without one
nothing is near.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from bot.policy.house import Knowledge
from bot.policy.talks.talk import Intent, Item, Reading
from bot.policy.world import Catalog
from bot.reading.data.ties import Ties
from bot.reading.nearness.near_phrases import SHORTEST, Phrase, phrases_of
from bot.reading.words.lists import all_words, stems_in
from bot.text.tokens import fold, stem, words_of

if TYPE_CHECKING:
    from bot.reading.nearness.by_vectors import ByVectors

Embed = Callable[[list[str]], list[list[float]] | None]
"""Phrases -> their vectors; nothing where they cannot be had now."""
MOST_ASKED = 4
"""Phrases of one message that are looked at."""
AGAIN_SECONDS = 60
"""So long after an index could not be made it is tried again."""
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
        self.language = knowledge.vocabulary.languages[0]
        self.dull = frozenset().union(*(all_words(catalog, name) for name in ("read.container", "container", "read.frequent")))
        self.who = stems_in(catalog, ("telling.org", "telling.name", "person."))
        self._lock = threading.Lock()
        self._by_vectors: ByVectors | None = None
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
            from bot.reading.nearness.by_vectors import ByVectors  # noqa: PLC0415 - numpy, for vectors alone

            self._by_vectors = ByVectors(self.phrases, made, self.language)
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
        return {text: ids for text, ids in zip(asked, found, strict=True) if ids} if found else {}

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
        return [self._by_vectors.near(one) for one in made]

    def wants_vectors(self, reading: Reading) -> bool:
        """Whether vectors would be asked for."""
        return self.vectors is not None and any(map(_is_open, reading.items))

    def add(self, reading: Reading) -> Reading:
        """The reading with what its words are near to, where no name and no kind of the catalog says what they are. It ranks what
        is then asked, and no ruling hangs on it."""
        phrases = [phrase for item in reading.items if _is_open(item) for phrase in item.unplaced]
        near = self.of(phrases) if phrases else {}
        return replace(reading, items=tuple(_nearer(item, near) for item in reading.items)) if near else reading


def _is_open(item: Item) -> bool:
    return item.intent in _ASKED and not item.question.data and not item.question.near and bool(item.unplaced)


def _nearer(item: Item, near: dict[str, tuple[str, ...]]) -> Item:
    ids = tuple(dict.fromkeys(id_ for phrase in item.unplaced for id_ in near.get(phrase, ())))
    return replace(item, question=replace(item.question, near=ids)) if ids and _is_open(item) else item
