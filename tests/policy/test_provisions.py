"""What a model reads in a sentence, as rules: laws that hold whatever it reads."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from bot.policy.confirming import AS_READ, About, Open, Way, answered
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.policy import Policy
from bot.policy.provisions import STAFF, Does, Kind, Provision
from bot.policy.words import (
    STRICTNESS,
    Citation,
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
)

TODAY = date(2026, 11, 27)
AT = Citation("guidance/policy.md", 3)
TOOLS, CLASSES, ROLES = ("alba", "carla"), ("open", "secret"), ("buyers", "design team")
CELLS = {("alba", "open"): Effect.ALLOW, ("alba", "secret"): Effect.FORBID, ("carla", "open"): Effect.CONDITION}
"""Of Carla with secrets nobody says anything."""
SENTENCE = "Despite the table, and so on."


MILD = {**STRICTNESS, Verdict.UNCOVERED: STRICTNESS[Verdict.REVIEW]}
"""Who has to ask somebody, and who is told that nobody said anything, may do as little."""


def policy() -> Policy:
    cells = (
        Rule(f"matrix:{tool}:{data}", effect, frozenset((f"{tool}/any",)), frozenset((data,)), AT)
        for (tool, data), effect in CELLS.items()
    )
    waits = Rule(
        "look-first", Effect.REVIEW, frozenset("*"), frozenset("*"), AT, where={"words": frozenset(("add on", "plugin"))}
    )
    return Policy(
        {f"{tool}/any": Offering(f"{tool}/any", tool) for tool in TOOLS},
        {"drawings": DataType("drawings", ("secret",))},
        {id_: DataClass(id_, rank) for rank, id_ in enumerate(CLASSES)},
        (*cells, waits),
        {},
    )


def read(*provisions: Provision, waiting: tuple[str, ...] = (), sentence: str = SENTENCE) -> Policy:
    way = Way(AS_READ, provisions=provisions)
    asked = Open("sentence/1", About.SENTENCE, sentence, (way,), "0001", sentence, AT, waiting)
    return answered(policy(), asked, way)


def ruled(one: Policy, tool: str, data: str, role: str = "", words: str = "") -> Verdict:
    context = {slot: value for slot, value in ((Slot.ROLE, role), (Slot.WORDS, words)) if value}
    question = Question((ToolAsk(tool, (f"{tool}/any",)),), (DataAsk(data, (data,)),), context)
    return decide(compile_policy(one), question, TODAY).verdict


PROVISIONS = st.builds(
    Provision,
    st.sampled_from(Does),
    st.lists(st.sampled_from(TOOLS), unique=True).map(tuple),
    st.lists(st.sampled_from((*CLASSES, "drawings")), unique=True).map(tuple),
    st.lists(st.sampled_from((Kind("plans", "plans", ("secret",)), Kind("menus", "menus", ("open",)))), unique=True).map(tuple),
    st.lists(st.sampled_from(ROLES), unique=True).map(tuple),
    st.lists(st.sampled_from(("plugin", "abroad")), unique=True).map(tuple),
)
ASKED = st.tuples(
    st.sampled_from(TOOLS),
    st.sampled_from((*CLASSES, "drawings")),
    st.sampled_from(("", STAFF, *ROLES)),
    st.sampled_from(("", "plugin", "abroad")),
)


@given(st.lists(PROVISIONS, max_size=4), ASKED)
def test_what_takes_away_never_makes_an_answer_milder(found: list[Provision], asked: tuple[str, str, str, str]) -> None:
    assert MILD[ruled(read(*found), *asked)] >= MILD[ruled(policy(), *asked)]


def test_who_may_use_one_tool_alone_may_use_no_other() -> None:
    after = read(Provision(Does.ONLY_IN, ("carla",), who=("buyers",)))
    assert [ruled(after, tool, "open", "buyers") for tool in TOOLS] == [Verdict.FORBIDDEN, Verdict.CONDITIONAL]
    assert [ruled(after, tool, "open") for tool in TOOLS] == [Verdict.ALLOWED, Verdict.CONDITIONAL]


def test_a_rule_about_a_thing_has_all_the_words_of_the_rule_that_it_stands_for() -> None:
    after = read(Provision(Does.FORBID, words=("plugin",)), waiting=("look-first",), sentence="No plugin, whoever made it.")
    assert [ruled(after, "alba", "open", words=said) for said in ("plugin", "add on", "")] == [
        Verdict.FORBIDDEN,
        Verdict.FORBIDDEN,
        Verdict.ALLOWED,
    ]


def test_words_that_the_sentence_has_beside_those_of_a_rule_are_about_something_else() -> None:
    sentence = "Add on no plugin."
    after = read(Provision(Does.FORBID, words=("plugin",)), waiting=("look-first",), sentence=sentence)
    assert [ruled(after, "alba", "open", words=said) for said in ("plugin", "add on")] == [Verdict.FORBIDDEN, Verdict.REVIEW]
