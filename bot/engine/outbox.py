"""Something to be said and the ports to say it through go in; it stands in the chat once, or it is known why not.

The protocol, one ``say_once`` at a time: claim a row, post with our key, keep the timestamp. Who finds a row that somebody else
claimed waits until that post must have turned up, looks for the key, and only then posts again. A process may die between any
two lines here; ``tests/engine/test_outbox.py`` kills it at each of them.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Literal, Protocol

from bot.policy.talks.posting import LookRefused, RateLimited, Refused, Uncertain

Said = dict[str, Any]
"""The words to be posted, as plain data. The engine does not look into them."""


FINAL: dict[str, Literal["late", "refused", "stopped"]] = {"late": "late", "refused": "refused", "stopped": "stopped"}
"""States of a row under which nothing is posted any more."""


class Claim(Protocol):
    """One row of the outbox."""

    @property
    def at(self) -> datetime: ...
    @property
    def state(self) -> str: ...
    @property
    def ts(self) -> str: ...
    @property
    def reason(self) -> str: ...


class OutboxRows(Protocol):
    """The rows that outlive a crash; each call is one transaction. The ledger has them."""

    def begin_saying(self, key: str, at: datetime) -> Claim | None: ...
    def begin_again(self, key: str, was_at: datetime, at: datetime) -> bool: ...
    def still_ours(self, key: str, at: datetime) -> bool: ...
    def said(self, key: str, ts: str) -> None: ...
    def unsure(self, key: str, at: datetime) -> None: ...
    def not_said(self, key: str, at: datetime) -> None: ...
    def give_up(self, key: str, state: str, reason: str) -> None: ...
    def outgoing(self, key: str) -> Claim | None: ...


class Poster(Protocol):
    """The way into the chat. ``post`` puts ``key`` into the message's metadata."""

    def post(self, key: str, said: Said) -> str:
        """Post, and give the message's timestamp. Raises ``RateLimited``, ``Uncertain`` or ``Refused``."""

    def find(self, key: str, said: Said) -> str | None:
        """Look where it would stand for a message with our key. Raises ``LookRefused`` (also for a private answer, which has
        no key), ``RateLimited`` or ``Uncertain``."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds. ``grace`` after a try, its post must have turned up or never will: longer than the HTTP time-out plus the chat's
    own delay. ``fresh``: how old a claim may be when its post is sent; with the time-out it must fit into the grace."""

    grace: float = 15.0
    fresh: float = 3.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """How one try ended. ``wait``: try again after ``seconds``; all others are final. ``stopped``: the asker wanted no answer."""

    state: Literal["posted", "late", "refused", "stopped", "wait"]
    ts: str = ""
    seconds: float = 0.0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Sayer:
    """Says things once. Never sleeps: a wait is given back, for the durable workflow to sleep."""

    rows: OutboxRows
    poster: Poster
    now: Callable[[], datetime]
    after_crash: Literal["late", "twice"] = "late"
    patience: Patience = Patience()

    def say_once(self, key: str, said: Said) -> Outcome:
        """One try."""
        at = self.now()
        claim = self.rows.begin_saying(key, at)
        if claim is None:
            return self._post(key, said, at)
        if claim.state == "posted":
            return Outcome("posted", ts=claim.ts)
        if claim.state in FINAL:
            return Outcome(FINAL[claim.state], reason=claim.reason)
        if claim.at > at:
            # The clock went back. Of a try that is said to come later only this is known: it began before now.
            self.rows.begin_again(key, claim.at, at)
            return Outcome("wait", seconds=self.patience.grace, reason="the clock was set back")
        left = claim.at + timedelta(seconds=self.patience.grace) - at
        if left > timedelta(0):
            return Outcome("wait", seconds=left.total_seconds(), reason="an earlier try may still turn up")
        return self._look(key, said, claim)

    def _look(self, key: str, said: Said, claim: Claim) -> Outcome:
        """The grace is over: what was posted can be found now."""
        try:
            ts = self.poster.find(key, said)
        except LookRefused as refused:
            if self.after_crash == "late":
                self.rows.give_up(key, "late", f"nobody can look whether it was posted: {refused.reason}".rstrip(": "))
                return self._as_kept(key, "late")
        except RateLimited as limited:
            return Outcome("wait", seconds=limited.retry_after_seconds, reason="asked to wait before looking")
        except Uncertain:
            return Outcome("wait", seconds=self.patience.grace, reason="the look failed")
        else:
            if ts is not None:
                self.rows.said(key, ts)
                return Outcome("posted", ts=ts)
        at = self.now()
        if not self.rows.begin_again(key, claim.at, at):
            return Outcome("wait", seconds=self.patience.grace, reason="another process took it over")
        return self._post(key, said, at)

    def _post(self, key: str, said: Said, at: datetime) -> Outcome:
        """The claim of ``at`` is ours: post."""
        # A process frozen since its claim may have been given up for dead; then the other one's look decides.
        if self.now() - at > timedelta(seconds=self.patience.fresh) or not self.rows.still_ours(key, at):
            return Outcome("wait", seconds=self.patience.grace, reason="frozen between claim and post")
        try:
            ts = self.poster.post(key, said)
        except RateLimited as limited:
            self.rows.not_said(key, at)
            return Outcome("wait", seconds=limited.retry_after_seconds, reason="asked to wait")
        except Refused as refused:
            self.rows.give_up(key, "refused", refused.reason)
            return self._as_kept(key, "refused", refused.reason)
        except Uncertain:
            self.rows.unsure(key, self.now())
            return Outcome("wait", seconds=self.patience.grace, reason="it may have been posted")
        self.rows.said(key, ts)
        return Outcome("posted", ts=ts)

    def _as_kept(self, key: str, state: Literal["late", "refused"], reason: str = "") -> Outcome:
        """What the row says after giving up: another process may have found the message meanwhile."""
        kept = self.rows.outgoing(key)
        if kept is not None and kept.state == "posted":
            return Outcome("posted", ts=kept.ts)
        return Outcome(state, reason=kept.reason if kept else reason)
