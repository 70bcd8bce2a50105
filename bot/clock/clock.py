"""Intervals and calls go in; while the clock runs, each call is made at its interval and given the moment, in UTC.

What is due is worked out by the uses from what is kept, so a missed or doubled tick changes nothing. Intervals are counted by a
clock that nobody sets: an hour that comes twice, or a machine whose time is put right, holds nothing up.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

import structlog

from bot.clock.today import utc_now

log = structlog.get_logger("mayi.clock")


def nothing_passes(_problem: Exception) -> bool:
    """Every failure is worth its trace."""
    return False


@dataclass(frozen=True, slots=True)
class Tick:
    """One call and how often it is made. It must be safe to make at any time, and from several processes."""

    name: str
    every_seconds: float
    call: Callable[[datetime], object]


class Clock:
    """Ticks in threads of its own; a call that takes longer than its interval is never made twice at the same time."""

    def __init__(
        self,
        ticks: Sequence[Tick],
        now: Callable[[], datetime] = utc_now,
        passes: Callable[[Exception], bool] = nothing_passes,
    ) -> None:
        """``passes``: whether a failure is a trouble that passes (a database is away): a line in the log, and no trace."""
        self._now = now
        self._passes = passes
        self._stop = threading.Event()
        self._threads = [
            threading.Thread(target=self._run, args=(tick,), name=f"clock-{tick.name}", daemon=True) for tick in ticks
        ]

    def start(self) -> None:
        """Make each call once now, then at its interval."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Make no new calls, and wait for those under way."""
        self._stop.set()
        for thread in self._threads:
            if thread.ident is not None:
                thread.join()

    def _run(self, tick: Tick) -> None:
        due = time.monotonic()
        while not self._stop.wait(max(0.0, due - time.monotonic())):
            self._make(tick)
            due = max(due + tick.every_seconds, time.monotonic())  # what was missed is not made up for

    def _make(self, tick: Tick) -> None:
        try:
            tick.call(self._now())
        except Exception as problem:  # a door: one bad call must not keep the clock from making the next
            if self._passes(problem):
                log.warning("a database is away; the call is made again at its next time", call=tick.name)
            else:
                log.exception("a timed call failed; it is made again at its next time", call=tick.name)
