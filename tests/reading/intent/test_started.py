"""What the sample company's staff are told to start with, and what no answer says."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import answer
from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, named, stated
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "started.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_staff_are_told_so(name: str) -> None:
    case, state = CASES[name], None
    for text in (case["ask"], *([case["then"]] if "then" in case else [])):
        answered = answer(named(SAMPLE).mind, make_safe(text), state, Asker(), "R-TEST", date(2026, 11, 27))
        state = answered.state
    said = stated(named(SAMPLE), answered, date(2026, 11, 27)).answer
    assert said.verdict == case.get("verdict", said.verdict), said.text
    if "first" in case:
        assert said.start is not None
        assert said.start.label == case["first"]
    assert case.get("says", "") in said.text
    assert "never" not in case or case["never"] not in said.text
