"""The house's rooms go in; the week's figures, beside those of the week before, go to the admins' channel once a week."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.clock.clock import Tick
from bot.engine.engine import Engine
from bot.ledger.ledger import Ledger
from bot.saying.week import Week, figures
from bot.settings import Settings
from bot.wiring.gap_digest import EVERY_SECONDS, week_of
from bot.wiring.mind import Minds
from bot.wiring.voices import Voice, Voices

KIND = "figures.week"
WEEK = timedelta(days=7)


class Rooms(Protocol):
    """What of the house is looked at. The engine is made later, and looked at only when it runs."""

    settings: Settings
    minds: Minds
    ledger: Ledger
    voices: Voices
    engine: Engine


class WeekFigures:
    """From Monday at nine, in the organisation's own time: the week that ended. Every replica may look at any time."""

    def __init__(self, rooms: Rooms) -> None:
        self._rooms = rooms
        rooms.voices[KIND] = Voice(self.word, self.kept)

    def __call__(self, now: datetime) -> None:
        """Queue what was not said yet, where there is a channel to say it in."""
        zone = ZoneInfo(self._rooms.minds.today().knowledge.organisation.time_zone)
        week = week_of(now, zone)
        id_ = f"figures:{week}"
        if self._rooms.settings.root_channel and week and not self._rooms.ledger.is_digest_over(id_):
            local = now.astimezone(zone).date()
            monday = local - timedelta(days=local.weekday())
            self._rooms.engine.notify(id_, {"kind": KIND, "id": id_, "monday": monday.isoformat()})

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The figures; None where nobody asked anything in both weeks. Days are counted in UTC, as in the console."""
        settings = self._rooms.settings
        monday = date.fromisoformat(notice["monday"])
        now, before = self._week(monday - WEEK), self._week(monday - 2 * WEEK)
        if not now.questions and not before.questions:
            return None
        languages = self._rooms.minds.today().knowledge.organisation.languages
        address = f"{settings.console_address}/console/usage?days=7" if settings.console_port else ""
        words = figures(monday - WEEK, now, before, languages, address)
        return {"channel": settings.root_channel, "words": words}

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """It is over for this week, whatever became of it."""
        self._rooms.ledger.keep_digest(notice["id"], outcome["state"], _now())

    def _week(self, monday: date) -> Week:
        sums: dict[str, Counter[str]] = {name: Counter() for name in ("all", "verdict", "unmet", "feedback")}
        for counts in self._rooms.ledger.usage(monday, monday + WEEK - timedelta(days=1), _now())[0].values():
            for name, total in sums.items():
                total.update(counts.get(name, {}))
        return Week(sums["all"]["n"], sums["verdict"], sums["unmet"], sums["feedback"])


def weekly_figures(rooms: Rooms) -> Tick:
    """For the clock."""
    return Tick("figures", EVERY_SECONDS, WeekFigures(rooms))


def _now() -> datetime:
    return datetime.now(UTC)
