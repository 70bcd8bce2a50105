"""The ledger's deeds go in; what hangs on the notice board today comes out, for answers, for App Home and for the commands."""

from __future__ import annotations

import getpass
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from bot.flows.people.pause import Pause
from bot.ledger.ledger import Ledger
from bot.ledger.notice_board import Deed
from bot.policy.talks.answer import Answer
from bot.policy.talks.home import Board, Hanging


def board_of(ledger: Ledger, today: date, name: Callable[[str], str] = str) -> Board:
    """What hangs there; an announcement is gone after its last day. ``name``: how a Slack user id is told."""
    pause, announcement = ledger.hanging()
    if announcement and announcement.until and announcement.until < today:
        announcement = None
    return Board(_hanging(pause, name), _hanging(announcement, name))


def announced(answer: Answer, board: Board) -> Answer:
    """The answer with the words that hang above every answer today, and no others: it may have been given on another day."""
    return replace(answer, announcement=board.announcement.words if board.announcement else "")


def pause_flow(ledger: Ledger, today: date) -> Pause:
    """The deeds, on this ledger, as of this day."""

    def put_up(deed: str, by: dict[str, Any], words: str = "", until: date | None = None) -> None:
        ledger.put_up(deed, by, datetime.now(UTC), words, until)

    return Pause(put_up, lambda: board_of(ledger, today), lambda: today)


def from_command_line() -> dict[str, Any]:
    """What is kept of somebody at the command line."""
    return {"name": getpass.getuser()}


def _hanging(deed: Deed | None, name: Callable[[str], str]) -> Hanging | None:
    return Hanging(deed.words, _told(deed.by, name), deed.at, deed.until) if deed else None


def _told(by: dict[str, Any], name: Callable[[str], str]) -> str:
    """``@`` and the name of a person in Slack, else their name on the machine."""
    return f"@{name(by['user'])}" if by.get("user") else str(by.get("name", "?"))
