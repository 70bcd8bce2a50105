"""The notice board: what an admin wants said is kept with who and when, and what hangs there today stands above every answer."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from bot.ledger.ledger import Ledger
from bot.ledger.notice_board import Deed
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Board, Hanging

MOST_DAYS = 90
"""An announcement that hangs for longer is read by nobody."""
LONGEST = 500


class NotPutUpError(Exception):
    """It cannot hang there; ``why`` is the key of the reason (``words``, ``past`` or ``far``)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def board_of(ledger: Ledger, today: date, name: Callable[[str], str] = str) -> Board:
    """What hangs there; an announcement is gone after its last day. ``name``: how a Slack user id is told."""
    pause, announcement = ledger.hanging()
    if announcement and announcement.until and announcement.until < today:
        announcement = None
    return Board(_hanging(pause, name), _hanging(announcement, name))


def announced(answer: Answer, board: Board) -> Answer:
    """The answer with the words that hang above every answer today, and no others: it may have been given on another day."""
    return replace(answer, announcement=board.announcement.words if board.announcement else "")


def pause(ledger: Ledger, by: dict[str, Any], words: str = "") -> None:
    """Every question gets one calm line from now on, with these words where there are any. ``by`` is what is kept of who did it;
    whether they may is the caller's to know. Raises ``NotPutUpError``."""
    ledger.put_up("pause", by, datetime.now(UTC), _fit(words), None)


def resume(ledger: Ledger, by: dict[str, Any]) -> bool:
    """Answer again; False where nothing was paused."""
    if ledger.hanging()[0] is None:
        return False
    ledger.put_up("resume", by, datetime.now(UTC), "", None)
    return True


def announce(ledger: Ledger, today: date, by: dict[str, Any], words: str, until: date) -> None:
    """These words stand above every answer, up to and including that day. Raises ``NotPutUpError``."""
    if not words.strip():
        raise NotPutUpError("words")
    if until < today:
        raise NotPutUpError("past")
    if until > today + timedelta(days=MOST_DAYS):
        raise NotPutUpError("far")
    ledger.put_up("announce", by, datetime.now(UTC), _fit(words), until)


def withdraw(ledger: Ledger, today: date, by: dict[str, Any]) -> bool:
    """Take the announcement down; False where none hung."""
    if board_of(ledger, today).announcement is None:
        return False
    ledger.put_up("withdraw", by, datetime.now(UTC), "", None)
    return True


def from_command_line() -> dict[str, Any]:
    """What is kept of somebody at the command line."""
    return {"name": getpass.getuser()}


def _hanging(deed: Deed | None, name: Callable[[str], str]) -> Hanging | None:
    return Hanging(deed.words, _told(deed.by, name), deed.at, deed.until) if deed else None


def _told(by: dict[str, Any], name: Callable[[str], str]) -> str:
    """``@`` and the name of a person in Slack, else their name on the machine."""
    return f"@{name(by['user'])}" if by.get("user") else str(by.get("name", "?"))


def _fit(words: str) -> str:
    flat = " ".join(words.split())
    if len(flat) > LONGEST:
        raise NotPutUpError("words")
    return flat
