"""What a document lists as examples of a class, and what a later sentence adds to them."""

from __future__ import annotations

from bot.knowledge.importing.learn import items
from tests.reading.conftest import answerer_of

TEXT = "KYC files, disputes (first six, last four). **Fraud rules, velocity limits and scores are handled as P3 too**, alas"


def test_a_list_ends_with_its_sentence() -> None:
    assert items(TEXT) == ["KYC files", "disputes", "first six", "last four"]


def test_what_counts_as_a_class_as_well_is_an_example_of_it() -> None:
    types = answerer_of("meridian-payments").mind.knowledge.vocabulary.data
    assert types["velocity-limits"].label == "velocity limits"
