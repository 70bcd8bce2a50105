"""A record counts for the model that was examined, as it was examined, and only where this house wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from bot.exam.admission import Admission, AdmissionMarks
from bot.exam.examined import Examined
from bot.exam.marking import Sat, marks_of
from bot.exam.records import Record, Records
from bot.exam.sealed import RecordError, Sealed
from bot.policy.trust import Level, Limits, Trust

NOW = Examined("reader", "sha256:1", "prompts:1")
SAT = [Sat(f"q{n}", "k", "en", ("allow",), "ask", "ask", "allow", is_grounded=True) for n in range(300)]
RECORD = Record("261124-abc", date(2026, 11, 24), NOW, marks_of(SAT, 0.01), 0.01)
ADMISSION = Admission("261123-adm", date(2026, 11, 23), NOW, AdmissionMarks(52, 0, 3, 0, 1.5, both=True), "low")
REFUSED = replace(ADMISSION, marks=replace(ADMISSION.marks, wrong=9))


@pytest.fixture
def records(tmp_path: Path) -> Records:
    return Records(tmp_path / "exams")


def test_what_was_written_is_read_as_it_was(records: Records) -> None:
    records.keep(RECORD)
    assert records.all() == [(RECORD, True)]
    belief = records.belief(NOW)
    assert (belief.trust.level, belief.trust.record, belief.why) == (Level.BELIEVED, RECORD.id, "")


def test_without_a_record_nothing_is_believed(records: Records) -> None:
    assert (records.belief(NOW).trust.level, records.belief(NOW).why) == (Level.OFF, "none")


@pytest.mark.parametrize("other", [replace(NOW, digest="sha256:2"), replace(NOW, reading="prompts:2")], ids=["model", "prompts"])
def test_a_record_of_what_is_now_another_takes_belief_away(records: Records, other: Examined) -> None:
    records.keep(RECORD)
    assert (records.belief(other).trust.level, records.belief(other).why) == (Level.OFF, "changed")


def test_two_models_of_one_name_are_two(records: Records) -> None:
    records.keep(RECORD)
    assert records.belief(replace(NOW, model="reader:7b")).why == "none"


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["marks"].update(level="believed", wrong=0),
        lambda told: told["examined"].update(digest="sha256:9"),
        lambda told: told.update(seal="0" * 64),
        lambda told: told.pop("seal"),
        lambda told: told.update(seal=None),
    ],
    ids=["its marks", "its model", "its seal", "no seal", "a seal that is no text"],
)
def test_a_record_that_was_edited_by_hand_counts_for_nothing(records: Records, edit: object) -> None:
    weak = replace(RECORD, marks=replace(RECORD.marks, level=Level.OFF, wrong=9))
    path = records.keep(weak)
    told = json.loads(path.read_text(encoding="utf-8"))
    edit(told)  # type: ignore[operator]
    path.write_text(json.dumps(told), encoding="utf-8")
    belief = records.belief(replace(NOW, digest=told["examined"]["digest"]))
    assert (belief.trust.level, belief.why) == (Level.OFF, "edited")


def test_a_record_of_another_house_counts_for_nothing(records: Records, tmp_path: Path) -> None:
    path = records.keep(RECORD)
    other = Records(tmp_path / "other")
    other.keep(replace(RECORD, examined=replace(NOW, model="another")))
    (other.folder / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    assert other.belief(NOW).why == "edited"


def test_the_key_is_for_the_bots_user_alone(tmp_path: Path) -> None:
    Records(tmp_path).keep(RECORD)
    assert Records(tmp_path).belief(NOW).trust.level is Level.BELIEVED
    assert (tmp_path / "exam.key").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"id": 5}', "\x00"])
def test_what_is_no_record_is_left_out(records: Records, text: str) -> None:
    records.keep(RECORD)
    (records.folder / "exam-x.json").write_text(text, encoding="utf-8")
    assert records.belief(NOW).trust.level is Level.BELIEVED


def test_what_should_not_have_been_allowed_leaves_a_proposal_until_the_next_exam(records: Records) -> None:
    records.keep(RECORD)
    records.admissions.keep(ADMISSION)
    records.take_back(RECORD.id, "R-7F3K", datetime(2026, 11, 25, tzinfo=UTC))
    belief = records.belief(NOW)
    assert (belief.trust.level, belief.why, belief.about) == (Level.PROPOSES, "taken_back", "R-7F3K")
    assert not belief.trust.lifts
    records.keep(replace(RECORD, id="261126-new", day=date(2026, 11, 26)))
    assert records.belief(NOW).trust.level is Level.BELIEVED


def test_a_taking_back_that_was_edited_still_holds(records: Records) -> None:
    records.keep(RECORD)
    records.admissions.keep(ADMISSION)
    records.take_back(RECORD.id, "R-7F3K", datetime(2026, 11, 25, tzinfo=UTC))
    path = records.folder / "taken-back.json"
    path.write_text(path.read_text(encoding="utf-8").replace(RECORD.id, "another"), encoding="utf-8")
    assert records.belief(NOW).trust.level is Level.PROPOSES


def test_an_owner_may_only_want_less(records: Records) -> None:
    records.keep(RECORD)
    trust = records.belief(NOW).trust
    assert trust.within(Limits()).level is Level.BELIEVED
    for level in (Level.OFF, Level.PROPOSES):
        assert trust.within(Limits(level)).level is level
        assert not trust.within(Limits(level)).lifts
    assert replace(trust, level=Level.PROPOSES).within(Limits(Level.BELIEVED)).level is Level.PROPOSES


def test_a_folder_that_cannot_be_written_is_told_with_what_to_do(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(RecordError, match="MAYI_EXAMS"):
        Records(tmp_path / "file" / "exams").keep(RECORD)


def test_a_second_record_that_is_taken_back_gives_the_first_no_belief_again(records: Records) -> None:
    records.keep(RECORD)
    records.admissions.keep(ADMISSION)
    for number, record in enumerate((RECORD.id, "older", "oldest"), 1):
        records.take_back(record, f"R-{number}", datetime(2026, 11, 24, tzinfo=UTC))
    belief = records.belief(NOW)
    assert (belief.trust.level, belief.why, belief.about) == (Level.PROPOSES, "taken_back", "R-1")


def test_a_model_that_was_admitted_proposes_until_it_has_passed_its_exam(records: Records) -> None:
    records.admissions.keep(ADMISSION)
    belief = records.belief(NOW)
    assert (belief.trust, belief.why) == (Trust(Level.PROPOSES, record=ADMISSION.id, both=True), "none")
    records.keep(RECORD)
    assert records.belief(NOW).trust.level is Level.BELIEVED


def test_an_exam_that_was_failed_takes_no_proposal_away(records: Records) -> None:
    records.admissions.keep(ADMISSION)
    records.keep(replace(RECORD, marks=replace(RECORD.marks, level=Level.OFF)))
    assert records.belief(NOW).trust.level is Level.PROPOSES


def test_a_model_that_was_refused_says_nothing_and_the_owner_learns_why(records: Records) -> None:
    records.admissions.keep(REFUSED)
    belief = records.belief(NOW)
    assert (belief.trust.level, belief.why, belief.admission) == (Level.OFF, "refused", REFUSED)
    records.admissions.keep(replace(ADMISSION, id="261125-adm", day=date(2026, 11, 25)))
    assert records.belief(NOW).trust.level is Level.PROPOSES, "the newest holds"


@pytest.mark.parametrize("other", [replace(NOW, digest="sha256:2"), replace(NOW, reading="prompts:2")], ids=["model", "prompts"])
def test_an_admission_holds_for_one_digest_and_one_prompt(records: Records, other: Examined) -> None:
    records.admissions.keep(ADMISSION)
    belief = records.belief(other)
    assert (belief.trust.level, belief.admission) == (Level.OFF, None)


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["marks"].update(wrong=0, wrong_offers=0),
        lambda told: told["examined"].update(digest="sha256:9"),
        lambda told: told.pop("seal"),
    ],
    ids=["its marks", "its model", "no seal"],
)
def test_an_admission_that_was_edited_by_hand_counts_for_nothing(records: Records, edit: Callable[[Any], None]) -> None:
    path = records.admissions.keep(REFUSED)
    told = json.loads(path.read_text(encoding="utf-8"))
    edit(told)
    path.write_text(json.dumps(told), encoding="utf-8")
    belief = records.belief(replace(NOW, digest=told["examined"]["digest"]))
    assert (belief.trust.level, belief.admission) == (Level.OFF, None)


@pytest.mark.parametrize("level", ["none", "guard", "harmless", "full"])
def test_a_record_of_version_0_1_0_counts_for_nothing_and_raises_nothing(records: Records, level: str) -> None:
    """It had other marks, and levels of other names; its seal is this house's own."""
    marks: dict[str, Any] = {**asdict(RECORD.marks), "level": level, "guard_lenient": 0.76}
    del marks["proposed_lenient"]
    told = {"id": "261120-old", "day": "2026-11-20", "examined": asdict(NOW), "marks": marks, "bound_wanted": 0.01}
    Sealed(records.folder).write("exam-261120-old.json", told)
    belief = records.belief(NOW)
    assert (belief.trust.level, belief.record, belief.why) == (Level.OFF, None, "none")
    records.admissions.keep(ADMISSION)
    assert records.belief(NOW).trust.level is Level.PROPOSES
