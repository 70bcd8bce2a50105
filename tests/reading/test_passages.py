"""Guidance is quoted by the paragraph: sentences and lists as people read them, and no table."""

from __future__ import annotations

from typing import Any

import pytest

from bot.policy.house import Knowledge
from bot.reading.passages import LONGEST_QUOTE, find_passages, passages_of
from tests.reading.conftest import answerer_for

POLICY: dict[str, Any] = {
    "policy.yaml": {"organisation": "Larch", "languages": ["en"], "owner": "o@example.org"},
    "data.yaml": {"classes": [{"id": "open", "label": "Open", "rank": 0}]},
    "tools/larch.yaml": {"id": "larch", "label": "Larch Chat", "vendor": "house"},
    "rules.yaml": [{"rule": "fine", "tools": ["larch"], "data": ["open"], "effect": "allow"}],
}


def knowledge_of(guidance: str) -> Knowledge:
    return answerer_for({**POLICY, "guidance/policy.md": f"# Policy\n\n{guidance}\n"}).mind.knowledge


CUT = {
    "each paragraph stands for itself": (
        "Consent is **written**.\n\nWaivers end\nin May.",
        ["Consent is written.", "Waivers end in May."],
    ),
    "a table is no sentence": ("Marks:\n\n| tool | A |\n|---|---|\n| Larch | yes |\n\nAsk `IT`.", ["Marks:", "Ask IT."]),
    "a list stands with the line it belongs to": (
        "Never:\n\n- the free plan\n- the app\n\nAlways check.",
        ["Never: the free plan · the app", "Always check."],
    ),
    "items without such a line stand for themselves": ("- Sign in.\n- Check.", ["Sign in.", "Check."]),
}


@pytest.mark.parametrize("case", CUT)
def test_guidance_is_cut_into_paragraphs(case: str) -> None:
    text, expected = CUT[case]
    assert [line.quote for line in passages_of(knowledge_of(text))] == expected


def test_a_long_list_is_cut_and_each_part_says_what_it_belongs_to() -> None:
    items = "\n".join(f"- item number {number} of a list that goes on for very long" for number in range(30))
    quotes = [line.quote for line in passages_of(knowledge_of(f"Not for:\n\n{items}"))]
    assert len(quotes) > 2
    assert all(quote.startswith("Not for: item") and len(quote) <= LONGEST_QUOTE + len("Not for: ") for quote in quotes)


def test_a_long_paragraph_is_cut_between_sentences() -> None:
    text = " ".join(f"Sentence number {number} ends here." for number in range(40))
    quotes = [line.quote for line in passages_of(knowledge_of(text))]
    assert len(quotes) > 2
    assert " ".join(quotes) == text
    assert all(quote.endswith("here.") for quote in quotes)


def test_what_is_found_is_the_paragraph_that_was_asked_about_and_nothing_far_from_it() -> None:
    known = knowledge_of("Consent is given in writing by a partner.\n\nThe canteen opens at noon. A partner may eat there.")
    assert [line.quote for line in find_passages("who gives consent in writing?", known)] == [
        "Consent is given in writing by a partner."
    ]


def test_a_paragraph_that_shares_one_word_of_several_is_not_quoted() -> None:
    known = knowledge_of("Larch Chat runs on servers of our own.\n\nA partner signs for a new tool.")
    assert find_passages("who owns the waiver for interns?", known) == ()
    assert [line.quote for line in find_passages("who signs for a new tool?", known)] == ["A partner signs for a new tool."]


def test_what_speaks_of_the_talks_matter_too_comes_first() -> None:
    known = knowledge_of(
        "A waiver takes ten working days.\n\nThe canteen opens at noon.\n\nA waiver for letters in Larch Chat takes one day."
    )
    first = find_passages("how long does a waiver take?", known, "Larch Chat Letters")[0].quote
    assert first == "A waiver for letters in Larch Chat takes one day."
    assert find_passages("how long does the canteen queue take?", known, "Larch Chat Letters") == ()


def test_a_noun_is_found_at_the_end_of_one_that_is_glued_together() -> None:
    german = answerer_for(
        {
            **POLICY,
            "policy.yaml": {"organisation": "Larch", "languages": ["de"], "owner": "o@example.org"},
            "guidance/policy.md": "# Regeln\n\nDie Kundenliste steht im Intranet.\n\nDie Kantine öffnet mittags.\n",
        }
    ).mind.knowledge
    assert [line.quote for line in find_passages("wo finde ich die Liste?", german)] == ["Die Kundenliste steht im Intranet."]


def test_a_definition_is_quoted_once_and_by_the_sentences_that_are_about_the_question() -> None:
    told = " ".join(f"Sentence number {number} is of the canteen." for number in range(20))
    definition = f"{told} A waiver lasts one month."
    data = {**POLICY["data.yaml"], "definitions": [{"word": "waiver", "text": definition}]}
    guidance = f"# Policy\n\nWaiver. {definition}\n"
    known = answerer_for({**POLICY, "data.yaml": data, "guidance/policy.md": guidance}).mind.knowledge
    found = [line.quote for line in find_passages("how long does a waiver last?", known)]
    assert found[0] == "waiver: A waiver lasts one month."
    assert all(line.quote.startswith("waiver: ") for line in passages_of(known))
