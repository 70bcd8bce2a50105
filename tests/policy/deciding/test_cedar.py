"""The oracle: Cedar decides as we do, on what both can say: permit and forbid."""

from __future__ import annotations

from dataclasses import replace

import cedarpy
from hypothesis import given

from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.policy import Policy
from bot.policy.words import ANY, DataAsk, Effect, Question, Rule, Slot, ToolAsk, Verdict
from tests.laws import examples
from tests.policy.made_policies import COUNTRIES, OFFERINGS, PURPOSES, TYPES, policies, some
from tests.policy.policy_cases import TODAY


@given(policies(with_asides=False), some(list(OFFERINGS)), some(list(TYPES)), some(PURPOSES), some(COUNTRIES))
@examples(150)
def test_cedar_agrees_on_permit_and_forbid(policy: Policy, offering: str, kind: str, purpose: str, country: str) -> None:
    plain = replace(
        policy,
        rules=tuple(
            replace(rule, effect=Effect.FORBID if rule.effect is Effect.FORBID else Effect.ALLOW, conditions=())
            for rule in policy.rules
        ),
        conditions={},
    )
    question = Question(
        (ToolAsk(offering, (offering,)),), (DataAsk(kind, (kind,)),), {Slot.PURPOSE: purpose, Slot.COUNTRY: country}
    )
    known = TYPES[kind]
    context = {"offering": offering, "data": [kind, *known.classes, *known.is_a], "purpose": purpose, "country": country}
    request = {"principal": 'User::"u"', "action": 'Action::"use"', "resource": 'Cell::"c"', "context": context}
    answer = cedarpy.is_authorized(request, "\n".join(as_cedar(rule) for rule in plain.rules), [])
    assert answer.allowed is (decide(compile_policy(plain), question, TODAY).verdict is Verdict.ALLOWED)


def as_cedar(rule: Rule) -> str:
    """A rule without conditions in Cedar's words."""
    tests = ["true"]
    if ANY not in rule.offerings:
        tests.append(f"{quoted(rule.offerings)}.contains(context.offering)")
    if ANY not in rule.data:
        tests.append(f"{quoted(rule.data)}.containsAny(context.data)")
    tests += [f"{quoted(values)}.contains(context.{slot})" for slot, values in rule.where.items()]
    head = "forbid" if rule.effect is Effect.FORBID else "permit"
    return f"{head}(principal, action, resource) when {{ {' && '.join(tests)} }};"


def quoted(ids: frozenset[str]) -> str:
    return "[" + ", ".join(f'"{id_}"' for id_ in sorted(ids)) + "]"
