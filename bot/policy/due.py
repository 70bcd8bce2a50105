"""An effective date -> the days on which to remind; a cursor and a day -> the one reminder that is due, with what it covers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

DAYS_BEFORE = (30, 14, 7, 1, 0)


@dataclass(frozen=True, slots=True)
class Due:
    """One reminder that is owed now. ``covers``: earlier points that were missed and need no post of their own, oldest first."""

    point: date
    days_before: int
    """Days from the point to the effective date, as planned."""
    days_left: int
    """Days from now to the effective date; below zero where it has passed."""
    covers: tuple[date, ...] = ()


def due_points(effective: date, days_before: tuple[int, ...] = DAYS_BEFORE) -> tuple[date, ...]:
    """Days on which to remind, oldest first, each once."""
    return tuple(sorted({effective - timedelta(days=days) for days in days_before}))


def points_between(
    effective: date, cursor: date | None, now: date, days_before: tuple[int, ...] = DAYS_BEFORE
) -> tuple[date, ...]:
    """The points after ``cursor`` up to and with ``now``, oldest first. No cursor: nothing was looked at before."""
    return tuple(point for point in due_points(effective, days_before) if (cursor is None or point > cursor) and point <= now)


def due_between(effective: date, cursor: date | None, now: date, days_before: tuple[int, ...] = DAYS_BEFORE) -> Due | None:
    """The one reminder that is owed after a stretch of time: the latest point of it; the earlier ones are covered by it.

    So each point ends in one outcome, posted or covered, however long nobody looked.
    """
    points = points_between(effective, cursor, now, days_before)
    if not points:
        return None
    return Due(points[-1], (effective - points[-1]).days, (effective - now).days, points[:-1])


def next_point(effective: date, now: date, days_before: tuple[int, ...] = DAYS_BEFORE) -> date | None:
    """The next day on which to remind, after ``now``."""
    return next((point for point in due_points(effective, days_before) if point > now), None)


def on_working_day(point: date, is_free: Callable[[date], bool], most_days: int = 14) -> date:
    """The last working day not after a point: a reminder comes early rather than late. ``is_free``: weekend or holiday."""
    for days in range(most_days):
        if not is_free(point - timedelta(days=days)):
            return point - timedelta(days=days)
    return point


def review_is_due(review_by: date | None, now: date) -> bool:
    """Whether a review date has come."""
    return review_by is not None and review_by <= now
