"""What should not have been allowed here is a question of this house's next exam."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from bot.exam.cases import Case, Cases
from bot.exam.marking import Sat, marks_of
from bot.exam.sealed import RecordError

CASE = Case("R-7F3K", "May I put the rota into Claude Team?", "2026-11-24T10:00:00+00:00", "261124-abc")


def test_a_case_is_one_line_with_its_question_its_receipt_and_every_label_but_allow(tmp_path: Path) -> None:
    assert Cases(tmp_path / "exams").keep(CASE)
    (line,) = (tmp_path / "exams" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    told = json.loads(line)
    assert (told["receipt"], told["question"], told["record"]) == (CASE.receipt, CASE.question, CASE.record)
    assert set(told["right"]) == {"ask", "conditional", "deny", "not_listed", "off_topic"}


def test_a_second_word_on_the_same_answer_adds_nothing(tmp_path: Path) -> None:
    cases = Cases(tmp_path)
    assert [cases.keep(CASE), cases.keep(replace(CASE, at="later"))] == [True, False]
    assert cases.all() == (CASE,)


def test_the_exam_asks_it_and_an_allowed_is_wrong(tmp_path: Path) -> None:
    Cases(tmp_path).keep(CASE)
    (asked,) = Cases(tmp_path).asked()
    assert (asked.kind, asked.text, "allow" in asked.right) == ("taken_back", CASE.question, False)
    sat = Sat(asked.id, asked.kind, "en", asked.right, "ask", "ask", "allow", is_grounded=True)
    assert marks_of([sat], 0.01).mistakes == ("taken_back-R-7F3K",)


def test_no_line_of_the_file_makes_an_allowed_right(tmp_path: Path) -> None:
    told = {"receipt": "R-1", "question": "May I?", "at": "now", "right": ["allow"]}
    (tmp_path / "cases.jsonl").write_text(f"{json.dumps(told)}\n", encoding="utf-8")
    assert ["allow" in one.right for one in Cases(tmp_path).asked()] == [False]


@pytest.mark.parametrize("line", ["", "no JSON", "[]", "7", "{}", '{"receipt": "R-1"}', '{"receipt": "R-1", "question": 1}'])
def test_a_line_that_is_no_case_is_left_out(tmp_path: Path, line: str) -> None:
    (tmp_path / "cases.jsonl").write_text(f"{line}\n", encoding="utf-8")
    assert Cases(tmp_path).all() == ()


def test_an_erased_question_is_asked_no_more(tmp_path: Path) -> None:
    cases, other = Cases(tmp_path), replace(CASE, receipt="R-2")
    cases.keep(CASE), cases.keep(other)
    assert cases.drop(lambda receipt: receipt == CASE.receipt) == 1
    assert (
        cases.all() == (other,)
        and CASE.question not in (tmp_path / "cases.jsonl").read_text(encoding="utf-8").partition("R-2")[0]
    )


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "exams").write_text("a file", encoding="utf-8")
    with pytest.raises(RecordError, match="set MAYI_EXAMS to a folder that can"):
        Cases(tmp_path / "exams").keep(CASE)
