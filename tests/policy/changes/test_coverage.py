"""Rules that tests rest on -> the rules and cells that no test speaks of."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bot.policy.changes.coverage import Coverage, coverage
from bot.policy.deciding.decide import compile_policy
from tests.policy.policy_cases import TODAY, policy_of

BASE: dict[str, Any] = {
    "offerings": {"claude/team": {}, "claude/free": {}},
    "classes": ["public", "secret", "lonely"],
    "types": {"menus": {"class": "public"}, "names": {"class": "secret"}},
    "conditions": {"redact": {}},
    "rules": [
        {"rule": "all", "effect": "allow", "tools": ["claude/team"]},
        {"rule": "names", "effect": "forbid", "data": "names"},
    ],
}


def covered(*tested: str) -> Coverage:
    return coverage(compile_policy(policy_of(BASE)), frozenset(tested), TODAY)


def test_without_a_test_nothing_is_spoken_of() -> None:
    found = covered()
    assert (found.rules, [rule.id for rule in found.untested_rules]) == (2, ["all", "names"])
    # two offerings x two types and the class that has no types
    assert (found.cells, len(found.untested_cells)) == (6, 6)


def test_a_cell_is_spoken_of_where_a_rule_that_decides_it_is() -> None:
    found = covered("all")
    assert found.untested_cells == (
        ("claude/team", "names"),  # the ban decides there, and the rule for all does not
        ("claude/free", "menus"),
        ("claude/free", "names"),
        ("claude/free", "lonely"),
    )


def test_silence_is_tested_as_well() -> None:
    assert covered("all", "names", "default").untested_cells == ()
    assert covered("all", "names").untested_cells == (("claude/free", "menus"), ("claude/free", "lonely"))


@pytest.mark.parametrize(("ended", "rules"), [(0, 3), (1, 2)], ids=["ends today", "has ended"])
def test_an_exception_counts_until_it_has_ended(ended: int, rules: int) -> None:
    waiver = {"rule": "pilot", "effect": "allow", "tools": "claude/free", "until": TODAY - timedelta(days=ended)}
    waiver |= {"since": TODAY - timedelta(days=9)}
    found = coverage(compile_policy(policy_of(BASE | {"waivers": [waiver]})), frozenset({"pilot"}), TODAY)
    assert found.rules == rules
    assert (("claude/free", "menus") in found.untested_cells) is bool(ended)


def test_a_cell_is_looked_at_where_the_policy_assumes_people_to_be() -> None:
    dutch = {"rule": "dutch", "effect": "allow", "tools": "claude/free", "data": "menus", "where": {"country": "nl"}}
    given = BASE | {"rules": [*BASE["rules"], dutch], "assumed": {"country": "NL"}}
    found = coverage(compile_policy(policy_of(given)), frozenset({"dutch"}), TODAY)
    assert ("claude/free", "menus") not in found.untested_cells
