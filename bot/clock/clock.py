"""Intervals and calls go in; while the clock runs, each call is made at its interval and given the moment, in UTC.

APScheduler only ticks. What is due is worked out by the flows from what is kept, so a missed or doubled tick changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import structlog
from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler

log = structlog.get_logger("mayi.clock")


def nothing_passes(_problem: Exception) -> bool:
    """Every failure is worth its trace."""
    return False


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


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
        self._scheduler = BackgroundScheduler(
            timezone=UTC,
            executors={"default": ThreadPoolExecutor(max(1, len(ticks)))},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
        )
        for tick in ticks:
            self._scheduler.add_job(
                self._make,
                "interval",
                seconds=tick.every_seconds,
                args=[tick],
                id=tick.name,
                name=tick.name,
                next_run_time=utc_now(),
            )

    def start(self) -> None:
        """Make each call once now, then at its interval."""
        self._scheduler.start()

    def stop(self) -> None:
        """Make no new calls, and wait for those under way."""
        self._scheduler.shutdown(wait=True)

    def _make(self, tick: Tick) -> None:
        try:
            tick.call(self._now())
        except Exception as problem:  # a door: one bad call must not keep the clock from making the next
            if self._passes(problem):
                log.warning("a database is away; the call is made again at its next time", call=tick.name)
            else:
                log.exception("a timed call failed; it is made again at its next time", call=tick.name)
