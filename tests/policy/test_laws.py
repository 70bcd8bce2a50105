"""Random small policies and questions -> the laws that hold for every ruling, against a plain second reading of the rules."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.deciding.decide import UNKNOWN, alternatives, choose, compile_policy, decide, which_tools
from bot.policy.deciding.ruling import brief_of, rule_tool
from bot.policy.deciding.rulings import AskBack, Note, Option, Ruling, ToolRuling
from bot.policy.deciding.worlds import ready
from bot.policy.policy import Policy
from bot.policy.words import ANY, STRICTNESS, Citation, DataAsk, Effect, Question, Rule, Slot, ToolAsk, Verdict, Waiver
from tests.laws import examples
from tests.policy.made_policies import (
    CLASSES,
    CONDITIONS,
    COUNTRIES,
    OFFERINGS,
    PURPOSES,
    TYPES,
    asks,
    effects,
    policies,
    questions,
    rules,
    some,
)
from tests.policy.plain_reading import is_never_milder, is_ruled, reading, readings
from tests.policy.policy_cases import TODAY


@given(policies(), questions(with_loose=False))
@examples(400)
def test_a_ruling_agrees_with_the_plain_reading_of_the_rules(policy: Policy, question: Question) -> None:
    found = set(readings(policy, question, question.tools[0]))
    ruling = decide(compile_policy(policy), question, TODAY)
    assert ruling.verdict is max(found, key=STRICTNESS.__getitem__)
    assert (ruling.ask_back is None) is (len(found) == 1)


@given(policies(), questions(), st.randoms(use_true_random=False))
@examples(200)
def test_the_order_of_rules_never_matters(policy: Policy, question: Question, chance: object) -> None:
    shuffled = list(policy.rules)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    other = replace(policy, rules=tuple(shuffled))
    assert decide(compile_policy(policy), question, TODAY) == decide(compile_policy(other), question, TODAY)


@given(policies(), questions(), rules(99, with_asides=False))
@examples(300)
def test_one_more_forbidding_rule_never_loosens(policy: Policy, question: Question, rule: Rule) -> None:
    more = replace(policy, rules=(*policy.rules, replace(rule, effect=Effect.FORBID, conditions=())))
    assert is_never_milder((more, question), (policy, question))


@given(policies(), questions(), rules(99, with_asides=False))
@examples(300)
def test_one_more_rule_that_sets_nothing_aside_never_loosens_a_covered_ruling(
    policy: Policy, question: Question, rule: Rule
) -> None:
    every = Rule("everything", Effect.ALLOW, frozenset({ANY}), frozenset({ANY}), Citation("rules.yaml", 50))
    covered = replace(policy, rules=(*policy.rules, every))
    more = replace(covered, rules=(*covered.rules, rule))
    assert is_never_milder((more, question), (covered, question))


def said_of(ruling: Ruling) -> dict[str, Ruling | ToolRuling]:
    """Each tool's ruling by its name."""
    return {one.name: one for one in ruling.per_tool} or {"": ruling}


def is_allowed(ruling: Ruling | ToolRuling) -> bool:
    return ruling.verdict is Verdict.ALLOWED and ruling.ask_back is None


@given(policies(), questions(), some(sorted(CLASSES)), st.booleans())
@examples(600)
def test_a_class_for_doubt_never_allows_and_is_never_milder_than_that_class(
    policy: Policy, question: Question, class_: str, knows: bool
) -> None:
    doubting = replace(policy, in_doubt=class_)
    old, new = (compile_policy(one) for one in (policy, doubting))
    asked = decide(new, question, TODAY).ask_back
    if not knows and asked is not None:
        question = choose(question, asked, UNKNOWN)
    as_class = tuple(
        replace(one, types=(class_,), transformations=()) if one.name in ("unread", "any class") else one for one in question.data
    )
    before, after = (said_of(decide(one, question, TODAY)) for one in (old, new))
    settled = said_of(decide(old, replace(question, data=as_class), TODAY))
    for name, ruling in after.items():
        assert not is_allowed(ruling) or is_allowed(before[name])
        if Note.IN_DOUBT in ruling.notes:
            assert ruling.ask_back is None
            assert STRICTNESS[ruling.verdict] >= STRICTNESS[settled[name].verdict]
            least = Verdict.REVIEW if not any(one.is_doubted for one in question.data) else Verdict.CONDITIONAL
            assert STRICTNESS[ruling.verdict] >= STRICTNESS[least]
        else:
            assert ruling.verdict is before[name].verdict
            assert (ruling.ask_back is None) is (before[name].ask_back is None)


@given(st.lists(effects, min_size=24, max_size=24), st.lists(some(range(24)), max_size=3), effects)
@examples(40)
def test_more_contexts_than_are_looked_at_are_bounded_from_the_strict_side(
    chosen: list[Effect], setters: list[int], base: Effect
) -> None:
    slots = (Slot.PURPOSE, Slot.FEATURE, Slot.REGION)
    everything = frozenset({ANY})
    made = [Rule("base", base, everything, everything, Citation("rules.yaml", 1))] + [
        Rule(
            f"r{number}",
            effect,
            everything,
            everything,
            Citation("rules.yaml", number + 2),
            sets_aside=("base",) if number in setters else (),
            where={slots[number // 8]: frozenset({f"v{number % 8}"})},
        )
        for number, effect in enumerate(chosen)
    ]
    policy = Policy(OFFERINGS, TYPES, CLASSES, tuple(made), CONDITIONS)
    question = Question((ToolAsk("a", ("a/x",)),), (DataAsk("names", ("names",)),))
    values = [*(f"v{n}" for n in range(8)), "other"]
    every = {
        reading(policy, ("a/x", "names"), {str(slot): value for slot, value in zip(slots, chosen_values, strict=True)}, question)
        for chosen_values in product(values, repeat=3)
    }
    ruling = decide(compile_policy(policy), question, TODAY)
    assert STRICTNESS[ruling.verdict] >= max(STRICTNESS[verdict] for verdict in every)
    last = decide(compile_policy(policy), replace(question, asked_back=2), TODAY)
    assert last.ask_back is None
    assert last.verdict is ruling.verdict


@given(policies(), questions(), st.integers(0, 5), some(["redact", "approved"]))
@examples(300)
def test_one_more_condition_never_loosens(policy: Policy, question: Question, at: int, condition: str) -> None:
    made = [
        replace(rule, conditions=(*rule.conditions, condition)) if number == at and condition not in rule.conditions else rule
        for number, rule in enumerate(policy.rules)
    ]
    assert is_never_milder((replace(policy, rules=tuple(made)), question), (policy, question))


@given(policies(), questions(with_loose=False), asks)
@examples(300)
def test_one_more_data_type_never_loosens(policy: Policy, question: Question, ask: DataAsk) -> None:
    more = replace(question, data=(*question.data, replace(ask, name="one more")))
    assert is_never_milder((policy, more), (policy, question))


@given(policies(), questions(), some(["redact", "approved", "check"]))
@examples(300)
def test_one_more_unmet_fact_never_loosens(policy: Policy, question: Question, condition: str) -> None:
    more = replace(question, unmet=question.unmet | {condition})
    assert is_never_milder((policy, more), (policy, question))


@given(policies(), questions())
@examples(300)
def test_every_ruling_cites_a_rule_or_the_line_of_its_default(policy: Policy, question: Question) -> None:
    ruling = decide(compile_policy(policy), question, TODAY)
    lines = {rule.id: rule.at for rule in [*policy.rules, *(waiver.rule for waiver in policy.waivers)]}
    lines |= {"default": policy.default_at, "unlisted": policy.unlisted_at}
    lines |= {duty.id: duty.at for duty in policy.conditions.values() if duty.general}
    for one in (ruling, *ruling.per_tool):
        assert one.reasons
        assert all(reason.at == lines[reason.rule] and reason.at.line > 0 for reason in one.reasons)


@given(policies(), questions())
@examples(400)
def test_allowed_without_a_question_back_is_allowed_in_every_world(policy: Policy, question: Question) -> None:
    ruling = decide(compile_policy(policy), question, TODAY)
    for tool, one in zip(question.tools, ruling.per_tool or (ruling,), strict=False):
        if one.verdict is Verdict.ALLOWED and one.ask_back is None:
            assert question.rest_named or not question.left_out
            assert all(ask.types and ask.grounded for ask in question.data)
            kinds = (*TYPES, *(class_ for class_ in CLASSES if is_ruled(policy, class_)))
            named = question if question.data else replace(question, data=(DataAsk("all", kinds),))
            assert set(readings(policy, named, tool)) == {Verdict.ALLOWED}


@given(policies(), questions())
@examples(300)
def test_an_open_question_is_never_milder_than_any_of_its_worlds(policy: Policy, question: Question) -> None:
    if not question.tools:
        return
    read = replace(question, data=tuple(ask for ask in question.data if ask.types) or (DataAsk("names", ("names",)),))
    ruling = decide(compile_policy(policy), read, TODAY)
    assert STRICTNESS[ruling.verdict] >= max(STRICTNESS[verdict] for verdict in readings(policy, read, read.tools[0]))


@given(policies(), questions())
@examples(300)
def test_an_option_keeps_its_promise_and_two_questions_are_enough(policy: Policy, question: Question) -> None:
    compiled = compile_policy(policy)
    ruling = decide(compiled, question, TODAY)
    for option in ruling.ask_back.options if ruling.ask_back and question.tools else ():
        clicked = choose(question, ruling.ask_back, option.value)
        after = decide(compiled, clicked, TODAY)
        if option.verdict is not None and all(ask.grounded for ask in question.data):
            assert (after.verdict, after.ask_back) == (option.verdict, None)
    screens = 0
    while ruling.ask_back is not None and screens < 2:
        screens += ruling.ask_back.beneath is None  # two menus on one screen are one question
        question = choose(question, ruling.ask_back, ruling.ask_back.options[0].value)
        ruling = decide(compiled, question, TODAY)
    assert ruling.ask_back is None


@given(policies(), questions())
@examples(200)
def test_needs_are_conditions_of_rules_that_reach_the_cell_and_their_cases_are_worlds(policy: Policy, question: Question) -> None:
    ruling = decide(compile_policy(policy), question, TODAY)
    worlds = {*OFFERINGS, *TYPES, *CLASSES, *PURPOSES, *COUNTRIES, "other", "Poe"}
    for need in ruling.needs:
        assert need.condition in CONDITIONS
        assert set(need.cases) <= worlds
    met = Note.ALL_MET in ruling.notes
    assert not met or (
        ruling.verdict is Verdict.CONDITIONAL and all(str(n.stated) == "met" for n in ruling.needs if not n.general)
    )


@given(policies(), questions())
@examples(150)
def test_an_alternative_is_milder_than_the_ruling_and_true(policy: Policy, question: Question) -> None:
    compiled = compile_policy(policy)
    ruling = decide(compiled, question, TODAY)
    for way in alternatives(compiled, question, TODAY):
        assert STRICTNESS[way.verdict] < STRICTNESS[ruling.verdict]
        data = tuple(
            replace(ask, transformations=(*ask.transformations, way.transformation)) if way.transformation else ask
            for ask in question.data
        )
        there = decide(compiled, replace(question, tools=(ToolAsk(way.offering, (way.offering,)),), data=data), TODAY)
        if way.depends:
            assert there.ask_back is not None and way.verdict in {option.verdict for option in there.ask_back.options}
        else:
            assert there.verdict is way.verdict


@given(policies(), questions())
@examples(150)
def test_which_tools_names_every_offering_and_settled_mild_ones_first(policy: Policy, question: Question) -> None:
    listed = which_tools(compile_policy(policy), replace(question, tools=()), TODAY)
    assert {one.name for one in listed} == set(OFFERINGS)
    settled = [one.verdict in {Verdict.ALLOWED, Verdict.CONDITIONAL} and one.ask_back is None for one in listed]
    assert settled == sorted(settled, reverse=True)


SOME = st.lists(st.sampled_from(sorted(OFFERINGS)))


@given(policies(), questions(), SOME, SOME)
@examples(150)
def test_what_suits_the_task_orders_a_list_and_decides_nothing(
    policy: Policy, question: Question, suited: list[str], unsuited: list[str]
) -> None:
    compiled = compile_policy(policy)
    plain = decide(compiled, question, TODAY)
    ordered = decide(compiled, replace(question, suited=tuple(suited), unsuited=tuple(unsuited)), TODAY)
    assert ordered.verdict is plain.verdict
    listed, before = (sorted((one.name, one.verdict) for one in each.per_tool) for each in (ordered, plain))
    assert listed == before


@given(policies(), questions(), rules(3), some(["who", "past", "future"]))
@examples(200)
def test_a_waiver_for_others_or_for_another_day_is_none(policy: Policy, question: Question, rule: Rule, why: str) -> None:
    days = {"past": -1, "future": 1, "who": 0}
    day = TODAY + timedelta(days=days[why])
    who = frozenset({"board"}) if why == "who" else frozenset({ANY})
    more = replace(policy, waivers=(*policy.waivers, Waiver(replace(rule, id="idle"), who, day, day)))
    without = decide(compile_policy(policy), question, TODAY)
    with_it = decide(compile_policy(more), question, TODAY)
    # Data that a rule names is shown by itself, so the cases that a need is for may be told by other names.
    needed, before = ({(need.condition, need.stated) for need in one.needs} for one in (with_it, without))
    assert (with_it.verdict, needed, with_it.notes) == (without.verdict, before, without.notes)


unclear = some([DataAsk("unread"), DataAsk("unread", ("public", "secret"), (), False), DataAsk("unread", ("menus",), (), False)])
guesses = st.lists(some(["names", "menus", "salaries", "secret", "public"]), min_size=1, max_size=3, unique=True).map(tuple)


@examples(400)
@given(policies(), questions(), unclear, guesses, some([(), ("a/x",), ("a/y", "b/x")]))
def test_a_guess_never_loosens_and_never_grants(
    policy: Policy, question: Question, ask: DataAsk, guess: tuple[str, ...], tools: tuple[str, ...]
) -> None:
    compiled = compile_policy(policy)
    plain = replace(question, data=(*question.data, ask))
    guessed = replace(question, data=(*question.data, replace(ask, likely=guess)))
    guessed = replace(guessed, tools=tuple(replace(t, likely=tuple(o for o in tools if o in t.offerings)) for t in guessed.tools))
    for one, other in zip(rulings(decide(compiled, plain, TODAY)), rulings(decide(compiled, guessed, TODAY)), strict=True):
        assert other.verdict is not Verdict.ALLOWED or other.ask_back is not None
        if one.ask_back is None:
            assert STRICTNESS[other.verdict] >= STRICTNESS[one.verdict]


@examples(200)
@given(policies(), questions(), unclear, guesses, some(["names", "menus", "public"]))
def test_a_click_takes_the_place_of_a_guess(
    policy: Policy, question: Question, ask: DataAsk, guess: tuple[str, ...], clicked: str
) -> None:
    compiled = compile_policy(policy)
    plain = replace(question, data=(ask,), asked_back=0)
    guessed = replace(question, data=(replace(ask, likely=guess),), asked_back=0)
    back = AskBack(Slot.DATA, (Option(clicked),), ask.name)
    one, other = (decide(compiled, choose(asked, back, clicked), TODAY) for asked in (plain, guessed))
    assert one == other


def rulings(ruling: Ruling) -> list[Ruling | ToolRuling]:
    """The rulings of every tool in one order, else the one that there is."""
    return sorted(ruling.per_tool, key=lambda one: one.offerings) if ruling.per_tool else [ruling]


@examples(300)
@given(policies(), questions())
def test_what_a_ruling_comes_to_is_the_ruling(policy: Policy, question: Question) -> None:
    """Classes and ways out are compared by it, without the reasons."""
    compiled = compile_policy(policy)
    asked = ready(compiled, replace(question, is_closed=True), TODAY)
    for tool in question.tools:
        brief, (ruling, _) = brief_of(compiled, asked, tool), rule_tool(compiled, asked, tool)
        assert (brief.verdict, brief.is_open) == (ruling.verdict, ruling.ask_back is not None)
