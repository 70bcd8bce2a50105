"""The log of questions."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlmodel import SQLModel

from bot.ledger.ledger import Ledger
from bot.ledger.store.keyed import keyed, receipt_of
from tests.ledger.conftest import NOW

VALUES: dict[str, Any] = {
    "at": NOW,
    "asker": "p1",
    "thread": "t1",
    "channel_kind": "channel",
    "trigger": "mention",
    "text": "May [person] go into Claude Team?",
    "kinds": ["person"],
    "language": "nl",
    "intent": "may_i",
    "reading": {"text": "x", "items": [{"unread": ["één"]}]},
    "ruling": [{"verdict": "conditional"}],
    "answer": {"word": "Ja, mits"},
    "label": "conditional",
    "verdict": "conditional",
    "rules": [{"rule": "r1", "file": "rules.yaml", "line": 4, "column": 3}],
    "policy_version": "v1",
    "timings_ms": {"read": 1.5},
}


def test_what_was_kept_comes_out_as_it_went_in(ledger: Ledger) -> None:
    receipt = ledger.keep_question("a" * 64, **VALUES)
    row = ledger.question(receipt)
    assert row is not None
    assert {name: getattr(row, name) for name in VALUES} == VALUES
    assert (row.told_label, row.told_verdict, row.corrections, row.feedback) == ("conditional", "conditional", 0, "")


def test_keeping_a_question_again_changes_nothing(ledger: Ledger) -> None:
    first = ledger.keep_question("a" * 64, **VALUES)
    again = ledger.keep_question("a" * 64, **{**VALUES, "label": "allow"})
    assert first == again
    assert [row.label for row in ledger.questions()] == ["conditional"]


def test_a_receipt_is_found_however_it_was_typed(ledger: Ledger) -> None:
    receipt = ledger.keep_question("a" * 64, **VALUES)
    row = ledger.question(f" {receipt.lower()} ")
    assert row is not None and row.key == "a" * 64
    assert ledger.question("R-NONE") is None


def two_keys_with_one_short_receipt() -> tuple[str, str]:
    seen: dict[str, str] = {}
    for number in range(100_000):
        key = keyed(b"k", str(number))
        other = seen.setdefault(receipt_of(key), key)
        if other != key:
            return other, key
    raise AssertionError("no clash found")


def test_a_clash_of_receipts_makes_the_second_one_longer_and_both_stay_as_they_are(ledger: Ledger) -> None:
    one, two = two_keys_with_one_short_receipt()
    assert ledger.receipt(one) == receipt_of(one)
    assert ledger.receipt(two) == receipt_of(two, 5)
    assert (ledger.receipt(one), ledger.receipt(two)) == (receipt_of(one), receipt_of(two, 5))


def test_a_receipt_asked_for_by_many_at_once_is_one_receipt(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(ledger.receipt, ["b" * 64] * 16))) == 1


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({}, ["c", "b", "a"]),
        ({"since": NOW + timedelta(hours=1)}, ["c", "b"]),
        ({"until": NOW + timedelta(hours=2)}, ["b", "a"]),
        ({"label": "deny"}, ["b"]),
        ({"asker": "p2"}, ["c"]),
        ({"policy_version": "v1", "limit": 1}, ["c"]),
        ({"asker": "nobody"}, []),
    ],
)
def test_filters_narrow_the_rows_and_the_newest_comes_first(ledger: Ledger, wanted: dict[str, Any], found: list[str]) -> None:
    ledger.keep_question("a", **VALUES)
    ledger.keep_question("b", **{**VALUES, "at": NOW + timedelta(hours=1), "label": "deny"})
    ledger.keep_question("c", **{**VALUES, "at": NOW + timedelta(hours=2), "asker": "p2"})
    assert [row.key for row in ledger.questions(**wanted)] == found


def test_those_who_got_an_answer_of_another_version_are_found_oldest_first(ledger: Ledger) -> None:
    ledger.keep_question("new", **{**VALUES, "policy_version": "v2"})
    ledger.keep_question("later", **{**VALUES, "at": NOW + timedelta(hours=1)})
    ledger.keep_question("first", **VALUES)
    ledger.keep_question("long ago", **{**VALUES, "at": NOW - timedelta(days=91)})
    assert [row.key for row in ledger.who_got(NOW - timedelta(days=90), "v2")] == ["first", "later"]


def test_a_correction_is_kept_once_for_each_version(ledger: Ledger) -> None:
    receipt = ledger.keep_question("a", **VALUES)
    for _ in range(2):
        ledger.keep_correction(receipt, label="deny", verdict="forbidden", version="v2", at=NOW)
    row = ledger.question(receipt)
    assert row is not None
    assert (row.label, row.told_label, row.told_verdict, row.corrections) == ("conditional", "deny", "forbidden", 1)
    # back at the first version, its row is looked at again: the asker was told otherwise meanwhile
    assert [found.key for found in ledger.who_got(NOW, "v1")] == ["a"]


def test_erasing_leaves_the_bare_fact_of_an_answer(ledger: Ledger) -> None:
    ledger.keep_question("a", **VALUES)
    ledger.keep_thread("t1", {"x": 1}, expires_at=NOW + timedelta(days=1))
    ledger.keep_address("a", {"user": "U1"}, expires_at=NOW + timedelta(days=1))
    ledger.keep_feedback(ledger.receipt("a"), "wrong", at=NOW, note="it was about [person]")
    ledger.erase(["a"], NOW)
    row = ledger.question_by_key("a")
    assert row is not None
    assert (row.text, row.reading, row.ruling, row.answer, row.kinds, row.asker, row.thread) == (
        None,
        None,
        None,
        None,
        [],
        "",
        "",
    )
    assert (row.label, row.policy_version, row.rules, row.erased_at) == ("conditional", "v1", VALUES["rules"], NOW)
    assert (ledger.thread("t1", NOW), ledger.address("a"), list(ledger.feedback(row.receipt))) == (None, None, [])
    assert not ledger.who_got(NOW, "v2")


def test_an_erased_text_is_nowhere_in_the_database(ledger: Ledger) -> None:
    ledger.keep_question("a", **{**VALUES, "text": "xyzzy", "reading": {"text": "xyzzy"}, "answer": {"text": "xyzzy"}})
    ledger.erase(["a"], NOW)
    with ledger._engine.connect() as connection:
        rows = [row for table in SQLModel.metadata.sorted_tables for row in connection.execute(table.select())]
    assert rows
    assert "xyzzy" not in str(rows)


def test_an_answer_under_way_does_not_bring_an_erased_question_back(ledger: Ledger) -> None:
    ledger.keep_address("a", {"user": "U1"}, expires_at=NOW + timedelta(days=1))
    ledger.erase(["a"], NOW)
    ledger.keep_question("a", **VALUES)
    row = ledger.question_by_key("a")
    assert row is not None and (row.text, row.label, row.erased_at) == (None, "", NOW)


def test_erasing_what_was_never_taken_in_leaves_no_row(ledger: Ledger) -> None:
    ledger.erase(["a"], NOW)
    assert list(ledger.questions()) == []


def test_a_time_without_zone_is_refused(ledger: Ledger) -> None:
    with pytest.raises(Exception, match="has no time zone"):
        ledger.keep_question("a", **{**VALUES, "at": datetime(2026, 11, 20, 9, 0)})  # noqa: DTZ001


def test_many_threads_keep_questions_at_once_and_none_is_lost(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(lambda number: ledger.keep_question(keyed(b"k", str(number)), **VALUES), range(60)))
    assert len(receipts) == len(ledger.questions()) == 60
