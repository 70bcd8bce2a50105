"""What leaves open what a thing is or holds is never allowed with it; what says nothing of that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.owners.score import turns_of
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "open_ended.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(policy, one) for asked in CASES[name].values() for policy, many in asked.items() for one in many]


def label(policy: str, messages: str) -> str:
    *before, question = messages.split(" | ")
    return answerer_of(policy).label_and_why(question, turns_of([f"user: {one}" for one in before]))[0]


@pytest.mark.parametrize(("policy", "messages"), listed("not_allowed"))
def test_what_is_left_open_is_not_allowed(policy: str, messages: str) -> None:
    assert label(policy, messages) != "allow"


@pytest.mark.parametrize(("policy", "messages"), listed("allowed"))
def test_what_says_nothing_of_it_changes_nothing(policy: str, messages: str) -> None:
    assert label(policy, messages) == "allow"
