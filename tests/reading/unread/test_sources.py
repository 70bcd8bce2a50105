"""A place that things lie in is never allowed with what is made of it or looked for there."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "sources.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", CASES["not_allowed"])
def test_what_is_made_or_looked_for_is_not_all_that_goes_in(question: str) -> None:
    assert label_when_that_is_all("sample-company", question) != "allow"


@pytest.mark.parametrize("question", CASES["offered"])
def test_what_no_word_names_is_left_to_the_askers_word(question: str) -> None:
    assert is_offered("sample-company", question)


@pytest.mark.parametrize("question", CASES["allowed"])
def test_where_the_tool_runs_or_what_is_told_of_the_place_stops_no_answer(question: str) -> None:
    assert named_label("sample-company", question) == "allow"
