"""What an admin wants said goes in, is kept with who and when, and comes out as what hangs on the notice board today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from bot.policy.talks.home import Board

MOST_DAYS = 90
"""An announcement that hangs for longer is read by nobody."""
LONGEST = 500


class NotPutUpError(Exception):
    """It cannot hang there; ``why`` is the key of the reason (``words``, ``past`` or ``far``)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class PutUp(Protocol):
    """Keeps one deed: what, by whom, and the words and last day of an announcement."""

    def __call__(self, deed: str, by: dict[str, Any], words: str = "", until: date | None = None) -> None: ...


@dataclass(frozen=True, slots=True)
class Pause:
    """The deeds. ``by`` is what is kept of who did it; whether they may is the caller's to know."""

    put_up: PutUp
    board: Callable[[], Board]
    today: Callable[[], date]

    def pause(self, by: dict[str, Any], words: str = "") -> None:
        """Every question gets one calm line from now on, with these words where there are any."""
        self.put_up("pause", by, words=_fit(words))

    def resume(self, by: dict[str, Any]) -> bool:
        """Answer again; False where nothing was paused."""
        if self.board().pause is None:
            return False
        self.put_up("resume", by)
        return True

    def announce(self, by: dict[str, Any], words: str, until: date) -> None:
        """These words stand above every answer, up to and including that day. Raises ``NotPutUpError``."""
        if not words.strip():
            raise NotPutUpError("words")
        if until < self.today():
            raise NotPutUpError("past")
        if until > self.today() + timedelta(days=MOST_DAYS):
            raise NotPutUpError("far")
        self.put_up("announce", by, words=_fit(words), until=until)

    def withdraw(self, by: dict[str, Any]) -> bool:
        """Take the announcement down; False where none hung."""
        if self.board().announcement is None:
            return False
        self.put_up("withdraw", by)
        return True


def _fit(words: str) -> str:
    flat = " ".join(words.split())
    if len(flat) > LONGEST:
        raise NotPutUpError("words")
    return flat
