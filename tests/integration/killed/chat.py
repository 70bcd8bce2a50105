"""A chat that speaks as much of Slack's Web API as an outbox needs, with the faults that a real one has."""

from __future__ import annotations

import json
import random
import threading
import time
from collections import Counter
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit


@dataclass
class Faults:
    """How often out of 1 a post is refused for its rate, is posted but answered with an error, or can be seen only later."""

    limited: float = 0.06
    posted_but_failed: float = 0.06
    seen_later: float = 0.1
    later_seconds: float = 0.8
    slow_seconds: float = 0.15


@dataclass
class Message:
    """One message that stands in the chat."""

    key: str
    channel: str
    seen_from: float


@dataclass
class Chat:
    """The server, on a free port of loopback."""

    faults: Faults = field(default_factory=Faults)
    seed: int = 1
    messages: list[Message] = field(default_factory=list)
    looks: int = 0

    def __post_init__(self) -> None:
        self._random = random.Random(self.seed)
        self._lock = threading.Lock()
        chat = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers.get("Content-Length", 0))
                chat._answer(self, self.rfile.read(length).decode())

            def do_GET(self) -> None:
                chat._answer(self, "")

            def log_message(self, format: str, *args: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_port}/api/"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        """Close the server."""
        self._server.shutdown()
        self._server.server_close()

    def counts(self) -> Counter[str]:
        """Key -> how many messages stand there with it."""
        with self._lock:
            return Counter(message.key for message in self.messages)

    def _answer(self, request: BaseHTTPRequestHandler, body: str) -> None:
        url = urlsplit(request.path)
        if "json" in request.headers.get("Content-Type", ""):
            given: dict[str, Any] = json.loads(body)
        else:
            given = {name: values[0] for name, values in parse_qs(f"{url.query}&{body}").items()}
        if url.path.endswith("chat.postMessage"):
            self._post(request, given)
        else:
            self._look(request, given)

    def _post(self, request: BaseHTTPRequestHandler, given: dict[str, Any]) -> None:
        with self._lock:
            chance, late, slow = self._random.random(), self._random.random(), self._random.random()
        time.sleep(self.faults.slow_seconds * slow)
        if chance < self.faults.limited:
            _reply(request, 429, {"ok": False, "error": "ratelimited"}, {"Retry-After": "1"})
            return
        seen_from = time.monotonic() + (self.faults.later_seconds if late < self.faults.seen_later else 0)
        with self._lock:
            self.messages.append(Message(given["metadata"]["event_payload"]["key"], given["channel"], seen_from))
            ts = f"{len(self.messages)}.000100"
        time.sleep(self.faults.slow_seconds * slow)
        if chance > 1 - self.faults.posted_but_failed:
            _reply(request, 500, {"ok": False, "error": "internal_error"})
        else:
            _reply(request, 200, {"ok": True, "ts": ts, "channel": given["channel"]})

    def _look(self, request: BaseHTTPRequestHandler, given: dict[str, Any]) -> None:
        with self._lock:
            self.looks += 1
            now = time.monotonic()
            seen = [
                {
                    "ts": f"{number}.000100",
                    "metadata": {"event_type": "mayi_answer", "event_payload": {"key": message.key}},
                }
                for number, message in enumerate(self.messages, 1)
                if message.channel == given["channel"] and message.seen_from <= now
            ]
        start = int(given.get("cursor", 0))
        page = {"ok": True, "messages": seen[start : start + 200], "response_metadata": {"next_cursor": ""}}
        if start + 200 < len(seen):
            page["response_metadata"] = {"next_cursor": str(start + 200)}
        _reply(request, 200, page)


def _reply(request: BaseHTTPRequestHandler, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
    data = json.dumps(body).encode()
    try:
        request.send_response(status)
        for name, value in {"Content-Type": "application/json", **(headers or {})}.items():
            request.send_header(name, value)
        request.send_header("Content-Length", str(len(data)))
        request.end_headers()
        request.wfile.write(data)
    except OSError:
        return  # whoever asked was killed
