"""A policy -> all that a look at every cell finds odd, rule by rule; what `mayi check` says of it is tested with the checks."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.changes.survey import Odd, survey
from bot.policy.deciding.compile import compile_policy
from bot.policy.policy import Policy
from bot.policy.words import DataClass
from tests.policy.policy_cases import TODAY, cases_of, policy_of

_CASES = cases_of("survey.yaml")
_BASE: dict[str, Any] = {
    "offerings": {"b/x": {}, "a/x": {}},
    "types": {"names": {}, "menus": {}},
    "default": "forbidden",
    "conditions": {},
}


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_what_is_odd_about_the_cells(case: dict[str, Any]) -> None:
    assert [_shown(odd) for odd in survey(compile_policy(_made(case)), TODAY)] == case["want"]


def _made(case: dict[str, Any]) -> Policy:
    """``many``: so many purposes and countries are told apart by other rules that their pairs are not looked at together;
    ``classes``: id -> rank."""
    many = [
        {"rule": f"{slot}{number}", "effect": "condition", "tools": "a/x", "data": "names", "where": {slot: f"{slot[0]}{number}"}}
        for slot in ("purpose", "country")
        for number in range(1, case.get("many", 0) + 1)
    ]
    policy = policy_of(_BASE | {**case, "rules": [*case["rules"], *many], "classes": ()})
    return replace(policy, data_classes={id_: DataClass(id_, rank) for id_, rank in case.get("classes", {}).items()})


def _shown(odd: Odd) -> list[Any]:
    rules = [rule.id for rule in odd.rules]
    rules[:1] = [f"{rules[0]}, set aside" if odd.is_set_aside else rules[0]]
    return [odd.oddity.value, [" ".join(cell) for cell in odd.cells], rules, [verdict.value for verdict in odd.verdicts]]
