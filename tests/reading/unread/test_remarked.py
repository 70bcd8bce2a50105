"""What is said beside a thing is passed over only where it is known to say nothing of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "remarked.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str, str]]:
    return [(sentence, *one) for sentence, many in CASES[name].items() for one in many]


def label(policy: str, question: str) -> str:
    return answerer_of(policy).label_and_why(question, [])[0]


@pytest.mark.parametrize(("sentence", "policy", "question"), listed("not_allowed"))
def test_what_may_tell_anything_of_a_thing_is_not_allowed_with_it(sentence: str, policy: str, question: str) -> None:
    assert label(policy, question) != "allow", sentence


@pytest.mark.parametrize(("sentence", "policy", "question"), listed("allowed"))
def test_what_tells_nothing_of_a_thing_changes_nothing(sentence: str, policy: str, question: str) -> None:
    assert label(policy, question) == "allow", sentence
