"""What somebody says of themselves makes a ruling stricter where the policy forbids their group something, and never milder."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.policy.words import Slot
from tests.reading.conftest import answerer_for
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "askers.yaml").read_text(encoding="utf-8"))
SAID = [(case["group"], said) for case in CASES for said in case["said"]]


@cache
def policy() -> Answerer:
    """One tool that takes everything, and a rule for some groups."""
    groups = {"role": ["contractor", "intern", "volunteer", "fernhill-maritime"]}
    files: dict[str, Any] = {
        "policy.yaml": {"organisation": "Askers", "languages": ["en"], "owner": "o@example.org", "assumed": {"role": "staff"}},
        "data.yaml": {"classes": [{"id": "internal", "label": "Internal", "rank": 0, "synonyms": ["internal memo"]}]},
        "tools/chatgpt.yaml": {"id": "chatgpt-team", "label": "ChatGPT Team", "catalog": ["chatgpt"]},
        "rules.yaml": [
            {"rule": "all", "tools": ["chatgpt-team"], "data": ["internal"], "effect": "allow"},
            {"rule": "some", "tools": "*", "data": "*", "where": groups, "effect": "forbid"},
        ],
    }
    return answerer_for(files)


def role_of(said: str, role: str = "") -> str:
    """The role that a question is ruled for. ``role``: what people.yaml says."""
    answered = policy().ask(said, as_={"role": role})
    return answered.ruled[0].item.question.context.get(Slot.ROLE, "staff")


@pytest.mark.parametrize(("group", "said"), SAID, ids=[f"{said} says {group or 'perhaps'}" for group, said in SAID])
def test_a_group_is_recognised(group: str, said: str) -> None:
    assert role_of(said) == group


@pytest.mark.parametrize(
    ("role", "said", "ruled_for"),
    [
        ("contractor", "I'm an employee", "contractor"),
        ("contractor", "I'm an intern", "contractor + intern"),
        ("nurse", "I'm a contractor", "nurse + contractor"),
        ("extern", "quick one", "extern + contractor"),
        ("nurse", "I'm a secondee", "nurse"),
    ],
)
def test_what_the_files_say_of_somebody_is_never_talked_away(role: str, said: str, ruled_for: str) -> None:
    assert role_of(f"{said}, internal memo in ChatGPT Team?", role) == ruled_for


@pytest.mark.parametrize(
    "then",
    [
        "by the way I'm an intern",
        "I'm an intern, why would that be ok?",
        "and if I'm doing my internship?",
        "who do I ask as an intern",
    ],
)
def test_what_somebody_says_of_themselves_later_is_ruled_anew(then: str) -> None:
    before = [("user", "internal memo in ChatGPT Team?")]
    assert policy().label_and_why(before[0][1], [])[0] == "allow"
    assert policy().label_and_why(then, before)[0] == "deny"
    assert policy().label_and_why("why?", before)[0] == "allow"


def test_what_somebody_says_of_themselves_first_is_kept() -> None:
    assert policy().label_and_why("internal memo in ChatGPT Team?", [("user", "I'm an intern")])[0] == "deny"
