"""What leaves open what a thing is or holds is never allowed with it; what says nothing of that is."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "open_ended.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(policy, one) for asked in CASES[name].values() for policy, many in asked.items() for one in many]


def talk(messages: str) -> tuple[str, tuple[str, ...]]:
    """The question, and the thread before it."""
    *before, question = messages.split(" | ")
    return question, tuple(f"user: {one}" for one in before)


@pytest.mark.parametrize(("policy", "messages"), listed("not_allowed"))
def test_what_is_left_open_is_not_allowed(policy: str, messages: str) -> None:
    assert label_when_that_is_all(policy, *talk(messages)) != "allow"


@pytest.mark.parametrize(("policy", "messages"), [(p, q) for p, asked in CASES["offered"].items() for q in asked])
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, messages: str) -> None:
    assert is_offered(policy, *talk(messages))


@pytest.mark.parametrize(("policy", "messages"), listed("allowed"))
def test_what_says_nothing_of_it_changes_nothing(policy: str, messages: str) -> None:
    assert named_label(policy, *talk(messages)) == "allow"
