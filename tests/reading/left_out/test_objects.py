"""What is taken out, denied or renamed makes an answer milder only where it is plainly so."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.flows.owners.score import turns_of
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "objects.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(policy, one) for asked in CASES[name].values() for policy, many in asked.items() for one in many]


def label(policy: str, messages: str) -> str:
    *before, question = messages.split(" | ")
    return answerer_of(policy).label_and_why(question, turns_of([f"user: {one}" for one in before]))[0]


@pytest.mark.parametrize(("policy", "messages"), listed("not_allowed"))
def test_what_is_not_plainly_out_counts(policy: str, messages: str) -> None:
    assert label(policy, messages) != "allow"


@pytest.mark.parametrize(("policy", "messages"), listed("allowed"))
def test_what_is_plainly_out_does_not(policy: str, messages: str) -> None:
    assert label(policy, messages) == "allow"
