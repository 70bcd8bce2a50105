"""A web server goes in; it listens in a thread of its own until it is told to end, which it does though a line is held open."""

from __future__ import annotations

import threading

from uvicorn import Server

GRACE_SECONDS = 4
"""For requests under way when it ends; whoever sends half of one and no more is not waited for any longer."""
ENDING_SECONDS = 5


class Serving:
    """One server. Built closed."""

    def __init__(self, server: Server, name: str) -> None:
        self._server = server
        server.config.timeout_graceful_shutdown = GRACE_SECONDS
        self._thread = threading.Thread(target=server.run, name=name, daemon=True)

    def start(self) -> None:
        """Listen."""
        self._thread.start()

    def end(self) -> None:
        """Take in nothing more; returns at once."""
        self._server.should_exit = True

    def stop(self) -> None:
        """The same, and wait until it has ended."""
        self.end()
        if self._thread.is_alive():
            self._thread.join(timeout=ENDING_SECONDS)

    @property
    def is_open(self) -> bool:
        """Whether it listens."""
        return self._server.started
