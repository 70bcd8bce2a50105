"""What makes an answer milder counts where it is told plainly: a plan, an account, a switch, a machine, one tool of two."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "told_plainly.yaml").read_text(encoding="utf-8"))


def each(name: str) -> list[tuple[str, str]]:
    return [(policy, question) for policy, questions in CASES[name].items() for question in questions]


@pytest.mark.parametrize(("policy", "question"), each("left_open"))
def test_what_is_left_open_is_not_allowed(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) != "allow"


@pytest.mark.parametrize(("policy", "question"), each("offered"))
def test_where_a_tool_runs_is_left_to_the_askers_word(policy: str, question: str) -> None:
    assert is_offered(policy, question)


@pytest.mark.parametrize(("policy", "question"), each("told"))
def test_what_is_told_plainly_stays_allowed(policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow"
