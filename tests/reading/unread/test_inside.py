"""What is said to be in a thing by everyday words alone is never allowed with it; a question that goes on is no such thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "inside.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str, tuple[str, ...]]]:
    """The policy, the question, and the thread before it."""
    return [
        (policy, one[-1], tuple(f"user: {turn}" for turn in one[:-1])) for policy, many in CASES[name].items() for one in many
    ]


@pytest.mark.parametrize(("policy", "question", "thread"), listed("not_allowed"))
def test_what_everyday_words_say_of_a_thing_is_not_allowed_with_it(policy: str, question: str, thread: tuple[str, ...]) -> None:
    assert label_when_that_is_all(policy, question, thread) != "allow"


@pytest.mark.parametrize(("policy", "question", "thread"), listed("offered"))
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, question: str, thread: tuple[str, ...]) -> None:
    assert is_offered(policy, question, thread)


@pytest.mark.parametrize(("policy", "question", "thread"), listed("allowed"))
def test_a_question_that_goes_on_says_nothing_of_the_thing(policy: str, question: str, thread: tuple[str, ...]) -> None:
    assert named_label(policy, question, thread) == "allow"
