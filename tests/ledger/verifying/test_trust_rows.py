"""Legal holds, looks at who asked, files of policy versions: what they keep, what they keep from going, what they refuse."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, event, text

from bot.desk.erasing import erase_person
from bot.ledger.ledger import Ledger
from bot.ledger.store.errors import LedgerError
from bot.ledger.verifying.verify import verify
from tests.databases import app_over
from tests.ledger.asked.test_questions import VALUES
from tests.ledger.conftest import NOW, SECRET

LONG_AGO = NOW - timedelta(days=3000)
BY: dict[str, Any] = {"by": "Joost", "at": NOW}


@pytest.fixture
def three(ledger: Ledger) -> Ledger:
    """Two questions of one person, one of another; all outlived."""
    for key, who in (("a", "p1"), ("b", "p1"), ("c", "p2")):
        ledger.keep_question(key, **{**VALUES, "at": LONG_AGO, "asker": who, "text": f"question {key}"})
        ledger.keep_address(key, {"user": who}, expires_at=LONG_AGO, person=who)
        ledger.keep_feedback(ledger.receipt(key), "helpful", at=LONG_AGO, who=who)
    return ledger


def left(ledger: Ledger) -> list[str]:
    return sorted(row.key for row in ledger.questions() if row.text)


@pytest.mark.parametrize(
    ("about", "subject", "stay"),
    [("person", "p1", ["a", "b"]), ("receipt", "c", ["c"]), ("all", "", ["a", "b", "c"]), ("person", "", [])],
    ids=["of a person", "of one answer", "of everything", "of nobody"],
)
def test_a_hold_stops_retention_and_erasure_until_it_is_lifted(three: Ledger, about: str, subject: str, stay: list[str]) -> None:
    hold = three.add_hold(about, three.receipt(subject) if about == "receipt" else subject, reason="a court asked", **BY)
    three.purge(NOW)
    assert left(three) == stay
    assert sorted(key for key in "abc" if three.address(key)) == stay
    assert sorted(key for key in "abc" if three.feedback(three.receipt(key))) == stay
    assert three.erase(["a", "b", "c"], NOW) == frozenset(stay)
    assert left(three) == stay
    assert three.lift_hold(hold.id, reason="the case is closed", **BY)
    three.purge(NOW)
    assert left(three) == []


def test_a_hold_stands_once_and_is_lifted_once_and_both_stay_known(three: Ledger, database_url: str) -> None:
    first = three.add_hold("person", "p1", reason="a court asked", **BY)
    assert three.add_hold("person", "p1", reason="again", **BY).id == first.id
    assert three.lift_hold(first.id, reason="closed", **BY)
    assert not three.lift_hold(first.id, reason="closed", **BY)
    (row,) = three.holds()
    assert (row.reason, row.lift_reason, row.by, row.lifted_by) == ("a court asked", "closed", "Joost", "Joost")
    assert list(three.holds(standing=True)) == []
    deeds = [json.loads(record.public)["deed"] for record in three.records("hold")]
    assert deeds == ["lift", "add"]
    assert verify(database_url).ok


def test_a_look_at_who_asked_is_kept_with_its_reason_and_its_person_can_see_it(three: Ledger) -> None:
    three.keep_look("R-AAAA", "p1", reason="  a leak was reported  ", **BY)
    (row,) = three.looks(person="p1")
    assert (row.receipt, row.by, row.reason, row.at) == ("R-AAAA", "Joost", "a leak was reported", NOW)
    assert list(three.looks(person="p2")) == []


@pytest.mark.parametrize("reason", ["", "        ", "because"])
def test_a_look_without_a_reason_is_refused(ledger: Ledger, reason: str) -> None:
    with pytest.raises(LedgerError, match="written reason"):
        ledger.keep_look("R-AAAA", "p1", reason=reason, **BY)
    assert list(ledger.looks()) == []


def test_erasing_who_was_looked_at_leaves_that_somebody_looked_and_why(three: Ledger, database_url: str) -> None:
    three.keep_look("R-AAAA", "p1", reason="a leak was reported", **BY)
    three.erase_looks_at("p1", NOW)
    (row,) = three.looks()
    assert (row.person[:7], row.reason, row.by) == ("erased-", "a leak was reported", "Joost")
    assert verify(database_url).ok
    with create_engine(database_url).connect() as connection:
        assert "leak" not in str(connection.execute(text("SELECT * FROM records")).all())


def test_the_files_of_a_version_come_out_as_they_went_in_and_once(ledger: Ledger, database_url: str) -> None:
    files = {"policy.yaml": "name: één\n", "guidance/a.md": "# A\n"}
    assert ledger.keep_snapshot("v1", files, NOW)
    assert not ledger.keep_snapshot("v1", {"policy.yaml": "other"}, NOW)
    assert ledger.files_of("v1") == files
    assert ledger.files_of("v2") is None
    assert verify(database_url).ok


def test_files_that_were_changed_are_not_given_out_and_verifying_names_them(ledger: Ledger, database_url: str) -> None:
    ledger.keep_snapshot("v1", {"policy.yaml": "a"}, NOW)
    ledger.keep_snapshot("v2", {"policy.yaml": "b"}, NOW)
    with create_engine(database_url).begin() as connection:
        connection.execute(
            text("UPDATE snapshots SET content = (SELECT content FROM snapshots WHERE version = 'v2') WHERE version = 'v1'")
        )
    assert ledger.files_of("v1") is None
    found = verify(database_url).first_bad
    assert found is not None and (found.what, found.key) == ("changed", "v1")


def test_erasing_what_the_house_says_by_itself_leaves_no_question_behind(ledger: Ledger) -> None:
    ledger.keep_address("share:R-AAAA:0", {"channel": "C1"}, expires_at=NOW + timedelta(days=1), person="p1")
    ledger.erase([key for key, _ in ledger.keys_of("p1")], NOW)
    assert ledger.address("share:R-AAAA:0") is None
    assert list(ledger.questions()) == []


def test_erasing_a_thousand_questions_takes_a_few_statements(ledger: Ledger) -> None:
    keys = [f"k{number}" for number in range(1000)]
    ledger.keep_many([{**VALUES, "key": key, "at": NOW + timedelta(seconds=nth)} for nth, key in enumerate(keys)])
    run: list[str] = []
    event.listen(ledger._engine, "before_cursor_execute", lambda *given: run.append(given[2]))
    ledger.erase(keys, NOW)
    assert not any(row.text for row in ledger.questions())
    assert len(run) < 60


def test_a_hold_on_a_person_keeps_what_they_said_of_others_answers_and_who_looked_at_them(three: Ledger) -> None:
    three.keep_feedback(three.receipt("c"), "not_right", at=LONG_AGO, who="p9")
    three.keep_look("R-AAAA", "p9", reason="a leak was reported", by="Joost", at=LONG_AGO)
    three.add_hold("person", "p9", reason="a court asked", **BY)
    three.purge(NOW)
    assert [row.who for row in three.feedback(three.receipt("c"))] == ["p9"]
    proof = erase_person(app_over(three), "wish", "p9", NOW)
    assert proof.held
    assert [row.who for row in three.feedback(three.receipt("c"))] == ["p9"]
    assert [row.reason for row in three.looks(person="p9")] == ["a leak was reported"]


def test_the_reason_of_a_look_outlives_the_erasure_of_whom_it_was_about(three: Ledger) -> None:
    for receipt in ("R-AAAA", "R-BBBB"):
        three.keep_look(receipt, "p9", reason="a leak was reported", by="Joost", at=NOW)
    erase_person(app_over(three), "wish", "p9", NOW)
    kept = three.looks()
    assert [(row.by, row.reason) for row in kept] == [("Joost", "a leak was reported")] * 2
    assert len({row.person for row in kept}) == 1 and "p9" not in str(kept), "one person, whom nothing names any more"
    assert not three.looks(person="p9")
    three.purge(NOW + timedelta(days=1096))
    assert [(row.person, row.reason) for row in three.looks()] == [("", None)] * 2


def test_a_hold_on_a_person_keeps_what_they_take_back_before_it_is_answered(three: Ledger) -> None:
    for key, person in (("d", "p1"), ("e", "p9"), ("f", "")):
        three.keep_address(key, {"channel": "C1"}, expires_at=NOW + timedelta(days=1), person=person)
    three.add_hold("person", "p1", reason="a court asked", **BY)
    three.add_hold("person", "", reason="of nobody", **BY)
    assert three.erase(["d", "e", "f"], NOW) == {"d"}
    assert [key for key in "def" if three.address(key)] == ["d"]


def test_an_erasure_says_which_holds_the_house_saw_and_verify_is_content(three: Ledger, database_url: str) -> None:
    first = three.add_hold("person", "p1", reason="a court asked", by="dpo", at=NOW)
    second = three.add_hold("person", "p9", reason="a court asked", by="dpo", at=NOW)
    three.erase(["c"], NOW + timedelta(hours=1))
    three.lift_hold(first.id, reason="closed", by="dpo", at=NOW + timedelta(hours=2))
    three.erase(["a"], NOW + timedelta(hours=3))
    three.seal()
    said = [json.loads(record.public)["holds"] for record in three.records("erased")]
    assert said == [[second.id], sorted([first.id, second.id])]
    assert verify(database_url, key=SECRET).ok
