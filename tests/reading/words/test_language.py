"""The language of short and mixed sentences is told."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.reading.words.language import House, language_of, languages_of, stops_of
from bot.reading.words.lists import all_words
from bot.text.tokens import SPOKEN, tokens_of
from bot.text.unspoken import unspoken
from tests.reading.conftest import answerer_of
from tests.yamls import read_yaml

SENTENCES = [
    (language, text)
    for language, texts in read_yaml((Path(__file__).parent / "languages.yaml").read_text(encoding="utf-8")).items()
    for text in texts
]
LEAST_RIGHT = 0.98


def told(text: str) -> str:
    return language_of(tuple(token.folded for token in tokens_of(text)), text)


def test_the_language_of_short_and_mixed_sentences() -> None:
    wrong = [(language, told(text), text) for language, text in SENTENCES if told(text) != language]
    assert len(SENTENCES) >= 150
    assert 1 - len(wrong) / len(SENTENCES) >= LEAST_RIGHT, wrong


CLOTHED = {
    "Hi, could you please tell me: mogen klantnamen in Claude? Thanks a lot!": ("nl",),
    "Hi there, Bewerbungen in ChatGPT Team, geht das schon? Thanks a lot!": ("de",),
    "Hallo, kannst du mir sagen: may I put this into Claude? Danke!": ("en",),
    "Puis-je mettre des notes dans ChatGPT ? It is raining here today.": ("fr", "en"),
    "Darf ich Pläne in Claude Team hochladen? By the way, I was on holiday last week.": ("de", "en"),
    "The job ad in Claude Team? sans me connecter": ("en", "fr"),
    "The job ad in Claude Team? no seat here": ("en",),
    "Можно ли загрузить договор клиента в Claude Team?": ("ru",),
    "thanks": ("en",),
    "¡Hola! Darf ich das? no licence yet, only the chat that everybody gets": ("en", "de"),
    "Mogen de notulen in Claude Team? Is that ok? Thanks!": ("nl",),
}


@pytest.mark.parametrize("text", CLOTHED)
def test_politeness_and_idle_sentences_do_not_tell_the_language_of_a_question(text: str) -> None:
    assert languages_of(tokens_of(text), text, "", all_words(load_catalog(), "read.courtesy")) == CLOTHED[text]


AT_HOME = read_yaml((Path(__file__).parent / "languages_at_home.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", AT_HOME, ids=[f"{case['text']} ({case['home']})" for case in AT_HOME])
def test_where_the_words_cannot_tell_it_is_the_policy_s_language(case: dict[str, str]) -> None:
    catalog = load_catalog()
    house = replace(House.of(answerer_of("sample-company").mind.knowledge, catalog), language=case["home"])
    courtesy = all_words(catalog, "read.courtesy")
    assert languages_of(tokens_of(case["text"]), case["text"], "", courtesy, house)[0] == case["language"]


def test_a_word_of_the_message_is_no_other_language_s_word_for_what_was_done_to_data() -> None:
    asked = ("May I use ChatGPT Team for source code?", "our code of conduct in ChatGPT Team?")
    items = [answerer_of("sample-company").ask(text).reading.items[0] for text in asked]
    assert [any(one.via == "undecided" for one in item.mentions) for item in items] == [False, False]


def test_another_language_has_no_stop_words() -> None:
    assert not stops_of("tr")


UNREAD = read_yaml((Path(__file__).parent / "languages_unread.yaml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", UNREAD["told"])
def test_a_language_that_nobody_reads_is_told_by_its_words(language: str) -> None:
    assert {text: code for text in UNREAD["told"][language] if (code := unspoken(text)) != language} == {}


@pytest.mark.parametrize("text", UNREAD["asked"])
def test_a_message_that_nobody_reads_is_asked_about(text: str) -> None:
    assert answerer_of("sample-company").label_and_why(text, ())[0] == "ask"


def test_none_of_our_languages_is_taken_for_another() -> None:
    assert {text: code for language, text in SENTENCES if language in SPOKEN and (code := unspoken(text))} == {}


SHORT = [
    (known, text, told)
    for known, cases in read_yaml((Path(__file__).parent / "short_messages.yaml").read_text(encoding="utf-8")).items()
    for told, texts in cases.items()
    for text in texts
]


@pytest.mark.parametrize(("known", "text", "told"), SHORT)
def test_a_short_message_is_in_its_author_s_language_unless_its_words_say_else(known: str, text: str, told: str) -> None:
    catalog = load_catalog()
    house = replace(House.of(answerer_of("sample-company").mind.knowledge, catalog), language="de" if known == "nl" else "nl")
    assert languages_of(tokens_of(text), text, known, all_words(catalog, "read.courtesy"), house)[0] == told


KNOWN = {
    ("is gemini allowed", "nl"): "en",
    ("mag Gemini?", "en"): "en",
    ("mag dat met Gemini", "en"): "nl",
    ("meeting notes", "nl"): "nl",
    ("code review in Copilot", "de"): "de",
    ("and Copilot?", "nl"): "nl",
}


@pytest.mark.parametrize(("text", "known"), KNOWN)
def test_a_short_sentence_that_is_plainly_in_another_language_than_its_author_s_is_in_that_one(text: str, known: str) -> None:
    house = House(frozenset({"gemini", "copilot"}), "nl")
    assert languages_of(tokens_of(text), text, known, frozenset(), house)[0] == KNOWN[text, known]
