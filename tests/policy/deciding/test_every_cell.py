"""What a look at every cell says, against deciding each cell in each context: nothing is missed, nothing is made up."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.changes.change import compare
from bot.policy.changes.survey import Oddity, survey
from bot.policy.deciding.decide import compile_policy, decide
from bot.policy.deciding.joint import How
from bot.policy.deciding.rulings import Ruling
from bot.policy.policy import Policy
from bot.policy.words import DataAsk, Question, Slot, ToolAsk, Verdict
from tests.laws import examples
from tests.policy.made_policies import COUNTRIES, OFFERINGS, PURPOSES, TYPES, policies, rules
from tests.policy.policy_cases import TODAY

DATA = (*TYPES, "public", "secret")
CONTEXTS = [
    {slot: value for slot, value in ((Slot.PURPOSE, purpose), (Slot.COUNTRY, country)) if value}
    for purpose in ("", *PURPOSES, "other")
    for country in ("", *COUNTRIES, "other")
]


def asked(offering: str, data: str, *, both: bool = True) -> Iterator[Question]:
    for context in CONTEXTS:
        if both or len(context) < 2:
            for who in (frozenset[str](), frozenset({"lab"})):
                yield Question((ToolAsk(offering, (offering,)),), (DataAsk(data, (data,)),), context, who=who, asked_back=2)


def said(ruling: Ruling) -> tuple[object, ...]:
    return ruling.verdict, {need.condition for need in ruling.needs if not need.general}


@st.composite
def edits(draw: st.DrawFn) -> tuple[Policy, Policy]:
    """A policy, and the same with one rule edited, gone or new."""
    old = draw(policies())
    kept = list(old.rules)
    if kept and draw(st.booleans()):
        kept.pop(draw(st.integers(0, len(kept) - 1)))
    if not kept or draw(st.booleans()):
        kept.append(replace(draw(rules(len(old.rules), with_asides=False)), id=draw(st.sampled_from(["new", "r0", "r1"]))))
    known = {rule.id: rule for rule in kept}
    return old, replace(old, rules=tuple(known.values()))


@examples(60)
@given(edits())
def test_a_cell_that_is_told_as_unchanged_is_decided_alike_in_every_context(pair: tuple[Policy, Policy]) -> None:
    old, new = (compile_policy(policy) for policy in pair)
    change = compare(old, new, TODAY)
    told = {(one.offering, one.data) for one in (*change.looser, *change.stricter, *change.changed_conditions)}
    for offering in OFFERINGS:
        for data in DATA:
            if (offering, data) not in told:
                for question in asked(offering, data):
                    assert said(decide(old, question, TODAY)) == said(decide(new, question, TODAY)), (offering, data, question)


@examples(60)
@given(edits())
def test_every_flip_names_what_did_it_and_a_rule_that_is_the_same_never_did(pair: tuple[Policy, Policy]) -> None:
    old, new = pair
    change = compare(compile_policy(old), compile_policy(new), TODAY)
    edited = {rule.id for rule in (*old.rules, *new.rules) if (rule in old.rules) is not (rule in new.rules)}
    for one in (*change.looser, *change.stricter, *change.changed_conditions):
        assert one.causes
        assert {cause.rule for cause in one.causes} <= edited
        assert all((cause.old is None) is (cause.how is How.NEW) for cause in one.causes)
        assert all((cause.new is None) is (cause.how is How.GONE) for cause in one.causes)


@examples(60)
@given(policies())
def test_a_rule_that_is_told_to_never_decide_stands_in_no_ruling(policy: Policy) -> None:
    compiled = compile_policy(policy)
    idle = {odd.rules[0].id: odd.cells for odd in survey(compiled, TODAY) if odd.oddity is Oddity.NEVER_DECIDES}
    for rule, cells in idle.items():
        for offering, data in cells:
            for question in asked(offering, data):
                assert rule not in {reason.rule for reason in decide(compiled, question, TODAY).reasons}


@examples(60)
@given(policies())
def test_uncovered_cells_are_those_that_no_rule_decides(policy: Policy) -> None:
    compiled = compile_policy(policy)
    open_ = {cell for odd in survey(compiled, TODAY) if odd.oddity is Oddity.UNCOVERED for cell in odd.cells}
    elsewhere = {slot: "other" for slot in (Slot.PURPOSE, Slot.COUNTRY) if slot not in policy.assumed}
    for offering in OFFERINGS:
        for data in TYPES:
            question = replace(next(asked(offering, data)), context=elsewhere)
            is_silent = decide(compiled, question, TODAY).verdict is Verdict.UNCOVERED
            assert is_silent is ((offering, data) in open_)
