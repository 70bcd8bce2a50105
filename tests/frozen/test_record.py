"""What may not be recorded: a new false allow, a milder label without a reason, unread sets that got worse."""

from __future__ import annotations

import json

import pytest

from benchmarks import frozen
from benchmarks.frozen import CASES, Asked, Move, Row, refusals, table_of


@pytest.mark.parametrize(
    ("was", "now", "is_milder"),
    [
        ("deny", "conditional", True),
        ("conditional", "allow", True),
        ("ask", "allow", True),
        ("ask", "conditional", True),
        ("deny", "not_listed", True),
        ("deny", "ask", False),
        ("allow", "ask", False),
        ("ask", "deny", False),
        ("ask", "not_listed", False),
        ("allow", "conditional", False),
    ],
)
def test_a_question_back_is_milder_than_no_answer(was: str, now: str, is_milder: bool) -> None:
    assert Move("set/1", "plain", was, now).is_milder is is_milder


def recorded(part: str) -> dict[str, dict[str, float]]:
    found: dict[str, dict[str, float]] = json.loads((CASES / "recorded.json").read_text(encoding="utf-8"))[part]
    return found


def asked(scores: dict[str, dict[str, float]], label: str = "deny", allowed: tuple[str, ...] = ()) -> list[Asked]:
    row: Row = {"label": label, "ids": [], "mentions": [], "said": ""}
    return [Asked(name, {}, {"set/1": row}, {"set/1": "plain"}, {name: score}, allowed) for name, score in scores.items()]


@pytest.fixture(autouse=True)
def one_row(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frozen, "recorded_rows", lambda: {"set/1": {"label": "deny", "ids": [], "mentions": [], "said": ""}})


def test_what_did_not_move_is_recorded() -> None:
    assert refusals(asked(recorded("unread"))) == []


def test_a_new_false_allow_is_refused() -> None:
    assert "set/1: a new false allow" in refusals(asked(recorded("unread"), allowed=("set/1",)))


def test_a_milder_label_is_refused_by_its_key() -> None:
    assert any(line.startswith("set/1: deny -> conditional") for line in refusals(asked(recorded("unread"), "conditional")))


@pytest.mark.parametrize(("part", "by"), [("right_one_click", -0.01), ("wrong_at_once", 0.01)])
def test_unread_sets_that_got_worse_are_refused(part: str, by: float) -> None:
    worse = {name: score | {part: score[part] + by} for name, score in recorded("unread").items()}
    assert [line.split(":")[0] for line in refusals(asked(worse))] == ["sets that nobody read"]


def test_the_table_counts_what_moved_by_kind() -> None:
    moves = [Move("a/1", "plain", "allow", "ask"), Move("a/2", "plain", "allow", "ask"), Move("a/3", "", "deny", "ask")]
    assert table_of(moves).splitlines()[2:] == ["| - | deny -> ask | 1 |", "| plain | allow -> ask | 2 |"]
