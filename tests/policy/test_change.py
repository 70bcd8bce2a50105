"""Two policies -> the cells that flip; two rulings -> whether people should hear of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from policy_cases import TODAY, cases_of, policy_of, question_of

from bot.policy.change import CellChange, compare, would_differ
from bot.policy.decide import compile_policy, decide
from bot.policy.words import Citation, Policy, Ruling

_CASES = cases_of("change.yaml")
_BASE: dict[str, Any] = {
    "offerings": {"claude/team": {}, "claude/free": {}},
    "classes": ["public", "secret"],
    "types": {"menus": {"class": "public"}, "names": {"class": "secret"}},
    "conditions": {"redact": {}, "approved": {}},
}


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_what_flips_is_what_is_wanted(case: dict[str, Any]) -> None:
    old = policy_of(_BASE | {"rules": case["old"]})
    new = policy_of(_BASE | {"rules": case["new"], "waivers": case.get("waivers", [])})
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    seen: dict[str, Any] = {
        "looser": [shown(one) for one in change.looser],
        "stricter": [shown(one) for one in change.stricter],
        "changed_conditions": [shown(one) for one in change.changed_conditions],
        "unchanged": change.unchanged,
    }
    assert {key: seen[key] for key in case["want"]} == case["want"]


def shown(change: CellChange) -> list[str]:
    marks = [f"{slot}={value}" for slot, value in change.context.items()] + ([change.who] if change.who else [])
    return [change.offering, change.data, str(change.old), str(change.new), *marks]


def test_a_tool_that_is_new_or_gone_is_compared_with_being_unlisted() -> None:
    small = policy_of(
        _BASE | {"offerings": {"claude/team": {}}, "rules": [{"effect": "allow", "tools": ["claude/team", "claude/free"]}]}
    )
    large = policy_of(_BASE | {"rules": [{"effect": "allow", "tools": ["claude/team", "claude/free"]}], "unlisted": "forbidden"})
    bare = replace(large, offerings={}, rules=())
    added = compare(compile_policy(bare), compile_policy(large), TODAY)
    assert {(one.old, one.new) for one in added.looser} == {("forbidden", "allowed")}
    assert compare(compile_policy(large), compile_policy(bare), TODAY).stricter
    assert compare(compile_policy(small), compile_policy(large), TODAY).unchanged == 8


def test_a_flip_names_the_line_that_decides_now() -> None:
    old, new = policy_of(_BASE), policy_of(_BASE | {"rules": [{"rule": "r", "effect": "forbid", "data": "names"}]})
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    assert [str(one.reasons[0].at) for one in change.stricter] == ["rules.yaml:1:1", "rules.yaml:1:1"]


def rulings(*rules: dict[str, Any]) -> Ruling:
    policy: Policy = policy_of(_BASE | {"rules": list(rules)})
    return decide(compile_policy(policy), question_of({"tools": ["claude/team"], "data": ["names"]}), TODAY)


def test_another_verdict_or_condition_is_news() -> None:
    allowed = rulings({"effect": "allow"})
    redact = rulings({"effect": "condition", "conditions": ["redact"]})
    approved = rulings({"effect": "condition", "conditions": ["approved"]})
    assert would_differ(allowed, redact)
    assert would_differ(redact, approved)


def test_another_line_or_reason_under_the_same_verdict_is_no_news() -> None:
    one, other = (
        rulings({"rule": "a", "effect": "allow"}),
        rulings({"rule": "b", "effect": "allow"}, {"rule": "c", "effect": "allow"}),
    )
    moved = replace(one, reasons=tuple(replace(reason, at=Citation("rules.yaml", 99)) for reason in one.reasons))
    assert not would_differ(one, other)
    assert not would_differ(one, moved)


def test_the_ruling_of_one_of_several_tools_is_news() -> None:
    question = question_of({"tools": ["claude/team", "claude/free"], "data": ["names"]})
    policy = policy_of(_BASE | {"rules": [{"effect": "allow", "tools": "claude/team"}]})
    stricter = policy_of(
        _BASE | {"rules": [{"effect": "allow", "tools": "claude/team"}, {"effect": "forbid", "tools": "claude/free"}]}
    )
    old, new = (decide(compile_policy(one), question, TODAY) for one in (policy, stricter))
    assert old.verdict is new.verdict
    assert would_differ(old, new)
