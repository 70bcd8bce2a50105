"""Whose yes the policy wants for some data is named; where it names nobody in particular, nobody is."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.words import Condition, DataAsk, Effect, Question, Rule, ToolAsk
from bot.saying.answers.approving import approvers
from tests.saying import company as co

ASKED = Question((), (DataAsk("customer names", ("customer-names",)),))


def _with(*rules: Rule, **conditions: Condition) -> Knowledge:
    known = co.company()
    return replace(known, policy=replace(known.policy, rules=rules, conditions=conditions))


def _review(name: str, offering: str, owner: str) -> Rule:
    return co.rule(name, Effect.REVIEW, offering, "customer-names", 30, owner=owner)


def test_the_owner_of_a_rule_that_wants_a_review_says_yes() -> None:
    assert approvers(ASKED, _with(_review("look", "claude/team", "sales@example.org"))) == "sales@example.org"


def test_the_owner_of_a_ban_says_yes_to_nothing() -> None:
    assert approvers(ASKED, _with(co.NO_FREE)) == ""


def test_nobody_says_yes_to_what_is_forbidden_though_a_wider_kind_has_somebody() -> None:
    review = _review("look", "claude/team", "sales@example.org")
    ban = co.rule("ban", Effect.FORBID, "claude/team", "customer-names", 40)
    assert approvers(ASKED, _with(review, ban)) == ""
    elsewhere = co.rule("ban", Effect.FORBID, "llama/inhouse", "customer-names", 40)
    assert approvers(ASKED, _with(review, elsewhere)) == "sales@example.org"


def test_who_approves_by_a_condition_stands_before_the_owner_of_its_rule() -> None:
    signed = replace(co.TEAM, conditions=("signed",), owner="privacy@example.org")
    known = _with(signed, signed=Condition("signed", {"en": "Sales agreed."}, approver="sales@example.org"))
    assert approvers(ASKED, known) == "sales@example.org"


def test_a_named_tool_leaves_out_who_approves_for_another() -> None:
    known = _with(_review("one", "claude/team", "sales@example.org"), _review("two", "llama/inhouse", "it@example.org"))
    assert approvers(ASKED, known) == "sales@example.org · it@example.org"
    assert approvers(replace(ASKED, tools=(ToolAsk("Llama", ("llama/inhouse",)),)), known) == "it@example.org"


def test_of_too_many_nobody_is_named() -> None:
    known = _with(*(_review(str(n), "claude/team", f"desk{n}@example.org") for n in range(4)))
    assert approvers(ASKED, known) == ""


def test_other_data_has_other_approvers() -> None:
    known = _with(_review("look", "claude/team", "sales@example.org"))
    assert approvers(replace(ASKED, data=(DataAsk("study data", ("study-data",)),)), known) == ""
