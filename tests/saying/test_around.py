"""What a correction form offers and what an owner is asked."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talk import DataTerms
from bot.saying.around import data_entries, owner_question, tool_entries
from tests.saying.company import company


def test_the_form_offers_every_offering_by_its_label() -> None:
    assert [label for _, label, _ in tool_entries(company(), "en")] == ["ChatGPT Free", "Claude Team", "In-house Llama"]


def test_data_types_come_before_data_classes_under_headings_of_their_own() -> None:
    knowledge = company()
    data = {"confidential": DataTerms("confidential", "Confidential", is_class=True), **knowledge.vocabulary.data}
    knowledge = replace(knowledge, vocabulary=replace(knowledge.vocabulary, data=data))
    assert data_entries(knowledge, "nl") == (
        ("invoices", "Invoices", "Soorten gegevens"),
        ("customer-names", "Klantnamen", "Soorten gegevens"),
        ("study-data", "Study data", "Soorten gegevens"),
        ("confidential", "Confidential", "Gegevensklassen"),
    )


def test_the_owner_is_asked_with_the_receipt_and_the_redacted_words() -> None:
    assert owner_question(company(), "R-1", "may [person] go in?", "en") == "Someone asks the owner (R-1): may [person] go in?"


def test_a_question_that_was_clicked_is_told_as_it_was_read() -> None:
    asked = owner_question(company(), "R-1", "", "en", "ChatGPT Free · Invoices")
    assert asked == "Someone asks the owner (R-1): ChatGPT Free · Invoices"
