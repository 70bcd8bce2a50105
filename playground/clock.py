"""Seconds to skip in, the playground's time out: real time plus whatever a test has skipped."""

from __future__ import annotations

import asyncio
import time


class Clock:
    """Every timeout of the playground (retries, trigger ids, streams) is measured on this clock."""

    def __init__(self) -> None:
        self._skipped = 0.0
        self._moved: asyncio.Event = asyncio.Event()

    def now(self) -> float:
        """Seconds since 1970, UTC."""
        return time.time() + self._skipped

    def advance(self, seconds: float) -> None:
        """Skip time forward and wake everyone who sleeps."""
        if seconds < 0:
            raise ValueError(f"the clock cannot go back: {seconds} seconds; give 0 or more")
        self._skipped += seconds
        self._moved.set()
        self._moved = asyncio.Event()

    async def sleep_until(self, when: float) -> None:
        """Return once `now()` has reached `when`, by waiting or by a skip."""
        while (left := when - self.now()) > 0:
            moved = self._moved
            try:
                await asyncio.wait_for(moved.wait(), timeout=left)
            except TimeoutError:
                continue
