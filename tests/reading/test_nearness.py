"""Nearness: phrases that nobody read, and what a policy's own phrases tell of them. It never loosens, and it never grants."""

from __future__ import annotations

from copy import copy
from dataclasses import replace
from functools import cache
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.vectors import quiet_embedder
from bot.llm.embeddings import OllamaVectors
from bot.reading.nearness import Embed, Near, Vectors, nearest, phrases_of
from bot.wiring import Answerer
from tests.laws import examples
from tests.llm.ollama_stand_in import standing_in
from tests.reading.conftest import SAMPLE, answerer_of
from tests.reading.model.test_model import QUESTIONS, allows_no_more, by_words

SIZE = 32


@cache
def vector_of(text: str) -> tuple[float, ...]:
    """A place of its own for each text, the same each time."""
    made = np.random.default_rng(crc32(text.encode())).normal(size=SIZE)
    return tuple(float(number) for number in made)


def placed(like: dict[str, str]) -> Embed:
    """Vectors in which some phrases lie where another text does."""
    return lambda phrases: [list(vector_of(like.get(phrase, phrase))) for phrase in phrases]


def with_near(base: Answerer, near: Near) -> Answerer:
    """The same answerer with another nearness."""
    reader = copy(base.mind.reader)
    reader.near = near
    answerer = copy(base)
    answerer.mind = replace(base.mind, reader=reader)
    return answerer


def near_of(base: Answerer, like: dict[str, str]) -> Near:
    """A nearness in which ``like`` holds."""
    reader = base.mind.reader
    near = Near(base.mind.knowledge, reader.catalog, Vectors(placed(like), placed(like)))
    near.build()
    return near


@pytest.mark.parametrize(
    ("like", "id_"), [("patient files", "health-records"), ("press release", "published-content")], ids=["forbidden", "harmless"]
)
def test_what_a_phrase_is_near_to_is_marked_in_the_row_and_rules_nothing(like: str, id_: str) -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs?"
    assert base.ask(text).ruled[0].item.question.near == ()
    near = with_near(base, near_of(base, {"blorbs": like}))
    told = near.ask(text)
    question = told.ruled[0].item.question
    assert (question.near, question.data) == ((id_,), ())
    assert told.label == "ask"
    assert "as I read it" in told.answer.text
    assert "as I read it" not in base.ask(text).answer.text


def test_words_that_were_read_and_forms_are_never_looked_at() -> None:
    base = answerer_of(SAMPLE)
    asked: list[str] = []

    def embed(phrases: list[str]) -> list[list[float]]:
        asked.extend(phrases)
        return [list(vector_of(phrase)) for phrase in phrases]

    near = Near(base.mind.knowledge, base.mind.reader.catalog, Vectors(placed({}), embed))
    near.build()
    answerer = with_near(base, near)
    for text in ("May I put a press release into Claude Team?", "thank you", "ChatGPT Enterprise for the letter?"):
        answerer.ask(text)
    assert asked == []
    answerer.ask("ChatGPT Enterprise for the blorbs?")
    assert asked == ["blorbs"]


def test_a_message_takes_one_call_at_most() -> None:
    base = answerer_of(SAMPLE)
    calls: list[list[str]] = []

    def embed(phrases: list[str]) -> list[list[float]]:
        calls.append(phrases)
        return [list(vector_of(phrase)) for phrase in phrases]

    near = Near(base.mind.knowledge, base.mind.reader.catalog, Vectors(placed({}), embed))
    near.build()
    answerer = with_near(base, near)
    for text in QUESTIONS:
        calls.clear()
        answerer.ask(text)
        assert len(calls) <= 1


@examples(150)
@given(st.data())
def test_whatever_is_near_no_ruling_gets_looser(data: st.DataObject) -> None:
    base = answerer_of(SAMPLE)
    ids = [*base.mind.knowledge.vocabulary.data]
    guess = st.lists(st.sampled_from(ids), min_size=1, max_size=3, unique=True).map(tuple)
    text = data.draw(st.sampled_from([*QUESTIONS[-6:], *QUESTIONS]))
    near = copy(base.mind.reader.near)
    near.of = lambda texts: {one: data.draw(guess) for one in texts}  # type: ignore[method-assign]
    allows_no_more(by_words(text), with_near(base, near).ask(text))


@pytest.mark.parametrize(
    "broken",
    [
        lambda _: None,
        lambda _: [],
        lambda phrases: [[1.0]] * len(phrases),
        lambda phrases: [[float("nan")] * SIZE] * len(phrases),
    ],
    ids=["gone", "nothing", "another size", "no numbers"],
)
def test_where_vectors_cannot_be_used_nothing_is_near(broken: Embed) -> None:
    base = answerer_of(SAMPLE)
    near = Near(base.mind.knowledge, base.mind.reader.catalog, Vectors(placed({}), broken))
    near.build()
    assert near.of(["blorbs", "annual salary slip"]) == {}


def test_an_index_that_cannot_be_made_is_not_tried_again_at_once() -> None:
    base = answerer_of(SAMPLE)
    tried: list[int] = []

    def gone(phrases: list[str]) -> None:
        tried.append(len(phrases))

    near = Near(base.mind.knowledge, base.mind.reader.catalog, Vectors(gone, gone))
    assert not near.build()
    for _ in range(3):
        near.of(["blorbs"])
    assert len(tried) == 1


def test_a_policys_own_words_come_first_and_there_are_at_most_five_thousand() -> None:
    base = answerer_of(SAMPLE)
    phrases = phrases_of(base.mind.knowledge, base.mind.reader.catalog)
    own = [name for terms in base.mind.knowledge.vocabulary.data.values() for name in (*terms.names, *terms.examples)]
    assert 3_000 <= len(phrases) <= 5_000
    assert own[0].lower() in [*phrases][:200]
    assert {id_ for ids in phrases.values() for id_ in ids} <= set(base.mind.knowledge.vocabulary.data)


@pytest.mark.parametrize("way", ["closes", "slow", "raw"])
def test_an_ollama_that_goes_wrong_in_mid_answer_leaves_the_answer_as_it_is(way: str, tmp_path: Path) -> None:
    base = answerer_of(SAMPLE)
    text = "ChatGPT Enterprise for the blorbs?"
    with standing_in() as (url, server):
        embedder = quiet_embedder(OllamaVectors("m", url, 0.4, tmp_path))
        near = Near(base.mind.knowledge, base.mind.reader.catalog, embedder.vectors)
        assert near.build()
        server.way = way
        answerer = with_near(base, near)
        assert answerer.ask(text).ruled == base.ask(text).ruled
        server.asked.clear()
        answerer.ask("Claude Team for the frumps?")
        assert server.asked == [], "after a failure nobody waits for it"


def test_of_phrases_that_are_as_near_the_first_of_the_index_comes_first() -> None:
    ids = tuple((name,) for name in ("one", "two", "three", "four"))
    assert nearest(ids, [0.85, 0.82, 0.7, 0.82]) == ("one", "two", "four")
    assert nearest(ids, [0.4, 0.0, 0.0, 0.0]) == nearest((), []) == ()
