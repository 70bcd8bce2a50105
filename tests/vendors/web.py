"""A small web on this machine: what stands at each address, what was asked, and a fetcher that may read it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from bot.vendors.fetch import Fetcher, Limits
from bot.vendors.guard import Guard, Resolve, look_up

HERE = "127.0.0.1"
TERMS = (
    "<html><body><nav>Menu</nav><main><h1>Terms</h1>"
    + "<p>We do not train on your data, ever.</p>" * 20
    + "</main></body></html>"
)


@dataclass
class Page:
    """What a server gives."""

    body: bytes = TERMS.encode()
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "text/html; charset=utf-8"})
    pieces: Iterator[bytes] | None = None
    """Sent one after another in place of ``body``, without a length."""
    drips: int = 0
    """So many lines of headers come one by one, each well within the time that a server may be silent, before all the rest."""


class Handler(BaseHTTPRequestHandler):
    """Gives the page of the path, or 404."""

    def do_GET(self) -> None:
        web: Web = self.server.web  # type: ignore[attr-defined]
        web.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
        made = web.pages.get(self.path, Page(b"not here", 404))
        page = made(self.headers) if callable(made) else made
        self.send_response(page.status)
        for name, value in page.headers.items():
            self.send_header(name, value)
        if not self._drip(page.drips):
            return
        if page.pieces is None:
            self.send_header("content-length", page.headers.get("content-length", str(len(page.body))))
            self.end_headers()
            self.wfile.write(page.body)
            return
        self.end_headers()
        try:
            for piece in page.pieces:
                self.wfile.write(piece)
        except (BrokenPipeError, ConnectionResetError):
            web.hung_up.set()

    def _drip(self, lines: int) -> bool:
        """Whether the other side waited for all of them."""
        try:
            for number in range(lines):
                self.flush_headers()
                self.wfile.write(f"x-{number}: 0\r\n".encode())
                time.sleep(0.02)
        except (BrokenPipeError, ConnectionResetError):
            web: Web = self.server.web  # type: ignore[attr-defined]
            web.hung_up.set()
            return False
        return True

    def log_message(self, *_: object) -> None:
        """In silence."""


@dataclass
class Web:
    """The server, and what it saw."""

    address: str
    pages: dict[str, Page | Callable[..., Page]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    paced: list[tuple[str, float]] = field(default_factory=list)
    hung_up: threading.Event = field(default_factory=threading.Event)

    def url(self, path: str) -> str:
        return f"http://{self.address}{path}"

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def fetcher(self, limits: Limits | None = None, resolve: Resolve = look_up) -> Fetcher:
        """One that may read this machine, and waits for nobody."""

        def pace(host: str, seconds: float) -> None:
            self.paced.append((host, seconds))

        return Fetcher(Guard({HERE}, resolve), pace, "may-i/0 (tests)", limits)


@contextmanager
def serving() -> Iterator[Web]:
    """A web while it is needed."""
    server = ThreadingHTTPServer((HERE, 0), Handler)
    server.daemon_threads = True
    web = Web(f"{HERE}:{server.server_address[1]}")
    server.web = web  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield web
    finally:
        server.shutdown()
        server.server_close()
