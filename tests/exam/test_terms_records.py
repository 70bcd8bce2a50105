"""A record of an exam on terms counts for the model that was examined, as it was, and only where this house wrote it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.exam.examined import Examined
from bot.exam.records import Records
from bot.exam.terms_belief import TermsRecord, TermsRecords
from bot.exam.terms_marking import terms_marks_of
from bot.policy.vendors.terms_heard import NO_TERMS_TRUST, Figure, TermsTrust
from tests.exam.test_terms_marking import LEFT, RAISED, paper

NOW = Examined("reader", "sha256:1", "prompts:1")
RECORD = TermsRecord("261124-abc", date(2026, 11, 24), NOW, terms_marks_of(paper((RAISED, 9), (LEFT, 40))), "false")


@pytest.fixture
def records(tmp_path: Path) -> TermsRecords:
    made = TermsRecords(tmp_path / "exams")
    made.keep(RECORD)
    return made


def test_what_was_written_is_read_as_it_was(records: TermsRecords) -> None:
    assert records.all() == [(RECORD, True)]
    belief = records.belief(NOW)
    assert (belief.trust, belief.why) == (TermsTrust(((Figure.RAISE, 0.0),), RECORD.id), "")


@pytest.mark.parametrize(
    ("now", "why"),
    [
        (replace(NOW, digest="sha256:2"), "changed"),
        (replace(NOW, reading="prompts:2"), "changed"),
        (replace(NOW, model="other"), "none"),
    ],
)
def test_a_record_of_what_is_now_another_admits_nothing(records: TermsRecords, now: Examined, why: str) -> None:
    assert (records.belief(now).trust, records.belief(now).why) == (NO_TERMS_TRUST, why)


@pytest.mark.parametrize(
    "edit",
    [
        lambda told: told["marks"]["figures"]["lower"].update(helps=True),
        lambda told: told["examined"].update(digest="sha256:1 "),
        lambda told: told.update(seal="0" * 64),
        lambda told: told.pop("seal"),
    ],
    ids=["its marks", "its model", "its seal", "no seal"],
)
def test_a_record_that_was_edited_by_hand_counts_for_nothing(
    records: TermsRecords, edit: Callable[[dict[str, Any]], object]
) -> None:
    path = next(records.folder.glob("terms-*.json"))
    told = json.loads(path.read_text(encoding="utf-8"))
    edit(told)
    path.write_text(json.dumps(told), encoding="utf-8")
    belief = records.belief(NOW)
    assert (belief.trust, belief.why) == (NO_TERMS_TRUST, "edited")


@pytest.mark.parametrize("text", ["", "[]", '{"id": 5}', '{"marks": {"figures": {"rule": {}}}}'])
def test_what_is_no_record_is_left_out(records: TermsRecords, text: str) -> None:
    (records.folder / "terms-x.json").write_text(text, encoding="utf-8")
    assert records.all() == [(RECORD, True)]


def test_a_record_of_one_exam_is_none_of_the_other(records: TermsRecords) -> None:
    path = next(records.folder.glob("terms-*.json"))
    path.rename(path.with_name("exam-261124-abc.json"))
    assert records.all() == []
    assert Records(records.folder).all() == []
    assert Records(records.folder).belief(NOW).why == "none"
