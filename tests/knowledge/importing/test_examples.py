"""What a document lists as examples of a class, and what a later sentence adds to them."""

from __future__ import annotations

from bot.knowledge.importing.classes import ClassWords
from bot.knowledge.importing.document import parse
from bot.knowledge.importing.learn import items, learn_examples
from tests.reading.conftest import answerer_of

TEXT = "KYC files, disputes (first six, last four). **Fraud rules, velocity limits and scores are handled as P3 too**, alas"


def test_a_list_ends_with_its_sentence() -> None:
    assert items(TEXT) == ["KYC files", "disputes", "first six", "last four"]


def test_a_definition_with_a_word_that_only_begins_like_a_rule_is_a_list_of_examples() -> None:
    document = parse(
        "# Levels\n\n- **Open:** adverts, flyers\n- **Closed:** diaries of users, magazine drafts (food, health), plans\n"
    )
    classes = [ClassWords("open", "Open"), ClassWords("closed", "Closed")]
    learn_examples(classes, {"open": "open", "closed": "closed"}, document)
    assert list(classes[1].examples) == ["diaries of users", "magazine drafts", "food", "health", "plans"]


def test_what_counts_as_a_class_as_well_is_an_example_of_it() -> None:
    types = answerer_of("meridian-payments").mind.knowledge.vocabulary.data
    assert types["velocity-limits"].label == "velocity limits"
