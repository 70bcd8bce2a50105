"""The ledger and the files go in; a suspension that finds nothing under its name is told, each week until it is lifted."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any, Protocol

from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger
from bot.policy.due.suspensions import lost
from bot.policy.house import Knowledge
from bot.saying.notices import terms as said
from bot.wiring.due.clauses import suspended_by
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
KIND = "suspension_lost"
log = logging.getLogger("mayi.suspensions")


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    ledger: Ledger
    voices: Voices
    engine: Engine


class LostSuspensions:
    """A suspension ends when somebody lifts it. Where the files lose sight of what it stops, its owners hear of it."""

    def __init__(self, rooms: Rooms, knowledge: Callable[[], Knowledge], channel: Callable[[], str]) -> None:
        self._rooms, self._knowledge, self._channel = rooms, knowledge, channel
        self._logged: set[str] = set()
        rooms.voices[KIND] = Voice(self._word)

    def __call__(self, now: datetime) -> None:
        """Queue what is lost, each once a week."""
        year, week, _ = now.isocalendar()
        found = self._lost()
        for tool in sorted(set(found) - self._logged):
            log.warning("nothing in the policy goes by the name of `%s` any more, which is suspended", tool)
        self._logged = set(found)
        for tool in found:
            self._rooms.engine.notify(f"suspension-lost:{tool}:{year}-W{week:02}", {"kind": KIND, "tool": tool})

    def _lost(self) -> tuple[str, ...]:
        knowledge = self._knowledge()
        return lost(knowledge.policy.offerings, suspended_by(self._rooms.ledger, knowledge))

    def _word(self, notice: Plain) -> Plain | None:
        channel = self._channel()
        if not channel or notice["tool"] not in self._lost():
            return None
        return {"channel": channel, "words": said.lost(notice["tool"], self._knowledge())}
