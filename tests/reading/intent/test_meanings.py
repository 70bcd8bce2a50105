"""Who asks what a word about AI means, and is told; and that no question for leave is taken for one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from bot.answers.answerer import Answerer
from bot.knowledge.catalog import load_catalog
from bot.policy.talks.talk import Intent
from bot.reading.meanings import Meanings
from bot.text.tokens import tokens_of
from tests.reading.conftest import SAMPLE, named
from tests.yamls import read_yaml

CASES: list[dict[str, Any]] = read_yaml((Path(__file__).parent / "meanings.yaml").read_text(encoding="utf-8"))
LANGUAGES = {"en": "what is {}", "nl": "wat is {}", "de": "was ist {}", "fr": "que veut dire {}", "es": "qué es {}"}


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_words_that_are_asked_about(case: dict[str, Any]) -> None:
    told = named(SAMPLE).ask(case["ask"])
    assert [id_ for ruled in told.ruled for id_ in ruled.item.meanings] == case["means"]
    assert told.answer.verdict == case.get("verdict", "")
    for words in case.get("says", ()):
        assert words in told.answer.text


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_of_every_meaning_is_understood_and_told_in_its_language(language: str, sample: Answerer) -> None:
    catalog = sample.mind.reader.catalog
    for meaning in catalog.meanings.values():
        for name in (*meaning.names.get("any", ()), *meaning.names.get(language, ())):
            asked = sample.mind.reader.meanings.asked(tokens_of(LANGUAGES[language].format(name)))
            assert len(asked) == 1, name


def test_no_name_stands_for_two_meanings() -> None:
    names = [(name, one.id) for one in load_catalog().meanings.values() for many in one.names.values() for name in set(many)]
    assert len({name for name, _ in names}) == len({(name, id_) for name, id_ in names})


def test_a_name_of_the_policys_own_data_is_the_policys(sample: Answerer) -> None:
    knowledge = sample.mind.knowledge
    class_ = next(iter(knowledge.policy.data_classes))
    named = replace(knowledge, labels={**knowledge.labels, class_: {"en": "Open weights"}})
    assert Meanings(named, sample.mind.reader.catalog).asked(tokens_of("what is open weights")) == ()


def test_in_a_thread_the_ruling_stays_word_for_word(sample: Answerer) -> None:
    turns = [("user", "client names in Claude Team?"), ("bot", "yes, if")]
    before, told = sample.ask(turns[0][1]), sample.ask("what does zero data retention mean?", turns)
    assert told.ruled[0].item.intent is Intent.EXPLAIN
    assert told.ruled[0].item.question == before.ruled[0].item.question
    assert told.answer.verdict == before.answer.verdict
    assert "promises to keep neither" in told.answer.text
    after = sample.ask("and patient files?", [*turns, ("user", "what does zero data retention mean?"), ("bot", "it means")])
    assert after.ruled[0].item.meanings == ()
    assert after.answer.verdict == "forbidden"
