"""Promises said in other forms of "not", in five languages, go in; never the opposite way comes out. The cases are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.policy.vendors.terms import Direction, Severity
from bot.vendors.judging.judge import judge
from tests.yamls import read_yaml

PAPER = read_yaml((Path(__file__).parents[1] / "cases" / "paraphrased.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", PAPER["cases"], ids=lambda case: case["name"])
def test_a_promise_in_other_words_is_never_told_as_its_contrary(case: dict[str, Any]) -> None:
    """Nor is the same promise in other words told as one that goes any way."""
    page = PAPER["pages"][case["language"]]
    made = judge(page.format(case["before"]), page.format(case["after"]))
    if made.severity is Severity.ALERT:
        assert made.direction.value in {case["way"], Direction.UNCLEAR.value}


def test_the_cases_are_of_five_languages_and_half_of_them_stricter() -> None:
    cases = PAPER["cases"]
    assert len(cases) == 60
    for language in PAPER["pages"]:
        ways = [case["way"] for case in cases if case["language"] == language]
        assert (len(ways), ways.count("stricter")) == (12, 6)
