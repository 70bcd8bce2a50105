"""What a policy forbids by a deed and its thing is recognised in any order and form, and neither word alone is it."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.policy.words import Slot
from tests.reading.conftest import answerer_for
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "deeds.yaml").read_text(encoding="utf-8"))
SAID = [(case["language"], state, said) for case in CASES for state in ("forbidden", "fine") for said in case[state]]


@cache
def policy(language: str) -> Answerer:
    """One tool that takes everything, and a ban in words of one language."""
    words = next(case["words"] for case in CASES if case["language"] == language)
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Deeds", "languages": [language], "owner": "o@example.org"},
        "data.yaml": {"classes": [{"id": "everything", "label": "Everything", "rank": 0}]},
        "tools/chatgpt.yaml": {"id": "chatgpt-team", "label": "ChatGPT Team", "catalog": ["chatgpt"]},
        "rules.yaml": [
            {"rule": "all", "tools": ["chatgpt-team"], "data": ["everything"], "effect": "allow"},
            {"rule": "never", "tools": "*", "data": "*", "where": {"words": words}, "effect": "forbid"},
        ],
    }
    return answerer_for(files)


@pytest.mark.parametrize(("language", "state", "said"), SAID, ids=[f"{said} is {state}" for _, state, said in SAID])
def test_a_deed_is_forbidden_where_its_thing_is_said_too(language: str, state: str, said: str) -> None:
    ruled = policy(language).ask(f"ChatGPT Team: {said}?").ruled
    assert any(one.item.question.context.get(Slot.WORDS) for one in ruled) is (state == "forbidden")
