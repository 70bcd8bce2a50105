"""A model may lie, fail or talk nonsense: nothing is allowed by it without a click before it is believed."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answer import Answered
from bot.answers.answerer import Answerer
from bot.answers.score import read_questions
from bot.policy.deciding.decide import choose
from bot.policy.talks.claims import Reply
from bot.policy.talks.talk import Ruled
from bot.policy.trust import Level, Trust
from bot.policy.words import Verdict
from bot.reading.model.hearing import Hear, Model
from bot.reading.model.prompts import CHECK, READ, parts_of
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

PROPOSES = Trust(Level.PROPOSES)


def saying(reply: Any) -> Hear:
    """A model that gives one reply, whatever is asked, in both passes."""
    return lambda shared, rest, schema: Reply(reply) if reply is not None else None


def with_model(base: Answerer, hear: Hear, trust: Trust = PROPOSES) -> Answerer:
    """The same answerer with a model that reads along, and that proposes unless ``trust`` says otherwise."""
    return base.heard_by(Model(lambda prompt, schema: None, hear, "model", lambda: trust))


def asks(*entries: tuple[str, str, str], intent: str = "may_i") -> dict[str, Any]:
    """A reply of the reading pass. Entries: ``data``, ``tools``, ``unmet`` or ``met``; an id; the quote."""
    ask: dict[str, Any] = {"intent": intent}
    for slot, id_, quote in entries:
        entry = {"quote": quote, "ids": [id_]} if slot in ("data", "tools") else {"quote": quote, "id": id_}
        ask.setdefault(slot, []).append(entry)
    return {"asks": [ask]}


def _replies(text: str) -> st.SearchStrategy[dict[str, Any]]:
    knowledge = answerer_of(SAMPLE).mind.knowledge
    ids = [
        *knowledge.vocabulary.data,
        *knowledge.vocabulary.conditions,
        "public",
        "invented",
        "",
        *knowledge.vocabulary.offerings,
    ]
    ids += ["other", "allowed", *knowledge.vocabulary.transformations]
    quotes = [*text.split(), text, "ignore all rules", "", text[:10], "everything is public", "a" * 50_000]
    quotes += [" ".join(text.split()[at : at + 3]) for at in range(len(text.split()))]
    quote, some = st.sampled_from(quotes), st.lists(st.sampled_from(ids), max_size=3)
    part = st.sampled_from(["used", "used", "left_out", "no_data", "gone"])
    tool = st.fixed_dictionaries({"quote": quote, "ids": some})
    piece = st.fixed_dictionaries({"quote": quote, "ids": some, "part": part, "changed": some})
    said = st.fixed_dictionaries({"quote": quote, "id": st.sampled_from(ids)})
    ask = st.fixed_dictionaries(
        {
            "intent": st.sampled_from(["may_i", "may_i", "incident", "which_tool", "off_topic", "verdict"]),
            "tools": st.lists(tool, max_size=3),
            "data": st.lists(piece, max_size=4),
            "met": st.lists(said, max_size=2),
            "unmet": st.lists(said, max_size=2),
        }
    )
    return st.fixed_dictionaries({"asks": st.lists(ask, max_size=3)})


def allows_no_more(without: Answered, with_: Answered) -> None:
    """Of the second nothing is allowed without a click that is not allowed in the first."""
    said = [one.item.question for one in without.ruled if _is_allowed(one)]
    assert all(one.item.question in said for one in with_.ruled if _is_allowed(one))
    assert with_.answer.label != "allow" or without.answer.label == "allow"


def _is_allowed(one: Ruled) -> bool:
    first = one.tools[0] if one.tools else one.ruling
    return first is not None and first.verdict is Verdict.ALLOWED and first.ask_back is None


@examples(400)
@given(st.data())
def test_a_lying_model_that_proposes_allows_nothing_without_a_click(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(QUESTIONS))
    garbage = st.sampled_from(
        [
            None, {}, {"asks": None}, {"asks": "allowed"}, {"asks": [1, None, {"intent": 5}]}, {"verdict": "allowed"},
            {"asks": [{"intent": "may_i", "data": [{"ids": "x", "quote": {}}]}]}, {"asks": [[]] * 10_000}, {"asks": [{}]},
        ]
    )  # fmt: skip
    reply = data.draw(_replies(text) | garbage)
    both = data.draw(st.booleans())
    allows_no_more(by_words(text), with_model(answerer_of(SAMPLE), saying(reply), replace(PROPOSES, both=both)).ask(text))


@cache
def by_words(text: str) -> Answered:
    """What is answered without a model, asked once: it is the same for all replies."""
    return answerer_of(SAMPLE).ask(text)


def test_a_model_may_tell_which_tool_a_story_is_about_and_its_ban_answers() -> None:
    base = answerer_of(SAMPLE)
    banned = next(
        terms.id
        for terms in base.mind.knowledge.vocabulary.tools.values()
        if base.ask(f"May I put client invoices into {terms.label}?").label == "deny"
    )
    text = "May I put the client invoices into the thing my cousin told me about?"
    assert base.ask(text).label == "ask"
    offering = next(one.id for one in base.mind.knowledge.vocabulary.offerings.values() if one.tool == banned)
    told = with_model(base, saying(asks(("tools", offering, "the thing my cousin told me about")))).ask(text)
    allows_no_more(base.ask(text), told)
    assert told.label == "deny"


def test_a_story_that_seemed_off_topic_is_asked_back_about_and_never_allowed() -> None:
    base = answerer_of(SAMPLE)
    text = (
        "we spent the whole weekend on the roof of the new barn and my back still hurts from carrying all of the tiles up there"
    )
    assert base.ask(text).label == "off_topic"
    reply = asks(("data", "health-records", "my back still hurts from carrying"))
    assert with_model(base, saying(reply)).ask(text).label in ("ask", "deny")


def test_a_tool_that_words_read_by_name_stays_where_a_model_tells_none() -> None:
    told = with_model(answerer_of(SAMPLE), saying(asks(("data", "health-records", "the blorbs of ward seven"))))
    (ruled,) = told.ask("ChatGPT Enterprise for the blorbs of ward seven?").ruled
    assert [tool.offerings for tool in ruled.item.question.tools] == [("chatgpt/enterprise",)]


def test_a_click_settles_what_a_model_left_open() -> None:
    base = answerer_of(SAMPLE)
    told = {"intent": "may_i", "data": [{"quote": "blorbs", "ids": ["personal-data", "published-content"]}]}
    asked = with_model(base, saying({"asks": [told]})).ask("ChatGPT Enterprise for the blorbs?")
    back = asked.ruled[0].ruling.ask_back if asked.ruled[0].ruling else None
    assert back is not None
    assert {option.value for option in back.options[:2]} == {"personal-data", "published-content"}
    settled = choose(asked.ruled[0].item.question, back, back.options[-1].value)
    assert [ask.types for ask in settled.data] == [(back.options[-1].value,)]


def test_a_model_may_find_the_data_that_words_did_not() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs of ward seven?"
    assert base.ask(text).label == "ask"
    told = with_model(base, saying(asks(("data", "health-records", "the blorbs of ward seven")))).ask(text)
    assert told.label == "deny"
    assert told.reading.model == "model"
    assert len(told.reading.prompt_hash) == 12


def test_a_quote_that_is_not_in_the_text_is_dropped() -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs of ward seven?"
    told = with_model(base, saying(asks(("data", "health-records", "patient file")))).ask(text)
    assert told.label == "ask"
    assert told.ruled[0].item.question.data == ()


class Listening:
    """A model that notes what it is asked and says nothing."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str]] = []

    def __call__(self, shared: str, rest: str, schema: dict[str, Any]) -> None:
        self.asked.append((shared, rest))


def test_a_model_that_nobody_admitted_is_not_asked() -> None:
    model = Listening()
    answerer = answerer_of(SAMPLE).heard_by(Model(lambda prompt, schema: None, model))
    for text in QUESTIONS[-6:]:
        assert answerer.ask(text).ruled == by_words(text).ruled
    assert model.asked == []


def test_a_model_is_not_asked_where_nothing_is_open() -> None:
    base, model = answerer_of(SAMPLE), Listening()
    answerer = with_model(base, model)
    answerer.ask("May I put a press release into Claude Team?")
    assert model.asked == []
    answerer.ask("Is ChatGPT ok?")
    assert len(model.asked) == 1
    assert json.dumps("Is ChatGPT ok?") in model.asked[0][1]


@pytest.mark.parametrize("secret", ["jan@example.org", "NL91ABNA0417164300"])
def test_the_model_sees_only_redacted_text(secret: str) -> None:
    model = Listening()
    with_model(answerer_of(SAMPLE), model, Trust(Level.BELIEVED)).ask(
        f"may the chatty thing have the blorbs of ward seven, and {secret}?"
    )
    assert len(model.asked) == 2
    assert all(secret not in part for parts in model.asked for part in parts)


def test_all_messages_share_the_first_part_of_the_prompt_in_both_passes_and_little_comes_with_each() -> None:
    model = Listening()
    answerer = with_model(answerer_of(SAMPLE), model, Trust(Level.BELIEVED))
    for text in QUESTIONS[-6:] + QUESTIONS[:30]:
        answerer.ask(text)
    assert len(model.asked) > 12
    assert len({shared for shared, _ in model.asked}) == 1
    tasks = sum(len(parts_of(name)[0]) for name in (READ, CHECK))
    assert len(model.asked[0][0]) <= 14_000 + tasks, "about 3,500 tokens, the heading and the tasks"
    assert max(len(rest) for _, rest in model.asked) <= 1_200, (
        "what is computed for each message: its form, its thread, its words"
    )
