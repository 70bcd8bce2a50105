"""What is public by its form alone is not public where words about it say that it is still inside."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.reading.conftest import label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "not_out.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("question", CASES["not_allowed"])
def test_what_is_not_out_is_nothing_public(question: str) -> None:
    assert label_when_that_is_all("sample-company", question) != "allow"


@pytest.mark.parametrize("question", CASES["allowed"])
def test_what_is_out_stays_so(question: str) -> None:
    assert named_label("sample-company", question) == "allow"
