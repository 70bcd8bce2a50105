"""Random small policies and questions -> the laws that hold for every ruling, against a plain second reading of the rules.

The pools are tiny and aimed at what is asked about, so that rules meet: most generated rules reach the asked cell.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import cedarpy
from hypothesis import given, settings
from hypothesis import strategies as st
from policy_cases import TODAY

from bot.policy.decide import alternatives, choose, compile_policy, decide, which_tools
from bot.policy.words import (
    ANY,
    STRICTNESS,
    AskBack,
    Citation,
    Condition,
    DataAsk,
    DataClass,
    DataType,
    Effect,
    Note,
    Offering,
    Option,
    Policy,
    Question,
    Rule,
    Ruling,
    Slot,
    ToolAsk,
    ToolRuling,
    Verdict,
    Waiver,
)

OFFERINGS = {
    "a/x": Offering("a/x", "a", plan="x", account="company"),
    "a/y": Offering("a/y", "a", plan="y", account="personal"),
    "b/x": Offering("b/x", "b", plan="x", account="company"),
}
TYPES = {
    "names": DataType("names", ("secret",), becomes={"anonymised": "menus"}),
    "menus": DataType("menus", ("public",)),
    "salaries": DataType("salaries", ("secret",), is_a=("names",)),
}
CLASSES = {"public": DataClass("public", 0), "secret": DataClass("secret", 1)}
CONDITIONS = {
    "redact": Condition("redact", {"en": "redact"}),
    "approved": Condition("approved", {"en": "approved"}, asker_may_state=False),
    "check": Condition("check", {"en": "check"}, general=True, offerings=frozenset({"a/x"}), at=Citation("conditions.yaml", 9)),
}
PURPOSES, COUNTRIES = ("hiring", "teaching"), ("nl", "us")

some = st.sampled_from
effects = some([Effect.ALLOW, Effect.CONDITION, Effect.ALLOW, Effect.CONDITION, Effect.REVIEW, Effect.FORBID])
conditions = st.lists(some(["redact", "approved"]), max_size=2, unique=True).map(tuple)
offerings = some([frozenset({ANY}), frozenset({"a/x"}), frozenset({"a/x", "a/y"}), frozenset({"a/y", "b/x"})])
data = some([frozenset({ANY}), frozenset({"names"}), frozenset({"secret"}), frozenset({"menus", "names"}), frozenset({"public"})])
wheres = some(
    [{}, {}, {}, {Slot.PURPOSE: frozenset({"hiring"})}, {Slot.PURPOSE: frozenset(PURPOSES)}, {Slot.COUNTRY: frozenset({"nl"})}]
)


@st.composite
def rules(draw: st.DrawFn, number: int = 0, with_asides: bool = True) -> Rule:
    """One rule; it may set aside rules of lower numbers, so that there is no cycle."""
    effect = draw(effects)
    aside = draw(st.lists(some([f"r{n}" for n in range(number)]), max_size=2, unique=True)) if number and with_asides else []
    return Rule(
        f"r{number}",
        effect,
        draw(offerings),
        draw(data),
        Citation("rules.yaml", number + 1),
        draw(conditions) if effect in {Effect.CONDITION, Effect.REVIEW} else (),
        tuple(aside),
        draw(wheres),
    )


@st.composite
def policies(draw: st.DrawFn, with_asides: bool = True) -> Policy:
    """A policy of up to six rules and a waiver."""
    count = draw(some([3, 1, 2, 4, 5, 0]))
    made = tuple(draw(rules(number, with_asides)) for number in range(count))
    waivers = []
    if with_asides and draw(st.booleans()):
        since = TODAY + timedelta(days=draw(some([0, -1, -2, 1])))
        waivers.append(
            Waiver(draw(rules(count)), draw(some([frozenset({ANY}), frozenset({"lab"})])), since, since + timedelta(days=1))
        )
    return Policy(
        OFFERINGS,
        TYPES,
        CLASSES,
        made,
        CONDITIONS,
        tuple(waivers),
        draw(some([Verdict.UNCOVERED, Verdict.REVIEW, Verdict.FORBIDDEN])),
        Citation("policy.yaml", 7),
        draw(some([Verdict.UNCOVERED, Verdict.REVIEW, Verdict.FORBIDDEN])),
        Citation("policy.yaml", 8),
        draw(some([{}, {Slot.COUNTRY: "NL"}])),
    )


tools = some([ToolAsk("A x", ("a/x",)), ToolAsk("A", ("a/x", "a/y")), ToolAsk("any", ("a/x", "a/y", "b/x")), ToolAsk("Poe")])
asks = some(
    [
        DataAsk("names", ("names",)),
        DataAsk("menus", ("menus",)),
        DataAsk("salaries", ("salaries",)),
        DataAsk("secret", ("secret",)),
        DataAsk("either", ("names", "menus")),
        DataAsk("clean", ("names",), ("anonymised",)),
        DataAsk("silent", ("salaries",), ("anonymised",)),
    ]
)
loose_asks = st.one_of(
    asks,
    some(
        [
            DataAsk("unread"),
            DataAsk("near", ("menus",), grounded=False),
            DataAsk("odd", ("menus", "secret"), (), False, ("names",)),
        ]
    ),
)
facts = st.frozensets(some(["redact", "approved", "check"]), max_size=2)


@st.composite
def questions(draw: st.DrawFn, with_loose: bool = True) -> Question:
    """A question with open slots; ``with_loose``: unread and ungrounded parts, parts left out, no tool or no data at all."""
    context = {
        slot: draw(some(values)) for slot, values in ((Slot.PURPOSE, PURPOSES), (Slot.COUNTRY, COUNTRIES)) if draw(st.booleans())
    }
    asked = draw(
        st.lists(loose_asks if with_loose else asks, min_size=0 if with_loose else 1, max_size=2, unique_by=lambda ask: ask.name)
    )
    tool = (draw(tools),) if not with_loose or draw(st.integers(0, 5)) else ()
    question = Question(tool, tuple(asked), context, draw(facts), draw(facts), who=draw(some([frozenset(), frozenset({"lab"})])))
    if with_loose:
        question = replace(
            question,
            left_out=draw(some([(), (), ("salaries",)])),
            tools_grounded=draw(some([True, True, False])),
            asked_back=draw(some([0, 0, 2])),
        )
    return question


# --- a plain second reading of the rules: slow, and written without any mask ----------------------------------------


def reading(policy: Policy, cell: tuple[str, str], values: dict[str, str], question: Question, today: date = TODAY) -> Verdict:
    """The verdict of one cell in one world."""
    offering, kind = cell
    known = policy.data_types.get(kind)
    names = {kind, ANY, *(known.classes if known else ()), *(known.is_a if known else ())}
    waived = [w.rule for w in policy.waivers if w.since <= today <= w.until and (ANY in w.who or w.who & question.who)]
    live = [
        rule
        for rule in [*policy.rules, *waived]
        if rule.offerings & {offering, ANY}
        and rule.data & names
        and all(values.get(slot) in accepted for slot, accepted in rule.where.items())
    ]
    kept = [rule for rule in live if not is_set_aside(rule, live)]
    duties = [c for c in policy.conditions.values() if c.general and c.offerings & {offering, ANY} and c.data & names]
    if any(rule.effect is Effect.FORBID for rule in kept):
        return Verdict.FORBIDDEN
    if question.unmet & {*(c for rule in kept for c in rule.conditions), *(duty.id for duty in duties)}:
        return Verdict.FORBIDDEN
    if not kept:
        return policy.default if offering in policy.offerings else policy.unlisted
    if any(rule.effect is Effect.REVIEW for rule in kept):
        return Verdict.REVIEW
    return Verdict.CONDITIONAL if any(rule.effect is Effect.CONDITION for rule in kept) else Verdict.ALLOWED


def is_set_aside(rule: Rule, live: list[Rule]) -> bool:
    """Whether a rule that is not itself set aside names it. There is no cycle, so this ends."""
    return any(rule.id in other.sets_aside and not is_set_aside(other, live) for other in live)


def readings(policy: Policy, question: Question, tool: ToolAsk) -> list[Verdict]:
    """The verdict of every world of a question whose data was all read."""
    found = []
    said = {str(slot): value.lower() for slot, value in {**policy.assumed, **question.context}.items()}
    open_slots = {"purpose": (*PURPOSES, "other"), "country": (*COUNTRIES, "other")}
    slots = [name for name in open_slots if name not in said]
    kinds = [[became(policy, kind, ask.transformations) for kind in ask.types] for ask in question.data]
    for offering, values, chosen in product(
        tool.offerings or (tool.name,), product(*(open_slots[s] for s in slots)), product(*kinds)
    ):
        world = said | dict(zip(slots, values, strict=True))
        cells = [reading(policy, (offering, kind), world, question) for kind in chosen]
        found.append(max(cells, key=STRICTNESS.__getitem__))
    return found


def is_ruled(policy: Policy, class_: str) -> bool:
    """Whether a rule names a class. Else its types stand for it where nothing was said of the data."""
    return any(class_ in rule.data for rule in policy.rules)


def became(policy: Policy, kind: str, transformations: tuple[str, ...]) -> str:
    for transformation in transformations:
        kind = policy.data_types[kind].becomes.get(transformation, kind) if kind in policy.data_types else kind
    return kind


def is_never_milder(after: tuple[Policy, Question], before: tuple[Policy, Question]) -> bool:
    """Whether no tool of the question got a milder verdict. (Which tool is the best may change, so each is compared.)"""
    new, old = (ranks(decide(compile_policy(policy), question, TODAY)) for policy, question in (after, before))
    return new.keys() == old.keys() and all(new[name] >= old[name] for name in old)


def ranks(ruling: Ruling) -> dict[str, int]:
    return {one.name: STRICTNESS[one.verdict] for one in ruling.per_tool} or {"": STRICTNESS[ruling.verdict]}


# --- the laws -------------------------------------------------------------------------------------------------------


@given(policies(), questions(with_loose=False))
@settings(max_examples=400, deadline=None)
def test_a_ruling_agrees_with_the_plain_reading_of_the_rules(policy: Policy, question: Question) -> None:
    found = set(readings(policy, question, question.tools[0]))
    ruling = decide(compile_policy(policy), question, TODAY)
    assert ruling.verdict is max(found, key=STRICTNESS.__getitem__)
    assert (ruling.ask_back is None) is (len(found) == 1)


@given(policies(), questions(), st.randoms(use_true_random=False))
@settings(max_examples=200, deadline=None)
def test_the_order_of_rules_never_matters(policy: Policy, question: Question, chance: object) -> None:
    shuffled = list(policy.rules)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    other = replace(policy, rules=tuple(shuffled))
    assert decide(compile_policy(policy), question, TODAY) == decide(compile_policy(other), question, TODAY)


@given(policies(), questions(), rules(99, with_asides=False))
@settings(max_examples=300, deadline=None)
def test_one_more_forbidding_rule_never_loosens(policy: Policy, question: Question, rule: Rule) -> None:
    more = replace(policy, rules=(*policy.rules, replace(rule, effect=Effect.FORBID, conditions=())))
    assert is_never_milder((more, question), (policy, question))


@given(policies(), questions(), rules(99, with_asides=False))
@settings(max_examples=300, deadline=None)
def test_one_more_rule_that_sets_nothing_aside_never_loosens_a_covered_ruling(
    policy: Policy, question: Question, rule: Rule
) -> None:
    every = Rule("everything", Effect.ALLOW, frozenset({ANY}), frozenset({ANY}), Citation("rules.yaml", 50))
    covered = replace(policy, rules=(*policy.rules, every))
    more = replace(covered, rules=(*covered.rules, rule))
    assert is_never_milder((more, question), (covered, question))


@given(st.lists(effects, min_size=24, max_size=24), st.lists(some(range(24)), max_size=3), effects)
@settings(max_examples=40, deadline=None)
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
@settings(max_examples=300, deadline=None)
def test_one_more_condition_never_loosens(policy: Policy, question: Question, at: int, condition: str) -> None:
    made = [
        replace(rule, conditions=(*rule.conditions, condition)) if number == at and condition not in rule.conditions else rule
        for number, rule in enumerate(policy.rules)
    ]
    assert is_never_milder((replace(policy, rules=tuple(made)), question), (policy, question))


@given(policies(), questions(with_loose=False), asks)
@settings(max_examples=300, deadline=None)
def test_one_more_data_type_never_loosens(policy: Policy, question: Question, ask: DataAsk) -> None:
    more = replace(question, data=(*question.data, replace(ask, name="one more")))
    assert is_never_milder((policy, more), (policy, question))


@given(policies(), questions(), some(["redact", "approved", "check"]))
@settings(max_examples=300, deadline=None)
def test_one_more_unmet_fact_never_loosens(policy: Policy, question: Question, condition: str) -> None:
    more = replace(question, unmet=question.unmet | {condition})
    assert is_never_milder((policy, more), (policy, question))


@given(policies(), questions())
@settings(max_examples=300, deadline=None)
def test_every_ruling_cites_a_rule_or_the_line_of_its_default(policy: Policy, question: Question) -> None:
    ruling = decide(compile_policy(policy), question, TODAY)
    lines = {rule.id: rule.at for rule in [*policy.rules, *(waiver.rule for waiver in policy.waivers)]}
    lines |= {"default": policy.default_at, "unlisted": policy.unlisted_at, "check": CONDITIONS["check"].at}
    for one in (ruling, *ruling.per_tool):
        assert one.reasons
        assert all(reason.at == lines[reason.rule] and reason.at.line > 0 for reason in one.reasons)


@given(policies(), questions())
@settings(max_examples=400, deadline=None)
def test_allowed_without_a_question_back_is_allowed_in_every_world(policy: Policy, question: Question) -> None:
    ruling = decide(compile_policy(policy), question, TODAY)
    for tool, one in zip(question.tools, ruling.per_tool or (ruling,), strict=False):
        if one.verdict is Verdict.ALLOWED and one.ask_back is None:
            assert question.tools_grounded
            assert question.rest_named or not question.left_out
            assert all(ask.types and ask.grounded for ask in question.data)
            kinds = (*TYPES, *(class_ for class_ in CLASSES if is_ruled(policy, class_)))
            named = question if question.data else replace(question, data=(DataAsk("all", kinds),))
            assert set(readings(policy, named, tool)) == {Verdict.ALLOWED}


@given(policies(), questions())
@settings(max_examples=300, deadline=None)
def test_an_open_question_is_never_milder_than_any_of_its_worlds(policy: Policy, question: Question) -> None:
    if not question.tools:
        return
    read = replace(question, data=tuple(ask for ask in question.data if ask.types) or (DataAsk("names", ("names",)),))
    ruling = decide(compile_policy(policy), read, TODAY)
    assert STRICTNESS[ruling.verdict] >= max(STRICTNESS[verdict] for verdict in readings(policy, read, read.tools[0]))


@given(policies(), questions())
@settings(max_examples=300, deadline=None)
def test_an_option_keeps_its_promise_and_two_questions_are_enough(policy: Policy, question: Question) -> None:
    compiled = compile_policy(policy)
    ruling = decide(compiled, question, TODAY)
    for option in ruling.ask_back.options if ruling.ask_back and question.tools else ():
        clicked = choose(question, ruling.ask_back, option.value)
        after = decide(compiled, clicked, TODAY)
        if option.verdict is not None and question.tools_grounded and all(ask.grounded for ask in question.data):
            assert (after.verdict, after.ask_back) == (option.verdict, None)
    for _ in range(2):
        if ruling.ask_back is None:
            break
        question = choose(question, ruling.ask_back, ruling.ask_back.options[0].value)
        ruling = decide(compiled, question, TODAY)
    assert ruling.ask_back is None


@given(policies(), questions())
@settings(max_examples=200, deadline=None)
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
@settings(max_examples=150, deadline=None)
def test_an_alternative_is_milder_than_the_ruling_and_true(policy: Policy, question: Question) -> None:
    compiled = compile_policy(policy)
    ruling = decide(compiled, question, TODAY)
    for way in alternatives(compiled, question, TODAY):
        assert STRICTNESS[way.verdict] < STRICTNESS[ruling.verdict]
        data = tuple(
            replace(ask, transformations=(*ask.transformations, way.transformation)) if way.transformation else ask
            for ask in question.data
        )
        there = replace(question, tools=(ToolAsk(way.offering, (way.offering,)),), data=data)
        assert decide(compiled, there, TODAY).verdict is way.verdict


@given(policies(), questions())
@settings(max_examples=150, deadline=None)
def test_which_tools_names_every_offering_and_settled_mild_ones_first(policy: Policy, question: Question) -> None:
    listed = which_tools(compile_policy(policy), replace(question, tools=()), TODAY)
    assert {one.name for one in listed} == set(OFFERINGS)
    settled = [one.verdict in {Verdict.ALLOWED, Verdict.CONDITIONAL} and one.ask_back is None for one in listed]
    assert settled == sorted(settled, reverse=True)


@given(policies(), questions(), rules(3), some(["who", "past", "future"]))
@settings(max_examples=200, deadline=None)
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


# --- the oracle: Cedar, on what both can say --------------------------------------------------------------------------


@given(policies(with_asides=False), some(list(OFFERINGS)), some(list(TYPES)), some(PURPOSES), some(COUNTRIES))
@settings(max_examples=150, deadline=None)
def test_cedar_agrees_on_permit_and_forbid(policy: Policy, offering: str, kind: str, purpose: str, country: str) -> None:
    plain = replace(
        policy,
        rules=tuple(
            replace(rule, effect=Effect.FORBID if rule.effect is Effect.FORBID else Effect.ALLOW, conditions=())
            for rule in policy.rules
        ),
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


# --- what something most likely is ------------------------------------------------------------------------------------


unclear = some([DataAsk("unread"), DataAsk("unread", ("public", "secret"), (), False), DataAsk("unread", ("menus",), (), False)])
guesses = st.lists(some(["names", "menus", "salaries", "secret", "public"]), min_size=1, max_size=3, unique=True).map(tuple)


@settings(max_examples=400, deadline=None)
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


@settings(max_examples=200, deadline=None)
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
