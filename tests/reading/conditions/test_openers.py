"""A message that begins a talk ticks the boxes that it claims in the policy's words, in any order and language; and no other. So
does a reply, in whatever words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import SAMPLE, named
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "openers.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_what_is_claimed_of_conditions(case: dict[str, Any]) -> None:
    turns = [("user", case["after"])] if "after" in case else []
    assert sorted(named(SAMPLE).ask(case["ask"], turns).ruled[0].item.question.met) == case["met"]
