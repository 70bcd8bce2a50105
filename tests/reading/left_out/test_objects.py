"""What is taken out, denied or renamed makes an answer milder only where it is plainly so."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "objects.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(policy, one) for asked in CASES[name].values() for policy, many in asked.items() for one in many]


def talk(messages: str) -> tuple[str, tuple[str, ...]]:
    """The question, and the thread before it."""
    *before, question = messages.split(" | ")
    return question, tuple(f"user: {one}" for one in before)


@pytest.mark.parametrize(("policy", "messages"), listed("not_allowed"))
def test_what_is_not_plainly_out_counts(policy: str, messages: str) -> None:
    assert label_when_that_is_all(policy, *talk(messages)) != "allow"


@pytest.mark.parametrize(("policy", "messages"), [(p, q) for p, asked in CASES["offered"].items() for q in asked])
def test_what_is_denied_is_left_to_the_askers_word(policy: str, messages: str) -> None:
    assert is_offered(policy, *talk(messages))


@pytest.mark.parametrize(("policy", "messages"), listed("allowed"))
def test_what_is_plainly_out_does_not(policy: str, messages: str) -> None:
    assert named_label(policy, *talk(messages)) == "allow"
