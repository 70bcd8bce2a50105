"""Keeping what is said makes data that nobody named: a recording, with what the policy asks of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reading.conftest import SAMPLE, answerer_of, named
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "keeping.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_who_keeps_what_is_said_is_told_what_the_policy_asks_of_recordings(name: str) -> None:
    case = CASES[name]
    (part,) = (named if "consent" in case else answerer_of)(SAMPLE).ask(case["asked"]).ruled
    needs = part.tools[0].needs if part.tools else part.ruling.needs if part.ruling else ()
    assert ("everyone-agreed" in {need.condition for need in needs}) is case.get("consent", False)
