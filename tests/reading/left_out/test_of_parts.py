"""What was done to a named part of data was not done to the whole; what was done to all of it was."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.policy.talks.talk import ThreadState
from bot.reading.door import make_safe
from bot.wiring.answers.answering import asker_of
from tests.reading.conftest import SAMPLE, answerer_of
from tests.yamls import read_yaml

CASES: dict[str, dict[str, Any]] = read_yaml((Path(__file__).parent / "of_parts.yaml").read_text(encoding="utf-8"))
ASKED = [(name, talk) for name, case in CASES.items() for talk in case["asked"]]
DAY = date(2026, 11, 27)


def after(talk: str) -> tuple[ThreadState, str]:
    """The state and the label of the last answer of a talk."""
    answerer, state, label = answerer_of(SAMPLE), None, ""
    for message in talk.split(" | "):
        answered = answerer.mind.flow(make_safe(message), state, asker_of({}), "R-HEARD", DAY)
        state, label = answered.state, answerer.told.label(answered)
    assert state is not None
    return state, label


@pytest.mark.parametrize(("name", "talk"), ASKED, ids=[talk for _, talk in ASKED])
def test_what_is_done_to_a_part_is_not_done_to_the_whole(name: str, talk: str) -> None:
    case = CASES[name]
    state, label = after(talk)
    assert state.item is not None
    asked = [ask for ask in state.item.question.data if case["data"] in ask.types]
    # to take out names of some sort is to take out names, of which the policy says for each kind of data what that makes
    done = [[one for one in ask.transformations if one != "names-removed"] for ask in asked]
    assert done and all(one == case["done"] for one in done)
    assert case["done"] or label != "allow"


@pytest.mark.parametrize(
    ("talk", "ticked"),
    [
        ("client names in ChatGPT Enterprise | I took out the addresses and use only one paragraph", False),
        ("client names in ChatGPT Enterprise, addresses are removed", False),
        ("client names in ChatGPT Enterprise | I took out the names and use only one paragraph", True),
        ("client letters in ChatGPT Enterprise | I took out the client names", True),
        ("Darf ich Klientendaten in ChatGPT Enterprise geben? | die Adressen sind entfernt", False),
        ("Darf ich eine Rechnung mit geschwärztem Logo in ChatGPT Enterprise hochladen?", False),
        ("¿Puedo subir una factura a ChatGPT Enterprise? | la fecha está tachada", False),
        ("Darf ich eine Rechnung in ChatGPT Enterprise hochladen? | die Beträge sind geschwärzt", True),
    ],
)
def test_a_condition_is_ticked_by_its_own_part_alone(talk: str, ticked: bool) -> None:
    state, _ = after(talk)
    assert state.item is not None
    assert bool(state.item.question.met & {"remove-direct-identifiers", "black-out-amounts"}) == ticked
