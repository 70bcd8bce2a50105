"""A function and its argument go in, processes that run it and may be killed come out: forked from one that has imported all.

To import the engine takes a process two seconds of a processor, and those who kill start forty of them.
"""

from __future__ import annotations

import multiprocessing
import socket
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

_FORKING = multiprocessing.get_context("forkserver")
IMPORTED = ["tests.integration.killed.worker", "tests.integration.killed.watcher", "tests.chaos.house"]
_FORKING.set_forkserver_preload(IMPORTED)
Main = Callable[[dict[str, Any], Callable[[], None]], None]
"""Takes its argument, and whom to tell once it is ready. It runs until it is killed."""


@dataclass(frozen=True)
class Fork:
    """One process."""

    process: ForkServerProcess
    told: Connection

    def wait_ready(self) -> None:
        """Wait until it says so."""
        try:
            self.told.recv()
        except EOFError:
            raise AssertionError("it did not start") from None

    def ended(self) -> int | None:
        """How it ended, a signal as its negative number; None while it runs."""
        return self.process.exitcode

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.join()
        self.told.close()


def import_first(module: str) -> None:
    """Also this one, from the first fork on."""
    _FORKING.set_forkserver_preload([*IMPORTED, module])


def forked(main: Main, given: dict[str, Any]) -> Fork:
    """Start one; returns at once."""
    told, telling = _FORKING.Pipe(duplex=False)
    process = _FORKING.Process(target=_run, args=(main, given, telling), daemon=True)
    process.start()
    telling.close()
    return Fork(process, told)


def _run(main: Main, given: dict[str, Any], telling: Connection) -> None:
    main(given, lambda: telling.send(True))


class Fleet:
    """Processes that are killed and started again; each by its port."""

    def __init__(self, main: Main, given: dict[str, Any], count: int = 1) -> None:
        self._main, self.given = main, given
        self.ports = [free_port() for _ in range(count)]
        self._running: dict[int, Fork] = {}

    def start(self, port: int) -> None:
        """Start one; returns at once."""
        self._running[port] = forked(self._main, {**self.given, "port": port})

    def wait_ready(self, port: int) -> None:
        """Wait until one takes questions."""
        self._running[port].wait_ready()

    def start_all(self) -> None:
        """Start all, and wait until each takes questions."""
        for port in self.ports:
            self.start(port)
        for port in self.ports:
            self.wait_ready(port)

    def restart_ended(self) -> int:
        """As what keeps processes running does: start those again that ended by themselves. Gives how many."""
        ended = [port for port, one in self._running.items() if one.ended() is not None]
        for port in ended:
            self.start(port)
        return len(ended)

    def kill(self, port: int) -> None:
        """kill -9."""
        self._running.pop(port).kill()

    def kill_all(self) -> None:
        """kill -9 for all that run."""
        for port in list(self._running):
            self.kill(port)


def free_port() -> int:
    """One that is free, and the next one as well: where a demo's console goes."""
    while True:
        with socket.socket() as probe, socket.socket() as behind:
            probe.bind(("127.0.0.1", 0))
            port = int(probe.getsockname()[1])
            with suppress(OSError, OverflowError):
                behind.bind(("127.0.0.1", port + 1))
                return port
