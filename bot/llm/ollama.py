"""A prompt and a JSON schema go in; the model's reply, as far as it is that JSON, comes out. Needs Ollama on this network."""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from typing import Any

KEPT_REPLIES = 512
LONGEST_REPLY_TOKENS = 512


class ModelError(Exception):
    """The model cannot be asked: no server, no such model, too slow. The message says what to do."""


class OllamaModel:
    """One model of one Ollama server. Replies are kept by prompt, for at most ``KEPT_REPLIES`` prompts, in memory."""

    def __init__(self, name: str, url: str, timeout_seconds: float = 20) -> None:
        self.name = name
        self.url = url
        self.timeout_seconds = timeout_seconds
        self._kept: OrderedDict[str, dict[str, Any] | None] = OrderedDict()
        self._lock = threading.Lock()

    def ask(self, prompt: str, schema: dict[str, Any]) -> dict[str, Any] | None:
        """The reply as an object of the schema's shape, or None where it was no JSON object.

        Temperature 0. Raises ``ModelError`` where the server is away, lacks the model, or takes longer than the limit.
        """
        with self._lock:
            if prompt in self._kept:
                self._kept.move_to_end(prompt)
                return self._kept[prompt]
        reply = self._parse(self._invoke(prompt, schema))
        with self._lock:
            self._kept[prompt] = reply
            while len(self._kept) > KEPT_REPLIES:
                self._kept.popitem(last=False)
        return reply

    def _invoke(self, prompt: str, schema: dict[str, Any]) -> str:
        import httpx  # noqa: PLC0415 - with langchain below: a second of start-up that only a house with a model pays
        from langchain_ollama import ChatOllama  # noqa: PLC0415
        from ollama import ResponseError  # noqa: PLC0415

        chat = ChatOllama(
            model=self.name,
            base_url=self.url,
            temperature=0,
            format=schema,
            num_predict=LONGEST_REPLY_TOKENS,
            client_kwargs={"timeout": self.timeout_seconds},
        )
        try:
            return str(chat.invoke(prompt).content)
        except httpx.TimeoutException as problem:
            what = f"model `{self.name}` took longer than {self.timeout_seconds:g} s"
            raise ModelError(f"{what}; take a smaller one or raise MAYI_MODEL_TIMEOUT_SECONDS") from problem
        except (httpx.HTTPError, ConnectionError) as problem:
            raise ModelError(f"no Ollama answers at {self.url}; start it, or correct MAYI_OLLAMA_URL") from problem
        except ResponseError as problem:
            raise ModelError(f"Ollama refused model `{self.name}`: {problem.error}; try `ollama pull {self.name}`") from problem

    @staticmethod
    def _parse(content: str) -> dict[str, Any] | None:
        try:
            reply = json.loads(content)
        except ValueError:
            return None
        return reply if isinstance(reply, dict) else None
