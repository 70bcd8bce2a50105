"""Two policies -> the cells that flip; two rulings -> whether people should hear of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.changes.change import CellChange, changes_between, compare, would_differ
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.joint import Joint
from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy
from bot.policy.words import Citation, Slot, When
from tests.policy.policy_cases import TODAY, cases_of, policy_of, question_of

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
    described = _BASE["conditions"] | case.get("described", {})
    new = policy_of(_BASE | {"rules": case["new"], "waivers": case.get("waivers", []), "conditions": described})
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


def test_of_several_places_the_strictest_counts_wherever_it_stands() -> None:
    ban = {"rule": "b", "effect": "forbid", "tools": "claude/free", "data": "names"}
    old, new = (
        compile_policy(policy_of(_BASE | {"rules": rules})) for rules in ([{"effect": "allow"}], [{"effect": "allow"}, ban])
    )
    places = (("claude/free", "names"), ("claude/team", "names"))
    (change,) = changes_between(Joint(old, new), places, places, TODAY)
    assert (change.old, change.new) == ("allowed", "forbidden")


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


def changed(old: dict[str, Any], new: dict[str, Any]) -> tuple[list[tuple[str, ...]], ...]:
    """Looser, stricter and other conditions of two policies over the same base: cell, and what did it."""
    change = compare(compile_policy(policy_of(_BASE | old)), compile_policy(policy_of(_BASE | new)), TODAY)
    return tuple(
        [(one.offering, one.name, one.causes[0].rule, one.causes[0].kind, one.causes[0].how.value) for one in found]
        for found in (change.looser, change.stricter, change.changed_conditions)
    )


_APART = {
    "rules": [{"rule": "mild", "effect": "allow", "data": "menus"}, {"rule": "strict", "effect": "forbid", "data": "names"}]
}


def _becoming(target: str) -> dict[str, Any]:
    becomes = {"anonymised": target} if target else {}
    return _APART | {"types": {"menus": {"class": "public"}, "names": {"class": "secret", "becomes": becomes}}}


@pytest.mark.parametrize(
    ("old", "new", "place", "how"),
    [("", "menus", 0, "new"), ("names", "menus", 0, "changed"), ("menus", "", 1, "gone")],
    ids=["data becomes something milder", "it becomes something else, and milder", "it becomes nothing any more"],
)
def test_what_data_becomes_is_a_cell_of_its_own(old: str, new: str, place: int, how: str) -> None:
    found = changed(_becoming(old), _becoming(new))
    told = [(offering, "names (anonymised)", "anonymised", "transformation", how) for offering in ("claude/team", "claude/free")]
    assert found == tuple(told if at == place else [] for at in range(3))


def test_what_data_becomes_is_as_strict_as_that_is_in_either_policy() -> None:
    """Where it becomes the same, its own cell tells the change."""
    looser = _becoming("menus") | {"rules": _APART["rules"][1:]}
    assert [cell[1] for cell in changed(looser, _becoming("menus"))[0]] == ["menus", "menus"]


def _with_duty(**duty: Any) -> dict[str, Any]:
    return _APART | {"conditions": {"check": {"general": True, **duty}}}


@pytest.mark.parametrize(
    ("old", "new", "cells", "how", "place"),
    [
        (_with_duty(), _APART, ["claude/team", "claude/free"], "gone", 0),
        (_APART, _with_duty(), ["claude/team", "claude/free"], "new", 2),
        (_with_duty(), _with_duty(tools="claude/team"), ["claude/free"], "lost", 0),
        (_with_duty(tools="claude/team"), _with_duty(), ["claude/free"], "reaches", 2),
    ],
    ids=["removed is looser", "new is another condition", "narrowed is looser", "widened is another condition"],
)
def test_a_general_duty_that_comes_or_goes(
    old: dict[str, Any], new: dict[str, Any], cells: list[str], how: str, place: int
) -> None:
    told = [(cell, "menus", "check", "duty", how) for cell in cells]
    assert changed(old, new) == tuple(told if at == place else [] for at in range(3))


_NEEDED = {"rules": [{"rule": "r", "effect": "condition", "tools": "claude/team", "data": "names", "conditions": ["redact"]}]}


@pytest.mark.parametrize(
    ("field", "back"),
    [("when", False), ("asker_may_state", False), ("when", True), ("asker_may_state", True)],
    ids=["may be met later", "the asker's word is enough", "must be met before", "the asker's word is not enough"],
)
def test_a_condition_that_is_easier_to_meet_is_looser(field: str, back: bool) -> None:
    strict = policy_of(_BASE | _NEEDED)
    strict = replace(
        strict, conditions={"redact": replace(strict.conditions["redact"], when=When.BEFORE, asker_may_state=field == "when")}
    )
    eased: dict[str, Any] = {"when": When.USING} if field == "when" else {"asker_may_state": True}
    easy = replace(strict, conditions={"redact": replace(strict.conditions["redact"], **eased)})
    old, new = (easy, strict) if back else (strict, easy)
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    (one,) = change.changed_conditions if back else change.looser
    assert (one.offering, one.data, one.reworded, one.causes[0].rule) == ("claude/team", "names", ("redact",), "r")
    assert one.is_looser is not back


def test_a_condition_with_another_id_that_asks_the_same_is_no_looser() -> None:
    old = policy_of(_BASE | _NEEDED)
    rule = replace(old.rules[0], conditions=("blacken",))
    conditions = {"blacken": replace(old.conditions["redact"], id="blacken")}
    change = compare(compile_policy(old), compile_policy(replace(old, rules=(rule,), conditions=conditions)), TODAY)
    assert (change.looser, [one.data for one in change.changed_conditions]) == ((), ["names"])


@pytest.mark.parametrize("slot", ["country", "role", "purpose", "region", "feature"])
def test_a_ban_that_holds_for_fewer_people_is_looser_for_the_others(slot: str) -> None:
    grant = {"rule": "a", "effect": "allow", "tools": "claude/team", "data": "names"}
    ban = {"rule": "b", "effect": "forbid", "tools": "claude/team", "data": "names"}
    old = policy_of(_BASE | {"rules": [grant, ban | {"where": {slot: ["one", "other"]}}]})
    new = policy_of(_BASE | {"rules": [grant, ban | {"where": {slot: ["one"]}}]})
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    assert [shown(one) for one in change.looser] == [["claude/team", "names", "forbidden", "allowed", f"{slot}=other"]]


@pytest.mark.parametrize("slot", [Slot.COUNTRY, Slot.ROLE])
def test_another_assumed_country_or_role_is_looser_where_less_holds_there(slot: Slot) -> None:
    grant = {"rule": "a", "effect": "allow", "tools": "claude/team", "data": "names"}
    ban = {"rule": "b", "effect": "forbid", "tools": "claude/team", "data": "names", "where": {slot.value: "one"}}
    policy = policy_of(_BASE | {"rules": [grant, ban]})
    old, new = (replace(policy, assumed={slot: value}) for value in ("one", "other"))
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    assert [shown(one) for one in change.looser] == [["claude/team", "names", "forbidden", "allowed"]]
