"""`mayi test`: the table, the files for build servers, the exit code, and a receipt that becomes a test."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.commands.running import run_in
from tests.knowledge.folders import WHOLE, write

FINE = """# what must stay true
tests:
  - name: names need a condition   # for ever
    question: May I put customer names into ChatGPT Team?
    verdict: conditional
    conditions: [names-out]
    cites: [names-on-contract]
  - name: the same in slots
    slots: {tool: chatgpt/team, data: customer-names, met: [names-out]}
    verdict: conditional
  - name: a tool that nobody listed
    slots: {tool: unlisted, data: recipes}
    verdict: uncovered
"""
WRONG = FINE.replace("verdict: uncovered", "verdict: allowed")


@pytest.fixture
def place(tmp_path: Path) -> Path:
    write(tmp_path / "knowledge", {"tests.yaml": FINE})
    return tmp_path


def test_all_is_as_wanted(place: Path) -> None:
    ran = run_in(place, "test")
    assert ran.code == 0
    assert "3 tests, 0 failed." in ran.out
    assert "Rules 1 of 1 (100 %) decided a test." in ran.out
    assert ran.out.count("✓") == 3


def test_what_fails_is_told_with_its_line_and_the_rules_that_decided(place: Path) -> None:
    write(place / "knowledge", {"tests.yaml": WRONG})
    ran = run_in(place, "test")
    assert ran.code == 1
    assert "3 tests, 1 failed." in ran.out
    assert "tests.yaml:11  a tool that nobody listed: uncovered instead of allowed" in ran.out
    assert "rule unlisted at policy.yaml:1" in ran.out


def test_cells_that_no_test_speaks_of_are_counted(place: Path) -> None:
    write(
        place / "knowledge", {"tests.yaml": None, "rules/more.yaml": "- {rule: all, tools: '*', data: recipes, effect: allow}\n"}
    )
    (place / "knowledge" / "tests.yaml").write_text("tests: []\n")
    ran = run_in(place, "test", "--json")
    found = json.loads(ran.out)
    assert (ran.code, found["tests"]) == (0, 0)
    assert found["coverage"] == {
        "rules": 2,
        "rules_tested": 0,
        "untested_rules": ["names-on-contract", "all"],
        "cells": 4,
        "cells_tested": 0,
        "untested_cells": [
            "chatgpt/free x recipes",
            "chatgpt/free x customer-names",
            "chatgpt/team x recipes",
            "chatgpt/team x customer-names",
        ],
    }
    page = run_in(place, "test").out
    assert "No tests yet" in page
    assert "These 4 cells are decided by no tested rule:\n  chatgpt/free x recipes, customer-names\n" in page


def test_junit_for_build_servers(place: Path) -> None:
    write(place / "knowledge", {"tests.yaml": WRONG})
    assert run_in(place, "test", "--junit", "tests.xml").code == 1
    suites = ElementTree.fromstring((place / "tests.xml").read_text(encoding="utf-8"))  # noqa: S314 - our own file
    assert (suites.get("tests"), suites.get("failures")) == ("3", "1")
    (failure,) = suites.iter("failure")
    assert failure.get("message") == "uncovered instead of allowed"
    assert next(suites.iter("testcase")).get("name") == "names need a condition"


def test_a_test_that_names_what_is_not_there_is_a_fault(place: Path) -> None:
    wrong = "tests:\n  - {slots: {tool: claude, data: names}, verdict: allowed, cites: [no-rule]}\n  - {verdict: allowed}\n"
    write(place / "knowledge", {"tests.yaml": wrong})
    ran = run_in(place, "test")
    assert ran.code == 3
    for told in ("unknown tool `claude`", "unknown data type `names`", "unknown rule `no-rule`", "has `question` or `slots`"):
        assert told in ran.err


def ask(place: Path, *words: str) -> str:
    told = run_in(place, "ask", *words, "--knowledge", "knowledge", "--ledger", "sqlite:///log.db", "--json").out
    return str(json.loads(told)["receipt"])


def test_a_receipt_becomes_a_test_and_what_people_wrote_in_the_file_stays(place: Path) -> None:
    receipt = ask(place, "May I put customer names into ChatGPT Team?")
    ran = run_in(place, "test", "--write", receipt, "--ledger", "sqlite:///log.db")
    assert (ran.code, ran.out) == (
        0,
        f"knowledge/tests.yaml:14: {receipt}: ChatGPT Team · Customer names: conditional, as it is ruled today\n",
    )
    after = (place / "knowledge" / "tests.yaml").read_text()
    assert after.startswith(FINE)
    assert "    question: May I put customer names into ChatGPT Team?\n    verdict: conditional\n" in after[len(FINE) :]
    assert "4 tests, 0 failed." in run_in(place, "test").out


def test_a_receipt_becomes_a_test_once(place: Path) -> None:
    receipt = ask(place, "May I put customer names into ChatGPT Team?")
    words = ("test", "--write", receipt, "--ledger", "sqlite:///log.db")
    assert run_in(place, *words).code == 0
    again = run_in(place, *words)
    assert (again.code, again.err) == (2, f"{receipt}: no test can be made of it: it is one already (tests.yaml:14)\n")
    assert (place / "knowledge" / "tests.yaml").read_text().count(receipt) == 1


def test_a_ledger_that_is_not_there_is_not_made(place: Path) -> None:
    ran = run_in(place, "test", "--write", "R-0000", "--ledger", "sqlite:///lgo.db")
    assert (ran.code, ran.err.splitlines()[-1]) == (
        2,
        "there is no ledger lgo.db; check its name; a new one is made by: mayi db upgrade",
    )
    assert not (place / "lgo.db").exists()


def test_a_receipt_of_a_thread_becomes_slots_and_a_policy_that_changed_is_told(place: Path) -> None:
    receipt = ask(place, "and with ChatGPT Team?", "--thread", "user: May I put customer names into ChatGPT Free?")
    write(place / "knowledge", {"tests.yaml": None, "rules.yaml": WHOLE["rules.yaml"].replace("condition\n", "forbid\n", 1)})
    (place / "knowledge" / "tests.yaml").unlink()
    ran = run_in(place, "test", "--write", receipt, "--ledger", "sqlite:///log.db")
    assert ran.code == 0
    assert "conditional, today it is forbidden" in ran.out
    assert "slots:\n    tool: chatgpt/team\n    data: [customer-names]\n" in (place / "knowledge" / "tests.yaml").read_text()
    assert run_in(place, "test").code == 1


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (
            ("--write", "R-0000", "--ledger", "sqlite:///empty.db"),
            "R-0000: no test can be made of it: no answer of this ledger has it",
        ),
        (("--write", "R-0000"), "give --write and --ledger"),
        (("--ledger", "sqlite:///log.db"), "give --write and --ledger"),
        (("--junit", "nowhere/tests.xml"), "cannot be written"),
    ],
)
def test_wrong_use(place: Path, words: tuple[str, ...], told: str) -> None:
    assert run_in(place, "db", "upgrade", MAYI_DATABASE="sqlite:///empty.db").code == 0
    ran = run_in(place, "test", *words)
    assert ran.code == 2
    assert told in " ".join(ran.err.split())
