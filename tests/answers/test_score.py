"""What a score counts: right and wrong at once, within one honest click, and after a careless one."""

from __future__ import annotations

from typing import Any

import pytest

from bot.answers.score import Score

GOLD = {"tools": ["Claude Team"], "data": ["Internal"]}


def asked(expected: str, got: str, honest: str | None = None, careless: str = "", **more: Any) -> dict[str, Any]:
    score = Score(lambda _text, _turns: (got, ""), lambda _one: honest, lambda label: careless or label)
    score.add({"id": "1", "question": "May I?", "expected": expected, **more})
    return score.made()


@pytest.mark.parametrize(
    ("expected", "got", "right", "wrong"),
    [("deny", "deny", 1, 0), ("deny", "allow", 0, 1), ("deny", "ask", 0, 0), ("ask", "ask", 1, 0), ("ask", "allow", 0, 1)],
)
def test_a_question_back_is_no_wrong_answer_and_right_only_where_it_is_expected(
    expected: str, got: str, right: int, wrong: int
) -> None:
    made = asked(expected, got)
    assert (made["right_at_once"], made["wrong_at_once"]) == (right, wrong)


def test_an_answer_that_can_be_defended_is_right() -> None:
    assert asked("deny", "conditional", also_ok=["conditional"])["right_at_once"] == 1


@pytest.mark.parametrize(("honest", "share"), [("deny", 1), ("conditional", 0), (None, 0)])
def test_the_label_after_an_honest_click_counts(honest: str | None, share: int) -> None:
    made = asked("deny", "ask", honest, **GOLD)
    assert (made["right_one_click"], made["n_one_click"], made["right_at_once"]) == (share, 1, 0)


def test_who_has_the_right_answer_clicks_nothing() -> None:
    assert asked("deny", "deny", "allow", **GOLD)["right_one_click"] == 1


def test_a_question_without_gold_is_left_out_of_the_clicks() -> None:
    made = asked("deny", "ask", "deny", tools=["Claude Team"])
    assert (made["right_one_click"], made["n_one_click"]) == (0, 0)


def test_what_a_careless_click_allows_is_counted_beside_what_is_allowed_at_once() -> None:
    made = asked("deny", "ask", careless="allow", **GOLD)
    assert (made["false_allow"], made["false_allow_careless"]) == (0, 1)
    assert asked("allow", "ask", careless="allow", **GOLD)["false_allow_careless"] == 0
