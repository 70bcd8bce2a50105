"""A function and its argument go in, a process that runs it and may be killed comes out: forked from one that has imported all.

To import the engine takes a process two seconds of a processor, and those who kill start forty of them.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerProcess
from typing import Any

_FORKING = multiprocessing.get_context("forkserver")
_FORKING.set_forkserver_preload(["tests.integration.worker", "tests.integration.watcher"])
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


def forked(main: Main, given: dict[str, Any]) -> Fork:
    """Start one; returns at once."""
    told, telling = _FORKING.Pipe(duplex=False)
    process = _FORKING.Process(target=_run, args=(main, given, telling), daemon=True)
    process.start()
    telling.close()
    return Fork(process, told)


def _run(main: Main, given: dict[str, Any], telling: Connection) -> None:
    main(given, lambda: telling.send(True))
