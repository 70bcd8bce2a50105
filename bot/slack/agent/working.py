"""Questions under way go in; where an answer takes a while, its thread says so until the answer is there."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Event, Lock, Thread

from bot.slack.agent.polite import Polite

DELAY_SECONDS = 0.7
"""What is answered sooner needs no word: it would only flicker, and every word is a call of Slack's."""
POLL_SECONDS = 0.25
RENEW_SECONDS = 90
"""Slack takes a status away after two minutes without a message."""
LONGEST_SECONDS = 900
log = logging.getLogger("bot.slack.agent")


@dataclass(frozen=True, slots=True)
class Place:
    """A thread, and who asked there."""

    channel: str
    thread_ts: str
    user: str


@dataclass(slots=True)
class _Job:
    place: Place
    since: float
    shown_at: float | None = None
    has_ended: bool = False
    is_stale: bool = False


def show(polite: Polite, place: Place, words: str) -> None:
    """The status line below the thread, and the session that has a stop button."""
    polite("assistant.threads.setStatus", channel_id=place.channel, thread_ts=place.thread_ts, status=words)
    polite("agents.sessions.setStatus", channel_id=place.channel, thread_ts=place.thread_ts, status="processing")


def rest(polite: Polite, place: Place) -> None:
    """Neither of them any more."""
    polite("assistant.threads.setStatus", channel_id=place.channel, thread_ts=place.thread_ts, status="")
    polite("agents.sessions.setStatus", channel_id=place.channel, thread_ts=place.thread_ts, status="active")


class Working:
    """Watches what is under way. One thread of its own, so that nothing waits for a status: no answer, no acknowledgement."""

    def __init__(
        self,
        polite: Polite,
        words: Callable[[str], str],
        is_done: Callable[[str], bool],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """``words``: user -> "is reading the policy ..." in their language; Slack puts the app's name before it.
        ``is_done``: key -> whether it is said, also by a process other than this one."""
        self._polite = polite
        self._words = words
        self._is_done = is_done
        self._clock = clock
        self._jobs: dict[str, _Job] = {}
        self._lock = Lock()
        self._stop = Event()
        self._thread: Thread | None = None

    def begin(self, key: str, place: Place) -> None:
        """Something is under way for somebody in a thread."""
        with self._lock:
            self._jobs[key] = _Job(place, self._clock())
            if self._thread is None and not self._stop.is_set():
                self._thread = Thread(target=self._watch, name="working", daemon=True)
                self._thread.start()

    def end(self, key: str) -> None:
        """It is done, whatever came of it."""
        with self._lock:
            if key in self._jobs:
                self._jobs[key].has_ended = True

    def say_again(self) -> None:
        """What is said under way has changed: each thread is told at the next round."""
        with self._lock:
            for job in self._jobs.values():
                job.is_stale = True

    def is_busy_for_others(self, place: Place) -> bool:
        """Whether anything that somebody else asked is under way in the same thread."""
        with self._lock:
            jobs = [(key, job) for key, job in self._jobs.items() if not job.has_ended]
        here = [key for key, job in jobs if replace(job.place, user=place.user) == place != job.place]
        return not all(self._is_done(key) for key in here)

    def stop(self) -> None:
        """Watch no longer; what is shown goes away by itself."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join(timeout=5)

    def look(self) -> None:
        """One round."""
        now = self._clock()
        with self._lock:
            jobs = dict(self._jobs)
        for key, job in jobs.items():
            age = now - job.since
            if age < DELAY_SECONDS and not job.has_ended:
                continue
            if job.has_ended or age > LONGEST_SECONDS or self._is_done(key):
                self._forget(key, job)
            elif job.shown_at is None or job.is_stale or now - job.shown_at > RENEW_SECONDS:
                job.shown_at, job.is_stale = now, False
                show(self._polite, job.place, self._words(job.place.user))

    def _forget(self, key: str, job: _Job) -> None:
        with self._lock:
            del self._jobs[key]
            is_shared = any(other.place == job.place and other.shown_at is not None for other in self._jobs.values())
        if job.shown_at is not None and not is_shared:
            rest(self._polite, job.place)

    def _watch(self) -> None:
        while not self._stop.wait(POLL_SECONDS):
            try:
                self.look()
            except Exception:
                log.exception("what is under way could not be looked after")
