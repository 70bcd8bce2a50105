"""A cell -> the contexts and askers for whom its rules may say another thing; each case's name is the sentence that it proves."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.deciding.circumstances import circumstances
from bot.policy.deciding.compile import compile_policy
from tests.policy.policy_cases import cases_of, policy_of

_CASES = cases_of("circumstances.yaml")


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_all_that_matters_is_looked_at_and_nothing_else(case: dict[str, Any]) -> None:
    policies = [compile_policy(policy_of(_BASE | given)) for given in case["policies"]]
    found = circumstances(policies, case.get("offering", "a/x"), case.get("data", "names"))
    assert [[context, who] if who else context for context, who in found] == case["want"]


_BASE: dict[str, Any] = {"offerings": {"a/x": {}, "b/x": {}}, "types": {"names": {}, "menus": {}}}


@pytest.mark.parametrize(("values", "together"), [(8, 64), (9, 0)])
def test_values_of_two_slots_are_looked_at_together_where_they_are_few(values: int, together: int) -> None:
    where = {"purpose": [f"p{n}" for n in range(values)], "role": [f"r{n}" for n in range(8)]}
    compiled = compile_policy(policy_of(_BASE | {"rules": [{"effect": "allow", "where": where}]}))
    found = [context for context, _ in circumstances([compiled], "a/x", "names")]
    assert [sum(len(context) == size for context in found) for size in (0, 1, 2)] == [1, values + 8, together]
