"""governance.yaml and the shipped demands: whose evidence it is, how long it lasts, and what the policy makes of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.files.governance import shipped_demands
from bot.knowledge.load import load
from bot.policy.governance import Demand, Evidence
from bot.policy.house import Knowledge
from bot.saying.words import languages
from tests.knowledge.folders import WHOLE, write

DAY = date(2026, 11, 25)
HELD = "organisation: Small House\nowner: owner@example.org\ngovernance: {missing: review}\n"
ONE = "demands:\n  - {id: works_council, label: Works council heard, ways: [closed_enterprise], lasts_days: 30}\n"


def known(folder: Path, governance: str, **files: str) -> Knowledge:
    return load(
        write(folder, {"governance.yaml": governance, **{name.replace("__", "/"): text for name, text in files.items()}})
    ).or_raise()


def the_evidence(knowledge: Knowledge) -> Evidence:
    (one,) = knowledge.governance.evidence
    return one


@pytest.mark.parametrize("demand", shipped_demands(), ids=lambda one: one.id)
def test_each_shipped_demand_has_its_words_and_its_source(demand: Demand) -> None:
    assert set(demand.label) == set(demand.about) == set(languages())
    assert demand.law and demand.seen
    assert demand.ways


def test_what_says_no_last_day_lasts_as_its_demand_says(tmp_path: Path) -> None:
    text = ONE + "evidence:\n  works_council: {tools: chatgpt, where: file 7, date: 2026-11-01}\n"
    one = the_evidence(known(tmp_path, text))
    assert (one.until, one.owner, one.offerings) == (date(2026, 12, 1), "owner@example.org", {"chatgpt/free", "chatgpt/team"})


def test_its_last_day_is_a_review_of_its_owner(tmp_path: Path) -> None:
    text = "evidence:\n  dpa: {tools: chatgpt/team, where: file 7, date: 2026-11-01, expires: 2027-01-31, owner: legal}\n"
    (one,) = (one for one in known(tmp_path, text).reviews if one.kind == "evidence")
    assert (one.id, one.review_by, one.owner, one.at.line) == ("chatgpt/team dpa", date(2027, 1, 31), "legal", 2)
    assert (one.shows, one.of) == ("dpa", ("chatgpt/team",))


def test_evidence_of_a_tools_file_counts_if_it_has_a_day(tmp_path: Path) -> None:
    tools = (
        WHOLE["tools/chatgpt.yaml"].rstrip("}\n")
        + "}, evidence: {red_team: yes, risk_assessment: {date: 2026-02-01, review_by: 2027-02-01}}}\n"
    )
    found = load(write(tmp_path, {"tools/chatgpt.yaml": tools})).or_raise()
    one = the_evidence(found)
    assert (one.demand, one.until, one.where) == ("risk_assessment", date(2027, 2, 1), "tools/chatgpt.yaml:5")
    assert len([one for one in found.reviews if one.kind == "evidence"]) == 1, "told once"


def test_a_way_out_that_was_rehearsed_counts_for_all_of_its_vendor(tmp_path: Path) -> None:
    tools = WHOLE["tools/chatgpt.yaml"].replace("label: ChatGPT\n", "label: ChatGPT\nvendor: openai\n", 1)
    vendor = "id: openai\nname: OpenAI\nmigration: {to: chatgpt, rehearsed: 2026-04-10}\n"
    one = the_evidence(load(write(tmp_path, {"tools/chatgpt.yaml": tools, "vendors/openai.yaml": vendor})).or_raise())
    assert (one.demand, one.since, one.until) == ("migration_rehearsed", date(2026, 4, 10), date(2027, 4, 10))


def test_a_way_out_is_to_be_rehearsed_by_the_day_of_its_file(tmp_path: Path) -> None:
    tools = WHOLE["tools/chatgpt.yaml"].replace("label: ChatGPT\n", "label: ChatGPT\nvendor: openai\n", 1)
    plan = "{to: chatgpt, steps: [Tell], rehearsed: 2026-04-10, review: 2026-10-01, owner: it@x.example}"
    files = {"tools/chatgpt.yaml": tools, "vendors/openai.yaml": f"id: openai\nname: OpenAI\nmigration: {plan}\n"}
    knowledge = load(write(tmp_path, files)).or_raise()
    (one,) = (each for each in knowledge.governance.evidence if each.demand == "migration_rehearsed")
    assert (one.until, one.owner) == (date(2026, 10, 1), "it@x.example")
    (due,) = (each for each in knowledge.reviews if each.kind == "way_out")
    assert (due.id, due.review_by, due.owner, due.at.line) == ("openai", date(2026, 10, 1), "it@x.example", 3)


def test_no_ruling_hangs_on_it_unless_the_policy_says_so(tmp_path: Path) -> None:
    assert not known(tmp_path / "a", ONE).policy.evidenced
    held = known(tmp_path / "b", ONE, **{"policy.yaml": HELD}).policy
    assert held.evidenced["chatgpt/team"] == ()
    assert str(held.evidenced_at) == "policy.yaml:3:1"


def test_a_policy_without_the_file_can_still_be_held_to_the_shipped_demands(tmp_path: Path) -> None:
    held = load(write(tmp_path, {"policy.yaml": HELD})).or_raise().policy
    assert held.evidenced == {"chatgpt/free": (), "chatgpt/team": ()}


def test_own_demands_stand_in_the_place_of_shipped_ones(tmp_path: Path) -> None:
    text = "demands:\n  - {id: ai_policy, label: Our rules, ways: [self_hosted]}\n"
    demands = {one.id: one for one in known(tmp_path, text).governance.demands}
    assert (demands["ai_policy"].label, demands["ai_policy"].ways) == ({"en": "Our rules"}, ("self_hosted",))
    assert len(demands) == len(shipped_demands())
