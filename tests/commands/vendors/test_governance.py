"""`mayi governance`: what is missing or has run out in the sample company, and what a policy without the file has to show."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from bot.knowledge.files.governance import shipped_demands
from bot.ledger.ledger import open_ledger
from bot.policy.governance import State
from tests.commands.running import ROOT, run_in
from tests.knowledge.folders import write

SAMPLE = str(ROOT / "knowledge")


def test_the_sample_by_tool_by_demand_and_by_whose_turn_it_is(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE, "--json")
    told = json.loads(ran.out)
    assert ran.code == 0
    assert not told["enforced"]
    states = {one["id"]: {each["id"]: each["state"] for each in one["demands"]} for one in told["tools"]}
    assert states["le-chat/team"]["dpa"] == "missing"
    assert states["falcon/self-hosted"]["community_health"] == "expired"
    assert states["chatgpt/enterprise"]["risk_assessment"] in ("there", "soon", "expired"), "its tool's file says so"
    assert states["deepl/pro"]["red_team"] in ("not_needed", "expired")
    assert "dpa" not in states["llama/self-hosted"] and "community_health" in states["llama/self-hosted"]
    assert list(states["chatgpt/free"]) == ["ai_policy"]
    assert not any(one.startswith("free-or-personal") for one in states), "a group is no product"
    assert sum(told[state.value] for state in State) == sum(len(one["demands"]) for one in told["tools"])
    open_ = sum(sum(one.values()) for one in told["turns"].values())
    assert open_ == told["missing"] + told["expired"] + told["soon"]


def test_a_page_for_people(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE)
    said = " ".join(ran.out.split())
    assert "Le Chat Team" in said and "Way out rehearsed" in said
    assert "it@meander-care.example: " in said
    assert "no ruling hangs on it." in said


ALL = "evidence:\n" + "".join(
    f"  {one.id}: {{tools: '*', where: file 7, date: 2026-01-01, expires: 2099-01-01}}\n" for one in shipped_demands()
)


@pytest.mark.parametrize(("evidence", "code"), [("", 1), (ALL, 0)], ids=["nothing is there", "all is there"])
def test_strict_is_a_gate(tmp_path: Path, evidence: str, code: int) -> None:
    folder = write(tmp_path / "policy", {"governance.yaml": evidence})
    assert run_in(tmp_path, "governance", str(folder), "--strict").code == code
    assert run_in(tmp_path, "governance", str(folder)).code == 0


def test_nothing_is_in_use_of_a_policy_that_allows_nothing(tmp_path: Path) -> None:
    folder = write(tmp_path / "policy", {"rules.yaml": "[]\n"})
    ran = run_in(tmp_path, "governance", str(folder), "--strict")
    assert ran.code == 0
    assert "0 of 0 demands of 0 tools" in ran.out


def test_what_only_some_people_may_use_is_in_use(tmp_path: Path) -> None:
    some = "- {rule: cooks, tools: '*', data: recipes, effect: allow, where: {role: cook}}\n"
    house = "organisation: Small House\nowner: owner@example.org\nassumed: {role: staff}\n"
    folder = write(tmp_path / "policy", {"policy.yaml": house, "rules.yaml": some})
    assert json.loads(run_in(tmp_path, "governance", str(folder), "--json").out)["tools"]


def test_a_policy_that_holds_such_tools_back(tmp_path: Path) -> None:
    rules = "- {rule: recipes-everywhere, tools: '*', data: recipes, effect: allow}\n"
    held = "organisation: Small House\nowner: owner@example.org\ngovernance: {missing: review}\n"
    folder = write(tmp_path / "policy", {"policy.yaml": held, "rules.yaml": rules})
    assert json.loads(run_in(tmp_path, "governance", str(folder), "--json").out)["enforced"]
    asked = ["ask", "may I put recipes into ChatGPT Team?", "--knowledge", str(folder), "--no-model", "--json"]
    told = json.loads(run_in(tmp_path, *asked).out)
    assert (told["label"], told["verdict"]) == ("conditional", "review")
    assert "Evidence that the policy demands for this tool" in told["text"]
    assert told["citations"][0]["file"] == "policy.yaml"


def test_the_report_is_one_file_that_fetches_nothing(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE, "--report", "report.html", "--since", "2026-11-01", "--language", "nl")
    assert (ran.code, ran.out.strip()) == (0, "wrote report.html")
    page = (tmp_path / "report.html").read_text()
    assert not re.search(r"<link|<script|<img|<form|\bsrc=|url\(|@import", page)
    assert 'href="/' not in page, "no link leads into a console"
    assert "default-src 'none'" in page and "--ground: #fbfbfa" in page
    assert 'lang="nl"' in page and "Er is geen logboek bekeken" in page
    assert "Le Chat Team" in page and "EU AI Act Art. 26(2)" in page


def test_a_report_with_a_log_tells_of_incidents(tmp_path: Path) -> None:
    open_ledger(f"sqlite:///{tmp_path}/log.db", b"").close()
    ran = run_in(tmp_path, "governance", SAMPLE, "--report", "report.html", "--ledger", f"sqlite:///{tmp_path}/log.db")
    assert ran.code == 0
    page = (tmp_path / "report.html").read_text()
    assert "Nobody has told a contact of an incident" in page and "No log was looked at" not in page


@pytest.mark.parametrize(("words", "said"), [(("--language", "xx"), "use one of"), (("--since", "soon"), "soon")])
def test_what_cannot_be_reported_is_said(tmp_path: Path, words: tuple[str, str], said: str) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE, "--report", "report.html", *words)
    assert ran.code == 2 and said in ran.err
    assert not (tmp_path / "report.html").exists()


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE, "--report", "nowhere/report.html")
    assert (ran.code, "cannot be written" in ran.err) == (2, True)


def test_a_gate_holds_though_a_report_is_written_too(tmp_path: Path) -> None:
    ran = run_in(tmp_path, "governance", SAMPLE, "--report", "report.html", "--strict")
    assert (ran.code, (tmp_path / "report.html").exists()) == (1, True)
