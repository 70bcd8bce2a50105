"""The form under a changed clause: which rules and effects it offers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.desk.edits import stricter_ways
from bot.knowledge.faults import KnowledgeError
from bot.knowledge.history.propose import edit_of, effect_of
from bot.knowledge.load import load
from bot.policy.policy import Policy
from bot.policy.words import Citation
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
