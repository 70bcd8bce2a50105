"""Laws of the order in which people are told of tools: what they start with may be used, wherever it stood in the files."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.deciding.decide import compile_policy, which_tools
from bot.policy.deciding.rulings import AskBack, Option, ToolRuling
from bot.policy.deciding.starting import as_they_come, is_usable, order
from bot.policy.policy import Policy
from bot.policy.words import Offering, Question, Slot, Verdict
from tests.laws import examples
from tests.policy.made_policies import OFFERINGS, policies, questions
from tests.policy.policy_cases import TODAY

IDS = sorted(OFFERINGS)
SOME = st.lists(st.sampled_from(IDS), unique=True).map(tuple)
NAMED = st.dictionaries(st.sampled_from(["any", "translator", "code-assistant"]), SOME, max_size=2)
FAMILIES = st.lists(st.sampled_from(["translator", "code-assistant"]), unique=True).map(tuple)
ACCESS = st.sampled_from(["everybody", "", "on_request", "own"])
TWO = ("a/x", "b/x")


def with_access(policy: Policy, access: dict[str, str], start_with: dict[str, tuple[str, ...]]) -> Policy:
    offerings = {id_: replace(one, access=access[id_]) for id_, one in policy.offerings.items()}
    return replace(policy, offerings=offerings, start_with=start_with)


made = st.builds(with_access, policies(), st.fixed_dictionaries(dict.fromkeys(IDS, ACCESS)), NAMED)


@st.composite
def which(draw: st.DrawFn) -> Question:
    return replace(
        draw(questions()),
        tools=(),
        suited=draw(SOME),
        unsuited=draw(SOME),
        families=draw(FAMILIES),
        nothing_else=draw(st.booleans()),
    )


@given(made, which())
@examples(200)
def test_a_tool_that_is_denied_never_comes_before_one_that_may_be_used(policy: Policy, question: Question) -> None:
    listed = which_tools(compile_policy(policy), question, TODAY)
    usable = [is_usable(one) for one in listed]
    assert usable == sorted(usable, reverse=True)


@given(made, which(), st.permutations(IDS))
@examples(200)
def test_the_order_of_the_files_is_no_order_of_tools(policy: Policy, question: Question, ids: list[str]) -> None:
    other = replace(policy, offerings={id_: policy.offerings[id_] for id_ in ids})
    assert which_tools(compile_policy(policy), question, TODAY) == which_tools(compile_policy(other), question, TODAY)


@given(made, which())
@examples(200)
def test_where_to_start_makes_no_ruling_milder(policy: Policy, question: Question) -> None:
    plain = {
        one.name: one for one in which_tools(compile_policy(replace(policy, start_with={})), Question(data=question.data), TODAY)
    }
    asked = replace(Question(data=question.data), suited=question.suited, families=question.families)
    for one in which_tools(compile_policy(policy), asked, TODAY):
        assert _without_remarks(one) == _without_remarks(plain[one.name])


def _without_remarks(one: ToolRuling) -> ToolRuling:
    """Without what a question back says of data that is not in a class: it changes no verdict."""
    return replace(one, ask_back=one.ask_back and replace(one.ask_back, not_in_it=()))


@given(made, which(), st.sampled_from([Verdict.ALLOWED, Verdict.CONDITIONAL]))
@examples(200)
def test_what_everybody_has_comes_before_what_is_asked_for_where_task_and_verdict_are_the_same(
    policy: Policy, question: Question, verdict: Verdict
) -> None:
    offerings = dict(zip(TWO, (replace(policy.offerings[id_], access="on_request") for id_ in TWO), strict=True))
    offerings["b/x"] = replace(offerings["b/x"], access="everybody")
    policy = replace(policy, offerings=offerings, start_with={})
    same = {"suited": () if set(TWO) - set(question.suited) else TWO, "unsuited": ()}
    rulings = [ToolRuling(id_, verdict, (id_,)) for id_ in TWO]
    assert [one.name for one in order(policy, replace(question, **same), rulings)] == ["b/x", "a/x"]


@given(made, which())
@examples(200)
def test_where_nothing_else_will_do_no_other_tool_is_named(policy: Policy, question: Question) -> None:
    listed = which_tools(compile_policy(policy), replace(question, nothing_else=True), TODAY)
    if set(question.unsuited) < set(OFFERINGS):
        assert not {one.name for one in listed} & set(question.unsuited)
    else:
        assert {one.name for one in listed} == set(OFFERINGS)


def order_of(policy: Policy, question: Question, *rulings: ToolRuling) -> list[str]:
    return [one.name for one in order(policy, question, rulings)]


POLICY = Policy(OFFERINGS, {}, {}, (), {}, start_with={"translator": ("b/x",), "any": ("a/y",)})


def test_what_the_policy_names_for_the_task_comes_before_a_milder_one() -> None:
    rulings = [ToolRuling("a/x", Verdict.ALLOWED), ToolRuling("b/x", Verdict.CONDITIONAL)]
    assert order_of(POLICY, Question(families=("translator",)), *rulings) == ["b/x", "a/x"]


def test_what_the_policy_names_for_any_task_comes_first_of_its_equals_only() -> None:
    rulings = [ToolRuling("a/x", Verdict.ALLOWED), ToolRuling("a/y", Verdict.CONDITIONAL), ToolRuling("b/x", Verdict.CONDITIONAL)]
    assert order_of(POLICY, Question(), *rulings) == ["a/x", "a/y", "b/x"]


def test_beside_a_settled_one_what_is_conditional_at_worst_is_no_question() -> None:
    ask = AskBack(Slot.DATA, (Option("names", (), Verdict.ALLOWED),))
    rulings = (ToolRuling("a/x", Verdict.CONDITIONAL, ask_back=ask), ToolRuling("b/x", Verdict.CONDITIONAL))
    assert [one.ask_back for one in order(POLICY, Question(), rulings)] == [None, None]
    assert order(POLICY, Question(), rulings[:1])[0].ask_back is ask


def test_what_one_may_open_first_is_what_is_named_then_products_then_models_on_servers() -> None:
    made = (("a", "self_hosted", "everybody"), ("b", "", "on_request"), ("c", "", "everybody"), ("d", "", "own"), ("e", "", ""))
    offerings = {id_: Offering(id_, id_, hosting=hosting, access=access) for id_, hosting, access in made}
    policy = Policy(offerings, {}, {}, (), {}, start_with={"any": ("e",)})
    assert as_they_come(policy) == ["e", "c", "b", "a"]
