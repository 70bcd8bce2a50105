"""Questions that were not served: which rows an owner may learn from, and digests that are over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.ledger.ledger import Ledger
from bot.policy.requests import Request, RequestKind
from tests.ledger.conftest import NOW

SINCE = NOW - timedelta(days=7)


def keep(ledger: Ledger, key: str, label: str, **values: Any) -> str:
    return ledger.keep_question(key, **({"at": NOW, "label": label, "text": key, "asker": "kim"} | values))


def send(ledger: Ledger, key: str, receipt: str, kind: RequestKind) -> None:
    ledger.keep_request(Request(kind, receipt, key, "kim", NOW))


def keys(ledger: Ledger) -> list[str]:
    return [row.key for row in ledger.unserved(SINCE, 100)[0]]


def test_uncovered_asked_back_not_right_and_sent_to_the_owner_are_found_and_nothing_else(ledger: Ledger) -> None:
    for key, label in (("a", "not_listed"), ("b", "ask"), ("c", "allow"), ("d", "deny"), ("e", "deny"), ("f", "deny")):
        receipt = keep(ledger, key, label)
        if key == "d":
            ledger.keep_feedback(receipt, "not_right", at=NOW, who="kim")
        if key == "e":
            send(ledger, key, receipt, RequestKind.EXCEPTION)
        if key == "f":
            send(ledger, key, receipt, RequestKind.INCIDENT)
    rows, sent = ledger.unserved(SINCE, 100)
    assert sorted(row.key for row in rows) == ["a", "b", "d", "e"]
    assert sent == {row.receipt for row in rows if row.key == "e"}


def test_what_is_old_or_erased_or_was_asked_anew_is_left_out(ledger: Ledger) -> None:
    keep(ledger, "old", "ask", at=SINCE - timedelta(seconds=1))
    ledger.keep_feedback(keep(ledger, "old and not right", "deny", at=SINCE - timedelta(days=1)), "not_right", at=NOW, who="kim")
    keep(ledger, "first", "ask", at=SINCE)
    keep(ledger, "erased", "ask")
    ledger.erase_questions(["erased"], NOW)
    keep(ledger, "chosen", "ask", superseded_by="answered")
    assert keys(ledger) == ["first"]


def test_the_newest_come_first_and_no_more_than_wanted(ledger: Ledger) -> None:
    for number in range(4):
        keep(ledger, str(number), "ask", at=NOW - timedelta(hours=number))
    assert [row.key for row in ledger.unserved(SINCE, 2)[0]] == ["0", "1"]


def test_a_digest_is_over_once_whatever_became_of_it(ledger: Ledger) -> None:
    assert not ledger.is_digest_over("gaps:2026-W47:owner")
    ledger.keep_digest("gaps:2026-W47:owner", "dropped", NOW)
    ledger.keep_digest("gaps:2026-W47:owner", "posted", NOW)
    assert ledger.is_digest_over("gaps:2026-W47:owner")
    assert not ledger.is_digest_over("gaps:2026-W48:owner")


def test_a_question_and_what_its_asker_made_of_it_are_found_together_newest_first(ledger: Ledger) -> None:
    before = ledger.state_of_changed(SINCE)
    for key, day in (("a", 1), ("b", 0), ("c", 9)):
        keep(ledger, f"{key} later", "allow", reading={"of": f"{key} later"})
        keep(ledger, key, "ask", at=NOW - timedelta(days=day), reading={"of": key}, superseded_by=f"{key} later")
    assert [(one.before, one.after) for one in ledger.changed(SINCE, 10)] == [
        ({"of": "b"}, {"of": "b later"}),
        ({"of": "a"}, {"of": "a later"}),
    ]
    assert len(ledger.changed(SINCE, 1)) == 1
    assert ledger.questions_since(SINCE) == 3
    assert ledger.state_of_changed(SINCE) != before


def test_nothing_of_it_is_found_once_either_is_erased(ledger: Ledger) -> None:
    for key in ("a", "b"):
        keep(ledger, f"{key} later", "allow", reading={"of": "later"})
        keep(ledger, key, "ask", reading={"of": key}, superseded_by=f"{key} later")
    ledger.erase(["a", "b later"], NOW)
    assert ledger.changed(SINCE, 10) == ()
