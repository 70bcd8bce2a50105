"""An effective date -> the days on which to remind of it, none of them a free one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and where one reminder is owed, as the files say now."""

    reminder: str
    zone: str
    channel: str
    due_points: tuple[str, ...]
    """Local wall times without offset, oldest first."""


def due_points(effective: date, days_before: tuple[int, ...]) -> tuple[date, ...]:
    """Days on which to remind, oldest first, each once."""
    return tuple(sorted({effective - timedelta(days=days) for days in days_before}))


def on_working_day(point: date, is_free: Callable[[date], bool], most_days: int = 14) -> date:
    """The last working day not after a point: a reminder comes early rather than late. ``is_free``: weekend or holiday."""
    for days in range(most_days):
        if not is_free(point - timedelta(days=days)):
            return point - timedelta(days=days)
    return point
