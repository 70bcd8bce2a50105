"""What is said beside a thing is passed over only where it is known to say nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "remarked.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str, str]]:
    return [(sentence, *one) for sentence, many in CASES[name].items() for one in many]


@pytest.mark.parametrize(("sentence", "policy", "question"), listed("not_allowed"))
def test_what_may_tell_anything_of_a_thing_is_not_allowed_with_it(sentence: str, policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) != "allow", sentence


@pytest.mark.parametrize(("policy", "question"), CASES["offered"])
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, question: str) -> None:
    assert is_offered(policy, question)


@pytest.mark.parametrize(("sentence", "policy", "question"), listed("allowed"))
def test_what_tells_nothing_of_a_thing_changes_nothing(sentence: str, policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow", sentence
