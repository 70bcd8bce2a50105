"""Two policies -> what flips beyond today's listed cells: of tools that no file names, and on a later day."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.changes.beyond import UNLISTED, with_all_beyond
from bot.policy.changes.change import CellChange, compare
from bot.policy.deciding.decide import compile_policy
from tests.policy.policy_cases import TODAY, cases_of, policy_of

_CASES = cases_of("beyond.yaml")
_BASE: dict[str, Any] = {
    "offerings": {"claude/team": {}, "claude/free": {}},
    "types": {"menus": {}, "names": {}},
    "conditions": {"redact": {}},
    "rules": [{"rule": "ban", "tools": "claude/team", "data": "names", "effect": "forbid"}],
}


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_what_flips_beyond_the_cells_of_today(case: dict[str, Any]) -> None:
    old, new = (compile_policy(policy_of(_BASE | case[side])) for side in ("old", "new"))
    today = compare(old, new, TODAY)
    whole = with_all_beyond(today, old, new, TODAY)
    assert whole.unchanged == today.unchanged
    for name in ("looser", "stricter", "changed_conditions"):
        found: tuple[CellChange, ...] = getattr(whole, name)
        assert found[: len(getattr(today, name))] == getattr(today, name)
        assert [shown(one) for one in found[len(getattr(today, name)) :]] == case.get(name, [])


def shown(change: CellChange) -> list[str]:
    more = [str(change.since)] if change.since else []
    return [change.offering, change.data, str(change.old), str(change.new), *more, *([change.who] if change.who else [])]


def test_the_cause_is_what_somebody_wrote() -> None:
    old, new = (compile_policy(policy_of(_BASE | {"unlisted": one})) for one in ("forbidden", "review"))
    flips = with_all_beyond(compare(old, new, TODAY), old, new, TODAY).looser
    assert {(one.offering, one.causes[0].rule, str(one.causes[0].new)) for one in flips} == {
        (UNLISTED, "unlisted", "policy.yaml:5:1")
    }
