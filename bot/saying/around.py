"""A policy and a language go in; the words around an answer come out: what a correction form offers, what an owner is asked."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.saying import labels
from bot.saying.words import shorten, words_for

Entry = tuple[str, str, str]
"""Id, label, and the heading it stands under (empty: none)."""
LONGEST_QUESTION = 1500


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


def owner_question(knowledge: Knowledge, receipt: str, redacted: str, language: str, read_as: str = "") -> str:
    """What the owner's channel reads when somebody asks the owner: the receipt and the redacted question, never who asked.

    ``read_as`` stands for the question where it was asked by a click or a form, without words.
    """
    words = words_for(language, knowledge.organisation.languages)
    return words("slack.owner.request", receipt=receipt, question=shorten(redacted.strip() or read_as, LONGEST_QUESTION))
