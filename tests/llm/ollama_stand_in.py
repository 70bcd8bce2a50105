"""A stand-in for Ollama on loopback: as much of chat and embed as the tests need, and the ways in which a server goes wrong."""

from __future__ import annotations

import hashlib
import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar

SIZE = 64


def vector_of(text: str) -> list[float]:
    """A bag of letter triples: texts that share many are near, as words of one stem are."""
    vector = [0.0] * SIZE
    padded = f"  {text.lower()} "
    for at in range(len(padded) - 2):
        vector[int(hashlib.sha256(padded[at : at + 3].encode()).hexdigest(), 16) % SIZE] += 1.0
    return vector


class StandIn(BaseHTTPRequestHandler):
    """``way``: ``well``, ``closes`` in mid-answer, is ``slow``, ``dribbles``, sends a ``raw`` body, ``thinks`` and says nothing
    else unless thinking is off, or its runner is ``killed``, for the machine has too little memory."""

    way: ClassVar[str] = "well"
    raw: ClassVar[bytes] = b""
    content: ClassVar[str] = "{}"
    passes: ClassVar[dict[str, Any]] = {}
    """What it replies as the model that reads (``read``) and as the one that checks (``check``), in place of ``content``."""
    digest: ClassVar[str] = "sha256:stand-in"
    """Of the one model that it has, ``stand-in``."""
    refusal: ClassVar[tuple[int, str]] = (0, "")
    """Status and body with which it, or a proxy before it, answers whoever asks the model; 0: it does not."""
    pieces: ClassVar[list[str]] = []
    """The reply piece by piece, in place of ``content``."""
    turns: ClassVar[threading.Semaphore | None] = None
    """Each piece waits for a turn, so that a test can look in between."""
    pause: ClassVar[float] = 0
    """Seconds before each piece."""
    asked: ClassVar[list[Any]] = []
    window: ClassVar[int] = 32_768
    """Tokens that the model sees at most."""
    seen: ClassVar[int] = 100
    """Tokens of a prompt that it says it saw."""

    def do_GET(self) -> None:
        self.send_response(200)
        self.end_headers()
        listed = [{"name": "stand-in", "model": "stand-in", "digest": self.digest, "size": 0}]
        self.wfile.write(json.dumps({"models": listed} if self.path == "/api/tags" else {"version": "0.17.4"}).encode())

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append(body)
        with suppress(BrokenPipeError, ConnectionResetError):  # the one that asked has given up
            self._answer(body)

    def _answer(self, body: dict[str, Any]) -> None:
        if self.way == "slow":
            time.sleep(2)
        killed = (500, json.dumps({"error": "llama runner process has terminated: signal: killed"}))
        status, body_of = killed if self.way == "killed" else self.refusal
        if status and self.path in {"/api/chat", "/api/generate"}:
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body_of.encode())
            return
        self.send_response(200)
        if self.way == "closes":
            self.send_header("content-length", "100000")
        self.end_headers()
        if self.way == "raw":
            self.wfile.write(self.raw)
        elif self.way == "closes":
            self.wfile.write(b'{"embeddings": [[0.1, ')
            self.wfile.flush()
            self.connection.shutdown(socket.SHUT_RDWR)
        elif self.path == "/api/show":
            self.wfile.write(json.dumps({"model_info": {"m.context_length": self.window}}).encode())
        elif self.path == "/api/generate":
            self.wfile.write(json.dumps({"model": "m", "response": "", "done": True, "done_reason": "load"}).encode())
        elif "input" in body:
            self.wfile.write(json.dumps({"embeddings": [vector_of(text) for text in body["input"]]}).encode())
        else:
            self._chat(body)

    def _said(self, body: dict[str, Any]) -> str:
        asked = (body.get("format") or {}).get("properties", {})
        which = "read" if "asks" in asked else "check" if "not_data" in asked else ""
        return json.dumps(self.passes[which]) if which in self.passes else self.content

    def _chat(self, body: dict[str, Any]) -> None:
        pieces = ["x"] * 100 if self.way == "dribbles" else self.pieces or [self._said(body)]
        learns = (body.get("options") or {}).get("num_predict") == 1  # what all messages share: one token, and nobody's reply
        for piece in pieces[:1] if learns else pieces:
            time.sleep(self.pause)
            if self.turns is not None and not learns:
                self.turns.acquire(timeout=60)
            line = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": False}
            told = (
                {"content": "", "thinking": piece}
                if self.way == "thinks" and body.get("think") is not False
                else {"content": piece}
            )
            self.wfile.write(json.dumps(line | {"message": {"role": "assistant", **told}}).encode() + b"\n")
            self.wfile.flush()
            if self.way == "dribbles":
                time.sleep(0.1)
        line = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": True, "done_reason": "stop"}
        end = {"message": {"role": "assistant", "content": ""}, "prompt_eval_count": self.seen, "eval_count": 5}
        self.wfile.write(json.dumps(line | end).encode() + b"\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def standing_in(**ways: Any) -> Iterator[tuple[str, type[StandIn]]]:
    """A server for one test: its address, and its class, whose fields may be changed while it runs."""
    handler = type("Handler", (StandIn,), {"asked": [], **ways})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()
