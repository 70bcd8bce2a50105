"""What one person sees of their own, what was published, and the notice board: rows in, rows out, on both databases."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, insert, text

from bot.ledger.acknowledged import AcknowledgementRow, PolicyVersionRow
from bot.ledger.asked.mine import digest_of
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.ledger import Ledger
from tests.ledger.conftest import NOW

OTHERS = 3000


def ask(ledger: Ledger, key: str, asker: str, minutes: int = 0, **more: Any) -> str:
    at = NOW + timedelta(minutes=minutes)
    return ledger.keep_question(key, at=at, asker=asker, text=f"words of {key}", policy_version="v1", **more)


# --- mine --------------------------------------------------------------------------------------------------------


def test_my_questions_come_newest_first_and_page_by_page(ledger: Ledger) -> None:
    for number in range(5):
        ask(ledger, f"k{number}", "sanne", minutes=number)
    ask(ledger, "other", "joost", minutes=9)
    first = ledger.asked_by("sanne", 2)
    assert [row.key for row in first] == ["k4", "k3"]
    rest = ledger.asked_by("sanne", 9, (first[-1].at, first[-1].key))
    assert [row.key for row in rest] == ["k2", "k1", "k0"]
    assert ledger.count_of("sanne") == 5


def test_questions_of_one_moment_are_each_on_one_page_only(ledger: Ledger) -> None:
    for number in range(5):
        ask(ledger, f"k{number}", "sanne")
    seen, place = [], None
    while page := ledger.asked_by("sanne", 2, place):
        seen += [row.key for row in page]
        place = (page[-1].at, page[-1].key)
    assert sorted(seen) == ["k0", "k1", "k2", "k3", "k4"] and len(seen) == 5


def test_the_first_version_that_somebody_met_is_that_of_their_oldest_answer(ledger: Ledger) -> None:
    ledger.keep_question("new", at=NOW, asker="sanne", policy_version="v2")
    ledger.keep_question("old", at=NOW - timedelta(days=9), asker="sanne", policy_version="v1")
    assert ledger.first_version_of("sanne") == "v1"
    assert ledger.first_version_of("nobody") == ""


def test_what_is_kept_of_a_person_is_found_also_where_the_answer_is_still_under_way(ledger: Ledger) -> None:
    receipt = ask(ledger, "done", "sanne")
    for key in ("done", "under way"):
        ledger.keep_address(key, {"channel": "C1"}, expires_at=NOW + timedelta(days=1), person="sanne")
    assert dict(ledger.keys_of("sanne")) == {"done": receipt, "under way": ""}


def test_a_proof_is_what_was_there_when_the_wish_was_made(ledger: Ledger) -> None:
    first = ledger.keep_erasure("wish", ["R-2", "R-1"], NOW)
    again = ledger.keep_erasure("wish", ["R-2"], NOW)
    assert first == again
    assert (first.questions, first.digest) == (2, digest_of(["R-1", "R-2"]))


def test_feedback_of_a_person_goes_with_them_and_that_of_others_stays(ledger: Ledger) -> None:
    receipt = ask(ledger, "k", "joost")
    for who in ("sanne", "joost"):
        ledger.keep_feedback(receipt, "helpful", at=NOW, who=who)
    assert [row.receipt for row in ledger.feedback_by("sanne")] == [receipt]
    ledger.erase_feedback_by("sanne")
    assert [row.who for row in ledger.feedback(receipt)] == ["joost"]


def test_questions_of_others_cost_nothing(ledger: Ledger) -> None:
    """The database looks the person up in an index, and never goes through the rows of others."""
    rows = [
        QuestionRow(key=f"o{n}", receipt=f"R-O{n}", at=NOW + timedelta(seconds=n), asker=f"other{n % 50}").model_dump()
        for n in range(OTHERS)
    ]
    with ledger._engine.begin() as connection:
        connection.execute(insert(QuestionRow), rows)
    for number in range(20):
        ask(ledger, f"k{number}", "sanne", minutes=number)
    calls = {
        "page": lambda: ledger.asked_by("sanne", 11),
        "count": lambda: ledger.count_of("sanne"),
        "first version": lambda: ledger.first_version_of("sanne"),
        "keys": lambda: ledger.keys_of("sanne"),
    }
    for what, call in calls.items():
        for plan in plans_of(ledger, call):
            assert "Seq Scan on questions" not in plan and "SCAN questions" not in plan, (what, plan)
            assert "ix_questions_asker" in plan or "addresses" in plan, (what, plan)


def plans_of(ledger: Ledger, call: Any) -> list[str]:
    """How the database carries out each statement of a call."""
    said: list[tuple[str, Any]] = []

    def listen(_c: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        said.append((statement, parameters))

    is_sqlite = ledger._engine.dialect.name == "sqlite"
    with ledger._engine.begin() as connection:
        connection.exec_driver_sql("ANALYZE")
    event.listen(ledger._engine, "before_cursor_execute", listen)
    call()
    event.remove(ledger._engine, "before_cursor_execute", listen)
    explain = "EXPLAIN QUERY PLAN " if is_sqlite else "EXPLAIN "
    with ledger._engine.connect() as connection:
        return [
            "\n".join(str(tuple(row)) for row in connection.exec_driver_sql(explain + statement, parameters))
            for statement, parameters in said
        ]


# --- versions ----------------------------------------------------------------------------------------------------


def test_a_version_is_published_once_however_many_replicas_say_so(ledger: Ledger) -> None:
    assert ledger.published() == ""
    assert ledger.keep_publication("v1", {"packed": "a"}, NOW)
    assert not ledger.keep_publication("v1", {"packed": "a"}, NOW)
    assert (ledger.published(), ledger.publication("v1")) == ("v1", {"packed": "a"})


def test_a_policy_that_comes_back_is_a_publication_of_its_own(ledger: Ledger) -> None:
    for version in ("v1", "v2", "v1"):
        assert ledger.keep_publication(version, {"packed": version}, NOW)
    assert ledger.published_before("v1") == "v2"
    assert ledger.published_before("v2") == "v1"
    assert ledger.published_before("never") == ""


def test_an_old_policy_stands_on_the_disk_sealed(ledger: Ledger) -> None:
    ledger.keep_publication("v1", {"packed": "U0SANNE001 may"}, NOW)
    with ledger._engine.connect() as connection:
        assert "SANNE" not in str(connection.execute(text("SELECT sealed FROM policy_versions")).scalar())
    assert ledger.publication("v2") is None


def test_what_somebody_knows_is_what_they_read_last(ledger: Ledger) -> None:
    for version, how in (("v1", "met"), ("v2", "read"), ("v2", "read")):
        ledger.keep_known("sanne", version, how, NOW)
    assert (ledger.last_known("sanne"), ledger.last_known("joost")) == ("v2", "")
    assert [row.version for row in ledger.acknowledgements("sanne")] == ["v2"]


# --- the notice board --------------------------------------------------------------------------------------------


def test_nothing_hangs_on_an_empty_board(ledger: Ledger) -> None:
    assert ledger.hanging() == (None, None)


def test_what_was_put_up_last_hangs_until_it_is_taken_down(ledger: Ledger) -> None:
    by = {"user": "U0JOOST001"}
    ledger.put_up("pause", by, NOW, "Moving.")
    ledger.put_up("announce", by, NOW, "Soon.", date(2026, 12, 1))
    pause, announcement = ledger.hanging()
    assert pause is not None and announcement is not None
    assert (pause.words, pause.by, pause.at) == ("Moving.", by, NOW)
    assert (announcement.words, announcement.until) == ("Soon.", date(2026, 12, 1))
    ledger.put_up("resume", by, NOW)
    assert ledger.hanging() == (None, announcement)
    ledger.put_up("withdraw", by, NOW)
    assert ledger.hanging() == (None, None)


def test_who_did_it_stands_on_the_disk_sealed(ledger: Ledger) -> None:
    ledger.put_up("pause", {"user": "U0JOOST001"}, NOW)
    with ledger._engine.connect() as connection:
        row = connection.execute(text("SELECT * FROM notice_board")).one()
    assert "JOOST" not in str(tuple(row))


# --- answers in the place of answers -----------------------------------------------------------------------------


def said(ledger: Ledger, key: str, ts: str, thread: str = "t", minutes: int = 0) -> str:
    """An answer that was posted as a message."""
    ledger.begin_saying(key, NOW)
    ledger.said(key, ts)
    return ask(ledger, key, "sanne", minutes, thread=thread)


@pytest.mark.parametrize(
    ("ts", "under", "left"),
    [("1.1", "", {"new", "elsewhere"}), ("9.9", "old", {"new", "elsewhere"}), ("9.9", "", {"old", "new", "elsewhere"})],
    ids=["an edit, posted as the same message", "a choice in a private answer, under the old one", "an answer of its own"],
)
def test_only_the_answer_that_people_see_is_corrected(ledger: Ledger, ts: str, under: str, left: set[str]) -> None:
    receipts = {"old": said(ledger, "old", "1.1"), "elsewhere": said(ledger, "elsewhere", "1.1", thread="another")}
    said(ledger, "new", ts, minutes=1)
    ledger.supersede("new", ts, receipts.get(under, ""))
    assert {row.key for row in ledger.who_got(NOW - timedelta(days=1), "v2")} == left
    assert {row.key for row in ledger.asked_by("sanne", 9, seen_only=True)} == left
    assert len(ledger.asked_by("sanne", 9)) == 3


def test_an_answer_that_is_erased_supersedes_nothing(ledger: Ledger) -> None:
    said(ledger, "old", "1.1")
    said(ledger, "new", "1.1", minutes=1)
    ledger.erase_questions(["new"], NOW)
    ledger.supersede("new", "1.1")
    ledger.supersede("never kept", "1.1")
    assert {row.key for row in ledger.who_got(NOW - timedelta(days=1), "v2")} == {"old"}


@pytest.mark.parametrize("what", ["published", "before", "known"])
def test_a_thousand_versions_cost_nothing(ledger: Ledger, what: str) -> None:
    rows = [{"version": f"v{n}", "at": NOW, "sealed": "x"} for n in range(1000)]
    with ledger._engine.begin() as connection:
        connection.execute(insert(PolicyVersionRow), rows)
        connection.execute(
            insert(AcknowledgementRow), [{"person": f"p{n}", "version": "v1", "how": "read", "at": NOW} for n in range(3000)]
        )
    calls: dict[str, Any] = {
        "published": ledger.published,
        "before": lambda: ledger.published_before("v7"),
        "known": lambda: ledger.last_known("p7"),
    }
    for plan in plans_of(ledger, calls[what]):
        assert "Seq Scan" not in plan, plan
        # SQLite walks a primary key from its end where only the newest is wanted, and calls it a scan
        assert "SCAN" not in plan or "SCAN policy_versions" in plan, plan
        assert "TEMP B-TREE" not in plan, plan


def test_of_two_processes_that_publish_one_version_neither_makes_it_the_one_before(ledger: Ledger, monkeypatch: Any) -> None:
    ledger.keep_publication("v1", {"p": 1}, NOW)
    ledger.keep_publication("v2", {"p": 2}, NOW)
    monkeypatch.setattr(ledger, "published", lambda: "v1")  # as the other process saw it, just before
    ledger.keep_publication("v2", {"p": 2}, NOW)
    assert ledger.published_before("v2") == "v1"
