"""What reading and keeping pages of terms costs.

Run: python -m benchmarks.watching [CLONE]

A page of 50 MB, sent as it is and as a packed bomb, is refused by the fetcher: seconds and memory are printed, and how much of
it was sent. With CLONE, a clone of an archive's repository of versions, each document's whole history goes into a ledger: how
large the texts are, and how large what is kept of them. Only ratios pass or fail: memory stays below half of the page, kept texts
below half of the texts.
"""

from __future__ import annotations

import http.server
import subprocess
import sys
import tempfile
import threading
import tracemalloc
import zlib
from datetime import UTC, datetime
from pathlib import Path
from time import perf_counter

from bot.ledger.ledger import open_ledger
from bot.vendors.errors import UnreadError
from bot.vendors.fetch import Fetcher
from bot.vendors.guard import Guard

SIZE = 50_000_000
HERE = "127.0.0.1"
PIECE = b"<p>terms and conditions</p>" * 1000
sent: list[int] = []


class Handler(http.server.BaseHTTPRequestHandler):
    """/plain never says how long it is; /bomb is packed."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path != "/robots.txt" else 404)
        self.send_header("content-type", "text/html")
        if self.path == "/bomb":
            self.send_header("content-encoding", "gzip")
        self.end_headers()
        if self.path == "/robots.txt":
            return
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        try:
            for _ in range(SIZE // len(PIECE)):
                piece = packer.compress(PIECE) if self.path == "/bomb" else PIECE
                self.wfile.write(piece)
                sent.append(len(piece))
            self.wfile.write(packer.flush() if self.path == "/bomb" else b"")
        except (BrokenPipeError, ConnectionResetError):
            return

    def log_message(self, *_: object) -> None:
        """In silence."""


def refused() -> None:
    """Both pages, with what they cost."""
    server = http.server.ThreadingHTTPServer((HERE, 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    fetcher = Fetcher(Guard({HERE}), lambda *_: None, "may-i/0 (benchmark)")
    for path in ("/plain", "/bomb"):
        sent.clear()
        tracemalloc.start()
        began = perf_counter()
        try:
            fetcher.get(f"http://{HERE}:{server.server_port}{path}")
            raise SystemExit(f"{path} was not refused")
        except UnreadError as problem:
            why = problem.why
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        print(f"{path}: {why}; {perf_counter() - began:.2f} s, {peak / 1e6:.1f} MB of memory, {sum(sent) / 1e6:.1f} MB were sent")
        assert peak < SIZE / 2, "memory grows with the page"
    fetcher.close()
    server.shutdown()


def kept(clone: Path) -> None:
    """All versions of all documents, as captures."""

    def git(*words: str) -> bytes:
        return subprocess.run(["git", *words], cwd=clone, check=True, capture_output=True).stdout

    blobs = [
        line.split()[3] for line in git("log", "--format=", "--raw", "--no-abbrev", "--no-renames").decode().splitlines() if line
    ]
    with tempfile.TemporaryDirectory() as folder:
        ledger = open_ledger(f"sqlite:///{folder}/ledger.db", b"a key of a benchmark, long enough")
        began, size, now = perf_counter(), 0, datetime.now(UTC)
        for blob in blobs:
            if set(blob) != {"0"}:
                text = git("cat-file", "blob", blob).decode("utf-8", "replace")
                size += len(text.encode())
                ledger.keep_capture(text, now)
        seconds = perf_counter() - began
        ledger.close()
        stored = sum(path.stat().st_size for path in Path(folder).iterdir())
    print(
        f"{len(blobs):,} versions, {size / 1e6:.1f} MB of text: {stored / 1e6:.1f} MB kept ({stored / size:.0%}), {seconds:.0f} s"
    )
    assert stored < size / 2, "texts are not kept small"


if __name__ == "__main__":
    refused()
    if len(sys.argv) > 1:
        kept(Path(sys.argv[1]))
