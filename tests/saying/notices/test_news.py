"""What is new for somebody: which answers changed, in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.policy.changes.change import Flip, flips
from bot.policy.deciding.decide import compile_policy
from bot.policy.words import DataType, Effect, Question, Slot
from bot.saying.notices.news import MOST_LINES, Names, news
from tests.saying.company import POLICY, rule
from tests.saying.notices.test_home import ANYBODY, EN, KNOWLEDGE, TODAY, classed, told


def test_a_stricter_cell_is_told_with_what_it_was_and_is() -> None:
    more = replace(POLICY, rules=(*POLICY.rules, rule("no", Effect.FORBID, "llama/inhouse", "customer-names", 40)))
    said = told(POLICY, more)
    assert said.stricter == ("In-house Llama with customer names: was “allowed”, now “not allowed”.",)
    assert (said.looser, said.changed, said.more) == ((), (), 0)


def test_a_looser_cell_says_under_which_conditions() -> None:
    less = replace(POLICY, rules=tuple(one for one in POLICY.rules if one.id != "team"))
    said = told(less, POLICY)
    assert said.looser == (
        "Claude Team with customer names: was “not covered”, now “yes, if”: Names and addresses are removed first.",
    )


def test_a_condition_in_other_words_is_told_as_another_condition() -> None:
    other = {**POLICY.conditions, "names-out": replace(POLICY.conditions["names-out"], text={"en": "Every name is replaced."})}
    said = told(POLICY, replace(POLICY, conditions=other))
    assert said.changed == ("Claude Team with customer names: still “yes, if”: Every name is replaced.",)


def test_what_changes_alike_is_one_line() -> None:
    types = {f"t{n}": DataType(f"t{n}") for n in range(20)}
    old = replace(POLICY, data_types=types)
    rules = tuple(rule(f"r{n}", Effect.ALLOW, "claude/team", f"t{n}", 50 + n) for n in range(20))
    said = told(old, replace(old, rules=(*old.rules, *rules)))
    assert said.looser == ("Claude Team with t0, t1, t2, t3, and 16 more: was “not covered”, now “allowed”.",)


def test_a_class_says_it_for_the_kinds_of_data_in_it() -> None:
    old = classed(stricter_inside=False).policy
    new = replace(old, rules=(rule("no", Effect.FORBID, "claude/team", "inner", 12),))
    assert told(old, new).stricter == ("Claude Team with inner: was “allowed”, now “not allowed”.",)


def test_what_the_old_answer_asked_for_makes_no_line_of_its_own() -> None:
    twice = tuple(rule(f"r{n}", Effect.CONDITION, "claude/team", data, 30 + n, conditions=(one,))
                  for n, (data, one) in enumerate((("invoices", "names-out"), ("study-data", "check"))))  # fmt: skip
    old = replace(
        POLICY, rules=twice, conditions={**POLICY.conditions, "check": replace(POLICY.conditions["check"], general=False)}
    )
    forbidden = tuple(replace(one, effect=Effect.FORBID, conditions=()) for one in twice)
    said = told(old, replace(old, rules=forbidden))
    assert said.stricter == ("Claude Team with invoices and study data: was “yes, if”, now “not allowed”.",)


def test_many_lines_are_cut_and_counted_and_each_group_keeps_one() -> None:
    offerings = {f"tool{n}/x": POLICY.offerings["claude/team"] for n in range(30)}
    types = {f"t{n}": DataType(f"t{n}") for n in range(30)}
    old = replace(POLICY, offerings={**POLICY.offerings, **offerings}, data_types=types)
    wide = tuple(rule(f"w{n}", Effect.ALLOW, f"tool{n}/x", f"t{n}", 100 + n) for n in range(29))
    strict = rule("s", Effect.FORBID, "tool29/x", "t29", 200)
    said = told(old, replace(old, rules=(*old.rules, *wide, strict)))
    assert len(said.looser) + len(said.stricter) == MOST_LINES
    assert len(said.stricter) == 1
    assert said.more == 30 - MOST_LINES


def test_what_is_gone_is_called_by_the_name_that_it_had() -> None:
    gone = replace(
        POLICY, offerings={id_: one for id_, one in POLICY.offerings.items() if id_ != "llama/inhouse"}, rules=POLICY.rules[:2]
    )
    known = {id_: label for id_, label in KNOWLEDGE.labels.items() if id_ != "llama/inhouse"}
    found = flips(compile_policy(POLICY), compile_policy(gone), ANYBODY, TODAY)
    names = Names(replace(KNOWLEDGE, policy=gone, labels=known), {"llama/inhouse": {"en": "Our old Llama"}})
    assert news(("v2", "v1"), found, names, EN).stricter[0].startswith("Our old Llama with customer names: was “allowed”")


def test_a_comment_changes_nothing_for_anybody() -> None:
    moved = replace(POLICY, rules=tuple(replace(one, at=replace(one.at, line=one.at.line + 1)) for one in POLICY.rules))
    assert flips(compile_policy(POLICY), compile_policy(moved), ANYBODY, TODAY) == ()


def test_only_what_changes_for_this_person_is_told() -> None:
    nurses = replace(rule("nurses", Effect.FORBID, "llama/inhouse", "customer-names", 40), where={"role": frozenset({"nurse"})})
    new = replace(POLICY, rules=(*POLICY.rules, nurses))
    assert [len(_flips_for(new, role)) for role in ("nurse", "developer")] == [1, 0]


def _flips_for(new: Any, role: str) -> tuple[Flip, ...]:
    return flips(compile_policy(POLICY), compile_policy(new), Question(context={Slot.ROLE: role}), TODAY)
