"""Demands and evidence: what stands how on which day, and that evidence which is missing or has run out never loosens."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.policy.changes.change import compare
from bot.policy.deciding.compile import compile_policy
from bot.policy.deciding.decide import decide
from bot.policy.deciding.joint import EVIDENCE
from bot.policy.governance import Demand, Evidence, Governance, State, demanded_of, evidenced, standing_of, standings
from bot.policy.policy import Policy
from bot.policy.words import ANY, STRICTNESS, Citation, Effect, Offering, Question, Rule, ToolAsk, Verdict
from tests.laws import examples
from tests.policy.made_policies import OFFERINGS, TYPES, policies, questions
from tests.policy.plain_reading import is_never_milder
from tests.policy.policy_cases import TODAY

RISK = Demand("risk_assessment", {"en": "Risk assessment"}, ways=("closed_enterprise",))
OWN, CHAT = Offering("llama/own", "llama", hosting="self_hosted"), Offering("chat/work", "chat", account="company")
DAYS = st.integers(-40, 40).map(lambda days: TODAY + timedelta(days))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(lambda pair: (min(pair), max(pair))), max_size=2).map(tuple)
EVIDENCED = st.dictionaries(st.sampled_from(sorted(OFFERINGS)), SPANS)


def proof(since: int = -10, until: int | None = 100, **more: object) -> Evidence:
    end = TODAY + timedelta(until) if until is not None else None
    return Evidence(RISK.id, frozenset({CHAT.id}), TODAY + timedelta(since), end, "file 7", **more)  # type: ignore[arg-type]


STANDINGS: list[tuple[str, list[Evidence], State]] = [
    ("nothing is there", [], State.MISSING),
    ("it lasts", [proof()], State.THERE),
    ("it lasts for good", [proof(until=None)], State.THERE),
    ("its last day is today", [proof(until=0)], State.SOON),
    ("its last day was yesterday", [proof(until=-1)], State.EXPIRED),
    ("it begins tomorrow", [proof(since=1)], State.MISSING),
    ("the one that lasts longest counts", [proof(until=-1), proof(until=90)], State.THERE),
    ("what begins later mends nothing yet", [proof(until=-1), proof(since=1)], State.EXPIRED),
    ("it is not needed", [proof(not_needed="translates only")], State.NOT_NEEDED),
    ("why it is not needed runs out as well", [proof(until=-1, not_needed="translates only")], State.EXPIRED),
]


@pytest.mark.parametrize(("evidence", "state"), [case[1:] for case in STANDINGS], ids=[case[0] for case in STANDINGS])
def test_how_a_demand_stands(evidence: list[Evidence], state: State) -> None:
    found = standing_of(Governance((RISK,), tuple(evidence)), CHAT.id, RISK, "it@example.org", TODAY)
    assert found.state is state
    assert found.turn == "it@example.org"


def test_whoever_has_the_evidence_renews_it() -> None:
    governance = Governance((RISK,), (proof(until=-1, owner="privacy@example.org"),))
    (one,) = standings(governance, (CHAT, OWN), {"chat": "it@example.org"}, TODAY)
    assert (one.offering, one.turn, one.until) == (CHAT.id, "privacy@example.org", TODAY - timedelta(1))


@pytest.mark.parametrize(
    ("demand", "offering", "is_for"),
    [
        (RISK, CHAT, True),
        (RISK, OWN, False),
        (RISK, Offering("a/b", "a"), True),
        (replace(RISK, facts={"baa": ("yes", "needed")}), CHAT, False),
        (replace(RISK, facts={"baa": ("yes", "needed")}), replace(CHAT, facts={"baa": "needed"}), True),
        (replace(RISK, unless={"region": ("eu",)}), CHAT, True),
        (replace(RISK, unless={"region": ("eu",)}), replace(CHAT, facts={"region": "eu"}), False),
    ],
    ids=["its way", "another way", "nobody knows its way", "lacks the fact", "has the fact", "exempt by none", "exempt"],
)
def test_for_which_offerings_a_demand_is(demand: Demand, offering: Offering, is_for: bool) -> None:
    assert bool(demanded_of(offering, (demand,))) is is_for


@examples(300)
@given(st.lists(st.tuples(st.sampled_from("abc"), DAYS, st.one_of(st.none(), DAYS)), max_size=6), DAYS)
def test_all_is_there_on_just_the_days_on_which_each_demand_stands(some: list[tuple[str, date, date | None]], day: date) -> None:
    demands = tuple(replace(RISK, id=one) for one in "abc")
    proofs = tuple(Evidence(demand, frozenset({ANY}), since, until, "there") for demand, since, until in some)
    governance = Governance(demands, proofs)
    stands = [standing_of(governance, CHAT.id, demand, "", day).state for demand in demands]
    is_whole = not {State.MISSING, State.EXPIRED} & set(stands)
    assert any(first <= day <= last for first, last in evidenced(governance, CHAT)) is is_whole


def test_many_pieces_of_evidence_for_many_demands_stay_few() -> None:
    demands = tuple(replace(RISK, id=f"d{number}") for number in range(15))
    proofs = tuple(
        Evidence(one.id, frozenset({ANY}), TODAY - timedelta(days), TODAY + timedelta(days))
        for one in demands
        for days in range(9)
    )
    assert evidenced(Governance(demands, proofs), CHAT) == ((TODAY - timedelta(8), TODAY + timedelta(8)),)


@examples(300)
@given(policies(), questions(), EVIDENCED)
def test_a_demand_for_evidence_never_loosens(policy: Policy, question: Question, spans: dict[str, object]) -> None:
    more = replace(policy, evidenced=spans)
    assert is_never_milder((more, question), (policy, question))


@examples(200)
@given(policies(), questions(), EVIDENCED, st.sampled_from(sorted(OFFERINGS)))
def test_evidence_that_goes_never_loosens(policy: Policy, question: Question, spans: dict[str, object], one: str) -> None:
    before, after = (replace(policy, evidenced=spans | {one: there}) for there in (((date.min, date.max),), ()))
    assert is_never_milder((after, question), (before, question))


@examples(200)
@given(policies(), questions(with_loose=False), DAYS)
def test_nothing_is_usable_on_a_day_without_its_evidence(policy: Policy, question: Question, day: date) -> None:
    assume(all(tool.offerings for tool in question.tools))  # a tool that no file lists has nothing to show
    none = replace(policy, evidenced=dict.fromkeys(policy.offerings, ((day + timedelta(1), date.max),)))
    ruling = decide(compile_policy(none), question, day)
    assert STRICTNESS[ruling.verdict] >= STRICTNESS[Verdict.REVIEW]


def everything(spans: tuple[tuple[date, date], ...] | None) -> Policy:
    rule = Rule("yes", Effect.ALLOW, frozenset({ANY}), frozenset({ANY}), Citation("rules.yaml", 1))
    at = Citation("policy.yaml", 9)
    return Policy({CHAT.id: CHAT}, {}, {}, (rule,), {}, evidenced={} if spans is None else {CHAT.id: spans}, evidenced_at=at)


def test_the_ruling_says_why_and_where() -> None:
    question = Question((ToolAsk("chat", (CHAT.id,)),))
    day_after = ((date.min, TODAY - timedelta(1)),)
    ruling = decide(compile_policy(everything(day_after)), question, TODAY)
    assert (ruling.verdict, ruling.reasons[0].rule, ruling.reasons[0].at.line) == (Verdict.REVIEW, "unproven", 9)
    assert decide(compile_policy(everything(day_after)), question, TODAY - timedelta(1)).verdict is Verdict.ALLOWED


def test_a_comparison_names_evidence_as_the_cause() -> None:
    old, new = (compile_policy(replace(everything(spans), data_types={"menus": TYPES["menus"]})) for spans in (None, ()))
    change = compare(old, new, TODAY)
    assert [(one.old, one.new, one.causes[0].kind) for one in change.stricter] == [(Verdict.ALLOWED, Verdict.REVIEW, EVIDENCE)]
