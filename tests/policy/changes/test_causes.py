"""Two policies -> what made each cell flip; each case's name says what it is."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.changes.change import compare
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.joint import Cause
from bot.policy.words import Citation, Condition
from tests.policy.policy_cases import TODAY, cases_of, policy_of

_CASES = cases_of("causes.yaml")
_BASE: dict[str, Any] = {"offerings": {"a/x": {}, "b/x": {}}, "types": {"names": {}, "menus": {}}}


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_what_made_a_cell_flip(case: dict[str, Any]) -> None:
    change = compare(_compiled(case["old"]), _compiled(case["new"]), TODAY)
    found: dict[str, list[list[Any]]] = {}
    for one in (*change.looser, *change.stricter, *change.changed_conditions):
        found.setdefault(f"{one.offering} {one.data}", [_shown(cause) for cause in one.causes])
    assert found.keys() == case["want"].keys()
    assert {cell: found[cell] if causes else None for cell, causes in case["want"].items()} == case["want"]


def _compiled(given: dict[str, Any]) -> Compiled:
    """Data types stand in ``data.yaml``, each on a line of its own."""
    policy = policy_of(_BASE | given)
    types = {id_: replace(kind, at=Citation("data.yaml", line)) for line, (id_, kind) in enumerate(policy.data_types.items(), 1)}
    return compile_policy(replace(policy, data_types=types))


def _shown(cause: Cause) -> list[Any]:
    return [cause.rule, cause.how.value, cause.kind, *(at.line if at else None for at in (cause.old, cause.new))]


def test_a_condition_that_is_listed_without_a_word_asks_for_what_one_asks_that_only_a_rule_names() -> None:
    rules = [{"rule": "r", "effect": "condition", "tools": "a/x", "data": "names", "conditions": ["seal"]}]
    named = policy_of(_BASE | {"rules": rules})
    listed = replace(named, conditions={"seal": Condition("seal", {})})
    change = compare(compile_policy(named), compile_policy(listed), TODAY)
    assert not (change.looser or change.stricter or change.changed_conditions)
