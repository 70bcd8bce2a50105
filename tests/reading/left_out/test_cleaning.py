"""What is done to data counts where the policy says what it makes of it, and only where it is done, by the asker, and wholly."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.flows.owners.score import turns_of
from bot.wiring import Answerer
from tests.reading.conftest import answerer_for
from tests.yamls import read_yaml

CASES: dict[str, list[str]] = read_yaml((Path(__file__).parent / "cleaning.yaml").read_text(encoding="utf-8"))
DONE = "the names are out"
ASKED = [(name, asked) for name, several in CASES.items() for asked in several]
DONE_TO_DATA = ["anonymised", "pseudonymised", "redacted", "names-removed", "synthetic", "aggregated"]
SECRETS = {"catalog": ["credentials", "merger"], "synonyms": ["passwords", "merger plans"]}
LETTERS = ["customer letter", "klantbrief", "Kundenbrief", "lettre client", "carta de cliente"]


@cache
def policy() -> Answerer:
    by_hand = dict.fromkeys(DONE_TO_DATA, "cleaned")
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Desk", "languages": ["en"], "owner": "o@example.org", "default": "forbidden"},
        "data.yaml": {
            "classes": [
                {"id": "amber", "label": "Amber", "rank": 1},
                {"id": "red", "label": "Red", "rank": 2, "becomes": by_hand},
                {"id": "black", "label": "Black", "rank": 3, "becomes": dict.fromkeys(by_hand, "black")},
            ],
            "types": [
                {"id": "letters", "label": "customer letter", "class": "red", "synonyms": LETTERS},
                {"id": "fraud", "label": "fraud file", "class": "black"},
                {"id": "secrets", "label": "company secrets", "class": "red", **SECRETS},
                {"id": "cleaned", "label": "what is left of red data", "class": "amber"},
            ],
            "transformations": [{"id": name, "label": name} for name in by_hand],
        },
        "tools/desk.yaml": {"id": "desk-chat", "label": "Desk Chat"},
        "conditions.yaml": [
            {"id": "unknown", "text": "Nobody could tell who it is.", "general": True, "binds": True, "data": "cleaned"}
        ],
        "rules.yaml": [
            {"rule": "amber", "tools": ["desk-chat"], "data": ["amber"], "effect": "allow"},
            {"rule": "red", "tools": ["desk-chat"], "data": ["red", "black"], "effect": "forbid"},
        ],
    }
    return answerer_for(files)


@pytest.mark.parametrize(("name", "asked"), ASKED, ids=[asked for _, asked in ASKED])
def test_what_is_done_to_data_counts_where_it_is_done(name: str, asked: str) -> None:
    label, why = policy().label_and_why(asked, [])
    assert label == ("conditional" if name == DONE else "deny"), why


@pytest.mark.parametrize("reply", ["without the names?", "and if it is anonymised?", "and without the names?"])
def test_a_reply_may_say_what_is_done_to_what_the_thread_is_about(reply: str) -> None:
    for asked, wanted in (("customer letter in Desk Chat?", "conditional"), ("company secrets in Desk Chat?", "deny")):
        label, why = policy().label_and_why(reply, turns_of([f"user: {asked}", "bot: Not allowed"]))
        assert label == wanted, why
