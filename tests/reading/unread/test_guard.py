"""Words and questions that hold nothing unread are answered; held-back ones, removals that are none and masked words are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.knowledge.catalog import load_catalog
from bot.reading.words.lexicon import catalog_index
from bot.reading.words.spelling import Spelling
from bot.tongue.flat import Flat, packed
from bot.tongue.index import Index
from bot.tongue.layer import Layer, layer_parts
from bot.tongue.table import Table
from bot.tongue.text import fold, is_form_of
from tests.reading.conftest import is_offered, label_when_that_is_all, named_label
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parent / "guard.yaml").read_text(encoding="utf-8"))


def listed(name: str) -> list[tuple[str, str]]:
    return [(key, one) for key, many in CASES[name].items() for one in many]


@pytest.fixture(scope="module")
def spelling() -> Spelling:
    """Of a policy that has no words of its own."""
    return Spelling(Index(Layer(Flat(packed(layer_parts(Table(("en",)))))), catalog_index(load_catalog())))


@pytest.mark.parametrize(("language", "word"), listed("harmless"))
def test_an_everyday_word_is_no_data_though_its_stem_is_held_back(language: str, word: str) -> None:
    assert catalog_index(load_catalog()).is_common(fold(word), language)


@pytest.mark.parametrize(("language", "word"), listed("held"))
def test_a_common_word_that_may_be_data_is_held_back(language: str, word: str) -> None:
    assert not catalog_index(load_catalog()).is_common(fold(word), language)


@pytest.mark.parametrize(("language", "word"), listed("misspelt"))
def test_a_misspelt_everyday_word_is_one(spelling: Spelling, language: str, word: str) -> None:
    assert spelling.is_misspelt(word, fold(word), language)


@pytest.mark.parametrize(("language", "word"), listed("not_misspelt"))
def test_what_may_be_a_misspelt_word_for_data_is_no_everyday_word(spelling: Spelling, language: str, word: str) -> None:
    assert not spelling.is_misspelt(word, fold(word), language)


@pytest.mark.parametrize(
    ("word", "other", "language", "same"),
    [
        ("salaries", "salary", "en", True),
        ("diagnoses", "diagnosis", "en", True),
        ("namen", "naam", "nl", True),
        ("bewerbung", "bewerbungen", "de", True),
        ("nation", "nationale", "nl", False),
        ("extremely", "extreme", "en", False),
        ("deportes", "deportado", "es", False),
    ],
)
def test_forms_of_one_word_are_not_words_of_one_stem(word: str, other: str, language: str, same: bool) -> None:
    assert is_form_of(word, other, language) is same


@pytest.mark.parametrize(("policy", "question"), listed("allowed"))
def test_a_question_that_holds_nothing_unread_is_allowed(policy: str, question: str) -> None:
    assert named_label(policy, question) == "allow"


@pytest.mark.parametrize(("policy", "question"), listed("not_allowed"))
def test_what_hides_something_is_not_allowed(policy: str, question: str) -> None:
    assert label_when_that_is_all(policy, question) != "allow"


@pytest.mark.parametrize(("policy", "question"), listed("offered"))
def test_what_no_word_names_is_left_to_the_askers_word(policy: str, question: str) -> None:
    assert is_offered(policy, question)
