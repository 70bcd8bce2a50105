"""Another plan of the tool that a later sentence names goes for the tool."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "told_later.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", CASES["not_allowed"])
def test_the_plan_that_is_used_counts(question: str) -> None:
    assert label_when_that_is_all("sample-company", question) != "allow"


@pytest.mark.parametrize("question", CASES["allowed"])
def test_what_else_is_free_says_nothing_of_the_tool(question: str) -> None:
    assert named_label("sample-company", question) == "allow"
