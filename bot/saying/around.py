"""A policy and a language go in; the words around an answer come out: what a correction form offers."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.saying import labels
from bot.saying.words import words_for

Entry = tuple[str, str, str]
"""Id, label, and the heading it stands under (empty: none)."""


def tool_entries(knowledge: Knowledge, language: str) -> tuple[Entry, ...]:
    """Every offering by its label, in alphabetical order."""
    words = words_for(language, knowledge.organisation.languages)
    entries = [(id_, labels.offering_label(id_, knowledge, words), "") for id_ in knowledge.vocabulary.offerings]
    return tuple(sorted(entries, key=lambda entry: entry[1].casefold()))


def data_entries(knowledge: Knowledge, language: str) -> tuple[Entry, ...]:
    """Every data type by its label, in alphabetical order, then the data classes in the policy's order."""
    words = words_for(language, knowledge.organisation.languages)
    types: list[Entry] = []
    classes: list[Entry] = []
    for id_, terms in knowledge.vocabulary.data.items():
        heading = words("slack.form.classes") if terms.is_class else words("slack.form.types")
        (classes if terms.is_class else types).append((id_, labels.data_label(id_, knowledge, words), heading))
    return (*sorted(types, key=lambda entry: entry[1].casefold()), *classes)
