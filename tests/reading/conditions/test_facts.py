"""What people say of a condition: promised, denied, half done, beyond a limit or agreed by somebody else is not met."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Answerer
from tests.reading.conftest import answerer_for
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "facts.yaml").read_text(encoding="utf-8"))
SAID = [
    (number, state, said)
    for number, case in enumerate(CASES)
    for state in ("unmet", "met", "open")
    for said in case.get(state, [])
]


@cache
def policy_in(language: str) -> Answerer:
    """A policy that has all conditions of one language, each for a data class of its own."""
    kept = [(number, case["condition"]) for number, case in enumerate(CASES) if case.get("language", "en") == language]
    classes = [{"id": "public", "label": "Public", "rank": 0}, *({"id": f"class-{n}", "label": f"Class {n}"} for n, _ in kept)]
    files = {
        "policy.yaml": {"organisation": "Facts", "languages": [language], "owner": "o@example.org", "default": "uncovered"},
        "data.yaml": {"classes": classes},
        "tools/chatgpt.yaml": {"id": "chatgpt-team", "label": "ChatGPT Team", "catalog": ["chatgpt"]},
        "conditions.yaml": {"conditions": [{"id": f"c-{n}", "text": {language: text}, "when": "before"} for n, text in kept]},
        "rules.yaml": [
            {"rule": f"r-{n}", "tools": ["chatgpt-team"], "data": [f"class-{n}"], "effect": "condition", "conditions": [f"c-{n}"]}
            for n, _ in kept
        ],
    }
    return answerer_for(files)


@pytest.mark.parametrize(("number", "state", "said"), SAID, ids=[f"{said} is {state}" for _, state, said in SAID])
def test_what_is_said_of_a_condition(number: int, state: str, said: str) -> None:
    answerer = policy_in(CASES[number].get("language", "en"))
    question = answerer.ask(f"{said}. ChatGPT Team?").ruled[0].item.question
    found = "unmet" if f"c-{number}" in question.unmet else "met" if f"c-{number}" in question.met else "open"
    assert found == state
