"""A prompt and a JSON schema go in; the model's reply, as far as it is that JSON, comes out. Needs Ollama on this network."""

from __future__ import annotations

import hashlib
import json
import os
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any
from urllib.parse import urlsplit

KEPT_REPLIES = 512
LONGEST_REPLY_TOKENS = 512
LONGEST_REPLY = 20_000
"""Characters; what is longer is no reply to anything that is asked here."""


class ModelError(Exception):
    """The model cannot be asked: no server, no such model, too slow. The message says what to do."""


class OllamaModel:
    """One model of one Ollama server. Replies are kept by the prompt's hash, for at most ``KEPT_REPLIES`` prompts, in memory."""

    def __init__(self, name: str, url: str, timeout_seconds: float = 20) -> None:
        self.name = name
        self.url = url
        self.timeout_seconds = timeout_seconds
        self._kept: OrderedDict[str, dict[str, Any] | None] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        """The reply as an object of the schema's shape, or None where it was no JSON object.

        Temperature 0. Raises ``ModelError`` where the server is away, lacks the model, or takes longer than the limit in all.
        """
        key = self._key(prompt, schema)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        reply = self._parse("".join(self._pieces(prompt, schema)))
        self._keep(key, reply)
        return reply

    def stream(self, prompt: str, schema: dict[str, Any]) -> Iterator[str]:
        """The same reply as text, piece by piece as the model writes it; a kept one comes whole. Raises as ``ask`` does."""
        key = self._key(prompt, schema)
        with self._lock:
            known, kept = key in self._kept, self._kept.get(key)
        if known:
            yield json.dumps(kept)
            return
        said = ""
        for piece in self._pieces(prompt, schema):
            said += piece
            yield piece
        self._keep(key, self._parse(said))

    def _keep(self, key: str, reply: dict[str, Any] | None) -> None:
        with self._lock:
            self._kept[key] = reply
            while len(self._kept) > KEPT_REPLIES:
                self._kept.popitem(last=False)

    def _key(self, prompt: str, schema: dict[str, Any]) -> str:
        """The model, the prompt's own words, the ids and the text, as a hash: no text is kept in clear."""
        whole = json.dumps([self.name, prompt, schema], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def _pieces(self, prompt: str, schema: dict[str, Any]) -> Iterator[str]:
        from langchain_ollama import ChatOllama  # noqa: PLC0415 - a second of start-up that only a house with a model pays

        chat = ChatOllama(
            model=self.name,
            base_url=self.url,
            temperature=0,
            format=schema,
            num_predict=LONGEST_REPLY_TOKENS,
            num_thread=threads_for(self.url),
            client_kwargs={"timeout": self.timeout_seconds},
        )
        ends = monotonic() + self.timeout_seconds
        length = 0
        with ollama_problems(self.name, self.url, self.timeout_seconds):
            # Piece by piece: a server that dribbles keeps within the limit for each piece, and never ends.
            for piece in chat.stream(prompt):
                length += len(str(piece.content))
                if monotonic() > ends:
                    raise TimeoutError
                if length > LONGEST_REPLY:
                    return
                yield str(piece.content)

    @staticmethod
    def _parse(content: str) -> dict[str, Any] | None:
        try:
            reply = json.loads(content)
        except (ValueError, RecursionError):
            return None
        return reply if isinstance(reply, dict) else None


def models_at(url: str, seconds: float = 20) -> frozenset[str]:
    """Names of the models that an Ollama server has. Raises ``ModelError``."""
    from ollama import Client  # noqa: PLC0415 - as above

    with ollama_problems("any", url, seconds):
        return frozenset(str(one.model) for one in Client(host=url, timeout=seconds).list().models)


def threads_for(url: str) -> int | None:
    """Half of the cores where Ollama shares this machine: one thread too many on busy cores makes it a hundred times slower.

    None, Ollama's own choice, where it stands elsewhere.
    """
    is_here = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    return max(1, (os.cpu_count() or 2) // 2) if is_here else None


@contextmanager
def ollama_problems(name: str, url: str, seconds: float) -> Iterator[None]:
    """What goes wrong while Ollama is asked becomes a ``ModelError`` that says what to do."""
    import httpx  # noqa: PLC0415 - with the two above
    from ollama import RequestError, ResponseError  # noqa: PLC0415

    try:
        yield
    except (httpx.TimeoutException, TimeoutError) as problem:
        what = f"model `{name}` took longer than {seconds:g} s"
        raise ModelError(f"{what}; take a smaller one or raise MAYI_MODEL_TIMEOUT_SECONDS") from problem
    except (httpx.HTTPError, ConnectionError) as problem:
        raise ModelError(f"no Ollama answers at {url}; start it, or correct MAYI_OLLAMA_URL") from problem
    except (ResponseError, RequestError) as problem:
        raise ModelError(f"Ollama refused model `{name}`: {problem.error}; try `ollama pull {name}`") from problem
    except (ValueError, TypeError, AttributeError, KeyError) as problem:  # what the clients raise on a reply of another shape
        raise ModelError(f"what answers at {url} speaks no Ollama; correct MAYI_OLLAMA_URL") from problem
