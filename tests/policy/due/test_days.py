"""Dates -> the days on which to remind."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.policy.due.days import due_points, on_working_day

EFFECTIVE = date(2026, 12, 30)


def test_points_that_fall_on_one_day_are_one_point() -> None:
    assert due_points(EFFECTIVE, (7, 7, 0)) == (date(2026, 12, 23), EFFECTIVE)


def test_a_reminder_comes_before_the_weekend_rather_than_after_it() -> None:
    assert on_working_day(date(2026, 11, 22), lambda day: day.weekday() >= 5) == date(2026, 11, 20)
    assert on_working_day(date(2026, 11, 20), lambda day: day.weekday() >= 5) == date(2026, 11, 20)


def test_where_every_day_is_free_the_day_itself_is_taken() -> None:
    assert on_working_day(date(2026, 11, 22), lambda day: True) == date(2026, 11, 22)


@pytest.mark.parametrize(("days", "wanted"), [(13, date(2026, 11, 9)), (14, date(2026, 11, 22))])
def test_a_reminder_is_not_brought_forward_by_more_than_two_weeks(days: int, wanted: date) -> None:
    free = {date(2026, 11, 22) - timedelta(days=day) for day in range(days)}
    assert on_working_day(date(2026, 11, 22), free.__contains__) == wanted
