"""A reading that may take long goes in; it comes out within the limit, or is handed on where it comes a little later."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as TooLong
from time import monotonic

from bot.engine.steps import StoppedError
from bot.policy.talks.talk import Reading

MOST = 32
"""Readings that go on at the same time; where a server hangs, whoever asks then is answered by words at once."""
log = logging.getLogger("mayi.model")


def to_nobody(_reading: Reading) -> None:
    """A late reading that nobody wants."""


class ModelWait:
    """What is lost with the process is lost: the answer of words stands."""

    def __init__(self, limit: float, more: float, clock: Callable[[], float] = monotonic) -> None:
        """``limit``: seconds that an asker waits. ``more``: seconds after that in which a reading is still wanted."""
        self._limit, self._more, self._clock = limit, more, clock
        self._lock = threading.Lock()
        self._open: set[Future[Reading]] = set()
        self._stopped = False

    def __call__(self, read: Callable[[], Reading], then: Callable[[Reading], None] = to_nobody) -> Reading | None:
        """The reading; None where it takes longer than the limit. ``then``: is given it where it comes later."""
        found: Future[Reading] = Future()
        with self._lock:
            if self._stopped:
                raise StoppedError
            if len(self._open) >= MOST:
                return None
            self._open.add(found)
        threading.Thread(target=self._run, args=(read, found), name="reading", daemon=True).start()
        try:
            return found.result(self._limit)
        except TooLong:
            if not found.done():
                log.info("the model has not replied within %g s: words answer", self._limit)
        ends = self._clock() + self._more
        found.add_done_callback(lambda done: self._hand_on(done, then, ends))
        return None

    @property
    def is_busy(self) -> bool:
        """Whether a model reads something just now."""
        with self._lock:
            return bool(self._open)

    def stop(self) -> None:
        """Nobody waits any more; what was waited for is read again at the next start, or not wanted then."""
        with self._lock:
            self._stopped = True
            for one in self._open:
                one.set_exception(StoppedError())
            self._open.clear()

    def _run(self, read: Callable[[], Reading], found: Future[Reading]) -> None:
        done: Future[Reading] = Future()
        try:
            done.set_result(read())
        except Exception as error:  # noqa: BLE001 - whoever waits for it gets it
            done.set_exception(error)
        with self._lock:
            self._open.discard(found)
            if found.done():  # the house has stopped
                return
        if problem := done.exception():
            found.set_exception(problem)
        else:
            found.set_result(done.result())

    def _hand_on(self, done: Future[Reading], then: Callable[[Reading], None], ends: float) -> None:
        if isinstance(done.exception(), StoppedError) or self._clock() > ends:
            return
        try:
            then(done.result())
        except Exception:
            log.exception("what the model read later could not be used; the answer of words stands")
