"""A table of policies and questions -> the rulings that are wanted; each case's name is the sentence that it proves."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.policy.deciding.decide import alternatives, careful, choose, compile_policy, decide, each_of, takes, which_tools
from bot.policy.deciding.rulings import Ruling
from bot.policy.words import Citation, Effect, Question, Verdict
from tests.policy.policy_cases import TODAY, cases_of, policy_of, question_of

_CASES = [case for table in ("decide.yaml", "clicks.yaml", "instead.yaml", "reasons.yaml") for case in cases_of(table)]


@pytest.mark.parametrize("case", _CASES, ids=[case["name"] for case in _CASES])
def test_the_ruling_is_the_one_that_is_wanted(case: dict[str, Any]) -> None:
    compiled = compile_policy(policy_of(case["policy"]))
    question = question_of(case["question"])
    ruling = decide(compiled, question, case.get("today", TODAY))
    for step in case.get("clicks", ()):
        assert ruling.ask_back is not None, "nothing was asked, so nothing can be clicked"
        question = choose(question, ruling.ask_back, step)
        ruling = decide(compiled, question, case.get("today", TODAY))
    want = case["want"]
    seen = shown(ruling) | {
        "which": [[one.name, str(one.verdict)] for one in which_tools(compiled, question, TODAY)] if "which" in want else None,
        "each": _each(compiled, question, ruling) if "each" in want else None,
        "careful": _careful(question, ruling),
        "instead": _instead(compiled, question) if "instead" in want else None,
        "now": _asked(question),
    }
    assert {key: seen[key] for key in want} == want


def test_each_of_the_tools_that_may_be_used_is_an_offering() -> None:
    compiled = compile_policy(policy_of({"offerings": {"a/x": {}, "a/y": {}}, "types": {"names": {}}}))
    question = question_of({"data": ["names"]})
    for found in (which_tools(compiled, question, TODAY), decide(compiled, question, TODAY).per_tool):
        assert [(one.name, one.offerings) for one in found] == [("a/x", ("a/x",)), ("a/y", ("a/y",))]


@pytest.mark.parametrize(("tools", "offering"), [(["a/x"], "a/x"), (["a/x", "a/y"], "")], ids=["one", "several"])
def test_a_rule_that_decided_says_why(tools: list[str], offering: str) -> None:
    policy = policy_of({"offerings": {"a/x": {}, "a/y": {}}, "types": {"names": {}}, "rules": [{"effect": "forbid"}]})
    place = Citation("guidance/book.md", 7)
    told = replace(policy.rules[0], because={"en": "It leaks."}, cites=place)
    question = question_of({"tools": {"A": tools}, "data": ["names"]})
    (reason,) = decide(compile_policy(replace(policy, rules=(told,))), question, TODAY).reasons
    assert (reason.offering, reason.effect, reason.because, reason.cites) == (offering, Effect.FORBID, told.because, place)


def _instead(compiled: Any, question: Any) -> list[list[Any]]:
    found = alternatives(compiled, question, TODAY)
    return [
        [one.offering, "depends" if one.depends else str(one.verdict), list(one.conditions), one.transformation] for one in found
    ]


def _asked(question: Question) -> dict[str, Any]:
    return {
        "tools": {tool.name: list(tool.offerings) for tool in question.tools},
        "data": [[ask.name, list(ask.types), list(ask.transformations)] for ask in question.data],
        "asked_back": question.asked_back,
    }


def _careful(question: Any, ruling: Ruling) -> list[Any]:
    told = careful(question, ruling)
    return [str(told.ask_back.slot) if told.ask_back else None, sorted(str(note) for note in told.notes)]


def _each(compiled: Any, question: Any, ruling: Ruling) -> list[list[Any]] | None:
    asked = each_of(question, ruling, lambda id_: f"<{id_}>")
    return [[one.name, str(one.verdict)] for one in decide(compiled, asked, TODAY).per_tool] if asked else None


def shown(ruling: Ruling) -> dict[str, Any]:
    """A ruling as plain data."""
    ask = ruling.ask_back
    return {
        "verdict": str(ruling.verdict),
        "ask": str(ask.slot) if ask else None,
        "about": ask.about if ask else None,
        "also": list(ask.also) if ask else None,
        "beneath": str(ask.beneath.slot) if ask and ask.beneath else None,
        "never": list(ask.not_in_it) if ask else None,
        "options": {option.value: str(option.verdict) if option.verdict else None for option in ask.options} if ask else None,
        "order": [option.value for option in ask.options] if ask else None,
        "needs": {need.condition: str(need.stated) for need in ruling.needs},
        "listed": [need.condition for need in ruling.needs],
        "stands": {need.condition: f"{need.at.file}:{need.at.line}" for need in ruling.needs},
        "cases": {need.condition: list(need.cases) for need in ruling.needs},
        "reasons": [reason.rule for reason in ruling.reasons],
        "effects": [str(reason.effect) for reason in ruling.reasons],
        "lines": [f"{reason.at.file}:{reason.at.line}" for reason in ruling.reasons],
        "cells": [[reason.offering, reason.data] for reason in ruling.reasons],
        "version": ruling.version,
        "notes": [str(note) for note in ruling.notes],
        "assumed": {str(slot): value for slot, value in ruling.assumed.items()},
        "per_tool": {one.name: str(one.verdict) for one in ruling.per_tool},
    }


def test_what_a_tool_takes_is_told_by_class_and_only_what_may_go_in() -> None:
    rules = [{"effect": "allow", "data": ["open"]}, {"effect": "forbid", "data": ["secret"]}]
    policy = policy_of({"offerings": {"a/x": {}}, "classes": {"open": {}, "secret": {}}, "types": {}, "rules": rules})
    question = question_of({"tools": {"A": ["a/x"]}, "data": ["secret"]})
    assert takes(compile_policy(policy), question, TODAY) == {"open": Verdict.ALLOWED}
