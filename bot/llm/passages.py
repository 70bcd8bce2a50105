"""A question and an organisation's passages go in; places of those that mean most alike come out, by LangChain's vector store."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from typing import TYPE_CHECKING

from bot.llm.embeddings import OllamaVectors

if TYPE_CHECKING:
    from langchain_core.embeddings import Embeddings
    from langchain_core.vectorstores import InMemoryVectorStore

LEAST_ALIKE = 0.3
"""Cosine below which a passage is about something else."""


class Passages:
    """The passages of one policy version in a store of vectors. ``build`` fills it; until then nothing is found."""

    def __init__(self, vectors: OllamaVectors, passages: Sequence[str]) -> None:
        self.vectors, self.passages = vectors, tuple(passages)
        self._store: InMemoryVectorStore | None = None
        self._lock = threading.Lock()

    def build(self) -> None:
        """Vectors of all passages, from the file where they are kept. Raises ``ModelError``."""
        from langchain_core.vectorstores import InMemoryVectorStore  # noqa: PLC0415 - as in ollama.py

        with self._lock:
            if self._store is None:
                store = InMemoryVectorStore(_langchain(self.vectors))
                store.add_texts(list(self.passages), [{"place": place} for place in range(len(self.passages))])
                self._store = store

    def find(self, text: str, limit: int) -> tuple[int, ...]:
        """Places of the nearest passages, best first: one call of Ollama at most. Raises ``ModelError``."""
        if self._store is None:
            return ()
        found = self._store.similarity_search_with_score(text, k=limit)
        return tuple(int(document.metadata["place"]) for document, score in found if score >= LEAST_ALIKE)


def _langchain(vectors: OllamaVectors) -> Embeddings:
    from langchain_core.embeddings import Embeddings as Base  # noqa: PLC0415

    class Kept(Base):
        """LangChain's embeddings over vectors that are kept on disk."""

        def embed_documents(self, texts: list[str]) -> list[list[float]]:
            return vectors.of_policy(texts)

        def embed_query(self, text: str) -> list[float]:
            return vectors.of_asked([text])[0]

    return Kept()
