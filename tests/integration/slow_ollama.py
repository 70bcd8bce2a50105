"""Seconds go in; an Ollama stand-in on loopback comes out that takes that long for each reply, or until it is let go."""

from __future__ import annotations

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType


class SlowOllama:
    """Answers ``/api/chat`` with an empty object after ``seconds``; knows how many are waiting."""

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        self.asked = 0
        self._gone = threading.Event()
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.end_headers()
                listed = [{"name": "slow", "model": "slow", "digest": "sha256:slow", "size": 0}]
                self.wfile.write(json.dumps({"models": listed} if self.path == "/api/tags" else {"version": "0"}).encode())

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.asked += 1
                outer._gone.wait(outer.seconds)
                line = {"model": "slow", "created_at": "2026-01-01T00:00:00Z", "done": True, "done_reason": "stop"}
                body = json.dumps({**line, "message": {"role": "assistant", "content": "{}"}}).encode() + b"\n"
                try:
                    self.send_response(200)
                    self.send_header("Content-Type", "application/x-ndjson")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                except OSError:
                    return  # whoever asked has given up

            def log_message(self, *_: object) -> None:
                """Says nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def let_go(self) -> None:
        """Everybody who waits is answered at once."""
        self._gone.set()

    def __enter__(self) -> SlowOllama:
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        self.let_go()
        self._server.shutdown()
        self._server.server_close()
