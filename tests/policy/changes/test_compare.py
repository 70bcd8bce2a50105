"""Two policies and the answers that were given -> what differs, what nobody named, and whom to tell."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from bot.policy.changes.compare import Compared, Given, Side, by_cause, compare_sides
from bot.policy.deciding.joint import How
from bot.policy.policy import Policy
from bot.policy.talks.talk import Intent, Item
from bot.policy.words import Citation, Condition, DataAsk, DataType, Effect, Offering, Question, Rule, ToolAsk, Verdict

TODAY = date(2026, 11, 20)


def rule(id_: str, effect: Effect, *data: str, line: int = 1, conditions: tuple[str, ...] = ()) -> Rule:
    return Rule(id_, effect, frozenset({"claude/team"}), frozenset(data), Citation("rules.yaml", line), conditions)


def policy(*rules: Rule, says: str = "Names are out.", default: Verdict = Verdict.UNCOVERED) -> Side:
    offerings = {"claude/team": Offering("claude/team", "claude"), "claude/free": Offering("claude/free", "claude")}
    types = {"names": DataType("names"), "menus": DataType("menus")}
    conditions = {"out": Condition("out", {"en": says})}
    return Side("a policy", Policy(offerings, types, {}, rules, conditions, default=default))


def asked(asker: str, data: str = "names") -> Given:
    question = Question((ToolAsk("Claude Team", ("claude/team",)),), (DataAsk(data, (data,)),))
    return asker, (Item(Intent.MAY_I, question, read_as=f"Claude Team · {data}"),)


FORBIDDEN = policy(rule("names", Effect.FORBID, "names"), rule("menus", Effect.ALLOW, "menus"))
LOOSER = policy(rule("names", Effect.ALLOW, "names"), rule("menus", Effect.ALLOW, "menus"))


def of(compared: Compared) -> dict[str, list[tuple[str, str]]]:
    change = compared.change
    named = {"looser": change.looser, "stricter": change.stricter, "conditions": change.changed_conditions}
    return {name: [(one.offering, one.data) for one in found] for name, found in named.items() if found}


def test_a_cell_that_flips_names_the_rule_that_did_it() -> None:
    compared = compare_sides(FORBIDDEN, LOOSER, TODAY)
    assert of(compared) == {"looser": [("claude/team", "names")]}
    (cause,) = compared.change.looser[0].causes
    assert (cause.rule, cause.how) == ("names", How.CHANGED)
    assert compared.change.unchanged == 3


@pytest.mark.parametrize(
    ("new", "how"),
    [
        (policy(rule("menus", Effect.ALLOW, "menus")), How.GONE),
        (policy(*FORBIDDEN.policy.rules[1:], rule("names", Effect.REVIEW, "names")), How.CHANGED),
    ],
    ids=["a rule that is gone", "a rule with another effect"],
)
def test_what_became_of_the_rule_is_told(new: Side, how: How) -> None:
    assert compare_sides(FORBIDDEN, new, TODAY).change.looser[0].causes[0].how is how


def test_a_rule_that_stands_elsewhere_now_changes_nothing() -> None:
    moved = policy(rule("menus", Effect.ALLOW, "menus", line=7), rule("names", Effect.FORBID, "names", line=9))
    assert of(compare_sides(FORBIDDEN, moved, TODAY)) == {}


def test_a_tool_that_comes_within_reach_of_a_rule_is_told_so() -> None:
    new = policy(*FORBIDDEN.policy.rules)
    wider = replace(new.policy.rules[0], offerings=frozenset({"claude/team", "claude/free"}))
    new = Side("new", replace(new.policy, rules=(wider, new.policy.rules[1])))
    (one,) = compare_sides(FORBIDDEN, new, TODAY).change.stricter
    assert (one.offering, one.data, one.causes[0].rule, one.causes[0].how) == ("claude/free", "names", "names", How.REACHES)


def test_what_silence_means_is_a_cause_of_its_own() -> None:
    compared = compare_sides(policy(), policy(default=Verdict.REVIEW), TODAY)
    assert len(compared.change.looser) == 4
    assert {(one.causes[0].rule, one.causes[0].how) for one in compared.change.looser} == {("default", How.SILENCE)}


def test_a_condition_in_other_words_is_another_condition() -> None:
    old, new = (
        policy(rule("names", Effect.CONDITION, "names", conditions=("out",)), says=words)
        for words in ("Names are out.", "All is out.")
    )
    (one,) = compare_sides(old, new, TODAY).change.changed_conditions
    assert (one.data, one.reworded) == ("names", ("out",))


def test_what_belongs_to_one_rule_stands_together_and_the_largest_step_comes_first() -> None:
    old = policy(rule("a", Effect.REVIEW, "menus"), rule("b", Effect.FORBID, "names"))
    new = policy(rule("a", Effect.ALLOW, "menus"), rule("b", Effect.ALLOW, "names"))
    groups = by_cause(compare_sides(old, new, TODAY).change.looser)
    assert [cause.rule for cause, _, _ in groups] == ["b", "a"]


@pytest.mark.parametrize(
    "word", ["names", "NAMES", "claude", "claude/team", "claude x names", "claude/team × names", "claude/team x names", "*"]
)
def test_what_is_named_may_get_looser(word: str) -> None:
    assert compare_sides(FORBIDDEN, LOOSER, TODAY, allowed=[word]).not_named == ()


@pytest.mark.parametrize("word", ["", "name", "claude/free", "claude x menus", "menus", "team"])
def test_what_is_not_named_is_told(word: str) -> None:
    assert [one.data for one in compare_sides(FORBIDDEN, LOOSER, TODAY, allowed=[word]).not_named] == ["names"]


def test_what_gets_stricter_needs_no_name() -> None:
    assert compare_sides(LOOSER, FORBIDDEN, TODAY).not_named == ()


def test_people_are_counted_once_and_the_same_question_is_told_once() -> None:
    given = [asked("anna"), asked("anna"), asked("ben"), asked("cem", "menus"), asked(""), asked("")]
    compared = compare_sides(FORBIDDEN, LOOSER, TODAY, given=given)
    (one,) = compared.asked
    assert (one.read_as, one.was, one.now, one.times) == ("Claude Team · names", "forbidden", "allowed", 5)
    assert compared.people_to_tell == 3  # anna, ben, and somebody on the command line
    assert compared.looked_at == 6


def test_questions_that_got_looser_come_first() -> None:
    old = policy(rule("a", Effect.ALLOW, "menus"), rule("b", Effect.FORBID, "names"))
    new = policy(rule("a", Effect.FORBID, "menus"), rule("b", Effect.ALLOW, "names"))
    compared = compare_sides(old, new, TODAY, given=[asked("anna", "menus"), asked("ben", "menus"), asked("cem")])
    assert [(one.now, one.times) for one in compared.asked] == [("allowed", 1), ("forbidden", 2)]


def test_a_tool_that_was_not_listed_and_is_now_is_told_by_its_name_and_nobody_is_to_be_told() -> None:
    question = Question((ToolAsk("Claude", ()),), (DataAsk("names", ("names",)),))
    unlisted = "anna", (Item(Intent.MAY_I, question, read_as="Claude · names"),)
    for listed, wanted in ((lambda _: ("claude/team",), [("uncovered", "forbidden", True)]), (lambda _: (), [])):
        compared = compare_sides(FORBIDDEN, FORBIDDEN, TODAY, given=[unlisted], listed=listed)
        assert [(one.was, one.now, one.by_name) for one in compared.asked] == wanted
        assert compared.people_to_tell == 0


def test_without_a_ledger_nobody_is_to_be_told() -> None:
    assert compare_sides(FORBIDDEN, LOOSER, TODAY).people_to_tell == 0
