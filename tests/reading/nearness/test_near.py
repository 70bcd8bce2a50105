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
from numpy.typing import NDArray

from bot.answers.vectors import quiet_embedder
from bot.llm.embeddings import OllamaVectors
from bot.reading.data.ties import Ties
from bot.reading.nearness.by_vectors import leaving_out
from bot.reading.nearness.learn import LOWEST, NEVER, Learnt, learn
from bot.reading.nearness.near import Embed, Near, Vectors, phrases_of
from bot.reading.nearness.near_phrases import Phrase, nearest
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
    """A nearness in which ``like`` holds, its threshold as a policy whose phrases tell its classes well apart has it."""
    reader = base.mind.reader
    near = Near(base.mind.knowledge, reader.catalog, Vectors(placed(like), placed(like)))
    near.build()
    assert near._by_vectors is not None
    near._by_vectors.learnt = replace(near._by_vectors.learnt, threshold=0.9, margin=0.02)
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


def test_words_that_were_read_and_forms_and_people_are_never_looked_at() -> None:
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
    knowledge, catalog = base.mind.knowledge, base.mind.reader.catalog
    phrases = phrases_of(knowledge, catalog, Ties(knowledge, catalog))
    own = [name for terms in knowledge.vocabulary.data.values() for name in (*terms.names, *terms.examples)]
    assert 3_000 <= len(phrases) <= 5_000
    texts = [phrase.text for phrase in phrases]
    assert len(texts) == len(set(texts))
    assert sum(own[0].lower() == text for text in texts[:200]) == 1
    assert {id_ for phrase in phrases for id_ in phrase.ids} <= set(knowledge.vocabulary.data)


def test_a_threshold_is_learnt_where_classes_lie_apart_and_none_where_they_do_not() -> None:
    chance = np.random.default_rng(1)
    labels = [("a",)] * 60 + [("b",)] * 60
    middle = np.stack([np.eye(SIZE)[0]] * 60 + [np.eye(SIZE)[1]] * 60)
    apart = middle + chance.normal(size=middle.shape) * 0.05
    mixed = chance.normal(size=middle.shape) * 0.05 + np.eye(SIZE)[0]
    apart_stems = [frozenset({str(at)}) for at in range(120)]
    for vectors, is_learnt in ((apart, True), (mixed, False)):
        unit = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
        learnt = learn(labels, leaving_out(labels, apart_stems, lambda at, unit=unit: unit @ unit[at]))
        assert (LOWEST <= learnt.threshold < 1) if is_learnt else learnt.threshold == NEVER


def test_words_that_a_phrase_shares_are_left_out_while_the_threshold_is_learnt() -> None:
    labels = [(name,) for name in "abcdefghijklmnopqrstuvwxyz" for _ in range(2)]
    vectors = np.repeat(np.eye(26, dtype=np.float32), 2, axis=0)
    shared = [frozenset({name}) for (name,) in labels]

    def scores_of(at: int) -> NDArray[np.float32]:
        return np.asarray(vectors @ vectors[at])

    assert learn(labels, leaving_out(labels, shared, scores_of)).threshold == NEVER
    assert learn(labels, leaving_out(labels, [frozenset()] * 52, scores_of)).threshold < NEVER


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
    learnt = Learnt(0.5, 0.1)
    phrases = [Phrase(text, (text,), (text,)) for text in ("one", "two", "three", "four")]
    assert nearest(phrases, {3: 0.8, 1: 0.8, 0: 0.85, 2: 0.6}, learnt) == ("one", "two", "four")
    assert nearest(phrases, {0: 0.4}, learnt) == nearest(phrases, {}, learnt) == ()
