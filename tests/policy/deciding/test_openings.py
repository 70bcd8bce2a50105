"""A cell -> everybody for whom it is milder than for whoever says nothing; each case's name is the sentence that it proves."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.openings import openings
from bot.policy.words import USABLE, Question
from tests.policy.policy_cases import TODAY, cases_of, policy_of

_CASES = cases_of("openings.yaml")
_BASE: dict[str, Any] = {"offerings": {"a/x": {}, "b/x": {}}, "types": {"names": {}}, "conditions": {"c": {}}}


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_for_whom_a_cell_opens(case: dict[str, Any]) -> None:
    compiled = compile_policy(policy_of(_BASE | {name: value for name, value in case.items() if name not in ("name", "want")}))
    found = list(openings(compiled, Question(), "a/x", "names", TODAY))
    assert [[dict(one.context), one.who, one.verdict.value] for one in found] == case["want"]
    assert all(one.ruling.verdict in USABLE or one.ruling.ask_back for one in found), "the words agree with the cell"
