"""A simulated asker clicks what is true, where it is offered."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.exam.simulated import SimulatedAsker
from tests.reading.conftest import answerer_for


@cache
def house() -> Answerer:
    classes = [
        {"id": "public", "label": "Public", "rank": 0},
        {"id": "internal", "label": "Internal", "rank": 1},
        {"id": "secret", "label": "Secret", "rank": 2},
    ]
    return answerer_for(
        {
            "policy.yaml": {"organisation": "Levels", "languages": ["en"], "owner": "o@example.org"},
            "data.yaml": {"classes": classes},
            "tools/larch.yaml": {"id": "larch", "label": "Larch Chat", "vendor": "house"},
            "tools/alder.yaml": {"id": "alder", "label": "Alder Chat", "vendor": "house"},
            "rules.yaml": [
                {"rule": "fine", "tools": ["larch"], "data": ["public"], "effect": "allow"},
                {"rule": "never", "tools": ["larch", "alder"], "data": ["internal", "secret"], "effect": "forbid"},
                {"rule": "not-alder", "tools": ["alder"], "data": ["public"], "effect": "forbid"},
            ],
        }
    )


def clicked(text: str, tools: list[str], data: list[str]) -> tuple[str, str | None]:
    """The label at once, and after one honest click."""
    asker = SimulatedAsker(house())
    label, _ = asker.ask(text, [])
    gold: dict[str, Any] = {"tools": tools, "data": data}
    return label, asker.honest(gold)


@pytest.mark.parametrize(("data", "label"), [(["Public"], "allow"), (["Secret"], "deny"), (["Public", "Secret"], "deny")])
def test_the_button_of_a_question_back_is_taken_and_of_several_the_strictest(data: list[str], label: str) -> None:
    assert clicked("May I use Larch Chat?", ["Larch Chat"], data) == ("ask", label)


def test_the_one_chip_that_is_wrong_is_changed() -> None:
    assert clicked("Public data in Alder Chat?", ["Larch Chat"], ["Public"]) == ("deny", "allow")
    assert clicked("Secret data in Larch Chat?", ["Larch Chat"], ["Public"]) == ("deny", "allow")


def test_two_chips_are_more_than_one_click() -> None:
    assert clicked("Secret data in Alder Chat?", ["Larch Chat"], ["Public"]) == ("deny", None)


def test_what_the_policy_does_not_list_cannot_be_clicked() -> None:
    assert clicked("Public data in Larch Chat?", ["Beech Chat"], ["Public"]) == ("allow", None)


def test_without_gold_nobody_clicks() -> None:
    assert clicked("May I use Larch Chat?", [], ["Public"])[1] is None
