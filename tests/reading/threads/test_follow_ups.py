"""What a follow-up changes of the answer before it: the tool's place, a condition, the task; and what it leaves as it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from tests.reading.conftest import SAMPLE, named, stated
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "follow_ups.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES)
def test_a_follow_up_is_taken_so(name: str) -> None:
    case, state = CASES[name], None
    for text in case["talk"]:
        answered = named(SAMPLE).mind.flow(make_safe(text), state, Asker(), "R-TEST", date(2026, 11, 28))
        state = answered.state
    answer = stated(named(SAMPLE), answered, date(2026, 11, 28)).answer
    assert answer.verdict == case.get("verdict", answer.verdict), answer.text
    assert case.get("says", "") in answer.text
    assert "never" not in case or case["never"] not in answer.text
