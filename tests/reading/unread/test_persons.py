"""What later words tell of people, each of them an everyday one, is never allowed with the thing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "persons.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", CASES["not_allowed"])
def test_what_is_told_of_people_goes_in_as_well(question: str) -> None:
    assert label_when_that_is_all("sample-company", question) != "allow"


@pytest.mark.parametrize("question", CASES["offered"])
def test_what_no_word_names_is_left_to_the_askers_word(question: str) -> None:
    assert is_offered("sample-company", question)


@pytest.mark.parametrize("question", CASES["allowed"])
def test_who_reads_it_or_gives_leave_is_no_content(question: str) -> None:
    assert named_label("sample-company", question) == "allow"
