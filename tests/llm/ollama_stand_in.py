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
    """``way``: ``well``, ``closes`` in mid-answer, is ``slow``, ``dribbles``, or sends a ``raw`` body."""

    way: ClassVar[str] = "well"
    raw: ClassVar[bytes] = b""
    content: ClassVar[str] = "{}"
    pieces: ClassVar[list[str]] = []
    """The reply piece by piece, in place of ``content``."""
    turns: ClassVar[threading.Semaphore | None] = None
    """Each piece waits for a turn, so that a test can look in between."""
    pause: ClassVar[float] = 0
    """Seconds before each piece."""
    asked: ClassVar[list[Any]] = []

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["content-length"])))
        type(self).asked.append(body)
        with suppress(BrokenPipeError, ConnectionResetError):  # the one that asked has given up
            self._answer(body)

    def _answer(self, body: dict[str, Any]) -> None:
        if self.way == "slow":
            time.sleep(2)
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
        elif "input" in body:
            self.wfile.write(json.dumps({"embeddings": [vector_of(text) for text in body["input"]]}).encode())
        else:
            self._chat()

    def _chat(self) -> None:
        pieces = ["x"] * 100 if self.way == "dribbles" else self.pieces or [self.content]
        for piece in pieces:
            time.sleep(self.pause)
            if self.turns is not None:
                self.turns.acquire(timeout=60)
            line = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": False}
            self.wfile.write(json.dumps(line | {"message": {"role": "assistant", "content": piece}}).encode() + b"\n")
            self.wfile.flush()
            if self.way == "dribbles":
                time.sleep(0.1)
        line = {"model": "m", "created_at": "2026-01-01T00:00:00Z", "done": True, "done_reason": "stop"}
        self.wfile.write(json.dumps(line | {"message": {"role": "assistant", "content": ""}}).encode() + b"\n")

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@contextmanager
def standing_in(**ways: Any) -> Iterator[tuple[str, type[StandIn]]]:
    """A server for one test: its address, and its class, whose fields may be changed while it runs."""
    handler = type("Handler", (StandIn,), {"asked": [], **ways})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}", handler
    finally:
        server.shutdown()
        server.server_close()
