"""What is told of somebody else in everyday words is asked about; what a text is for, or that nobody is in it, is not."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "of_others.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["asked"].items() for q in asked])
def test_what_is_told_of_others_is_asked(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) in {"ask", "deny"}


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["yes_if"].items() for q in asked])
def test_a_persons_name_is_seen(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) == "conditional"


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["offered"].items() for q in asked])
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, question: str) -> None:
    assert is_offered(policy, question)


@pytest.mark.parametrize(("policy", "question"), [(p, q) for p, asked in CASES["fine"].items() for q in asked])
def test_a_harmless_purpose_is_not(policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow"
