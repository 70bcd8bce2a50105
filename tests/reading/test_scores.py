"""Every set of questions is imported and asked: nothing is falsely allowed, and no score falls below the recorded one."""

from __future__ import annotations

import json

import pytest

from bot.flows.score import Score, read_questions
from tests.reading.conftest import CASES, answerer_of, sets

HALVES = json.loads((CASES / "recorded.json").read_text(encoding="utf-8"))
RECORDED = HALVES["read"] | HALVES["unread"]
MAY_FALL = 0.01


@pytest.mark.parametrize("name", sets())
def test_nothing_is_falsely_allowed_and_scores_hold(name: str) -> None:
    score = Score(answerer_of(name).label_and_why)
    for one in read_questions((CASES / name / "questions.jsonl").read_text(encoding="utf-8")):
        score.add(one)
    made = score.made()
    wrong = [
        row[0]["question"]
        for row in score.rows
        if row[1] == "allow" and "allow" not in (row[0]["expected"], *row[0].get("also_ok", ()))
    ]
    assert wrong == []
    assert made["lenient"] >= RECORDED[name]["lenient"] - MAY_FALL
    assert made["strict"] >= RECORDED[name]["strict"] - MAY_FALL
    assert made["false_conditional"] <= RECORDED[name]["false_conditional"]
