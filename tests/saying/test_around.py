"""What a correction form offers."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talk import DataTerms
from bot.saying.around import data_entries, tool_entries
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
