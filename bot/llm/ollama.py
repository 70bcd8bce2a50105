"""A prompt and a JSON schema go in; the model's reply, as far as it is that JSON, comes out. Needs Ollama on this network."""

from __future__ import annotations

import hashlib
import json
import logging
import os
import re
import threading
from collections import OrderedDict
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from math import ceil, exp
from time import monotonic
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from bot.llm.wanted import asking, is_wanted
from bot.policy.talks.claims import Reply

if TYPE_CHECKING:
    from ssl import SSLContext

    from langchain_ollama import ChatOllama
    from ollama import Client

KEPT_REPLIES = 512
LONGEST_REPLY_TOKENS = 512
LONGEST_REPLY = 20_000
"""Characters; what is longer is no reply to anything that is asked here."""
LETTERS_A_TOKEN = 3.0
"""So few that no model's window is overrun: most need three to four letters of these languages for a token."""
WINDOW_STEP = 2048
"""Windows are multiples of it, and the same for all messages of a policy: Ollama loads a model anew for each other one."""
MOST_MESSAGE = 6_000
"""Characters of what follows the shared part: the thread and the message."""
LEARN_SECONDS = 3600.0
"""For what all messages of a policy share: without a GPU it takes minutes, and nobody waits for it."""
LOGGED_SECONDS = 3600.0
"""A reply that is dropped is logged once for each reason within it."""
NO_MEMORY = re.compile(r"signal: killed|system memory|out of memory|unable to allocate", re.IGNORECASE)
"""What Ollama says where a model, or the window it is asked with, does not fit: its runner is killed, or is not begun."""
RUNNER_GONE = re.compile(r"runner (?:process )?(?:has terminated|no longer running)|runner.*(?:crash|exit status)", re.IGNORECASE)
"""What it says where a runner died of anything else: another model would be fetched in vain."""
NOT_FOUND = 404
WRAPPED = re.compile(r"\s*<think>.*?</think>\s*|\s*```(?:json)?\s*|\s*```\s*$", re.DOTALL | re.IGNORECASE)
"""What models write around a reply that ought to be nothing but JSON: their thinking, a fence."""
KEEP_ALIVE = "10h"
"""A working day: whoever asks first in the morning waits for a load, nobody else."""
_IDS = re.compile(r'"ids?"\s*:\s*(\[[^\]]*\]|"[^"]*")')
_QUOTED = re.compile(r'"([^"]+)"')
TOO_LONG, NO_JSON = f"longer than {LONGEST_REPLY} characters", "no JSON object"
CUT = f"cut at {LONGEST_REPLY_TOKENS} tokens"
SMALLER = "name a smaller one (MAYI_MODEL), shorten the guidance, or name an Ollama on a larger machine (MAYI_OLLAMA_URL)"
SAID = 200
"""Characters of an error that are told: a proxy answers with whole pages."""
LATE = "not wanted any more when it came"
SHORTER = "take a model with a longer context, or shorten the guidance"
UNFORMED = "it does not keep to the form that it is given: take a model that does, or a newer Ollama"
THINKS = "its admission tries to switch that off: see `mayi doctor`, or take a model that does not think"
log = logging.getLogger("mayi.model")


class ModelError(Exception):
    """The model cannot be asked: no server, no such model, too slow. The message says what to do."""


class MemoryModelError(ModelError):
    """The machine has too little memory for the model and the window that the policy needs."""


class Dropped:
    """Replies that are not used go in; the log has each reason once in ``LOGGED_SECONDS``, with how many there were since."""

    def __init__(self, model: str) -> None:
        self._model, self._lock = model, threading.Lock()
        self._since: dict[str, int] = {}
        self._not_before: dict[str, float] = {}

    def __call__(self, why: str, remedy: str = "") -> None:
        """``why`` and ``remedy`` hold no word of a message or a reply."""
        with self._lock:
            self._since[why] = self._since.get(why, 0) + 1
            if monotonic() < self._not_before.get(why, 0.0):
                return
            count, self._since[why] = self._since[why], 0
            self._not_before[why] = monotonic() + LOGGED_SECONDS
        log.warning("replies of model `%s` dropped: %s: %s%s", self._model, count, why, f"; {remedy}" if remedy else "")


class OllamaModel:
    """One model of one Ollama server. Replies are kept by the prompt's hash, for at most ``KEPT_REPLIES`` prompts, in memory."""

    def __init__(self, name: str, url: str, timeout_seconds: float = 20, thinks: bool | str | None = None) -> None:
        """``thinks``: whether a model that can think aloud does so first; None leaves it to the model."""
        self.name = name
        self.url = url
        self.timeout_seconds = timeout_seconds
        self.thinks = thinks
        self._longest: int | None = None
        self._learnt, self._num_ctx = "", 0
        self._learning = threading.Lock()
        self._kept: OrderedDict[str, dict[str, Any] | None] = OrderedDict()
        self._lock = threading.Lock()
        self.dropped = Dropped(name)

    def ask(self, prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        """The reply as an object of the schema's shape, or None where it was no JSON object.

        Temperature 0. Raises ``ModelError`` where the server is away, lacks the model, or takes longer than the limit in all.
        """
        key = self._key(prompt, schema)
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        reply = self._parsed("".join(self._pieces(prompt, schema)))
        self._keep(key, reply)
        return reply

    def hear(self, shared: str, rest: str, schema: dict[str, Any]) -> Reply | None:
        """The reply to a prompt of two parts; None where it was no JSON object, where the model did not see all of the prompt,
        and where nobody wants it any more (``while_wanted``).

        ``shared`` is the same for all messages of a policy and goes first, so that Ollama computes it once. Raises
        ``ModelError`` as ``ask`` does, and where the model's window is too small for the policy.
        """
        if not is_wanted():
            return None
        window = self._window(shared)
        chat = self._chat(schema, num_ctx=window, keep_alive=KEEP_ALIVE, logprobs=True, reasoning=self.thinks)
        began = monotonic()
        said, counts = "", (0, 0)
        tokens: list[dict[str, Any]] = []
        with asking(), ollama_problems(self.name, self.url, self.timeout_seconds, window):
            for piece in chat.stream([("system", shared), ("human", rest)]):
                said += str(piece.content)
                if monotonic() > began + self.timeout_seconds:
                    raise TimeoutError
                if len(said) > LONGEST_REPLY or not is_wanted():
                    self.dropped(TOO_LONG if len(said) > LONGEST_REPLY else LATE)
                    return None
                tokens += piece.response_metadata.get("logprobs") or []
                if piece.usage_metadata is not None:
                    counts = (piece.usage_metadata["input_tokens"], piece.usage_metadata["output_tokens"])
        data = self._parsed(said, counts[1])
        if data is None:
            return None
        if counts[0] >= window:
            self.dropped("it did not see the whole prompt", f"{counts[0]} tokens in a window of {window}: {SHORTER}")
            return None
        return Reply(data, least_sure(said, tokens), *counts, monotonic() - began)

    def learn(self, shared: str) -> None:
        """Have Ollama compute what all messages of a policy share before anybody asks; the reply is thrown away.

        Raises ``ModelError`` as ``hear`` does.
        """
        more: dict[str, Any] = {"num_ctx": self._window(shared), "keep_alive": KEEP_ALIVE, "num_predict": 1}
        chat = self._chat(None, LEARN_SECONDS, reasoning=self.thinks, **more)
        with asking(), ollama_problems(self.name, self.url, LEARN_SECONDS, self._num_ctx):
            for _ in chat.stream([("system", shared), ("human", ".")]):
                pass
        self._learnt = shared

    def load(self, shared: str) -> None:
        """Have Ollama load the model with the window that the policy needs, as the first message would; nothing is computed.

        Raises ``ModelError`` as ``hear`` does.
        """
        window = self._window(shared)
        options = {"num_ctx": window, "num_thread": threads_for(self.url)}
        with _client(self.name, self.url, self.timeout_seconds, window) as client:
            client.generate(model=self.name, prompt="", options=options, keep_alive=KEEP_ALIVE)

    def _learn_again(self) -> None:
        """Another prompt took the place of what was learnt: nobody shall wait for it in the next message."""
        with self._learning:
            try:
                self.learn(self._learnt)
            except ModelError as problem:
                log.warning("%s", problem)

    def _window(self, shared: str) -> int:
        """Tokens that the prompt and the reply need at most, for any message of the policy."""
        need = (len(shared) + MOST_MESSAGE) / LETTERS_A_TOKEN + LONGEST_REPLY_TOKENS
        window = WINDOW_STEP * ceil(need / WINDOW_STEP)
        if self._longest is None:
            self._longest = longest_window(self.name, self.url, self.timeout_seconds)
        if self._longest and self._longest < window:
            what = f"model `{self.name}` sees {self._longest} tokens, and the policy with a message needs up to {window}"
            raise ModelError(f"{what}; take a model with a longer context, or shorten the guidance")
        self._num_ctx = window
        return window

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
        self._keep(key, self._parsed(said))

    def _keep(self, key: str, reply: dict[str, Any] | None) -> None:
        with self._lock:
            self._kept[key] = reply
            while len(self._kept) > KEPT_REPLIES:
                self._kept.popitem(last=False)

    def _key(self, prompt: str, schema: dict[str, Any]) -> str:
        """The model, the prompt's own words, the ids and the text, as a hash: no text is kept in clear."""
        whole = json.dumps([self.name, prompt, schema], sort_keys=True)
        return hashlib.sha256(whole.encode()).hexdigest()

    def _chat(self, schema: dict[str, Any] | None, seconds: float = 0.0, **more: Any) -> ChatOllama:
        """``seconds``: the time limit; 0: that of a reply."""
        from langchain_ollama import ChatOllama  # noqa: PLC0415 - a second of start-up that only a house with a model pays

        given: dict[str, Any] = {"temperature": 0, "num_predict": LONGEST_REPLY_TOKENS, "num_thread": threads_for(self.url)}
        settings = client_settings(seconds or self.timeout_seconds)
        return ChatOllama(model=self.name, base_url=self.url, format=schema, client_kwargs=settings, **given | more)

    def _pieces(self, prompt: str, schema: dict[str, Any]) -> Iterator[str]:
        # in the window of the messages, where there were any: Ollama would load the model anew for another, and then again
        chat = self._chat(schema, **({"num_ctx": self._num_ctx} if self._num_ctx else {}))
        ends, length = monotonic() + self.timeout_seconds, 0
        try:
            with asking(), ollama_problems(self.name, self.url, self.timeout_seconds):
                # Piece by piece: a server that dribbles keeps within the limit for each piece, and never ends.
                for piece in chat.stream(prompt):
                    length += len(str(piece.content))
                    if monotonic() > ends:
                        raise TimeoutError
                    if length > LONGEST_REPLY:
                        self.dropped(TOO_LONG)
                        return
                    yield str(piece.content)
        finally:
            if self._learnt and not self._learning.locked():
                threading.Thread(target=self._learn_again, name="learning", daemon=True).start()

    def _parsed(self, said: str, tokens: int = 0) -> dict[str, Any] | None:
        """The object of a reply; what is none is logged. ``tokens``: of all that the model wrote, also of what it thought."""
        data = self._parse(said)
        is_thinking = said.lstrip().startswith("<think>") and "{" not in said.rpartition("</think>")[2]
        if data is None and tokens and (is_thinking or not said.strip()):
            self.dropped("empty, all that it wrote was thinking", THINKS)
        elif data is None and tokens < LONGEST_REPLY_TOKENS and said.strip():
            self.dropped(NO_JSON, UNFORMED)
        elif data is None:
            self.dropped(CUT if said.strip() else "empty")
        return data

    @staticmethod
    def _parse(content: str) -> dict[str, Any] | None:
        try:
            reply = json.loads(_bare(content))
        except (ValueError, RecursionError):
            return None
        return reply if isinstance(reply, dict) else None


def _bare(said: str) -> str:
    """A reply without its thinking and without the fence around it; what else stands beside the JSON makes it none."""
    while said and (found := WRAPPED.match(said)):
        said = said[found.end() :]
    return said.rstrip().removesuffix("```")


def models_at(url: str, seconds: float = 20) -> frozenset[str]:
    """Names of the models that an Ollama server has. Raises ``ModelError``."""
    with _client("any", url, seconds) as client:
        return frozenset(str(one.model) for one in client.list().models)


def least_sure(said: str, tokens: list[dict[str, Any]]) -> float:
    """The least probability of a token in the ids of a reply; 1 where the server tells none."""
    listed = [found.span(1) for found in _IDS.finditer(said)]
    spans = [found.span(1) for first, last in listed for found in _QUOTED.finditer(said, first, last)]
    at, least = 0, 1.0
    for token in tokens:
        text = str(token.get("token", ""))
        start, at = at, at + len(text)
        if any(start < last and first < at for first, last in spans) and text.strip('[]", \n'):
            least = min(least, _probability(token.get("logprob")))
    return least


def _probability(said: Any) -> float:
    """Of a logarithm as a server gives it; 0 of what is none."""
    is_one = isinstance(said, (int, float)) and not isinstance(said, bool) and said <= 0
    return exp(said) if is_one else 0.0


def longest_window(name: str, url: str, seconds: float = 20) -> int:
    """Tokens that a model sees at most; 0 where the server does not tell. Raises ``ModelError``."""
    with _client(name, url, seconds) as client:
        info = client.show(name).modelinfo or {}
    return next((int(value) for key, value in info.items() if key.endswith(".context_length")), 0)


def about_model(name: str, url: str, seconds: float = 20) -> tuple[str, str, str]:
    """Digest, quantisation, number of parameters. Raises ``ModelError``, also where the server has no model so called."""
    with _client(name, url, seconds) as client:
        listed = {str(one.model): one for one in client.list().models}
    found = listed.get(name) or listed.get(f"{name}:latest")
    if found is None:
        raise ModelError(f"Ollama at {url} has no model `{name}`; get it with: ollama pull {name}")
    details = found.details
    told = (details.quantization_level, details.parameter_size) if details else ("", "")
    return str(found.digest or ""), str(told[0] or ""), str(told[1] or "")


@contextmanager
def _client(name: str, url: str, seconds: float, window: int = 0) -> Iterator[Client]:
    """A client for what is asked of the server itself. What goes wrong becomes a ``ModelError``."""
    from ollama import Client  # noqa: PLC0415 - a second of start-up that only a house with a model pays

    with ollama_problems(name, url, seconds, window), Client(host=url, **client_settings(seconds)) as client:
        yield client


def client_settings(seconds: float) -> dict[str, Any]:
    """What each client of Ollama's library is made with: its time limit, and no connection that outlives its reply.

    The library's chats cannot be closed: a connection that they kept would stay open until the garbage is collected.
    """
    import httpx  # noqa: PLC0415 - with the two above

    return {"timeout": seconds, "limits": httpx.Limits(max_keepalive_connections=0), "verify": _trusted()}


@cache
def _trusted() -> SSLContext:
    """Read once: a chat makes two clients, and each would read all certificates of the machine anew, for 20 ms of processor."""
    import httpx  # noqa: PLC0415 - with the two above

    return httpx.create_ssl_context()


def threads_for(url: str) -> int | None:
    """Half of the cores where Ollama shares this machine: one thread too many on busy cores makes it a hundred times slower.

    None, Ollama's own choice, where it stands elsewhere.
    """
    is_here = urlsplit(url).hostname in ("127.0.0.1", "localhost", "::1")
    return max(1, (os.cpu_count() or 2) // 2) if is_here else None


@contextmanager
def ollama_problems(name: str, url: str, seconds: float, window: int = 0) -> Iterator[None]:
    """What goes wrong while Ollama is asked becomes a ``ModelError`` that says what to do. ``window``: tokens, as asked for."""
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
        if NO_MEMORY.search(problem.error):
            seen = f" and a window of {window} tokens, which this policy needs" if window else ""
            what = f"the machine of Ollama has too little memory for model `{name}`{seen}"
            raise MemoryModelError(f"{what} ({problem.error}); {SMALLER}") from problem
        raise ModelError(
            _refusal(name, url, " ".join(problem.error.split())[:SAID], getattr(problem, "status_code", 0))
        ) from problem
    except (ValueError, TypeError, AttributeError, KeyError) as problem:  # what the clients raise on a reply of another shape
        raise ModelError(f"what answers at {url} speaks no Ollama; correct MAYI_OLLAMA_URL") from problem


def _refusal(name: str, url: str, said: str, status: int) -> str:
    """What Ollama, or whatever stands before it, said, with the remedy that fits."""
    if RUNNER_GONE.search(said):
        return f"what runs model `{name}` in Ollama died ({said}); start Ollama again, and where that does not last, {SMALLER}"
    if said.startswith("<") or "<html" in said.lower():
        what = f"something before Ollama answers at {url} with a page (status {status})"
        return f"{what}; look at that proxy, and whether Ollama runs behind it"
    if status == NOT_FOUND:
        return f"Ollama has no model `{name}`: {said}; try `ollama pull {name}`"
    return (
        f"Ollama could not answer with model `{name}`: {said} (status {status}); its log says more, start it again if it goes on"
    )
