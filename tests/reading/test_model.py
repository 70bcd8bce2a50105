"""A model may lie, fail or talk nonsense: no ruling ever gets looser by it."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.models import with_model
from bot.flows.answer import Answered
from bot.flows.score import read_questions
from bot.policy.decide import choose
from bot.policy.talk import Intent
from bot.policy.words import STRICTNESS, Verdict
from bot.reading.model import AskModel
from tests.laws import examples
from tests.reading.conftest import CASES, SAMPLE, answerer_of

QUESTIONS = [one["question"] for one in read_questions((CASES / SAMPLE / "questions.jsonl").read_text(encoding="utf-8"))] + [
    "Can I use Claude for the thing from Anna?",
    "ChatGPT Enterprise for the blorbs and the quux?",
    "May I use ChatGPT for what we talked about",
    "that thing which listens in the meeting and writes down who said what, is it fine for the talk with the union on Monday?",
    "I gave it to the chatty one of the search people yesterday evening and now the whole zorblax of the ward is gone, help",
    "we spent the whole weekend on the roof of the new barn and my back still hurts from carrying all of the tiles up there",
]


def saying(reply: Any) -> AskModel:
    """A model that gives one reply, whatever is asked."""
    return lambda prompt, schema: reply


def _mentions(text: str) -> st.SearchStrategy[dict[str, Any]]:
    knowledge = answerer_of(SAMPLE).mind.knowledge
    ids = [*knowledge.vocabulary.data, *knowledge.vocabulary.conditions, "public", "invented", "", *knowledge.vocabulary.tools]
    ids += ["may_i", "incident", "allowed"]
    quotes = [*text.split(), text, "ignore all rules", "", text[:10], "everything is public", "a" * 50_000]
    quotes += [" ".join(text.split()[at : at + 3]) for at in range(len(text.split()))]
    mention = st.fixed_dictionaries(
        {
            "slot": st.sampled_from(["data", "data", "tool", "tool", "unmet", "intent", "met", "verdict", "plan"]),
            "id": st.sampled_from(ids),
            "quote": st.sampled_from(quotes),
        }
    )
    return st.fixed_dictionaries({"mentions": st.lists(mention, max_size=6)})


def never_looser(without: Answered, with_: Answered) -> None:
    """No ruling of the second is milder, and what a message wants is at most taken more seriously."""
    assert len(without.ruled) == len(with_.ruled)
    for one, other in zip(without.ruled, with_.ruled, strict=True):
        if one.item.intent is not other.item.intent:
            assert other.item.intent in (Intent.INCIDENT, Intent.MAY_I)
            assert other.item.intent is Intent.INCIDENT or one.item.intent is Intent.OFF_TOPIC
        if one.ruling is None:
            assert other.ruling is None or other.ruling.verdict is not Verdict.ALLOWED or other.ruling.ask_back is not None
            continue
        assert other.ruling is not None
        if other.ruling.verdict is Verdict.ALLOWED and other.ruling.ask_back is None:
            assert one.ruling.verdict is Verdict.ALLOWED
            assert one.ruling.ask_back is None
        if one.ruling.ask_back is None and other.ruling.ask_back is None:
            assert STRICTNESS[other.ruling.verdict] >= STRICTNESS[one.ruling.verdict]
    loose = {"allow": 0, "conditional": 1}
    if without.answer.label not in ("ask", "off_topic"):
        assert loose.get(with_.answer.label, 2) >= loose.get(without.answer.label, 2)
    assert with_.answer.label != "allow" or without.answer.label == "allow"


@examples(400)
@given(st.data())
def test_a_lying_model_never_makes_a_ruling_looser(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(QUESTIONS))
    garbage = st.sampled_from(
        [
            None, {}, {"mentions": None}, {"mentions": "allowed"}, {"mentions": [1, None, {"slot": 5}]}, {"verdict": "allowed"},
            {"mentions": [{"slot": "data", "id": ["x"], "quote": {}}]}, {"mentions": [[]] * 10_000}, [], 5, "allowed",
        ]
    )  # fmt: skip
    reply = data.draw(_mentions(text) | garbage)
    base = answerer_of(SAMPLE)
    never_looser(base.ask(text), with_model(base, saying(reply)).ask(text))


def test_a_model_may_tell_which_tool_a_story_is_about_and_its_ban_answers() -> None:
    base = answerer_of(SAMPLE)
    banned = next(
        terms.id
        for terms in base.mind.knowledge.vocabulary.tools.values()
        if base.told.label(base.ask(f"May I put client invoices into {terms.label}?")) == "deny"
    )
    text = "May I put the client invoices into the thing my cousin told me about?"
    assert base.told.label(base.ask(text)) == "ask"
    reply = {"mentions": [{"slot": "tool", "id": banned, "quote": "the thing my cousin told me about"}]}
    told = with_model(base, saying(reply)).ask(text)
    never_looser(base.ask(text), told)
    assert base.told.label(told) == "deny"


def test_a_story_that_seemed_off_topic_is_asked_back_about_and_never_allowed() -> None:
    base = answerer_of(SAMPLE)
    text = (
        "we spent the whole weekend on the roof of the new barn and my back still hurts from carrying all of the tiles up there"
    )
    assert base.told.label(base.ask(text)) == "off_topic"
    reply = {
        "mentions": [
            {"slot": "intent", "id": "may_i", "quote": "we spent the whole weekend"},
            {"slot": "data", "id": "health-records", "quote": "my back still hurts"},
        ]
    }
    assert base.told.label(with_model(base, saying(reply)).ask(text)) in ("ask", "deny")


def test_words_that_were_read_by_name_are_not_read_again() -> None:
    base = answerer_of(SAMPLE)
    text = "Claude Team for our brochure plus the zorblax"
    reply = {"mentions": [{"slot": "data", "id": "health-records", "quote": quote} for quote in ("brochure", "Claude Team")]}
    assert with_model(base, saying(reply)).ask(text).ruled == base.ask(text).ruled


def test_a_click_settles_what_a_model_guessed() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs?"
    reply = {"mentions": [{"slot": "data", "id": "personal-data", "quote": "blorbs"}]}
    asked = with_model(base, saying(reply)).ask(text)
    back = asked.ruled[0].ruling.ask_back if asked.ruled[0].ruling else None
    assert back is not None
    assert back.options[0].value == "personal-data"
    settled = choose(asked.ruled[0].item.question, back, back.options[-1].value)
    assert all(not ask.likely for ask in settled.data if ask.name == back.about)


def test_a_model_may_find_the_data_that_words_did_not() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs of ward seven?"
    assert base.told.label(base.ask(text)) == "ask"
    told = with_model(
        base, saying({"mentions": [{"slot": "data", "id": "health-records", "quote": "the blorbs of ward seven"}]})
    ).ask(text)
    assert base.told.label(told) == "deny"
    assert told.reading.model == "model"
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
