"""A policy's own words for what is no data, and for people who ask: they take away what they name, and nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answers.answerer import Answerer
from bot.policy.words import Citation
from bot.reading.askers.own_words import OwnWords
from tests.laws import examples
from tests.reading.conftest import SAMPLE, answerer_for, answerer_of, label, when_that_is_all
from tests.reading.test_safety import questions_of
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "own_words.yaml").read_text(encoding="utf-8"))
ASKED = [one["question"] for one in questions_of(SAMPLE) if not one.get("thread") and len(one["question"].split()) > 4]

SMALL: dict[str, Any] = {
    "policy.yaml": {"organisation": "Small House", "owner": "privacy@small.example"},
    "data.yaml": {
        "classes": [{"id": "public", "rank": 0}, {"id": "internal", "rank": 1}, {"id": "restricted", "rank": 2}],
        "types": [
            {"id": "press-releases", "label": "Press releases", "class": "public"},
            {"id": "patient-data", "label": "Patient data", "class": "restricted", "catalog": ["special-category"]},
            {"id": "ward-notes", "label": "Ward round notes", "class": "restricted"},
        ],
    },
    "tools/copilot-chat.yaml": {
        "id": "copilot-chat",
        "label": "Copilot Chat",
        "catalog": ["copilot-chat"],
        "offerings": [{"id": "work"}],
    },
    "tools/chatgpt.yaml": {"id": "chatgpt", "label": "ChatGPT", "catalog": ["chatgpt"], "offerings": [{"id": "team"}]},
    "rules.yaml": [
        {"rule": "free", "tools": "*", "data": "public", "effect": "allow"},
        {"rule": "asked", "tools": "*", "data": "internal", "effect": "review"},
        {"rule": "home", "tools": "*", "data": "restricted", "effect": "forbid"},
    ],
}


@cache
def small(has_words: bool) -> Answerer:
    return answerer_for(SMALL | {"data.yaml": SMALL["data.yaml"] | (CASES["words"] if has_words else {})})


@pytest.mark.parametrize("case", CASES["cases"], ids=[case["name"] for case in CASES["cases"]])
def test_a_word_says_what_its_owner_says_of_it(case: dict[str, Any]) -> None:
    assert [when_that_is_all(small(has_words), case["asked"]) for has_words in (False, True)] == case["label"]


@contextmanager
def with_words(answerer: Answerer, **words: list[str]) -> Iterator[None]:
    """The same policy with these words besides; the index does not hold them."""
    looker = answerer.mind.reader.looker
    usual, vocabulary = looker.own_words, answerer.mind.knowledge.vocabulary
    said = {list_: dict.fromkeys(phrases, Citation("data.yaml", 1)) for list_, phrases in words.items()}
    looker.own_words = OwnWords(replace(vocabulary, **said))
    try:
        yield
    finally:
        looker.own_words = usual


@given(st.data())
@examples(60)
def test_naming_words_allows_no_more_than_a_message_without_them(data: st.DataObject) -> None:
    question = data.draw(st.sampled_from(ASKED))
    words = question.split()
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first + 1, min(len(words), first + 3)))
    phrase = " ".join(words[first:last]).strip("?!.,:;()“”\"'")
    list_ = data.draw(st.sampled_from(("no_data", "askers")))
    answerer = answerer_of(SAMPLE)
    with with_words(answerer, **{list_: [phrase]}):
        found = answerer.label_and_why(question, ())[0]
    if found == "allow" and label(SAMPLE, question) != "allow":
        left = " ".join((*words[:first], *words[last:]))
        assert answerer.label_and_why(left, ())[0] == "allow", "only the named words are gone"


@given(st.sampled_from(ASKED), st.lists(st.sampled_from(["zorblaks", "the fribble board", "sextons"]), min_size=1))
@examples(40)
def test_words_that_nobody_says_change_nothing(question: str, words: list[str]) -> None:
    answerer = answerer_of(SAMPLE)
    with with_words(answerer, no_data=words, askers=words):
        assert answerer.label_and_why(question, ())[0] == label(SAMPLE, question)
