"""What a follow-up is by words alone, in five languages: a tool, data, an answer, a why; anything else brings the card again."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import asker_of
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml(Path(__file__).with_suffix("").with_name("follow_ups.yaml").read_text(encoding="utf-8"))
EACH = [(case, language) for case in CASES for language in case["talks"]]


@pytest.mark.parametrize(("case", "language"), EACH, ids=[f"{case['what']} ({language})" for case, language in EACH])
def test_a_follow_up_is_taken_so(case: dict[str, Any], language: str) -> None:
    answerer, state, before = answerer_of("sample-company"), None, ()
    for text in case["talks"][language]:
        answered = answerer.answer_next(text, before, state, asker_of({}), "R-TEST", today=date(2026, 11, 28))
        state, before = answered.state, (*before, text)
    assert answered.label in case["label"], answered.answer.text
    item = answered.reading.items[0]
    assert item.intent == case.get("intent", item.intent)
    assert item.read_as == case.get("read", item.read_as)
    assert answered.ruled[0].is_again or not case.get("again")
