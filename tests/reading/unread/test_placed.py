"""A word that nobody read is no data by its place in the message; a word like it in another place still stops an allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import answerer_of, is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "placed.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(policy, question) for policy, questions in CASES[name].items() for question in questions]


@pytest.mark.parametrize(("policy", "question"), listed("allowed"))
def test_what_is_no_data_by_its_place_stops_no_answer(policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow"


@pytest.mark.parametrize(("policy", "question"), listed("not_allowed"))
def test_the_same_words_in_another_place_do(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) != "allow"


@pytest.mark.parametrize(("policy", "question"), listed("offered"))
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, question: str) -> None:
    assert is_offered(policy, question)


@pytest.mark.parametrize(("policy", "question"), listed("conditional"))
def test_what_it_may_be_changes_nothing(policy: str, question: str) -> None:
    assert answerer_of(policy).label_and_why(question, ())[0] == "conditional"


@pytest.mark.parametrize(("policy", "turns"), [(policy, one) for policy, many in CASES["then"].items() for one in many])
def test_what_is_added_to_it_changes_nothing_either(policy: str, turns: list[str]) -> None:
    first, then = turns
    assert answerer_of(policy).label_and_why(then, [("user", first)])[0] == "conditional"
