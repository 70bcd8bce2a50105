"""The form under a changed clause: which rules and effects it offers, and what becomes of the edit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.app import App
from bot.desk.edits import propose_effect, stricter_ways
from bot.knowledge.catalog import load_catalog
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import edit_of, effect_of
from bot.knowledge.load import load
from bot.ledger.ledger import open_ledger
from bot.policy.policy import Policy
from bot.policy.words import Citation
from bot.settings import read_settings
from tests.databases import ledger_in
from tests.knowledge.folders import write

RULES = (
    "- {rule: open, tools: chatgpt/team, data: public, effect: allow}\n"
    "- {rule: careful, tools: chatgpt/team, data: secret, effect: condition, conditions: [names-out]}\n"
    "- {rule: asked, tools: chatgpt/team, data: customer-names, effect: review}\n"
    "- {rule: closed, tools: chatgpt/free, data: secret, effect: forbid}\n"
)
ALL = ("open", "careful", "asked", "closed")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write(tmp_path / "knowledge", {"rules.yaml": RULES})


@pytest.fixture
def policy(folder: Path) -> Policy:
    return load(folder).or_raise().policy


@pytest.mark.parametrize(
    ("rules", "taken", "effects"),
    [
        (("open",), ("open",), ["review", "forbid"]),
        (("open", "careful"), ("open", "careful"), ["review", "forbid"]),
        (("open", "asked"), ("open", "asked"), ["forbid"]),
        (ALL, ("open", "careful", "asked"), ["forbid"]),
        (("closed",), (), ["review", "forbid"]),
        (("none",), (), ["review", "forbid"]),
    ],
)
def test_only_what_is_stricter_is_offered(
    rules: tuple[str, ...], taken: tuple[str, ...], effects: list[str], policy: Policy
) -> None:
    found, verdicts = stricter_ways(rules, policy)
    assert (found, list(verdicts)) == (taken, effects)


def test_a_rule_that_is_a_cell_of_the_matrix_is_not_offered(policy: Policy) -> None:
    cell = replace(policy.rules[0], id="matrix:chatgpt/team:public", at=Citation("matrix.csv", 2, 2))
    assert stricter_ways((cell.id,), replace(policy, rules=(cell,)))[0] == ()


@pytest.mark.parametrize("rules", [("open",), ("careful",), ("asked",), ("open", "asked")])
def test_what_is_offered_is_taken(rules: tuple[str, ...], policy: Policy, folder: Path) -> None:
    found, effects = stricter_ways(rules, policy)
    for rule in found:
        for effect in effects:
            assert edit_of(folder, effect_of(folder, rule, effect)).after


def test_what_is_not_offered_is_refused(policy: Policy, folder: Path) -> None:
    with pytest.raises(KnowledgeError, match="no stricter"):
        effect_of(folder, "asked", "review")


class Queue:
    """An engine that keeps what is queued."""

    def __init__(self) -> None:
        self.queued: dict[str, dict[str, Any]] = {}

    def notify(self, notice_id: str, notice: dict[str, Any]) -> None:
        self.queued.setdefault(notice_id, notice)


@pytest.fixture
def app(folder: Path, tmp_path: Path) -> Iterator[App]:
    """One whose files come from a repository: an edit waits as a proposal."""
    settings = read_settings(knowledge=folder, knowledge_git="https://git.example/policy", proposals=tmp_path / "proposals")
    ledger = open_ledger(ledger_in(tmp_path / "bot.db"), b"a secret for tests only, 32 bytes")
    made = App(settings, load_catalog(), ledger, lambda: load(folder).or_raise())
    made.engine = Queue()  # type: ignore[assignment]
    yield made
    ledger.close()


def queued(app: App) -> list[dict[str, Any]]:
    return list(app.engine.queued.values())  # type: ignore[attr-defined]


def test_a_stricter_effect_becomes_a_patch_and_the_owners_hear_of_it_once(app: App, folder: Path) -> None:
    assert [propose_effect(app, "open", "forbid", "the terms changed") for _ in range(2)] == [True, True]
    (notice,) = queued(app)
    assert (notice["kind"], notice["file"], notice["because"]) == ("proposal", "rules.yaml", "the terms changed")
    assert "+- {rule: open, tools: chatgpt/team, data: public, effect: forbid}" in Path(notice["patch"]).read_text()
    assert (folder / "rules.yaml").read_text() == RULES


@pytest.mark.parametrize(("rule", "effect"), [("open", "allow"), ("none", "forbid"), ("asked", "review")])
def test_where_no_edit_can_be_written_nobody_is_told(app: App, rule: str, effect: str) -> None:
    assert not propose_effect(app, rule, effect, "")
    assert not queued(app)
