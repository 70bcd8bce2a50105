"""A day and quiet hours go in; local wall times, and whether something may be posted at a moment, come out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.policy.due.days import on_working_day

MOST_FREE_DAYS = 30
"""More free days in a row than any calendar has."""


@dataclass(frozen=True, slots=True)
class Hours:
    """When one owner may be reminded."""

    zone: ZoneInfo
    hour: time
    quiet: tuple[time, time] | None
    is_free: Callable[[date], bool]
    """Day -> whether it is a weekend or a holiday."""

    def today(self, now: datetime) -> date:
        """The date where the owner is."""
        return now.astimezone(self.zone).date()

    def may_speak(self, now: datetime) -> bool:
        """Whether something may be posted now: on a working day, outside the quiet hours."""
        local = now.astimezone(self.zone)
        return not self.is_free(local.date()) and not self._is_quiet(local.time())

    def wall(self, day: date) -> str:
        """Local wall time without offset, on the last working day that is not after ``day``: early rather than late. An hour
        that a clock change repeats is one due point."""
        return self._at(on_working_day(day, self.is_free))

    def wall_from(self, day: date) -> str:
        """The same on the first working day that is not before ``day``."""
        return self._at(self.working_day(day))

    def wall_after(self, moment: datetime, working_days: int) -> str:
        """The same so many working days after a moment."""
        day = self.today(moment)
        for _ in range(working_days):
            day = self.working_day(day + timedelta(days=1))
        return self._at(day)

    def moment(self, wall: str) -> datetime:
        """The moment of a wall time; one that a clock change leaves out is the same time as before it, an hour later."""
        return datetime.fromisoformat(wall).replace(tzinfo=self.zone).astimezone(UTC)

    def working_day(self, day: date) -> date:
        """The first working day that is not before ``day``."""
        for days in range(MOST_FREE_DAYS):
            if not self.is_free(day + timedelta(days=days)):
                return day + timedelta(days=days)
        return day

    def _at(self, day: date) -> str:
        hour = self.quiet[1] if self.quiet and self._is_quiet(self.hour) else self.hour
        return datetime.combine(day, hour).isoformat(timespec="minutes")

    def _is_quiet(self, at: time) -> bool:
        if self.quiet is None:
            return False
        begin, end = self.quiet
        return begin <= at < end if begin <= end else at >= begin or at < end
