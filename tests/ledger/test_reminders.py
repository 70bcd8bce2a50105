"""Reminders: each due point has one outcome."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

from bot.ledger.ledger import Ledger
from bot.policy.due.days import Schedule
from tests.ledger.conftest import NOW

ONE, TWO, THREE = "2026-11-01T09:00", "2026-11-17T09:00", "2026-11-20T09:00"


def keep(ledger: Ledger, *points: str) -> None:
    ledger.keep_reminders([Schedule("r", "Europe/Amsterdam", "#x", points)])


def outcomes(ledger: Ledger) -> list[tuple[str, str, str]]:
    return [(row.due, row.outcome, row.covered_by) for row in ledger.outcomes("r")]


def test_a_reminder_kept_again_follows_the_file_and_keeps_its_cursor(ledger: Ledger) -> None:
    keep(ledger, ONE)
    ledger.move_cursors(["r"], NOW)
    keep(ledger, ONE, TWO)
    row = ledger.reminder("r")
    assert row is not None and (row.due_points, row.cursor) == ([ONE, TWO], NOW)


def test_many_reminders_are_kept_at_once_and_only_those_that_are_asked_for_come_back(ledger: Ledger) -> None:
    names = [f"r{number}" for number in range(1200)]
    kept = ledger.keep_reminders([Schedule(name, "UTC", "#x", (ONE,)) for name in names])
    assert list(kept) == sorted(names)
    ledger.move_cursors(["r7"], NOW)
    again = ledger.keep_reminders([Schedule("r7", "UTC", "#y", (ONE,)), Schedule("new", "UTC", "#y", (TWO,))])
    assert {name: (row.channel, row.due_points, row.cursor) for name, row in again.items()} == {
        "r7": ("#y", [ONE], NOW),
        "new": ("#y", [TWO], None),
    }
    other = ledger.reminder("r8")
    assert other is not None and other.channel == "#x"


def test_replicas_that_keep_the_same_reminders_at_once_get_the_same(ledger: Ledger) -> None:
    wanted = [Schedule(f"r{number}", "UTC", "#x", (ONE,)) for number in range(20)]
    turned = [wanted, wanted[::-1]]
    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda number: ledger.keep_reminders(turned[number % 2]), range(8)))
    assert all(sorted(rows) == sorted(one.reminder for one in wanted) for rows in found)


def test_the_cursor_never_moves_back(ledger: Ledger) -> None:
    keep(ledger, ONE)
    ledger.move_cursors(["r"], NOW)
    ledger.move_cursors(["r"], NOW - timedelta(days=1))
    row = ledger.reminder("r")
    assert row is not None and row.cursor == NOW


def test_missed_due_points_are_covered_by_the_latest(ledger: Ledger) -> None:
    assert ledger.plan_outcomes("r", [ONE, TWO, THREE], NOW) == [THREE]
    assert outcomes(ledger) == [(ONE, "covered", THREE), (TWO, "covered", THREE), (THREE, "owed", "")]


def test_planning_again_plans_nothing_new_until_it_is_said(ledger: Ledger) -> None:
    assert ledger.plan_outcomes("r", [ONE, TWO], NOW) == ledger.plan_outcomes("r", [ONE, TWO], NOW) == [TWO]
    ledger.keep_outcome("r", TWO, "posted", at=NOW, ts="1.1")
    assert ledger.plan_outcomes("r", [ONE, TWO], NOW) == []
    assert outcomes(ledger) == [(ONE, "covered", TWO), (TWO, "posted", "")]


def test_a_planned_due_point_is_not_covered_afterwards(ledger: Ledger) -> None:
    ledger.plan_outcomes("r", [ONE], NOW)
    assert ledger.plan_outcomes("r", [ONE, TWO], NOW) == [ONE, TWO]


def test_a_refused_due_point_is_covered_by_the_next(ledger: Ledger) -> None:
    ledger.plan_outcomes("r", [ONE], NOW)
    ledger.keep_outcome("r", ONE, "refused", at=NOW)
    assert ledger.plan_outcomes("r", [TWO], NOW) == [TWO]
    assert outcomes(ledger) == [(ONE, "covered", TWO), (TWO, "owed", "")]


def test_a_settled_outcome_stays(ledger: Ledger) -> None:
    ledger.plan_outcomes("r", [ONE, TWO], NOW)
    ledger.keep_outcome("r", TWO, "posted", at=NOW, ts="1.1")
    ledger.keep_outcome("r", TWO, "refused", at=NOW)
    ledger.keep_outcome("r", ONE, "posted", at=NOW)
    assert outcomes(ledger) == [(ONE, "covered", TWO), (TWO, "posted", "")]


def test_nothing_due_plans_nothing(ledger: Ledger) -> None:
    assert ledger.plan_outcomes("r", [], NOW) == []


def test_many_replicas_planning_at_once_agree(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        plans = list(pool.map(lambda _: ledger.plan_outcomes("r", [ONE, TWO, THREE], NOW), range(12)))
    assert all(plan == [THREE] for plan in plans)
    assert len(outcomes(ledger)) == 3


def test_due_points_of_a_settled_task_are_settled_and_what_was_planned_stays(ledger: Ledger) -> None:
    ledger.plan_outcomes("r", [ONE], NOW)
    ledger.settle_outcomes("r", [ONE, TWO], NOW)
    assert outcomes(ledger) == [(ONE, "owed", ""), (TWO, "settled", "")]


def test_the_last_one_that_was_posted_is_known_with_its_place(ledger: Ledger) -> None:
    assert ledger.last_posted(["r", "other"]) == {}
    for due in (ONE, TWO, THREE):
        ledger.plan_outcomes("r", [due], NOW)
    ledger.keep_outcome("r", ONE, "posted", at=NOW, ts="1.1", place="#x")
    ledger.keep_outcome("r", TWO, "posted", at=NOW, ts="1.2", place="U1")
    assert {name: (last.due, last.place) for name, last in ledger.last_posted(["r", "other"]).items()} == {"r": (TWO, "U1")}
