"""The house's rooms go in; its figures for Prometheus come out, and what is thrown away by the hour."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from bot.clock.clock import Tick
from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger, Retention
from bot.saying.notices.own import clock_leapt
from bot.settings import Settings

PRUNE_SECONDS = 3600
HURRY_SECONDS = 30
log = logging.getLogger("mayi.house")


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    settings: Settings
    ledger: Ledger
    engine: Engine

    def is_well(self) -> bool:
        """Whether Slack can reach us."""


def numbers(rooms: Rooms) -> dict[str, float]:
    """For Prometheus."""
    connected = {"mayi_connected": float(rooms.is_well())}
    if waiting := len(rooms.engine.waiting()):  # whoever looked into a database would wait as well
        return {"mayi_work_waiting": waiting, **connected}
    work = {"mayi_work_under_way": len(rooms.engine.under_way()), "mayi_work_failed": len(rooms.engine.failed())}
    return {**rooms.ledger.numbers(), **work, "mayi_work_waiting": 0, **connected}


def pruning(rooms: Rooms, tell: Callable[[Callable[[tuple[str, ...]], str]], None] = lambda _words: None) -> Tick:
    """What has outlived its time goes; work that failed for good is named. ``tell``: the admins, once each time that nothing goes
    because the clock leapt."""
    doubts: list[datetime] = []

    def prune(now: datetime) -> None:
        if not rooms.ledger.is_clock_believed(now):
            log.error("the clock says %s, far ahead of the log: nothing is erased before it said so for a day", now)
            if not doubts:
                tell(lambda languages: clock_leapt(now, languages))
            doubts.append(now)
            return
        doubts.clear()
        rooms.engine.prune(now)
        for workflow in rooms.engine.failed():
            log.error("%s failed for good: somebody may be without an answer; `mayi db check` and the log say more", workflow)
        settings = rooms.settings
        kept = Retention(settings.text_days, settings.request_days, settings.feedback_days, settings.look_days)
        erased = rooms.ledger.purge(now, kept)
        if any(erased.values()):
            log.info("erased what has outlived its time: %s", erased)
            rooms.ledger.tidy()

    return Tick("prune", PRUNE_SECONDS, prune)


def hurrying(rooms: Rooms) -> Tick:
    """What a clock that was set back would keep waiting goes on."""
    return Tick("hurry", HURRY_SECONDS, lambda now: rooms.engine.hurry(now))  # noqa: PLW0108 - it is built later
