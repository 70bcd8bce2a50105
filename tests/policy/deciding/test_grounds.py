"""Cells and a verdict that none of them has -> the line that says what silence means, for the tool that was asked about first."""

from __future__ import annotations

import pytest

from bot.policy.deciding.cell import World, look
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.grounds import reasons_of
from bot.policy.words import Question, Verdict
from tests.policy.policy_cases import TODAY, policy_of

_POLICY = compile_policy(
    policy_of({"offerings": {"a/x": {}}, "types": {"names": {}}, "rules": [{"rule": "all", "effect": "allow"}]})
)


@pytest.mark.parametrize(
    ("offerings", "rule"), [(("a/x",), "default"), (("a/x", "other"), "default"), (("other", "a/x"), "unlisted")]
)
def test_a_verdict_that_no_cell_has_rests_on_what_silence_means(offerings: tuple[str, ...], rule: str) -> None:
    cells = [look(_POLICY, World(Question(), TODAY, {}), offering, "names") for offering in offerings]
    assert {cell.verdict for cell in cells} == {"allowed"}
    assert [one.rule for one in reasons_of(_POLICY, Question(), cells, Verdict.UNCOVERED)] == [rule]
    assert [one.rule for one in reasons_of(_POLICY, Question(), cells, Verdict.ALLOWED)] == ["all"]
