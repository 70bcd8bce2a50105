"""Dates -> what is due: a table, and the law that every point ends in one outcome."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_cases import cases_of

from bot.policy.due import due_between, due_points, next_point, on_working_day, review_is_due

EFFECTIVE = date(2026, 12, 30)
_CASES = cases_of("due.yaml")


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_what_is_due_is_what_is_wanted(case: dict[str, Any]) -> None:
    due = due_between(EFFECTIVE, case["cursor"], case["now"])
    seen = due and {
        "point": due.point,
        "days_before": due.days_before,
        "days_left": due.days_left,
        "covers": list(due.covers),
    }
    assert seen == case["want"]


@settings(deadline=None)
@given(st.lists(st.integers(-60, 20), min_size=1, max_size=12))
def test_each_point_is_posted_or_covered_exactly_once_however_often_one_looks(offsets: list[int]) -> None:
    cursor = EFFECTIVE - timedelta(days=61)
    seen: list[date] = []
    for offset in sorted(offsets):
        now = EFFECTIVE + timedelta(days=offset)
        due = due_between(EFFECTIVE, cursor, now)
        seen += [*due.covers, due.point] if due else []
        cursor = now
    assert seen == [point for point in due_points(EFFECTIVE) if point <= cursor]


def test_the_days_on_which_to_remind_are_those_that_are_wanted() -> None:
    due = due_between(EFFECTIVE, None, date(2026, 12, 28), (5, 3))
    assert due is not None
    assert (due.days_before, due.covers) == (3, (date(2026, 12, 25),))


def test_points_that_fall_on_one_day_are_one_point() -> None:
    assert due_points(EFFECTIVE, (7, 7, 0)) == (date(2026, 12, 23), EFFECTIVE)


def test_the_next_point_is_after_today() -> None:
    assert next_point(EFFECTIVE, date(2026, 12, 16)) == date(2026, 12, 23)
    assert next_point(EFFECTIVE, EFFECTIVE) is None
    assert next_point(EFFECTIVE, date(2026, 12, 16), (3,)) == date(2026, 12, 27)


def test_a_reminder_comes_before_the_weekend_rather_than_after_it() -> None:
    assert on_working_day(date(2026, 11, 22), lambda day: day.weekday() >= 5) == date(2026, 11, 20)
    assert on_working_day(date(2026, 11, 20), lambda day: day.weekday() >= 5) == date(2026, 11, 20)


def test_where_every_day_is_free_the_day_itself_is_taken() -> None:
    assert on_working_day(date(2026, 11, 22), lambda day: True) == date(2026, 11, 22)


@pytest.mark.parametrize(("days", "wanted"), [(13, date(2026, 11, 9)), (14, date(2026, 11, 22))])
def test_a_reminder_is_not_brought_forward_by_more_than_two_weeks(days: int, wanted: date) -> None:
    free = {date(2026, 11, 22) - timedelta(days=day) for day in range(days)}
    assert on_working_day(date(2026, 11, 22), free.__contains__) == wanted


def test_a_review_is_due_on_its_day_and_never_without_one() -> None:
    assert review_is_due(EFFECTIVE, EFFECTIVE)
    assert not review_is_due(EFFECTIVE, EFFECTIVE - timedelta(days=1))
    assert not review_is_due(None, EFFECTIVE)
