"""What is said to be in a thing by everyday words alone is never allowed with it; a question that goes on is no such thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.owners.score import turns_of
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "inside.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, list[str]]]:
    return [(policy, one) for policy, many in CASES[name].items() for one in many]


def label(policy: str, messages: list[str]) -> str:
    *before, question = messages
    return answerer_of(policy).label_and_why(question, turns_of([f"user: {one}" for one in before]))[0]


@pytest.mark.parametrize(("policy", "messages"), listed("not_allowed"))
def test_what_everyday_words_say_of_a_thing_is_not_allowed_with_it(policy: str, messages: list[str]) -> None:
    assert label(policy, messages) != "allow"


@pytest.mark.parametrize(("policy", "messages"), listed("allowed"))
def test_a_question_that_goes_on_says_nothing_of_the_thing(policy: str, messages: list[str]) -> None:
    assert label(policy, messages) == "allow"
