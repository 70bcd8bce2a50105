"""Threads, addresses, outbox, feedback and what a purge takes away."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.ledger.ledger import Ledger, Retention
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW

SOON = NOW + timedelta(minutes=1)
LATER = NOW + timedelta(days=1)


def test_a_thread_is_known_until_it_expires(ledger: Ledger) -> None:
    ledger.keep_thread("k", {"language": "nl"}, expires_at=SOON, place="p", receipt="R-1")
    assert ledger.thread("k", NOW) == {"language": "nl"}
    assert ledger.is_our_thread("p", NOW)
    assert ledger.thread("k", SOON) is None
    assert not ledger.is_our_thread("p", SOON)


def test_a_thread_kept_again_has_its_newest_state_and_keeps_its_place(ledger: Ledger) -> None:
    ledger.keep_thread("k", {"asked_back": 0}, expires_at=SOON, place="p")
    ledger.keep_thread("k", {"asked_back": 1}, expires_at=LATER)
    assert ledger.thread("k", SOON) == {"asked_back": 1}
    assert ledger.is_our_thread("p", SOON)


def test_a_forgotten_thread_is_no_longer_ours(ledger: Ledger) -> None:
    ledger.keep_thread("k", {}, expires_at=LATER, place="p")
    ledger.forget_threads(["k"])
    assert ledger.thread("k", NOW) is None
    assert not ledger.is_our_thread("p", NOW)


def test_an_address_comes_out_and_is_not_readable_in_the_database(ledger: Ledger) -> None:
    ledger.keep_address("k", {"channel": "D0PERSON", "user": "U0PERSON"}, expires_at=LATER, person="p1")
    assert ledger.address("k") == {"channel": "D0PERSON", "user": "U0PERSON"}
    assert ledger.keys_of("p1") == [("k", "")]
    with ledger._engine.connect() as connection:
        assert "0PERSON" not in str(connection.execute(text("SELECT * FROM addresses")).all())


def test_an_event_that_comes_many_times_at_once_keeps_its_address_each_time(ledger: Ledger) -> None:
    for number in range(10):
        with ThreadPoolExecutor(8) as pool:
            kept = [pool.submit(ledger.keep_address, f"k{number}", {"channel": "C1"}, expires_at=LATER) for _ in range(8)]
        assert [one.exception() for one in kept] == [None] * 8


def test_an_address_sealed_with_another_secret_is_as_good_as_erased(ledger: Ledger) -> None:
    ledger.keep_address("k", {"channel": "C1"}, expires_at=LATER)
    assert Ledger(ledger._engine, b"another secret").address("k") is None


def test_an_erased_address_is_gone(ledger: Ledger) -> None:
    ledger.keep_address("k", {"channel": "C1"}, expires_at=LATER)
    ledger.erase_address("k")
    assert ledger.address("k") is None


def test_of_many_who_want_to_say_it_one_may(ledger: Ledger) -> None:
    with ThreadPoolExecutor(8) as pool:
        claims = list(pool.map(lambda number: ledger.begin_saying("k", NOW + timedelta(seconds=number)), range(12)))
    assert claims.count(None) == 1


def test_of_many_who_take_an_old_claim_over_one_does(ledger: Ledger) -> None:
    ledger.begin_saying("k", NOW)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda number: ledger.begin_again("k", NOW, SOON + timedelta(seconds=number)), range(12)))
    assert taken.count(True) == 1
    assert not ledger.still_ours("k", NOW)


def test_what_was_said_stays_said(ledger: Ledger) -> None:
    ledger.begin_saying("k", NOW)
    ledger.said("k", "17.5")
    ledger.unsure("k", SOON)
    ledger.not_said("k", NOW)
    ledger.give_up("k", "late", "x")
    assert not ledger.begin_again("k", NOW, SOON)
    row = ledger.outgoing("k")
    assert row is not None and (row.state, row.ts, row.at) == ("posted", "17.5", NOW)


def test_what_surely_was_not_said_may_be_begun_anew(ledger: Ledger) -> None:
    ledger.begin_saying("k", NOW)
    ledger.not_said("k", NOW)
    assert ledger.begin_saying("k", SOON) is None


def test_not_said_leaves_the_claim_of_somebody_who_took_it_over(ledger: Ledger) -> None:
    ledger.begin_saying("k", NOW)
    ledger.begin_again("k", NOW, SOON)
    ledger.not_said("k", NOW)
    assert ledger.still_ours("k", SOON)


@pytest.mark.parametrize("state", ["late", "refused"])
def test_what_was_given_up_is_kept_with_its_reason(ledger: Ledger, state: str) -> None:
    ledger.begin_saying("a", NOW)
    ledger.give_up("a", state, "why")
    row = ledger.outgoing("a")
    assert row is not None and (row.state, row.reason) == (state, "why")


def test_feedback_replaces_the_same_persons_earlier_word(ledger: Ledger) -> None:
    receipt = ledger.keep_question("a", **VALUES)
    ledger.keep_feedback(receipt, "helped", at=NOW, who="p1")
    ledger.keep_feedback(receipt, "wrong", at=SOON, who="p1", note="old rule")
    ledger.keep_feedback(receipt, "helped", at=LATER, who="p2")
    assert [(row.who, row.value, row.note) for row in ledger.feedback(receipt)] == [
        ("p2", "helped", ""),
        ("p1", "wrong", "old rule"),
    ]
    row = ledger.question(receipt)
    assert row is not None and row.feedback == "wrong", "the asker's last word, and nobody else's"


def test_feedback_on_no_answer_is_not_kept(ledger: Ledger) -> None:
    assert not ledger.keep_feedback("R-NONE", "helped", at=NOW)


NOTHING = {"requests": 0, "feedback": 0, "looks": 0, "deeds": 0, "page_looks": 0}


def test_a_purge_takes_what_has_outlived_its_time_and_nothing_else(ledger: Ledger) -> None:
    old = NOW - timedelta(days=31)
    for name, expires in (("old", NOW), ("new", LATER)):
        ledger.keep_thread(name, {}, expires_at=expires)
        ledger.keep_address(name, {}, expires_at=expires)
    for name, at in (("old", old), ("new", NOW), ("stuck", old), ("ask_me:told once", old)):
        ledger.begin_saying(name, at)
        if name != "stuck":
            ledger.said(name, "1.1")
    ledger.keep_question("old", **{**VALUES, "at": old})
    ledger.keep_question("new", **VALUES)
    keep = Retention(texts=30, outbox=30)
    assert ledger.purge(NOW, keep) == {"threads": 1, "addresses": 1, "outbox": 1, "texts": 1, **NOTHING}
    assert ledger.purge(NOW, keep) == {"threads": 0, "addresses": 0, "outbox": 0, "texts": 0, **NOTHING}
    assert ledger.thread("new", NOW) == {} and ledger.address("new") == {}
    assert [ledger.outgoing(name) is not None for name in ("old", "new", "stuck", "ask_me:told once")] == [
        False,
        True,
        True,
        True,
    ]
    assert [row.text for row in ledger.questions()] == [VALUES["text"], None]


def test_what_belongs_to_one_message_is_found_without_opening_a_seal(ledger: Ledger) -> None:
    for key, message in (("k", "m"), ("edit", "m"), ("other", "n"), ("slash", "")):
        ledger.keep_address(key, {"channel": "C1"}, expires_at=LATER, person="p1", message=message)
    assert list(ledger.keys_beside(["m"])) == ["edit", "k"]
    assert list(ledger.keys_beside([""])) == []
