"""Who asks about a vendor's terms, alone or beside something else, and about which point; and that no ruling hangs on it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answer import answer_reading
from bot.answers.answerer import Answerer
from bot.clock.today import today_at
from bot.policy.talks.talk import Intent
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "cases" / "points.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_points_that_are_asked_about(case: dict[str, Any], sample: Answerer) -> None:
    assert [point for ruled in sample.ask(case["ask"]).ruled for point in ruled.item.points] == case["points"]


@pytest.mark.parametrize("case", [case for case in CASES if case["points"]], ids=lambda case: str(case["name"]))
def test_the_same_is_ruled_whether_or_not_points_are_told(case: dict[str, Any], sample: Answerer) -> None:
    told = sample.ask(case["ask"])
    bare = replace(told.reading, items=tuple(replace(item, points=()) for item in told.reading.items))
    again = answer_reading(sample.mind, bare, None, "R-TEST", today_at(sample.mind.knowledge))
    assert [one.ruling for one in again.ruled] == [one.ruling for one in told.ruled]
    assert (again.answer.label, again.answer.verdict) == (told.answer.label, told.answer.verdict)


def test_a_question_about_terms_keeps_its_tool_and_rules_on_nothing(sample: Answerer) -> None:
    told = sample.ask("Does Claude Team train on our data?")
    assert told.ruled[0].item.intent is Intent.TERMS
    assert [ask.offerings for ask in told.ruled[0].item.question.tools] == [("claude/team",)]
    assert (told.answer.label, told.answer.verdict) == ("off_topic", "")


def test_what_follows_in_the_thread_means_the_tool_whose_terms_were_asked_for(sample: Answerer) -> None:
    turns = [("user", "Does Claude Team train on our data?"), ("bot", "no")]
    told = sample.ask("ok, and client names?", turns)
    assert [ask.offerings for ask in told.ruled[0].item.question.tools] == [("claude/team",)]
    assert told.answer.verdict == "conditional"


def test_a_thread_that_has_its_tool_is_asked_about_its_terms(sample: Answerer) -> None:
    told = sample.ask("does it train on our data?", [("user", "client names in Claude Team?"), ("bot", "yes, if")])
    assert "training on what is typed in: no" in told.answer.text


def test_a_price_by_its_noun_is_no_data_that_somebody_wants_to_use(sample: Answerer) -> None:
    asked = (
        "What is the price of Claude Team?",
        "Quel est le prix de Claude Team ?",
        "May the price of the offer go into Claude Team?",
    )
    assert [sample.ask(one).ruled[0].item.intent for one in asked] == [Intent.TERMS, Intent.TERMS, Intent.MAY_I]


@pytest.mark.parametrize(
    "asked",
    [
        "May I put our price list and the token of the shop into Claude Team?",
        "the API token of our price service in Claude Team?",
        "how many tokens of client letters can I send to Claude Team?",
        "prices of our suppliers in Claude Team?",
        "Is ChatGPT cheaper than Claude for client names?",
        "Darf ich das Token in Claude Team einfügen?",
    ],
)
def test_what_is_put_in_beside_a_price_is_ruled_on(asked: str, sample: Answerer) -> None:
    assert all(ruled.item.intent is not Intent.TERMS for ruled in sample.ask(asked).ruled)


@pytest.mark.parametrize(
    "asked",
    [
        "What does GPT-4o cost per million tokens?",
        "token price of GPT-4o",
        "cost of Bedrock Llama 70B per 1M tokens?",
        "Preis von Claude Opus 4 pro Million Tokens?",
        "Was kostet GPT-5 pro Million Token?",
        "Quel est le prix de GPT-4o par million de jetons ?",
        "What are the API prices of GPT-5?",
        "price list of Gemini API",
        "Is Mistral cheaper than ChatGPT?",
        "Mistral est-il moins cher que ChatGPT ?",
    ],
)
def test_a_token_beside_a_price_is_no_secret(asked: str, sample: Answerer) -> None:
    assert [ruled.item.intent for ruled in sample.ask(asked).ruled] == [Intent.TERMS]


def test_earning_money_with_client_names_is_ruled_on(sample: Answerer) -> None:
    asked = ("May I use Mistral commercially?", "May I use Mistral commercially with client names?")
    assert [sample.ask(one).ruled[0].item.intent for one in asked] == [Intent.TERMS, Intent.MAY_I]
