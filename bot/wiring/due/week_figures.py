"""The house's rooms go in; the week's figures, beside those of the week before, go to the admins' channel once a week, and a
chart of them below."""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any, Protocol

from bot.clock.clock import Tick
from bot.knowledge.matrix.bars import Bar, draw_bars
from bot.knowledge.matrix.pictures import PicturesMissingError, painted
from bot.policy.requests import RequestKind
from bot.policy.talks.posting import PostingProblem
from bot.policy.talks.talk import Address
from bot.saying.notices.week import Week, chart, figures
from bot.settings import Settings
from bot.slack.posts.picture import Pictures
from bot.slack.posts.post import Poster
from bot.wiring.due import weekly
from bot.wiring.due.weekly import EVERY_SECONDS, Weekly
from bot.wiring.voices import Plain, Voice

KIND = "figures.week"
WEEK = timedelta(days=7)
log = logging.getLogger("mayi.figures")


class Rooms(weekly.Rooms, Protocol):
    """What of the house is looked at."""

    settings: Settings


Tell = Callable[[Address, str, str], str]
"""address, words, key -> ts"""
Show = Callable[[str, str, str, str, bytes], None]
"""channel, ts, title, what it shows, PNG. Raises a ``PostingProblem``."""


class WeekFigures(Weekly[Rooms]):
    """The week that ended."""

    kind = KIND

    def __init__(self, rooms: Rooms, tell: Tell, show: Show) -> None:
        super().__init__(rooms)
        self._tell, self._show = tell, show

    def voice(self) -> Voice:
        """With a picture."""
        return Voice(self.word, self.kept, self.post)

    def due(self, week: str, monday: date) -> Iterator[tuple[str, Plain]]:
        """Once, where there is a channel to say it in."""
        if self.rooms.settings.admins:
            yield f"figures:{week}", {"monday": monday.isoformat()}

    def word(self, notice: Plain) -> Plain | None:
        """The figures; None where nobody asked or reported anything in both weeks. Days are counted in UTC, as in the console."""
        settings, monday = self.rooms.settings, date.fromisoformat(notice["monday"]) - WEEK
        now, before = self._week(monday), self._week(monday - WEEK)
        if not any((now.questions, now.incidents, before.questions, before.incidents)):
            return None
        address = f"{settings.console_address}/console/usage?days=7" if settings.console_port else ""
        words = figures(monday, now, before, self._languages(), address)
        return {"kind": KIND, "channel": settings.admins, "words": words, "monday": monday.isoformat()}

    def post(self, key: str, said: Plain, address: Address) -> str:
        """The words, then the chart below them. Without a chart it has been said all the same. Raises a ``PostingProblem``."""
        ts = self._tell(address, said["words"], key)
        try:
            title, about, png = self._chart(date.fromisoformat(said["monday"]))
            self._show(address.channel, ts, title, about, png)
        except (PicturesMissingError, PostingProblem) as problem:
            log.warning("the week's figures stand without their chart: %s", problem)
        return ts

    def _chart(self, monday: date) -> tuple[str, str, bytes]:
        days = {day: Counter(counts.get("verdict", {})) for day, counts in self._days(monday)}
        told = chart(monday, days, self._languages())
        drawing = draw_bars(told.title, [Bar(*bar) for bar in told.bars], told.names, told.number)
        return drawing.title, drawing.about, painted(drawing)

    def _week(self, monday: date) -> Week:
        sums: dict[str, Counter[str]] = {name: Counter() for name in ("all", "verdict", "unmet", "feedback")}
        for _, counts in self._days(monday):
            for name, total in sums.items():
                total.update(counts.get(name, {}))
        told = self.rooms.ledger.requests(kind=RequestKind.INCIDENT)
        incidents = sum(monday <= one.at.astimezone(UTC).date() < monday + WEEK for one in told)
        return Week(sums["all"]["n"], sums["verdict"], sums["unmet"], sums["feedback"], incidents)

    def _days(self, monday: date) -> Iterator[tuple[date, dict[str, dict[str, int]]]]:
        yield from self.rooms.ledger.usage(monday, monday + WEEK - timedelta(days=1), datetime.now(UTC))[0].items()

    def _languages(self) -> tuple[str, ...]:
        return self.rooms.minds.today().knowledge.organisation.languages


def weekly_figures(rooms: Rooms, client: Any) -> Tick:
    """For the clock. ``client``: of Slack."""
    return Tick("figures", EVERY_SECONDS, WeekFigures(rooms, Poster(client).tell, Pictures(client).below))
