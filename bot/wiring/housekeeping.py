"""The app goes in; its figures for Prometheus come out, and what is thrown away by the hour."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from bot.app import App
from bot.clock.clock import Tick
from bot.ledger.ledger import Retention
from bot.saying.notices.own import clock_leapt

PRUNE_SECONDS = 3600
HURRY_SECONDS = 30
log = logging.getLogger("mayi.house")


def numbers(app: App, is_well: Callable[[], bool]) -> dict[str, float]:
    """For Prometheus. ``is_well``: whether Slack can reach us."""
    connected = {"mayi_connected": float(is_well())}
    if waiting := len(app.engine.waiting()):  # whoever looked into a database would wait as well
        return {"mayi_work_waiting": waiting, **connected}
    work = {"mayi_work_under_way": len(app.engine.under_way()), "mayi_work_failed": len(app.engine.failed())}
    return {**app.ledger.numbers(), **work, "mayi_work_waiting": 0, **connected}


def pruning(app: App, tell: Callable[[Callable[[tuple[str, ...]], str]], None] = lambda _words: None) -> Tick:
    """What has outlived its time goes; work that failed for good is named. ``tell``: the admins, once each time that nothing goes
    because the clock leapt."""
    doubts: list[datetime] = []

    def prune(now: datetime) -> None:
        if not app.ledger.is_clock_believed(now):
            log.error("the clock says %s, far ahead of the log: nothing is erased before it said so for a day", now)
            if not doubts:
                tell(lambda languages: clock_leapt(now, languages))
            doubts.append(now)
            return
        doubts.clear()
        app.engine.prune(now)
        for workflow in app.engine.failed():
            log.error("%s failed for good: somebody may be without an answer; `mayi db check` and the log say more", workflow)
        settings = app.settings
        kept = Retention(settings.text_days, settings.request_days, settings.feedback_days, settings.look_days)
        erased = app.ledger.purge(now, kept)
        if any(erased.values()):
            log.info("erased what has outlived its time: %s", erased)
            app.ledger.tidy()

    return Tick("prune", PRUNE_SECONDS, prune)


def hurrying(app: App) -> Tick:
    """What a clock that was set back would keep waiting goes on."""
    return Tick("hurry", HURRY_SECONDS, lambda now: app.engine.hurry(now))  # noqa: PLW0108 - it is built later
