"""A new policy version goes in; everyone who got an answer that it changes is told once, in the thread of that answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar


class Given(Protocol):
    """An answer as it was given."""

    @property
    def receipt(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def told_label(self) -> str: ...
    @property
    def told_verdict(self) -> str: ...
    @property
    def corrections(self) -> int: ...


G = TypeVar("G", bound=Given)


@dataclass(frozen=True, slots=True)
class Again:
    """What the policy says now of a question that was asked before."""

    label: str
    verdict: str
    said: dict[str, Any]
    """The words of the correction, as plain data: what was said then, what holds now."""


class KeepCorrection(Protocol):
    """Keeps that somebody was told; idempotent."""

    def __call__(self, receipt: str, /, *, label: str, verdict: str, version: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Correct(Generic[G]):
    """Corrections. Questions are decided again from the slots that were kept, never from their text."""

    version: Callable[[], str]
    """The policy's version now."""
    who_got: Callable[[datetime, str], Sequence[G]]
    """since, version -> answers given since then under any other version"""
    question: Callable[[str], G | None]
    """receipt -> the answer as it was given"""
    decide_again: Callable[[G], Again | None]
    """None where it cannot be decided again (erased, or nothing was decided)."""
    enqueue: Callable[[str, dict[str, Any]], None]
    keep: KeepCorrection
    now: Callable[[], datetime]
    window_days: int = 90

    def __call__(self) -> tuple[str, ...]:
        """Queue a correction for each answer that has changed; gives their receipts. May be run again at any time."""
        version = self.version()
        given = self.who_got(self.now() - timedelta(days=self.window_days), version)
        return tuple(one.receipt for one in given if self._queued(one, version))

    def late(self, receipt: str, version: str) -> None:
        """An answer by ``version`` was kept only now: whoever looked for answers to correct has not seen it."""
        now = self.version()
        given = self.question(receipt) if version and version != now else None
        if given is not None:
            self._queued(given, now)

    def _queued(self, given: G, version: str) -> bool:
        """Whether a correction of this answer is queued now."""
        if self._changed(given) is None:
            return False
        # The count makes a second flip to the same version a correction of its own, after one back in between.
        nth = f":{given.corrections}" if given.corrections else ""
        self.enqueue(
            f"correct:{given.receipt}:{version}{nth}", {"kind": "correction", "receipt": given.receipt, "key": given.key}
        )
        return True

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words of a queued correction, by the policy as it is now; None where what was said holds again."""
        given = self.question(notice["receipt"])
        again = self._changed(given) if given else None
        if again is None:
            return None
        return {
            "said": again.said,
            "label": again.label,
            "verdict": again.verdict,
            "version": self.version(),
            "key": notice["key"],
        }

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Keep that the asker was told. What could not be said stays as it was told before."""
        if outcome["state"] == "posted":
            said = outcome["said"]
            self.keep(notice["receipt"], label=said["label"], verdict=said["verdict"], version=said["version"], at=self.now())

    def _changed(self, given: G) -> Again | None:
        again = self.decide_again(given)
        if again is None or (again.label, again.verdict) == (given.told_label, given.told_verdict):
            return None
        return again
