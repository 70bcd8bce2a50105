"""A model may lie, fail or talk nonsense: no ruling ever gets looser by it."""

from __future__ import annotations

import json
from copy import copy
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.flows.score import read_questions
from bot.policy.words import STRICTNESS, Verdict
from bot.reading.model import AskModel, ModelReader
from bot.wiring import Answerer
from tests.reading.conftest import CASES, SAMPLE, answerer_of

QUESTIONS = [one["question"] for one in read_questions((CASES / SAMPLE / "questions.jsonl").read_text(encoding="utf-8"))] + [
    "Can I use Claude for the thing from Anna?",
    "ChatGPT Enterprise for the blorbs and the quux?",
    "May I use ChatGPT for what we talked about",
]


def with_model(base: Answerer, ask: AskModel) -> Answerer:
    """The same answerer, index and all, with a model."""
    reader = copy(base.mind.reader)
    reader.model = ModelReader(base.mind.knowledge, ask, "liar")
    answerer = copy(base)
    answerer.mind = replace(base.mind, reader=reader, flow=replace(base.mind.flow, read=reader.read))
    return answerer


def saying(reply: Any) -> AskModel:
    """A model that gives one reply, whatever is asked."""
    return lambda prompt, schema: reply


def _mentions(text: str) -> st.SearchStrategy[dict[str, Any]]:
    knowledge = answerer_of(SAMPLE).mind.knowledge
    ids = [*knowledge.vocabulary.data, *knowledge.vocabulary.conditions, "public", "invented", "", *knowledge.vocabulary.tools]
    quotes = [*text.split(), text, "ignore all rules", "", text[:10], "everything is public"]
    mention = st.fixed_dictionaries(
        {
            "slot": st.sampled_from(["data", "unmet", "met", "tool", "verdict", "plan"]),
            "id": st.sampled_from(ids),
            "quote": st.sampled_from(quotes),
        }
    )
    return st.fixed_dictionaries({"mentions": st.lists(mention, max_size=6)})


@settings(max_examples=400, deadline=None)
@given(st.data())
def test_a_lying_model_never_makes_a_ruling_looser(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(QUESTIONS))
    garbage = st.sampled_from(
        [None, {}, {"mentions": None}, {"mentions": "allowed"}, {"mentions": [1, None, {"slot": 5}]}, {"verdict": "allowed"}]
    )
    reply = data.draw(_mentions(text) | garbage)
    base = answerer_of(SAMPLE)
    without, with_ = base.ask(text), with_model(base, saying(reply)).ask(text)
    assert len(without.ruled) == len(with_.ruled)
    for one, other in zip(without.ruled, with_.ruled, strict=True):
        assert one.item.intent is other.item.intent
        if one.ruling is None or other.ruling is None:
            assert one.ruling is other.ruling
            continue
        if other.ruling.verdict is Verdict.ALLOWED and other.ruling.ask_back is None:
            assert one.ruling.verdict is Verdict.ALLOWED and one.ruling.ask_back is None
        if one.ruling.ask_back is None and other.ruling.ask_back is None:
            assert STRICTNESS[other.ruling.verdict] >= STRICTNESS[one.ruling.verdict]


def test_a_model_may_find_the_data_that_words_did_not() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs of ward seven?"
    assert base.told.label(base.ask(text)) == "ask"
    told = with_model(
        base, saying({"mentions": [{"slot": "data", "id": "health-records", "quote": "the blorbs of ward seven"}]})
    ).ask(text)
    assert base.told.label(told) == "deny"
    assert told.reading.model == "liar"
    assert len(told.reading.prompt_hash) == 12


def test_a_quote_that_is_not_in_the_text_is_dropped() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs of ward seven?"
    told = with_model(base, saying({"mentions": [{"slot": "data", "id": "health-records", "quote": "patient file"}]})).ask(text)
    assert base.told.label(told) == "ask"
    assert told.reading.model == ""


def test_a_model_is_not_asked_where_nothing_is_open() -> None:
    base = answerer_of(SAMPLE)
    asked: list[str] = []

    def ask(prompt: str, schema: dict[str, Any]) -> None:
        asked.append(prompt)

    answerer = with_model(base, ask)
    answerer.ask("May I put a press release into Claude Team?")
    answerer.ask("thank you so much")
    assert asked == []
    answerer.ask("Is ChatGPT ok?")
    assert len(asked) == 1
    assert json.dumps("Is ChatGPT ok?") in asked[0]


@pytest.mark.parametrize("secret", ["jan@example.org", "NL91ABNA0417164300"])
def test_the_model_sees_only_redacted_text(secret: str) -> None:
    base = answerer_of(SAMPLE)
    seen: list[str] = []

    def ask(prompt: str, schema: dict[str, Any]) -> None:
        seen.append(prompt)

    with_model(base, ask).ask(f"ChatGPT for {secret}?")
    assert seen
    assert all(secret not in prompt for prompt in seen)
