"""Counted days: what a day holds, that it is kept, and that a change of a question is counted anew."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlmodel import Session, select

from bot.ledger.asked.usage import UsageDayRow
from bot.ledger.ledger import Ledger
from tests.ledger.asked.test_search import asked, keep
from tests.ledger.conftest import NOW

TODAY = NOW.date()
LATER = NOW + timedelta(days=3)


def days_kept(ledger: Ledger) -> list[str]:
    with Session(ledger._engine) as session:
        return sorted(session.exec(select(UsageDayRow.day)))


def test_a_day_is_counted_by_all_that_is_asked_of_it(ledger: Ledger) -> None:
    keep(ledger, 1, verdict="allowed", asker="p1", timings_ms={"read": 30.0, "say": 15.5})
    keep(ledger, 2, verdict="forbidden", asker="p1", reading=asked("gemini-app/free", "x", "Gemini"))
    counts = ledger.usage(TODAY, TODAY, LATER)[0][TODAY]
    assert counts["all"] == {"n": 2}
    assert counts["verdict"] == {"allowed": 1, "forbidden": 1}
    assert counts["tool"] == {"Claude Team": 1, "Gemini": 1}
    assert counts["unmet"] == {"Gemini": 1}
    assert counts["asker"] == {"p1": 2}
    assert counts["ms"] == {"50": 1, "10": 1}


def test_a_day_that_is_over_is_kept_and_today_is_not(ledger: Ledger) -> None:
    keep(ledger, 1)
    ledger.usage(TODAY, TODAY, NOW)
    assert days_kept(ledger) == []
    ledger.usage(TODAY, TODAY, LATER)
    assert days_kept(ledger) == [TODAY.isoformat()]


def test_a_late_question_its_feedback_and_its_erasure_are_counted_anew(ledger: Ledger) -> None:
    receipt = keep(ledger, 1, asker="p1")
    assert ledger.usage(TODAY, TODAY, LATER)[0][TODAY]["all"] == {"n": 1}
    keep(ledger, 2, asker="p1")
    assert ledger.usage(TODAY, TODAY, LATER)[0][TODAY]["all"] == {"n": 2}
    ledger.keep_feedback(receipt, "helpful", at=LATER, who="p1")
    assert ledger.usage(TODAY, TODAY, LATER)[0][TODAY]["feedback"]["helpful"] == 1
    ledger.erase_questions([f"{1:064x}"], LATER)
    assert "Claude Team" in ledger.usage(TODAY, TODAY, LATER)[0][TODAY]["tool"]
    assert ledger.usage(TODAY, TODAY, LATER)[0][TODAY]["asker"] == {"p1": 1, "": 1}


def test_days_that_may_not_be_counted_now_are_told_and_counted_in_the_background(ledger: Ledger) -> None:
    keep(ledger, -60 * 24 * 3)
    found, missing = ledger.usage(TODAY - timedelta(days=4), TODAY, LATER, most=2)
    assert (sorted(found), missing) == ([TODAY - timedelta(days=1), TODAY], 3)
    assert ledger.count_days(LATER, most=100) == 4
    assert ledger.usage(TODAY - timedelta(days=3), TODAY + timedelta(days=2), LATER, most=0)[1] == 0


@pytest.mark.parametrize(("hour", "counted"), [(0, 2), (1, 3)], ids=["in its first hour", "after it"])
def test_a_day_that_ended_just_now_is_no_work_left_to_do(ledger: Ledger, hour: int, counted: int) -> None:
    """It is kept an hour after its end; whoever counts until nothing is left would count it without an end."""
    keep(ledger, 1)
    now = datetime.combine(LATER, time(hour, 59), UTC)
    assert ledger.count_days(now, most=100) == counted
    assert ledger.count_days(now, most=100) == 0


def test_a_span_that_ends_before_it_begins_is_empty(ledger: Ledger) -> None:
    assert ledger.usage(date(2026, 2, 2), date(2026, 2, 1), NOW) == ({}, 0)
