"""Who lacks the organisation's seat, has a switch off or asks for a range of classes is never told "allowed"."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Answerer
from tests.reading.conftest import answerer_for, when_that_is_all
from tests.yamls import read_yaml

CASES: dict[str, list[str]] = read_yaml((Path(__file__).parent / "seats.yaml").read_text(encoding="utf-8"))
FINE, RANGE = "what the organisation has", "a range of classes"
NEVER = [(name, asked) for name, several in CASES.items() if name != FINE for asked in several]


@cache
def policy() -> Answerer:
    """Everything that is amber goes into the seat, the editor with its switch on, and the model on own servers; what is green
    into Willow, with a seat or without."""
    amber = [
        "work instruction",
        "werkinstructie",
        "Arbeitsanweisung",
        "instruction de travail",
        "instrucción de trabajo",
        "org chart",
    ]
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Seats", "languages": ["en"], "owner": "o@example.org"},
        "data.yaml": {
            "classes": [
                {"id": "green", "label": "Green", "rank": 0, "synonyms": ["club bulletin", "Vereinsblatt"]},
                {"id": "amber", "label": "Amber", "rank": 1, "synonyms": amber},
                {"id": "red", "label": "Red", "rank": 2, "synonyms": ["case file"]},
            ]
        },
        "tools/chatgpt.yaml": {
            "id": "chatgpt-team",
            "label": "ChatGPT Team",
            "catalog": ["chatgpt"],
            "offerings": [{"id": "team", "label": "ChatGPT Team", "plan": ["team"], "account": "company"}],
        },
        "tools/larch.yaml": {"id": "larch", "label": "Larch Chat (branch pilot)", "synonyms": ["Larch", "the pilot"]},
        "tools/pine-on.yaml": {"id": "pine-on", "label": "Pine Editor, privacy mode on", "synonyms": ["Pine Editor"]},
        "tools/pine-off.yaml": {"id": "pine-off", "label": "Pine Editor without privacy mode"},
        "tools/quarry.yaml": {"id": "quarry", "label": "Self-hosted Llama (Quarry)", "catalog": ["llama"]},
        "tools/willow-pro.yaml": {
            "id": "willow-pro",
            "label": "Willow Pro",
            "offerings": [{"id": "pro", "label": "Willow Pro", "plan": ["pro"], "account": "company"}],
        },
        "tools/willow-free.yaml": {
            "id": "willow-free",
            "label": "Free chatbots",
            "synonyms": ["Willow"],
            "group": True,
            "covers": {"plan": ["free"], "account": ["personal"]},
        },
        "rules.yaml": [
            {"rule": "fine", "tools": ["chatgpt-team", "larch", "pine-on", "quarry"], "data": ["amber"], "effect": "allow"},
            {"rule": "bulletins", "tools": ["willow-pro", "willow-free"], "data": ["green"], "effect": "allow"},
            {"rule": "off", "tools": ["pine-off"], "data": "*", "effect": "forbid"},
            {"rule": "red", "tools": "*", "data": ["red"], "effect": "forbid"},
        ],
    }
    files["tools/pine-on.yaml"]["facts"] = {"privacy_mode": "on"}
    files["tools/pine-off.yaml"]["facts"] = {"privacy_mode": "off"}
    return answerer_for(files)


@pytest.mark.parametrize(("name", "asked"), NEVER, ids=[f"{name}: {asked}" for name, asked in NEVER])
def test_it_is_no_yes(name: str, asked: str) -> None:
    assert policy().label_and_why(asked, [])[0] in ("deny", "not_listed", "ask")
    assert name == RANGE or when_that_is_all(policy(), asked) != "allow"


@pytest.mark.parametrize("asked", CASES[FINE])
def test_who_has_it_is_told_yes(asked: str) -> None:
    assert when_that_is_all(policy(), asked) == "allow"


@pytest.mark.parametrize(
    "asked",
    ["what's the rule on {} and the work instruction", "OK to use {} w/ the work instruction?", "{} on the work instruction"],
)
def test_a_name_with_without_leaves_nothing_out(asked: str) -> None:
    tool = "Pine Editor without privacy mode"
    assert policy().label_and_why(asked.format(tool), []) == policy().label_and_why(f"{tool} for the work instruction", [])
