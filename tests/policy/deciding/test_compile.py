"""A policy -> its bits: which rules reach what, what is set aside in which turn, and what data is alike."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.deciding.cell import bits
from bot.policy.deciding.compile import Compiled, compile_policy
from bot.policy.deciding.rulings import Stated
from bot.policy.policy import Policy
from bot.policy.words import Citation, When
from tests.policy.policy_cases import policy_of

_BASE: dict[str, Any] = {"offerings": {"a/x": {}, "b/x": {}}, "classes": ["public", "secret"], "types": {"names": {}}}


def made(*rules: dict[str, Any], **more: Any) -> Compiled:
    return compile_policy(policy_of(_BASE | {"rules": list(rules)} | more))


def aside(compiled: Compiled) -> dict[str, list[str]]:
    """Rule id -> ids that it sets aside."""
    return {
        compiled.rules[bit].id: sorted(compiled.rules[one].id for one in bits(mask)) for bit, mask in compiled.targets.items()
    }


def test_rules_are_ordered_by_effect_and_then_by_where_they_stand() -> None:
    policy = policy_of(
        _BASE
        | {
            "rules": [
                {"rule": "f", "effect": "forbid"},
                {"rule": "r", "effect": "review"},
                {"rule": "c", "effect": "condition"},
                {"rule": "bound", "effect": "allow", "conditions": ["redact"]},
                {"rule": "a", "effect": "allow"},
                {"rule": "again", "effect": "forbid"},
            ]
        }
    )
    compiled = compile_policy(policy)
    assert [rule.id for rule in compiled.rules] == ["a", "c", "bound", "r", "f", "again"]
    assert (compiled.condition_from, compiled.review_from, compiled.forbid_from) == (1, 3, 4)


def test_rules_of_one_effect_are_ordered_by_file_line_column_and_name() -> None:
    places = [("z", "a.yaml", 1, 1), ("y", "a.yaml", 2, 1), ("x", "a.yaml", 2, 3), ("v", "b.yaml", 1, 1), ("w", "b.yaml", 1, 1)]
    policy = policy_of(_BASE | {"rules": [{"rule": id_, "effect": "allow"} for id_, *_ in places]})
    rules = tuple(replace(rule, at=Citation(*at)) for rule, (_, *at) in zip(policy.rules, places, strict=True))
    compiled = compile_policy(replace(policy, rules=rules[::-1]))
    assert [rule.id for rule in compiled.rules] == [id_ for id_, *_ in places]


def setting(**targets: list[str]) -> list[dict[str, Any]]:
    return [{"rule": id_, "effect": "allow", "sets_aside": ids} for id_, ids in targets.items()]


@pytest.mark.parametrize(
    ("rules", "wanted"),
    [
        (setting(a=["b"], b=[]), {"a": ["b"]}),
        (setting(a=["b", "c"], b=["c"], c=[]), {"a": ["b", "c"], "b": ["c"]}),
        (setting(a=["elsewhere"], b=[]), {}),
        (setting(a=["a"], b=[]), {}),
        (setting(a=["a", "b"], b=[]), {"a": ["b"]}),
        (setting(a=["b"], b=["a"], c=["a"]), {"c": ["a"]}),
        (setting(a=["b"], b=["c"], c=["a", "d"], d=[]), {"c": ["d"]}),
        (setting(a=["b"], b=["c", "d"], c=["b"], d=["e"], e=[]), {"a": ["b"], "b": ["d"], "d": ["e"]}),
    ],
    ids=[
        "one rule sets another one aside",
        "a rule may set several aside",
        "what nobody knows is not set aside",
        "a rule does not set itself aside",
        "one that names itself still sets the other one aside",
        "two that name each other set nothing aside, and a third one may set one of them aside",
        "of a circle of three only what is outside of it is set aside",
        "a circle in the middle of a chain is cut out of it",
    ],
)
def test_what_sets_aside_what(rules: list[dict[str, Any]], wanted: dict[str, list[str]]) -> None:
    compiled = made(*rules)
    assert aside(compiled) == wanted
    assert {compiled.rules[bit].id for bit in bits(compiled.setting)} == wanted.keys()


@pytest.mark.parametrize("order", [["a", "b", "c", "d"], ["d", "c", "b", "a"], ["b", "d", "a", "c"]])
def test_each_rule_has_its_turn_after_those_that_may_set_it_aside(order: list[str]) -> None:
    named = {rule["rule"]: rule for rule in setting(a=["b", "d"], b=["c"], c=["d"], d=["e"])}
    compiled = made(*(named[id_] for id_ in order), {"rule": "e", "effect": "allow"})
    turns = {compiled.rules[bit].id: turn for bit, turn in compiled.setting_order.items()}
    assert sorted(turns, key=turns.__getitem__) == ["a", "b", "c", "d"]
    assert len(set(turns.values())) == 4


def test_one_rule_has_its_turn_before_all_that_it_may_set_aside() -> None:
    compiled = made(*setting(a=["b", "c", "d"], b=["e"], c=["e"], d=["e"], e=[]))
    turns = {compiled.rules[bit].id: turn for bit, turn in compiled.setting_order.items()}
    assert min(turns, key=turns.__getitem__) == "a"
    assert len(set(turns.values())) == 4


def test_two_rules_that_share_a_name_are_both_set_aside() -> None:
    compiled = made(
        {"rule": "two", "effect": "allow"},
        {"rule": "two", "effect": "forbid"},
        {"rule": "one", "effect": "allow", "sets_aside": ["two"]},
    )
    assert aside(compiled) == {"one": ["two", "two"]}


def test_a_waiver_is_a_rule_with_a_bit_of_its_own() -> None:
    compiled = made(
        {"rule": "w", "effect": "allow"}, waivers=[{"rule": "w", "effect": "forbid"}, {"rule": "v", "effect": "review"}]
    )
    assert [compiled.rules[bit].id for bit in bits(compiled.waived)] == ["w", "v"]
    assert {bit: waiver.rule.effect.value for bit, waiver in compiled.waivers.items()} == {2: "forbid", 1: "review"}


def test_a_condition_that_only_a_ban_names_binds_nobody() -> None:
    compiled = made(
        {"effect": "forbid", "conditions": ["sealed"]},
        {"effect": "condition", "conditions": ["redact", "sealed"]},
        {"effect": "review", "conditions": ["redact"]},
    )
    assert {id_: bits(mask) for id_, mask in compiled.by_condition.items()} == {"redact": [1, 0], "sealed": [0]}


def test_a_condition_that_no_file_describes_is_needed_by_its_name() -> None:
    compiled = made({"effect": "condition", "conditions": ["redact", "sealed"]}, conditions={"redact": {}})
    need = compiled.open_needs["sealed"]
    assert (need.condition, need.stated, need.when, need.text, need.general) == ("sealed", Stated.OPEN, When.BEFORE, {}, False)
    assert (str(need.at), need.cases) == ("rules.yaml:1:1", ())
    known = compiled.open_needs["redact"]
    assert (known.text, str(known.at)) == ({"en": "redact"}, "conditions.yaml:1:1")


def groups(policy: Policy) -> list[tuple[str, tuple[str, ...], bool]]:
    return [(group.head, group.members, group.is_stood_for) for group in compile_policy(policy).data_groups]


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ({}, [("names", ("names", "public", "secret"), False)]),
        (
            {"rules": [{"effect": "allow", "data": "names"}]},
            [("names", ("names",), False), ("public", ("public", "secret"), False)],
        ),
        (
            {"types": {"names": {"class": "secret"}}, "rules": [{"effect": "allow", "data": "names"}]},
            [("names", ("names",), False), ("public", ("public",), False), ("secret", ("secret",), True)],
        ),
        (
            {"types": {"names": {"class": ["secret", "public"]}}, "rules": [{"effect": "allow", "data": "names"}]},
            [("names", ("names",), False), ("public", ("public", "secret"), True)],
        ),
        (
            {"types": {"names": {"class": ["secret", "elsewhere"]}}, "rules": [{"effect": "allow", "data": ["names", "public"]}]},
            [("names", ("names", "public"), False), ("secret", ("secret",), True)],
        ),
        (
            {"types": {"names": {"class": "secret"}}, "rules": [{"effect": "allow", "data": "secret"}]},
            [("names", ("names", "secret"), False), ("public", ("public",), False)],
        ),
        (
            {"conditions": {"check": {"general": True, "data": "public"}}},
            [("names", ("names", "secret"), False), ("public", ("public",), False)],
        ),
    ],
    ids=[
        "what no rule tells apart is alike",
        "what a rule is about is apart",
        "a class is stood for by its types only where it has types",
        "classes that have types are stood for by them",
        "a class that a rule names is no class that is stood for",
        "a rule about a class reaches its types",
        "a general duty tells data apart as well",
    ],
)
def test_data_that_the_same_rules_reach_is_looked_at_once(
    given: dict[str, Any], wanted: list[tuple[str, tuple[str, ...], bool]]
) -> None:
    assert groups(policy_of(_BASE | given)) == wanted


def test_a_context_slot_knows_the_rules_that_test_it_and_those_that_hold_for_each_value() -> None:
    compiled = made(
        {"effect": "allow"},
        {"effect": "condition", "where": {"purpose": ["Hiring", "firing"]}},
        {"effect": "review", "where": {"purpose": "hiring", "country": "nl"}},
    )
    country, purpose = compiled.slots
    assert (country.name, bits(country.tested), bits(country.free)) == ("country", [2], [1, 0])
    assert (purpose.name, bits(purpose.tested), bits(purpose.free)) == ("purpose", [2, 1], [0])
    assert {value: bits(mask) for value, mask in purpose.by_value.items()} == {"firing": [1, 0], "hiring": [2, 1, 0]}
    assert bits(compiled.where) == [2, 1]


def test_general_duties_have_bits_of_their_own_by_tool_and_by_data() -> None:
    compiled = made(
        {"effect": "allow"},
        conditions={
            "z": {"general": True, "tools": "a/x"},
            "b": {"general": True, "data": "names"},
            "c": {"general": True},
            "no": {},
        },
    )
    assert [duty.id for duty in compiled.duties] == ["b", "c", "z"]
    assert compiled.duty_bit == {"b": 1, "c": 2, "z": 4}
    assert (compiled.duty_reach.by_offering, compiled.duty_reach.any_offering) == ({"a/x": 7, "b/x": 3}, 3)
    assert [compiled.duty_reach.of("a/x", data) for data in ("names", "public", "unknown")] == [7, 6, 6]
