"""Two folders whose cells are the same: transformations, conditions and people under other words, and whether that is looser."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.owners.diff import compared
from bot.policy.changes.compare import Compared
from tests.knowledge.folders import WHOLE, write

DATA = (
    "classes:\n  - {{id: public, rank: 0}}\n  - {{id: secret, rank: 1}}\n"
    "types:\n  - {{id: customer-names, label: Customer names, class: secret, becomes: {{stripped: public}}}}\n"
    "transformations:\n  - {{id: stripped, label: Stripped{stripped}}}\n  - {{id: shortened, label: Shortened{shortened}}}\n"
)
RULES = (
    "- {rule: mild, tools: chatgpt/team, data: public, effect: allow}\n"
    "- {rule: middle, tools: chatgpt/team, data: secret, effect: review}\n"
    "- {rule: nurses, tools: chatgpt/team, data: secret, where: {role: [nurse]}, effect: allow, sets_aside: [middle]}\n"
    "- {rule: papers, tools: chatgpt/free, data: public, effect: condition, conditions: [signed]}\n"
)
BASE = {
    "rules.yaml": RULES,
    "policy.yaml": WHOLE["policy.yaml"] + "default: forbidden\n",
    "data.yaml": DATA.format(stripped="", shortened=""),
    "conditions.yaml": "conditions:\n  - {id: signed, text: A contract is signed.}\n",
    "people.yaml": "people:\n  - {match: U0KIM1}\n",
}


def signed(more: str) -> dict[str, str]:
    return {"conditions.yaml": f"conditions:\n  - {{id: signed, text: A contract is signed.{more}}}\n"}


def people(more: str) -> dict[str, str]:
    return {"people.yaml": f"people:\n  - {{match: U0KIM1{more}}}\n"}


def diff(tmp_path: Path, old: dict[str, str], new: dict[str, str], allowed: tuple[str, ...] = ()) -> Compared:
    folders = write(tmp_path / "old", BASE | old), write(tmp_path / "new", BASE | new)
    return compared(str(folders[0]), str(folders[1]), folders[0], allowed=allowed)


STRIPPED = {"data.yaml": DATA.format(stripped=", synonyms: [without names]", shortened="")}
SHORTENED = {"data.yaml": DATA.format(stripped="", shortened=", synonyms: [without names]")}
CASES = {
    "a new name of a transformation that makes data milder is looser": ({}, STRIPPED, "transformation", True),
    "a new name of a transformation that changes nothing is not": ({}, SHORTENED, "transformation", False),
    "a name that moves to a transformation that makes data milder is looser": (SHORTENED, STRIPPED, "transformation", True),
    "a name of a transformation that goes is stricter": (STRIPPED, {}, "transformation", False),
    "words that fulfil a condition now are looser": ({}, signed(", says_met: [we have paper]"), "met", True),
    "words that fulfil it no more are stricter": (signed(", says_met: [we have paper]"), {}, "met", False),
    "words that told it is not met, and no more, are looser": (signed(", says_unmet: [no paper]"), {}, "unmet", True),
    "words that tell that it is not met are stricter": ({}, signed(", says_unmet: [no paper]"), "unmet", False),
    "somebody becomes an owner": ({}, people(", owner: yes"), "person", True),
    "somebody becomes an admin": ({}, people(", admin: yes"), "person", True),
    "somebody is no owner any more": (people(", owner: yes"), {}, "person", False),
    "somebody gets a role that a rule is milder for": ({}, people(", role: nurse"), "person", True),
    "somebody loses a role that a rule is milder for": (people(", role: nurse"), {}, "person", False),
    "somebody gets a role that no rule names": ({}, people(", role: baker"), "person", False),
}


@pytest.mark.parametrize("name", CASES)
def test_what_lies_beside_the_cells_is_told_and_weighed(name: str, tmp_path: Path) -> None:
    old, new, what, is_looser = CASES[name]
    compared = diff(tmp_path, old, new)
    assert compared.change.looser == compared.change.stricter == ()
    assert [(one.what, one.is_looser) for one in compared.heard or ()] == [(what, is_looser)]
    assert compared.is_gated is is_looser


@pytest.mark.parametrize("word", ["U0KIM1", "admin", "*"])
def test_who_is_named_passes_the_gate(word: str, tmp_path: Path) -> None:
    assert not diff(tmp_path, {}, people(", admin: yes"), (word,)).is_gated
    assert diff(tmp_path, {}, people(", admin: yes"), ("owner",)).is_gated


def test_a_new_person_with_nothing_special_is_told_and_not_looser(tmp_path: Path) -> None:
    (one,) = diff(tmp_path, {}, {"people.yaml": BASE["people.yaml"] + "  - {match: U0NEW1}\n"}).heard or ()
    assert (one.name, one.old, one.new, one.is_looser) == ("U0NEW1", (), ("listed",), False)


def test_nothing_is_told_where_nothing_differs(tmp_path: Path) -> None:
    assert diff(tmp_path, {}, {}).heard == ()
