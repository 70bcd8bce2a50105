"""A question is answered alike however it is worded: greetings, contractions, detours and everyday phrases change no ruling."""

from __future__ import annotations

from functools import cache, reduce
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer, make_answerer
from tests.reading.conftest import SAMPLE, named_label
from tests.yamls import read_yaml

HERE = Path(__file__).parent
SAID: dict[str, Any] = read_yaml((HERE / "cases" / "wordings.yaml").read_text(encoding="utf-8"))
CONTRACTS = {
    "en": [("brochures", "contracts"), ("brochure", "contract")],
    "nl": [("brochures", "contracten"), ("de brochure", "het contract"), ("brochure", "contract")],
    "fr": [("les brochures", "les contrats"), ("brochure", "contrat")],
    "es": [("folletos", "contratos"), ("folleto", "contrato")],
}
"""German nouns change their articles; its wordings are asked with the brochure alone."""


@cache
def sample() -> Answerer:
    return make_answerer(HERE.parents[1] / "knowledge")


def label(asked: str) -> str:
    return sample().label_and_why(asked, [])[0]


def about_a_contract(asked: str, language: str) -> str:
    pairs = [(form(one), form(other)) for one, other in CONTRACTS[language] for form in (str, str.capitalize)]
    return reduce(lambda text, pair: text.replace(*pair), pairs, asked)


@pytest.mark.parametrize("language", list(SAID["brochure"]))
def test_no_wording_makes_a_question_of_a_yes(language: str) -> None:
    assert {asked: got for asked in SAID["brochure"][language] if (got := named_label(SAMPLE, asked)) != "allow"} == {}


@pytest.mark.parametrize("language", list(CONTRACTS))
def test_no_wording_makes_a_yes_of_a_condition(language: str) -> None:
    changed = [about_a_contract(asked, language) for asked in SAID["brochure"][language]]
    assert {asked: got for asked in changed if (got := label(asked)) != "conditional"} == {}


@pytest.mark.parametrize("asked", SAID["contract"])
def test_a_contract_stays_one(asked: str) -> None:
    assert label(asked) == "conditional"


@pytest.mark.parametrize("asked", SAID["ill"])
def test_who_is_ill_is_not_i_will(asked: str) -> None:
    question = sample().ask(asked).ruled[0].item.question
    assert "health-records" in (*question.near, *(id_ for ask in question.data for id_ in ask.types))
    assert label(asked) != "allow"


@pytest.mark.parametrize("asked", SAID["no_tool"])
def test_an_everyday_phrase_is_no_tool(asked: str) -> None:
    assert label(asked) in ("ask", "off_topic")


@pytest.mark.parametrize("intent", list(SAID["intent"]))
def test_what_somebody_wants_is_told_in_many_ways(intent: str) -> None:
    meant = ("greeting", "thanks", "about_bot", "feedback") if intent == "talk" else (intent,)
    why = {asked: sample().label_and_why(asked, [])[1] for asked in SAID["intent"][intent]}
    assert {asked: got for asked, got in why.items() if got.split(":")[0] not in meant} == {}
