"""What somebody wants is told in everyday words of five languages: incidents, terms, lists, small talk, short replies."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from bot.wiring import Answerer, make_answerer
from tests.reading.conftest import SAMPLE, named, named_label, stated
from tests.yamls import read_yaml

HERE = Path(__file__).parent
SAID: dict[str, Any] = read_yaml((HERE / "wants.yaml").read_text(encoding="utf-8"))
WANTS = [(wants, language) for wants, said in SAID["wants"].items() for language in said]


@cache
def sample() -> Answerer:
    return make_answerer(HERE.parents[2] / "knowledge")


def intent(asked: str) -> str:
    return sample().label_and_why(asked, [])[1].split(":")[0]


@pytest.mark.parametrize(("wants", "language"), WANTS)
def test_what_somebody_wants_is_read(wants: str, language: str) -> None:
    meant = wants.split("+")
    assert {asked: got for asked in SAID["wants"][wants][language] if (got := intent(asked)) not in meant} == {}


@pytest.mark.parametrize("said", SAID["threads"], ids=lambda said: f"{said['first']} || {said['then']}")
def test_a_short_reply_is_taken_for_what_it_is(said: dict[str, Any]) -> None:
    told = named(SAMPLE).ask(said["then"], [("user", said["first"])])
    label, why = told.answer.label, sample().why(told)
    if "allow" in said.get("labels", ()):
        label = stated(named(SAMPLE), told).answer.label
    assert said["as"] == "any" or why.split(":")[0] in said["as"].split("+")
    assert "labels" not in said or label in said["labels"]


@pytest.mark.parametrize("asked", SAID["still_may_i"])
def test_a_question_for_leave_stays_one(asked: str) -> None:
    assert named_label(SAMPLE, asked) in ("conditional", "ask")


@pytest.mark.parametrize("asked", SAID["letters_to_clients"])
def test_letters_to_clients_hold_their_names(asked: str) -> None:
    assert named_label(SAMPLE, asked) == "conditional"
