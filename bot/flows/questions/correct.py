"""A new policy version goes in; everyone who got an answer that it changes is told once.

Who asked in a thread that is newer than a month is told there, since others read the old answer too. Whatever else one person is
to be told goes into one direct message, with the questions.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Generic, Protocol, TypeVar

APART_SECONDS = 15.0
"""Between the notices of one person: the first tells of all, and the others then find that nothing is left to tell."""

LONGEST = 2400
"""Letters of what one message lists."""


class Given(Protocol):
    """An answer as it was given."""

    @property
    def receipt(self) -> str: ...
    @property
    def key(self) -> str: ...
    @property
    def asker(self) -> str: ...
    @property
    def told_label(self) -> str: ...
    @property
    def told_verdict(self) -> str: ...


G = TypeVar("G", bound=Given)


@dataclass(frozen=True, slots=True)
class Again:
    """What the policy says now of a question that was asked before."""

    label: str
    verdict: str
    words: Callable[[], str]
    """Of the correction below the old answer: what was said then, what holds now. Few answers change, so few are worded."""
    entry: Callable[[], str]
    """The same with the question, for a direct message."""
    wait: str
    """Which of the waits: ``at_once`` (a tool was suspended), ``stricter``, ``milder``."""


class KeepCorrection(Protocol):
    """Keeps that somebody was told; idempotent."""

    def __call__(self, receipt: str, /, *, label: str, verdict: str, version: str, at: datetime) -> None: ...


@dataclass(frozen=True, slots=True)
class Correct(Generic[G]):
    """Corrections. Questions are decided again from the slots that were kept, never from their text."""

    version: Callable[[], str]
    """The policy's version now."""
    who_got: Callable[[datetime, str, str], Sequence[G]]
    """since, version, asker -> answers given since then under any other version; of everybody where no asker is named"""
    question: Callable[[str], G | None]
    """receipt -> the answer as it was given"""
    decide_again: Callable[[G], Again | None]
    """None where it cannot be decided again (erased, or nothing was decided)."""
    is_alone: Callable[[G], bool]
    """Whether its asker is told in a direct message: nobody else reads the old answer, or hardly anybody any more."""
    list_of: Callable[[Sequence[tuple[G, Again]]], str]
    """The words of one direct message."""
    enqueue: Callable[[str, dict[str, Any], float], None]
    """id, notice, seconds until it is worded"""
    keep: KeepCorrection
    now: Callable[[], datetime]
    waits: dict[str, float]
    """By ``Again.wait``, seconds from a change until somebody is told: of what is taken back by then nobody is."""
    window_days: int = 90

    def __call__(self) -> tuple[str, ...]:
        """Queue a correction for each answer that has changed; gives their receipts. May be run again at any time."""
        version, askers = self.version(), Counter[str]()
        queued = []
        for given in self.who_got(self._since(), version, ""):
            if again := self._changed(given):
                is_alone = bool(given.asker) and self.is_alone(given)
                self._queue(given, again, version, askers[given.asker] * APART_SECONDS if is_alone else 0)
                askers[given.asker] += is_alone
                queued.append(given.receipt)
        return tuple(queued)

    def late(self, receipt: str, version: str) -> None:
        """An answer by ``version`` was kept only now: whoever looked for answers to correct has not seen it."""
        now = self.version()
        given = self.question(receipt) if version and version != now else None
        if given is not None and (again := self._changed(given)):
            self._queue(given, again, now, 0)

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words of a queued correction, by the policy as it is now; None where what was said holds again."""
        given = self.question(notice["receipt"])
        again = self._changed(given) if given else None
        if given is None or again is None:
            return None
        said = {"label": again.label, "verdict": again.verdict, "version": self.version(), "key": notice["key"]}
        if not self.is_alone(given):
            return {**said, "words": again.words()}
        others, room = [], LONGEST - len(again.entry())
        for one in self._beside(given):
            if (other := self._changed(one)) and (room := room - len(other.entry())) >= 0:
                others.append((one, other))  # the rest has notices of its own
        told = [{"receipt": one.receipt, "label": other.label, "verdict": other.verdict} for one, other in others]
        return {**said, "words": self.list_of([(given, again), *others]), "in_private": True, "others": told}

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """Keep that the asker was told. What could not be said stays as it was told before."""
        if outcome["state"] == "posted":
            said = outcome["said"]
            for told in ({**said, "receipt": notice["receipt"]}, *said.get("others", ())):
                self.keep(told["receipt"], label=told["label"], verdict=told["verdict"], version=said["version"], at=self.now())

    def _beside(self, given: G) -> Sequence[G]:
        """The same person's other answers that nobody else reads."""
        every = self.who_got(self._since(), self.version(), given.asker) if given.asker else ()
        return [one for one in every if one.receipt != given.receipt and self.is_alone(one)]

    def _since(self) -> datetime:
        return self.now() - timedelta(days=self.window_days)

    def _queue(self, given: G, again: Again, version: str, behind: float) -> None:
        notice = {"kind": "correction", "receipt": given.receipt, "key": given.key}
        self.enqueue(f"correct:{given.receipt}:{version}", notice, self.waits[again.wait] + behind)

    def _changed(self, given: G) -> Again | None:
        again = self.decide_again(given)
        if again is None or (again.label, again.verdict) == (given.told_label, given.told_verdict):
            return None
        return again
