"""An embedding model of Ollama goes in; what reading and retrieval want of it comes out, silent while the model is away."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import TypeVar

from bot.llm.embeddings import OllamaVectors
from bot.llm.ollama import ModelError
from bot.llm.passages import Passages
from bot.reading.nearness.near import Vectors

REST_SECONDS = 30
"""So long after a failure no question waits for an embedding."""
MOST_ALIKE = 3

log = logging.getLogger("mayi.model")
Given = TypeVar("Given")
Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Embedder:
    """One embedding model, as reading and retrieval want it."""

    source: OllamaVectors
    vectors: Vectors

    def alike(self, passages: tuple[str, ...]) -> Alike:
        """A finder over passages that is still to be built."""
        return Alike(Passages(self.source, passages))


class Alike:
    """Finds passages that mean alike; nothing until ``build`` is done, and nothing while the model is away."""

    def __init__(self, passages: Passages) -> None:
        self.passages = passages
        self._find = _resting(self._nearest)

    def __call__(self, text: str) -> tuple[int, ...]:
        return self._find(text) or ()

    def _nearest(self, text: str) -> tuple[int, ...]:
        return self.passages.find(text, MOST_ALIKE)

    def build(self) -> None:
        """Vectors of all passages."""
        if self.passages.passages:
            _or_none(lambda _: self.passages.build(), None)

    def begin(self) -> None:
        """The same while the house goes on."""
        threading.Thread(target=self.build, name="passages", daemon=True).start()


def quiet_embedder(source: OllamaVectors) -> Embedder:
    """While Ollama is away nobody waits for it: after a failure it is left alone for a while, and the log says why."""
    return Embedder(source, Vectors(lambda phrases: _or_none(source.of_policy, phrases), _resting(source.of_asked)))


def _resting(ask: Callable[[Given], Found]) -> Callable[[Given], Found | None]:
    resting_until = 0.0

    def asked(given: Given) -> Found | None:
        nonlocal resting_until
        if monotonic() < resting_until:
            return None
        found = _or_none(ask, given)
        resting_until = 0.0 if found is not None else monotonic() + REST_SECONDS
        return found

    return asked


def _or_none(ask: Callable[[Given], Found], given: Given) -> Found | None:
    try:
        return ask(given)
    except ModelError as problem:
        log.warning("%s", problem)
        return None
