"""What was told of an occasion holds for what goes on with its thread, until it is over or a whole question is asked anew."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import Asker
from bot.reading.door import make_safe
from bot.wiring import Answerer
from tests.reading.conftest import answerer_for, stated
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "occasions.yaml").read_text(encoding="utf-8"))
TALKS = [(case["language"], name) for case in CASES for name in case["talks"]]
TOOLS = {"chatgpt-team": ("ChatGPT Team", "chatgpt"), "copilot-chat": ("Copilot Chat", "copilot-chat")}
OPEN = ["price list", "press release", "Preisliste", "Pressemitteilung", "prijslijst", "persbericht"]
OPEN += ["liste de prix", "communiqué", "lista de precios", "comunicado"]


@cache
def policy(language: str) -> Answerer:
    """Two tools that take what is open, and rules that wait for words."""
    waits = next(case["waits"] for case in CASES if case["language"] == language)
    everything = {"tools": list(TOOLS), "data": ["open"]}
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Occasions", "languages": [language], "owner": "o@example.org"},
        "data.yaml": {"classes": [{"id": "open", "label": "Open", "rank": 0, "synonyms": OPEN}]},
        "rules.yaml": [
            {"rule": "all", **everything, "effect": "allow"},
            *({"rule": effect, **everything, "where": {"words": words}, "effect": effect} for effect, words in waits.items()),
        ],
    }
    tools = {f"tools/{id_}.yaml": {"id": id_, "label": label, "catalog": [of]} for id_, (label, of) in TOOLS.items()}
    return answerer_for(files | tools)


@pytest.mark.parametrize(("language", "name"), TALKS, ids=[name for _, name in TALKS])
def test_an_occasion_is_told_once(language: str, name: str) -> None:
    talk = next(case["talks"][name] for case in CASES if case["language"] == language)
    flow, state, said, day = policy(language).mind.flow, None, [], date(2026, 11, 27)
    for asked, _ in talk:
        answered = stated(policy(language), flow(make_safe(asked), state, Asker(), "R-TEST", day), day)
        state = answered.state
        said.append([asked, *(one.ruling.verdict.value if one.ruling else "" for one in answered.ruled)])
    assert said == talk
