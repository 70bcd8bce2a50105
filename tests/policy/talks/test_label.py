"""Intents and rulings -> labels, as a table; several labels -> the strictest."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import pytest

from bot.policy.deciding.rulings import AskBack, Reason, Ruling
from bot.policy.talks.label import label_of, strictest_label
from bot.policy.talks.talk import Intent
from bot.policy.words import Citation, Effect, Slot, Verdict
from tests.policy.policy_cases import cases_of

_CASES = cases_of("label.yaml")


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_the_label_is_the_one_that_is_wanted(case: dict[str, Any]) -> None:
    reasons = tuple(
        Reason(rule, None if rule in {"default", "unlisted"} else Effect.ALLOW, Citation("rules.yaml", 1))
        for rule in case.get("reasons", ())
    )
    reasons += tuple(Reason(duty, None, Citation("conditions.yaml", 1)) for duty in case.get("duties", ()))
    reasons += tuple(Reason(rule, Effect.FORBID, Citation("rules.yaml", 1)) for rule in case.get("bans", ()))
    ask = AskBack(Slot.DATA, ()) if case.get("ask") else None
    ruling = Ruling(Verdict(case["verdict"]), reasons=reasons, ask_back=ask) if case["verdict"] else None
    assert label_of(Intent(case["intent"]), ruling) == case["want"]


@pytest.mark.parametrize("intent", list(Intent))
def test_every_intent_has_a_label(intent: Intent) -> None:
    assert label_of(intent, None) in {"off_topic", "deny", "ask"}


def test_the_strictest_label_does_not_depend_on_their_order() -> None:
    ranked = ["deny", "not_listed", "ask", "conditional", "allow", "off_topic"]
    for place, label in enumerate(ranked):
        for labels in permutations(ranked[place : place + 3]):
            assert strictest_label(labels) == label


def test_no_answer_at_all_is_off_topic() -> None:
    assert strictest_label([]) == "off_topic"
