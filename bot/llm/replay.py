"""Replies go in; a server that speaks Ollama's protocol and gives each to the prompt that it belongs to comes out."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from math import log
from types import TracebackType
from typing import Any

from bot.policy.talks.claims import Reply

MODEL = "recorded"
KEY_LENGTH = 16
_LETTERS_A_TOKEN = 4
_WINDOW = 131_072
_NEVER = 1e-9
"""A probability of nothing has no logarithm."""


def key_of(shared: str, rest: str) -> str:
    """The digest of one prompt, whichever model is asked."""
    return hashlib.sha256(f"{shared}\0{rest}".encode()).hexdigest()[:KEY_LENGTH]


class Replay:
    """Serves replies on loopback, at ``url``, as the model ``recorded``; a prompt that has none gets an empty object."""

    def __init__(self, replies: Mapping[str, Reply]) -> None:
        """``replies``: by the digest of the prompt; one that comes in later is given from then on."""
        self.missed: dict[str, tuple[str, str]] = {}
        """Key -> the two parts of each prompt that had no reply."""
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(replies, self.missed))
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Replay:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self._server.shutdown()
        self._server.server_close()


def _handler(replies: Mapping[str, Reply], missed: dict[str, tuple[str, str]]) -> type[BaseHTTPRequestHandler]:
    said = {key: (reply.data, reply.sure) for key, reply in replies.items()}
    digest = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()

    class Handler(BaseHTTPRequestHandler):
        """As much of Ollama as a client asks of it: version, tags, show, chat."""

        def do_GET(self) -> None:
            if self.path == "/api/version":
                self._send({"version": "0.17.4"})
            elif self.path == "/api/tags":
                self._send({"models": [{"name": MODEL, "model": MODEL, "digest": digest, "size": 0}]})
            else:
                self._send({"error": "not found"}, 404)

        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
            if self.path == "/api/show":
                self._send({"model_info": {"recorded.context_length": _WINDOW}, "details": {}, "capabilities": ["completion"]})
            elif self.path == "/api/chat":
                self._chat(asked)
            else:
                self._send({"error": "not found"}, 404)

        def _chat(self, asked: dict[str, Any]) -> None:
            said = {one["role"]: one["content"] for one in asked.get("messages", [])}
            shared, rest = said.get("system", ""), said.get("user", "")
            key = key_of(shared, rest)
            if key not in replies:
                missed[key] = (shared, rest)
            reply = replies.get(key, Reply({}))
            content = json.dumps(reply.data, ensure_ascii=False)
            half = len(content) // 2
            base = {"model": MODEL, "created_at": "2026-01-01T00:00:00Z"}
            lines: list[dict[str, Any]] = []
            for part in (content[:half], content[half:]):
                sure = [{"token": part, "logprob": log(reply.sure or _NEVER)}] if asked.get("logprobs") else None
                told = {**base, "message": {"role": "assistant", "content": part}, "done": False}
                lines.append({**told, "logprobs": sure} if sure else told)
            end = {"done": True, "done_reason": "stop", "prompt_eval_count": (len(shared) + len(rest)) // _LETTERS_A_TOKEN}
            lines.append({**base, "message": {"role": "assistant", "content": ""}, **end, "eval_count": len(content) // 4})
            body = b"".join(json.dumps(line).encode() + b"\n" for line in lines)
            self._write(body, "application/x-ndjson", 200)

        def _send(self, value: dict[str, Any], status: int = 200) -> None:
            self._write(json.dumps(value).encode(), "application/json", status)

        def _write(self, body: bytes, kind: str, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Says nothing."""

    return Handler
