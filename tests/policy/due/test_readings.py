"""Who was asked to read the policy, and when -> whether they may be asked again."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.policy.due.readings import is_time_to_remind, times_left

NOW = datetime(2026, 11, 16, 9, 30, tzinfo=UTC)


def asked(*days_ago: float, version: str = "new") -> list[tuple[str, datetime]]:
    return [(version, NOW - timedelta(days=days)) for days in days_ago]


@pytest.mark.parametrize(
    ("before", "most", "left"),
    [
        ([], 2, 2),
        ([], 0, 0),
        (asked(7), 2, 1),
        (asked(5.9), 2, 0),
        (asked(-1), 2, 0),
        (asked(6.7), 5, 4),
        (asked(14, 7), 5, 0),
        (asked(59, version="older") + asked(7, version="old"), 2, 0),
        (asked(60, version="older") + asked(7, version="old"), 2, 2),
        (asked(67, 60), 2, 0),
        (asked(67, 60), 5, 3),
        (asked(67, version="comma") + asked(60), 2, 0),
    ],
    ids=[
        *("never asked", "nobody is to be", "a week ago", "less than six days ago", "in a future that was set back"),
        *("six days and some hours ago", "twice in sixty days", "twice in sixty days, for two others", "once in them"),
        *("as often as the policy says", "more often than that by policy", "a comma is no version of its own"),
    ],
)
def test_how_often_somebody_may_still_be_asked(before: list[tuple[str, datetime]], most: int, left: int) -> None:
    assert times_left(before, {"new", "comma"}, most, NOW) == left


@pytest.mark.parametrize(
    ("day", "hour", "minute", "is_time"),
    [(16, 8, 59, False), (16, 9, 0, True), (16, 16, 59, True), (16, 17, 0, False), (15, 12, 0, False), (17, 12, 0, False)],
)
def test_the_hours_of_a_monday(day: int, hour: int, minute: int, is_time: bool) -> None:
    assert is_time_to_remind(datetime(2026, 11, day, hour, minute, tzinfo=UTC)) is is_time
