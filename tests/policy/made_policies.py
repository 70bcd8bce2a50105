"""Made-up small policies and questions, for laws. The pools are tiny and aimed at what is asked about, so that rules meet."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import cache
from itertools import combinations, permutations

from hypothesis import strategies as st

from bot.policy.policy import Policy
from bot.policy.words import (
    ANY,
    Citation,
    Condition,
    DataAsk,
    DataClass,
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
from tests.policy.policy_cases import TODAY

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
CLASSES = {"public": DataClass("public", 0), "secret": DataClass("secret", 1, becomes={"anonymised": "salaries"})}
CONDITIONS = {
    "redact": Condition("redact", {"en": "redact"}),
    "approved": Condition("approved", {"en": "approved"}, asker_may_state=False),
    "blurred": Condition(
        "blurred", {"en": "blurred"}, general=True, binds=True, data=frozenset({"menus"}), at=Citation("conditions.yaml", 8)
    ),
    "check": Condition("check", {"en": "check"}, general=True, offerings=frozenset({"a/x"}), at=Citation("conditions.yaml", 9)),
}
PURPOSES, COUNTRIES = ("hiring", "teaching"), ("nl", "us")

some = st.sampled_from


# a strategy is looked through when it is first drawn from: one that is made anew for each draw costs a quarter of all time


@cache
def lists_of(*ids: str) -> st.SearchStrategy[tuple[str, ...]]:
    """None, one or two of these in any order: one draw, where a list of draws takes five times as long."""
    return some([chosen for count in range(3) for chosen in permutations(ids, count)])


@cache
def sets_of(*ids: str) -> st.SearchStrategy[frozenset[str]]:
    """None, one or two of these."""
    return some([frozenset(chosen) for count in range(3) for chosen in combinations(ids, count)])


effects = some([Effect.ALLOW, Effect.CONDITION, Effect.ALLOW, Effect.CONDITION, Effect.REVIEW, Effect.FORBID])
conditions = lists_of("redact", "approved")
offerings = some([frozenset({ANY}), frozenset({"a/x"}), frozenset({"a/x", "a/y"}), frozenset({"a/y", "b/x"})])
data = some([frozenset({ANY}), frozenset({"names"}), frozenset({"secret"}), frozenset({"menus", "names"}), frozenset({"public"})])
wheres = some(
    [{}, {}, {}, {Slot.PURPOSE: frozenset({"hiring"})}, {Slot.PURPOSE: frozenset(PURPOSES)}, {Slot.COUNTRY: frozenset({"nl"})}]
)


@cache
def rules(number: int = 0, with_asides: bool = True) -> st.SearchStrategy[Rule]:
    """One rule; it may set aside rules of lower numbers, so that there is no cycle."""
    return _rules(number, with_asides)


@st.composite
def _rules(draw: st.DrawFn, number: int, with_asides: bool) -> Rule:
    effect = draw(effects)
    aside = draw(lists_of(*(f"r{n}" for n in range(number)))) if number and with_asides else ()
    return Rule(
        f"r{number}",
        effect,
        draw(offerings),
        draw(data),
        Citation("rules.yaml", number + 1),
        draw(conditions) if effect in {Effect.CONDITION, Effect.REVIEW} else (),
        aside,
        draw(wheres),
    )


counts = some([3, 1, 2, 4, 5, 0])
days = some([0, -1, -2, 1])
groups = some([frozenset({ANY}), frozenset({"lab"})])
defaults = some([Verdict.UNCOVERED, Verdict.REVIEW, Verdict.FORBIDDEN])
homes = some([{}, {Slot.COUNTRY: "NL"}])
maybe = st.booleans()


@cache
def policies(with_asides: bool = True) -> st.SearchStrategy[Policy]:
    """A policy of up to six rules and a waiver."""
    return _policies(with_asides)


@st.composite
def _policies(draw: st.DrawFn, with_asides: bool) -> Policy:
    count = draw(counts)
    made = tuple(draw(rules(number, with_asides)) for number in range(count))
    waivers = []
    if with_asides and draw(maybe):
        since = TODAY + timedelta(days=draw(days))
        waivers.append(Waiver(draw(rules(count)), draw(groups), since, since + timedelta(days=1)))
    return Policy(
        OFFERINGS,
        TYPES,
        CLASSES,
        made,
        CONDITIONS,
        tuple(waivers),
        draw(defaults),
        Citation("policy.yaml", 7),
        draw(defaults),
        Citation("policy.yaml", 8),
        draw(homes),
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
        DataAsk("less secret", ("secret",), ("anonymised",)),
    ]
)
loose_asks = st.one_of(
    asks,
    some(
        [
            DataAsk("unread"),
            DataAsk("any class", tuple(CLASSES), grounded=False),
            DataAsk("near", ("menus",), grounded=False),
            DataAsk("odd", ("menus", "secret"), (), False, ("names",)),
        ]
    ),
)
facts = sets_of("redact", "approved", "check", "blurred")


about = {slot: some(values) for slot, values in ((Slot.PURPOSE, PURPOSES), (Slot.COUNTRY, COUNTRIES))}
asked_of = {
    loose: st.lists(each, min_size=0 if loose else 1, max_size=2, unique_by=lambda ask: ask.name)
    for loose, each in ((True, loose_asks), (False, asks))
}
sixths = st.integers(0, 5)
people = some([frozenset(), frozenset({"lab"})])
left = some([(), (), ("salaries",)])
times = some([0, 0, 2])


@cache
def questions(with_loose: bool = True) -> st.SearchStrategy[Question]:
    """A question with open slots; ``with_loose``: unread and ungrounded parts, parts left out, no tool or no data at all."""
    return _questions(with_loose)


@st.composite
def _questions(draw: st.DrawFn, with_loose: bool) -> Question:
    context = {slot: draw(values) for slot, values in about.items() if draw(maybe)}
    asked = draw(asked_of[with_loose])
    tool = (draw(tools),) if not with_loose or draw(sixths) else ()
    question = Question(tool, tuple(asked), context, draw(facts), draw(facts), who=draw(people))
    if with_loose:
        question = replace(question, left_out=draw(left), asked_back=draw(times))
    return question
