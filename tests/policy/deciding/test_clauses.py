"""Clauses and what rests on them; and the laws of a suspension: it never loosens, and it always says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.deciding.clauses import TermChange, cells_on, changes_of, resting_on, touches
from bot.policy.deciding.decide import compile_policy, decide, which_tools
from bot.policy.deciding.grounds import SUSPENDED
from bot.policy.deciding.rulings import Ruling, ToolRuling
from bot.policy.policy import Policy
from bot.policy.words import (
    ANY,
    STRICTNESS,
    Citation,
    Condition,
    DataAsk,
    DataType,
    Effect,
    Offering,
    Question,
    Rule,
    Slot,
    ToolAsk,
    Verdict,
    Waiver,
)
from tests.laws import examples
from tests.policy.made_policies import OFFERINGS, policies, questions
from tests.policy.policy_cases import TODAY

CLAUSE = "acme/commercial-terms#training"
CHANGE = TermChange("c", "acme/commercial-terms", TODAY, topics=("training_on_inputs",))
suspensions = st.frozensets(st.sampled_from(sorted(OFFERINGS)), min_size=1)


def rule(id_: str, effect: Effect, offering: str = "a/x", **more: object) -> Rule:
    return Rule(id_, effect, frozenset({offering}), frozenset({"names"}), Citation("rules.yaml", 1), **more)  # type: ignore[arg-type]


def policy(*rules: Rule, offerings: dict[str, Offering] | None = None, **more: Condition) -> Policy:
    kinds = {"names": DataType("names"), "menus": DataType("menus")}
    return Policy(offerings or OFFERINGS, kinds, {}, rules, dict(more))


def ask(policy: Policy, offering: str = "a/x", data: str = "names") -> Ruling:
    question = Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),))
    return decide(compile_policy(policy), question, TODAY)


# --- which clause ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clause", "topics", "wanted"),
    [
        ("acme/commercial-terms#training", ("training_on_inputs",), True),
        ("acme/commercial-terms#training-on-inputs", ("training_on_inputs",), True),
        ("acme/commercial_terms", ("retention",), True),
        ("acme/commercial-terms#retention", ("training_on_inputs",), False),
        ("acme/commercial-terms#train", ("training_on_inputs",), False),
        ("acme/privacy#training", ("training_on_inputs",), False),
        ("other/commercial-terms#training", ("training_on_inputs",), False),
        ("acme/commercial-terms#retention", (), True),
    ],
)
def test_a_change_touches_the_clauses_of_its_page_and_topics_and_all_where_nobody_says_which(
    clause: str, topics: tuple[str, ...], wanted: bool
) -> None:
    assert touches(replace(CHANGE, topics=topics), clause) is wanted


# --- what rests on it ------------------------------------------------------------------------------------------------


def test_a_rule_a_condition_and_an_offering_may_rest_on_a_clause() -> None:
    offerings = OFFERINGS | {"b/x": replace(OFFERINGS["b/x"], rests_on=(CLAUSE,))}
    resting = resting_on(
        policy(
            rule("one", Effect.ALLOW, rests_on=(CLAUSE,)),
            rule("two", Effect.ALLOW),
            offerings=offerings,
            redact=Condition("redact", {}, rests_on=(CLAUSE,)),
        ),
        [CHANGE],
    )
    assert [set(part) for part in (resting.rules, resting.conditions, resting.offerings)] == [{"one"}, {"redact"}, {"b/x"}]
    assert not resting_on(policy(rule("two", Effect.ALLOW)), [CHANGE])


@pytest.mark.parametrize(
    ("made", "offering", "data", "wanted"),
    [
        (policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,))), "a/x", "names", True),
        (policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,))), "a/x", "menus", False),
        (policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,)), rule("two", Effect.FORBID)), "a/x", "names", False),
        (
            policy(rule("one", Effect.ALLOW), offerings=OFFERINGS | {"a/x": replace(OFFERINGS["a/x"], rests_on=(CLAUSE,))}),
            "a/x",
            "names",
            True,
        ),
        (policy(offerings=OFFERINGS | {"a/x": replace(OFFERINGS["a/x"], rests_on=(CLAUSE,))}), "a/x", "names", False),
        (
            policy(
                rule("one", Effect.CONDITION, conditions=("redact",)), redact=Condition("redact", {"en": "x"}, rests_on=(CLAUSE,))
            ),
            "a/x",
            "names",
            True,
        ),
    ],
    ids=[
        "its rule decided",
        "its rule does not reach the data",
        "a ban decided, and rests on nothing",
        "it is about the offering",
        "only silence decided",
        "its condition is asked for",
    ],
)
def test_an_answer_mentions_a_change_only_where_it_rests_on_it(made: Policy, offering: str, data: str, wanted: bool) -> None:
    assert bool(changes_of(made, ask(made, offering, data), (offering,), [CHANGE])) is wanted


def test_of_several_changes_the_oldest_is_told_first() -> None:
    made = policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,)))
    later, earlier = replace(CHANGE, id="b", on=date(2026, 11, 20)), replace(CHANGE, id="a", on=date(2026, 11, 1))
    assert changes_of(made, ask(made), ("a/x",), [later, earlier]) == (earlier, later)


def test_the_cells_that_rest_on_a_change_are_those_in_which_its_rule_holds() -> None:
    made = compile_policy(policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,)), rule("two", Effect.ALLOW, "b/x")))
    assert list(cells_on(made, resting_on(made.policy, [CHANGE]), TODAY)) == [("a/x", "names")]


def test_a_cell_in_which_its_rule_holds_comes_after_one_in_which_none_does() -> None:
    resting = replace(rule("one", Effect.ALLOW, "b/x", rests_on=(CLAUSE,)), data=frozenset({"menus"}))
    made = compile_policy(policy(resting))
    assert list(cells_on(made, resting_on(made.policy, [CHANGE]), TODAY)) == [("b/x", "menus")]


def test_a_cell_is_looked_at_today_and_where_the_policy_assumes_people_to_be() -> None:
    dutch = {Slot.COUNTRY: frozenset({"nl"})}
    pilot = Waiver(rule("pilot", Effect.ALLOW, "b/x", rests_on=(CLAUSE,)), frozenset({ANY}), TODAY, TODAY)
    made = replace(
        policy(rule("one", Effect.ALLOW, rests_on=(CLAUSE,), where=dutch)), waivers=(pilot,), assumed={Slot.COUNTRY: "NL"}
    )
    resting = resting_on(made, [CHANGE])
    assert list(cells_on(compile_policy(made), resting, TODAY)) == [("a/x", "names"), ("b/x", "names")]
    abroad, tomorrow = replace(made, assumed={}), TODAY + timedelta(days=1)
    assert list(cells_on(compile_policy(abroad), resting, tomorrow)) == []


def test_an_answer_that_asks_for_a_condition_that_rests_on_nothing_mentions_no_change() -> None:
    made = policy(rule("one", Effect.CONDITION, conditions=("redact",)), redact=Condition("redact", {}))
    made = replace(made, rules=(*made.rules, rule("other", Effect.ALLOW, "b/x", rests_on=(CLAUSE,))))
    assert changes_of(made, ask(made), ("a/x",), [CHANGE]) == ()


@pytest.mark.parametrize(("offering", "wanted"), [("a/x", True), ("a/y", False)])
def test_an_answer_about_several_tools_mentions_what_any_of_them_rests_on(offering: str, wanted: bool) -> None:
    made = policy(
        rule("one", Effect.CONDITION, "a/x", rests_on=(CLAUSE,)),
        rule("two", Effect.FORBID, "a/y"),
        rule("three", Effect.ALLOW, "b/x"),
    )
    tools = tuple(ToolAsk(id_, (id_,)) for id_ in ("b/x", offering))
    ruling = decide(compile_policy(made), Question(tools, (DataAsk("names", ("names",)),)), TODAY)
    assert [reason.rule for reason in ruling.reasons] == ["three"]
    assert bool(changes_of(made, ruling, (), [CHANGE])) is wanted


def test_an_answer_about_several_tools_mentions_what_only_their_facts_rest_on() -> None:
    offerings = OFFERINGS | {"a/x": replace(OFFERINGS["a/x"], rests_on=(CLAUSE,))}
    made = policy(rule("two", Effect.FORBID, "a/x"), rule("three", Effect.ALLOW, "b/x"), offerings=offerings)
    tools = tuple(ToolAsk(id_, (id_,)) for id_ in ("b/x", "a/x"))
    ruling = decide(compile_policy(made), Question(tools, (DataAsk("names", ("names",)),)), TODAY)
    assert changes_of(made, ruling, (), [CHANGE]) == (CHANGE,)


# --- a suspension ----------------------------------------------------------------------------------------------------


def test_what_was_allowed_needs_approval_and_says_why() -> None:
    made = replace(policy(rule("one", Effect.ALLOW)), suspended=frozenset({"a/x"}))
    ruling = ask(made)
    assert ruling.verdict is Verdict.REVIEW
    assert [reason.rule for reason in ruling.reasons] == [SUSPENDED]


@pytest.mark.parametrize("silence", [Verdict.UNCOVERED, Verdict.REVIEW, Verdict.FORBIDDEN])
def test_what_no_rule_covers_stays_as_strict_as_it_was(silence: Verdict) -> None:
    made = replace(policy(), default=silence, suspended=frozenset({"a/x"}))
    assert ask(made).verdict is silence


def test_conditions_stay_beside_the_approval() -> None:
    made = policy(rule("one", Effect.CONDITION, conditions=("redact",)), redact=Condition("redact", {"en": "x"}))
    ruling = ask(replace(made, suspended=frozenset({"a/x"})))
    assert ruling.verdict is Verdict.REVIEW and [need.condition for need in ruling.needs] == ["redact"]


@examples(150)
@given(policies(), questions(), suspensions)
def test_a_suspension_never_loosens_a_ruling(made: Policy, question: Question, suspended: frozenset[str]) -> None:
    before, after = (decide(compile_policy(one), question, TODAY) for one in (made, replace(made, suspended=suspended)))
    if len(question.tools) == 1:
        assert STRICTNESS[after.verdict] >= STRICTNESS[before.verdict]
    by_name = {one.name: one for one in before.per_tool}
    assert all(STRICTNESS[one.verdict] >= STRICTNESS[by_name[one.name].verdict] for one in after.per_tool)


@examples(150)
@given(policies(), questions(with_loose=False), suspensions)
def test_a_suspended_offering_is_never_milder_than_review_and_others_are_as_they_were(
    made: Policy, question: Question, suspended: frozenset[str]
) -> None:
    def tools(one: Policy) -> dict[str, ToolRuling]:
        return {ruling.name: ruling for ruling in which_tools(compile_policy(one), replace(question, tools=()), TODAY)}

    before, after = tools(made), tools(replace(made, suspended=suspended))
    for name, ruling in after.items():
        if name in suspended:
            assert STRICTNESS[ruling.verdict] >= STRICTNESS[Verdict.REVIEW] or ruling.ask_back is not None
            assert ruling.reasons, "every ruling says why"
        else:  # what is still asked of it waits beside a tool that is settled: the suspended one may have been that tool
            assert replace(ruling, ask_back=None) == replace(before[name], ask_back=None)
