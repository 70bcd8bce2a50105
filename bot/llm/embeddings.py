"""Phrases go in; their vectors by an Ollama model come out: the policy's are kept in a file, an asker's in memory only."""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from bot.llm.ollama import ModelError, client_settings, ollama_problems, threads_for

BATCH = 128
"""Phrases in one call while an index is built."""
KEPT_ASKED = 2_000
"""Vectors of askers' phrases that are kept, by hash, in memory."""
PROBE = "a policy says which data may go where"
ALIKE = 0.99
"""Cosine from which on two vectors are the same text's by the same model."""


class OllamaVectors:
    """One embedding model of one Ollama server. Only what a policy or the catalog says is ever written to disk."""

    def __init__(self, name: str, url: str, timeout_seconds: float, folder: Path | None = None) -> None:
        """``timeout_seconds``: for an asker's phrases; a batch of an index may take ten times as long. ``folder``: where vectors
        are kept; None keeps none."""
        self.name = name
        self.url = url
        self.timeout_seconds = timeout_seconds
        self._file = folder / f"{hashlib.sha256(name.encode()).hexdigest()[:16]}.npz" if folder else None
        self._asked: OrderedDict[str, list[float]] = OrderedDict()
        self._lock = threading.Lock()
        self._clients: dict[float, Any] = {}

    def of_asked(self, phrases: Sequence[str]) -> list[list[float]]:
        """Vectors of an asker's phrases: one call at most, none where all are known. Raises ``ModelError``."""
        keys = [self._key(phrase) for phrase in phrases]
        with self._lock:
            known = {key: self._asked[key] for key in keys if key in self._asked}
        missing = [phrase for phrase, key in zip(phrases, keys, strict=True) if key not in known]
        if missing:
            made = self._embed(list(dict.fromkeys(missing)), self.timeout_seconds)
            known |= {self._key(phrase): vector for phrase, vector in zip(dict.fromkeys(missing), made, strict=True)}
            with self._lock:
                for key in keys:
                    self._asked[key] = known[key]
                    self._asked.move_to_end(key)
                while len(self._asked) > KEPT_ASKED:
                    self._asked.popitem(last=False)
        return [known[key] for key in keys]

    def of_policy(self, phrases: Sequence[str]) -> list[list[float]]:
        """Vectors of the policy's and the catalog's phrases, in batches; what is new is written to the file.

        A short call asks first whether the model is still the one that the file was made with. Raises ``ModelError``.
        """
        probe = self._embed([PROBE], self.timeout_seconds * 10)[0]
        kept = self._read()
        if not _alike(kept.get(self._key(PROBE)), probe):
            kept = {self._key(PROBE): probe}
        missing = [phrase for phrase in dict.fromkeys(phrases) if self._key(phrase) not in kept]
        try:
            for start in range(0, len(missing), BATCH):
                batch = missing[start : start + BATCH]
                made = self._embed(batch, self.timeout_seconds * 10)
                kept |= {self._key(phrase): vector for phrase, vector in zip(batch, made, strict=True)}
        finally:
            if missing:
                self._write(kept)
        return [kept[self._key(phrase)] for phrase in phrases]

    def _key(self, phrase: str) -> str:
        return hashlib.sha256(f"{self.name}\n{phrase}".encode()).hexdigest()

    def _embed(self, phrases: list[str], seconds: float) -> list[list[float]]:
        from langchain_ollama import OllamaEmbeddings  # noqa: PLC0415 - a second of start-up that only a house with a model pays

        client = self._clients.get(seconds)
        if client is None:
            client = self._clients[seconds] = OllamaEmbeddings(
                model=self.name, base_url=self.url, num_thread=threads_for(self.url), client_kwargs=client_settings(seconds)
            )
        with ollama_problems(self.name, self.url, seconds):
            made = client.embed_documents(phrases)
        lengths = {len(vector) for vector in made}
        if len(made) != len(phrases) or len(lengths) != 1 or not lengths <= set(range(1, 1 << 16)):
            raise ModelError(f"model `{self.name}` gave no vectors; name an embedding model in MAYI_EMBEDDINGS")
        return [[float(number) for number in vector] for vector in made]

    def _read(self) -> dict[str, list[float]]:
        """What was kept; nothing where the file is missing or no such file."""
        import numpy as np  # noqa: PLC0415

        if self._file is None or not self._file.is_file():
            return {}
        try:
            with np.load(self._file, allow_pickle=False) as held:
                keys, vectors = held["keys"].tolist(), held["vectors"].astype("float32").tolist()
        except (OSError, ValueError, KeyError, EOFError, BadZipFile):
            return {}
        return dict(zip(keys, vectors, strict=False))

    def _write(self, kept: dict[str, list[float]]) -> None:
        """All at once or not at all; a folder that cannot be written only costs time at the next start."""
        import numpy as np  # noqa: PLC0415

        if self._file is None:
            return
        try:
            self._file.parent.mkdir(parents=True, exist_ok=True)
            handle, name = tempfile.mkstemp(dir=self._file.parent, suffix=".part")
            with os.fdopen(handle, "wb") as file:
                np.savez(file, keys=np.array(list(kept)), vectors=np.array(list(kept.values()), dtype="float16"))
            Path(name).replace(self._file)
        except OSError:
            return


def _alike(one: list[float] | None, other: list[float]) -> bool:
    if one is None or len(one) != len(other):
        return False
    dot = sum(a * b for a, b in zip(one, other, strict=True))
    sizes = sum(a * a for a in one) * sum(b * b for b in other)
    return sizes > 0 and dot >= ALIKE * sizes**0.5
