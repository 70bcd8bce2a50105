"""A question that leaves more open than can be looked at one by one -> what is looked at, and the strict side of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.worlds import ready, worlds_of
from tests.policy.policy_cases import TODAY, policy_of, question_of

QUESTION = question_of({"tools": ["a/x"], "data": ["names"]})


def made(purposes: int, roles: int, *rules: dict[str, Any]) -> Compiled:
    """A rule of its own for each of so many purposes and roles, so that no two do the same; all others share one value."""
    each = [
        {"rule": f"{slot}{number}", "effect": "condition", "data": "names", "where": {slot: f"{slot}{number}"}}
        for slot, many in (("purpose", purposes), ("role", roles))
        for number in range(many)
    ]
    return compile_policy(policy_of({"offerings": {"a/x": {}}, "types": {"names": {}}, "rules": [*rules, *each]}))


@pytest.mark.parametrize(
    ("purposes", "roles", "looked", "unlooked"),
    [(15, 15, ["purpose", "role"], []), (16, 15, ["role"], ["purpose"]), (15, 16, ["purpose"], ["role"])],
    ids=["as many as are looked at", "more purposes", "more roles"],
)
def test_the_slot_with_the_most_values_is_left_where_they_are_too_many_together(
    purposes: int, roles: int, looked: list[str], unlooked: list[str]
) -> None:
    compiled = made(purposes, roles, {"effect": "allow"})
    worlds = worlds_of(compiled, ready(compiled, QUESTION, TODAY), QUESTION.tools[0])
    assert (list(worlds.open_slots), list(worlds.unlooked)) == (looked, unlooked)


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        ([{"effect": "allow"}], "conditional"),
        ([{"effect": "allow"}, {"effect": "forbid", "where": {"purpose": "purpose0"}}], "forbidden"),
        ([{"effect": "allow"}, {"effect": "forbid", "where": {"purpose": "purpose0", "role": "role0"}}], "forbidden"),
        (
            [
                {"effect": "allow"},
                {"rule": "no", "effect": "forbid", "where": {"purpose": "purpose0"}},
                {"effect": "allow", "where": {"purpose": "purpose1"}, "sets_aside": ["no"]},
            ],
            "forbidden",
        ),
        ([], "uncovered"),
    ],
    ids=[
        "conditions of some purposes",
        "a ban for a purpose that was not looked at",
        "a ban for a role and such a purpose",
        "a ban that only another purpose sets aside",
        "silence where nothing is said",
    ],
)
def test_what_was_not_looked_at_counts_from_its_strict_side(rules: list[dict[str, Any]], wanted: str) -> None:
    ruling = decide(made(16, 15, *rules), QUESTION, TODAY)
    assert str(ruling.verdict) == wanted
