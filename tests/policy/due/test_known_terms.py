"""Facts of offerings, contracts and announced changes in, what is known of a point of terms out: no more than they say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.policy.due.known_terms import (
    ACCESS,
    CHANGES,
    CONTRACT,
    EVIDENCE,
    FACTS,
    PRICE,
    REVIEW,
    SIZE,
    WAY_OUT,
    WEIGHTS,
    known_terms,
)
from bot.policy.governance import Demand, Evidence, Governance
from bot.policy.house import AnnouncedChange, Knowledge, Organisation, Vendor
from bot.policy.policy import Policy
from bot.policy.talks.talk import KnownTerm
from bot.policy.vendors.facts import Contract, Migration, TermsPage
from bot.policy.vendors.terms import Topic
from bot.policy.vocabulary import Vocabulary
from bot.policy.words import Citation, Offering, ToolAsk
from bot.policy.world import CatalogTerms

TODAY = date(2026, 11, 22)
FREE = Offering("acme/free", "acme", "acme-inc", facts={"trains_on_inputs": "yes"}, at=Citation("tools/acme.yaml", 4))
TEAM = Offering(
    "acme/team", "acme", "acme-inc", at=Citation("tools/acme.yaml", 9),
    facts={"trains_on_inputs": "no", "retention": "30 days", "contract": "dpa", "review_by": "2027-03-01"},
    rests_on=("acme-inc/commercial-terms#retention",),
)  # fmt: skip
HOUSE = Offering("own/any", "own", hosting="self_hosted", at=Citation("tools/own.yaml", 2))
PAGE = TermsPage("acme-inc", "commercial-terms", "https://acme.example/terms")
LATER = AnnouncedChange("c1", "acme-inc", "Shorter", date(2027, 1, 10), ("acme/team",), url=PAGE.url)
ACME = Vendor("acme-inc", "Acme", (PAGE,), (Contract("seats", "Acme seats", end=date(2027, 9, 30)),), (LATER,))
ASK = ToolAsk("Acme", ("acme/free", "acme/team"))
BY_TEAM = ToolAsk("Acme Team", ("acme/team",))


def known(
    ask: ToolAsk, *points: str, vendors: tuple[Vendor, ...] = (ACME,), catalog: dict[str, CatalogTerms] | None = None
) -> list[KnownTerm]:
    offerings = {one.id: one for one in (FREE, TEAM, HOUSE)}
    knowledge = Knowledge(Policy(offerings, {}, {}, (), {}), Vocabulary(), Organisation("Example"), vendors=vendors)
    return list(known_terms(knowledge, catalog or {}, (ask,), points, TODAY))


def test_each_value_is_told_with_the_offerings_it_holds_for_and_where_it_stands() -> None:
    yes, no = known(ASK, Topic.TRAINING.value)
    assert (yes.value, yes.offerings, yes.at.line, yes.review_by) == ("yes", ("acme/free",), 4, None)
    assert (no.value, no.offerings, no.at.line, no.review_by) == ("no", ("acme/team",), 9, date(2027, 3, 1))


def test_a_point_of_which_no_file_says_anything_has_no_value() -> None:
    (term,) = known(ToolAsk("Acme Free", ("acme/free",)), Topic.SECURITY.value)
    assert (term.point, term.value, term.url) == ("security", "", PAGE.url)


SHOWN = Evidence("risk", frozenset({"acme/team"}), date(2026, 2, 1), date(2027, 2, 1), at=Citation("governance.yaml", 3))
RISK = Governance((Demand("risk", {"en": "Risk assessment"}),), (SHOWN,))


def of_risk(ask: ToolAsk, governance: Governance = RISK, today: date = TODAY) -> list[KnownTerm]:
    policy = Policy({one.id: one for one in (FREE, TEAM)}, {}, {}, (), {})
    knowledge = Knowledge(policy, Vocabulary(), Organisation("Example"), governance=governance)
    return list(known_terms(knowledge, {}, (ask,), (f"{EVIDENCE}risk",), today))


def test_evidence_is_told_with_the_offerings_it_is_for_and_where_it_stands() -> None:
    (term,) = of_risk(ASK)
    assert (term.value, term.offerings, term.at, term.review_by) == ("there", ("acme/team",), SHOWN.at, SHOWN.until)


def test_evidence_that_ran_out_is_told_as_that() -> None:
    assert [one.value for one in of_risk(BY_TEAM, today=date(2027, 3, 1))] == ["expired"]


def test_what_nobody_showed_or_demands_has_no_value() -> None:
    nothing = [KnownTerm("evidence.risk", "Acme Free", offerings=("acme/free",))]
    assert of_risk(ToolAsk("Acme Free", ("acme/free",))) == nothing
    assert of_risk(ToolAsk("Acme Free", ("acme/free",)), Governance()) == nothing


def test_a_tool_that_is_not_listed_has_nothing() -> None:
    assert known(ToolAsk("Nobody's"), Topic.RETENTION.value) == [KnownTerm("retention", "Nobody's")]


def test_no_tool_has_no_terms() -> None:
    assert known(ToolAsk("", ("acme/free",)), Topic.RETENTION.value) == []


def test_what_runs_on_own_machines_is_kept_there() -> None:
    (term,) = known(ToolAsk("Own", ("own/any",)), Topic.LOCATION.value)
    assert (term.fact, term.value) == ("hosting", "self_hosted")


def test_a_contract_is_told_where_no_fact_tells_one() -> None:
    (by_fact,) = known(BY_TEAM, CONTRACT)
    (by_register,) = known(ToolAsk("Acme Free", ("acme/free",)), CONTRACT)
    assert (by_fact.value, by_register.value, by_register.effective) == ("dpa", "Acme seats", date(2027, 9, 30))


def test_a_contract_that_has_ended_is_none() -> None:
    ended = replace(ACME, contracts=(Contract("seats", "Acme seats", end=date(2026, 9, 30)),))
    assert [term.value for term in known(ToolAsk("Acme Free", ("acme/free",)), CONTRACT, vendors=(ended,))] == [""]


def test_a_change_to_come_is_told_where_the_fact_rests_on_its_page() -> None:
    assert [term.value for term in known(BY_TEAM, Topic.RETENTION.value)] == ["30 days", "Shorter"]
    assert [term.value for term in known(BY_TEAM, Topic.TRAINING.value)] == ["no"]


def test_the_clauses_that_a_change_touches_say_what_it_is_about() -> None:
    touching = replace(ACME, changes=(replace(LATER, touches=("acme-inc/commercial-terms#training",)),))
    assert [term.value for term in known(BY_TEAM, Topic.TRAINING.value, vendors=(touching,))] == ["no", "Shorter"]
    assert [term.value for term in known(BY_TEAM, Topic.RETENTION.value, vendors=(touching,))] == ["30 days"]


def test_whoever_asks_for_changes_hears_of_all_to_come_and_of_none_that_is_past() -> None:
    assert [term.value for term in known(BY_TEAM, CHANGES)] == ["Shorter"]
    past = replace(ACME, changes=(replace(LATER, effective=date(2026, 1, 1)),))
    assert [term.value for term in known(BY_TEAM, CHANGES, vendors=(past,))] == [""]


def test_whoever_asks_for_changes_hears_of_the_way_out() -> None:
    plan = Migration("own", date(2026, 5, 1), at=Citation("vendors/acme.yaml", 30), steps=("Tell the teams.",))
    vendors = (replace(ACME, migration=plan),)
    assert [one for one in known(ASK, Topic.RETENTION.value, vendors=vendors) if one.point == WAY_OUT] == []
    (term,) = (one for one in known(ASK, CHANGES, vendors=vendors) if one.point == WAY_OUT)
    assert (term.value, term.fact, term.offerings, term.at) == ("own", "acme-inc", ASK.offerings, plan.at)
    assert term.review_by == date(2027, 5, 1)


def test_whoever_names_no_point_is_told_what_is_known() -> None:
    assert [term.point for term in known(BY_TEAM)] == ["training_on_inputs", "retention", "contract", "changes"]
    assert [(term.point, term.value) for term in known(ToolAsk("Nobody's"))] == [("", "")]


def test_the_catalog_gives_an_address_and_no_fact() -> None:
    bare = replace(ACME, pages=(), contracts=(), changes=(), catalog="acme")
    catalog = {"acme": CatalogTerms("acme", {"privacy": "https://acme.example/privacy"})}
    (term,) = known(BY_TEAM, Topic.SECURITY.value, vendors=(bare,), catalog=catalog)
    assert (term.value, term.url) == ("", "https://acme.example/privacy")


def test_every_point_is_a_topic_or_one_of_the_registers() -> None:
    assert set(FACTS) - {ACCESS, PRICE, SIZE, CONTRACT, CHANGES, REVIEW, WAY_OUT, WEIGHTS} <= {topic.value for topic in Topic}
