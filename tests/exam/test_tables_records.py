"""A record of an exam on tables counts for the model that was examined, as it was, and only where this house wrote it."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from bot.exam.examined import Examined
from bot.exam.tables_records import TablesMarks, TablesRecord, TablesRecords

NOW = Examined("reader", "sha256:1", "prompts:1")
MARKS = TablesMarks(96, 80, 1, 36, cells=400, lines=200, lost=3, refused=0, seconds=12.5)
RECORD = TablesRecord("261128-abc", date(2026, 11, 28), NOW, MARKS, "false")


@pytest.fixture
def records(tmp_path: Path) -> TablesRecords:
    made = TablesRecords(tmp_path / "exams")
    made.keep(RECORD)
    return made


def test_what_was_written_holds_for_the_model_as_it_was(records: TablesRecords) -> None:
    assert records.all() == [(RECORD, True)]
    assert records.of(NOW) == RECORD


@pytest.mark.parametrize("now", [replace(NOW, digest="2"), replace(NOW, reading="2"), replace(NOW, model="other")])
def test_it_holds_for_no_other(records: TablesRecords, now: Examined) -> None:
    assert records.of(now) is None


def test_a_record_that_was_edited_by_hand_counts_for_nothing(records: TablesRecords) -> None:
    path = next(records.folder.glob("tables-*.json"))
    told = json.loads(path.read_text(encoding="utf-8"))
    told["marks"]["wrongly_allowed"] = 0
    path.write_text(json.dumps(told), encoding="utf-8")
    assert records.of(NOW) is None


@pytest.mark.parametrize("text", ["", "[]", '{"id": 5}', '{"marks": {"asked": 1}}'])
def test_what_is_no_record_is_left_out(records: TablesRecords, text: str) -> None:
    (records.folder / "tables-x.json").write_text(text, encoding="utf-8")
    assert records.all() == [(RECORD, True)]


@pytest.mark.parametrize(
    ("right", "wrong", "helps"),
    [(80, 3, True), (80, 4, False), (36, 0, False), (37, 0, True)],
)
def test_it_helps_where_more_is_right_and_hardly_anything_wrongly_allowed(right: int, wrong: int, helps: bool) -> None:
    assert replace(MARKS, right=right, wrongly_allowed=wrong).helps is helps
