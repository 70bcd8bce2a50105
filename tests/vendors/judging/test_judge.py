"""Two texts of a page go in; how grave the change is, about what and for whom comes out. The cases are data."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.policy.vendors.terms import Direction, Noise, Severity, Topic
from bot.vendors.judging.judge import judge
from tests.laws import examples
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "judging.yaml").read_text(encoding="utf-8"))

START = """# Terms of Acme

Welcome to Acme. These terms are an agreement between you and Acme about the tools that we make for offices of every size.

## The service

The service answers questions about texts that you give to it. It may be down for repairs on some evenings of the year.
Somebody will tell you in advance when it is. The people who built it are proud of it, and hope that it is of use to you.

"""
END = """

## The end

Either of us may end this agreement with a letter. What was agreed before stays agreed, as far as the law says so.
If one sentence of this page is void, the other sentences stand. Nobody else has a part in this agreement.
Silence about a breach is no consent to the next one. Headings are there for the eye only.
"""


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_change_is_judged(case: dict[str, Any]) -> None:
    """Only what a case names is compared."""
    made = judge(START + case["before"] + END, START + case["after"] + END)
    assert made.severity.value == case["severity"], made
    if "noise" in case:
        assert made.noise is not None
        assert made.noise.value == case["noise"]
    if "topics" in case:
        assert {topic.value for topic in made.topics} == set(case["topics"])
    if "direction" in case:
        assert made.direction.value in {case["direction"], "unclear"}, "the way is right, or left open"


@pytest.mark.parametrize("case", [one for one in CASES if one["severity"] != "ignore"], ids=lambda case: case["name"])
def test_the_deciding_sentence_stands_in_one_of_the_texts(case: dict[str, Any]) -> None:
    """Word for word, so that a reader finds it on the page."""
    before, after = START + case["before"] + END, START + case["after"] + END
    made = judge(before, after)
    assert made.deciding_quote
    assert made.deciding_quote in before or made.deciding_quote in after


LONG = "\n\n".join(
    f"{number}. Clause number {number} of the agreement speaks of matters {number} and {number + 1}." for number in range(60)
)


def test_a_page_that_lost_most_of_its_text_is_no_change_of_terms() -> None:
    """Somebody looks at it; nobody is told that promises are gone."""
    assert judge(START + LONG + END, START).noise is Noise.COLLAPSED


def test_a_page_that_came_back_after_an_error_is_no_change_of_terms() -> None:
    """What stands there now stood there before the error."""
    assert judge("# This page isn't available\n\nTry reloading the page.", START + LONG + END).noise is Noise.RECOVERED


def test_an_error_in_place_of_one_of_several_pages_is_no_change_of_terms() -> None:
    """The archive joins pages in one text; one of them may fail."""
    promises = "\n\n".join(f"We never share item {number} of your data with anybody at all." for number in range(12))
    other = "## This page isn't available\n\nThe link may be broken, or the page may have been removed."
    assert judge(START + LONG + "\n\n" + promises + END, START + LONG + "\n\n" + other + END).noise is Noise.COLLAPSED


def test_another_page_in_place_of_the_terms_is_no_change_of_terms() -> None:
    """A home page of about the same length."""
    shop = "\n\n".join(
        f"Model {number} of our garden chairs comes in green, in blue and in {number} other colours." for number in range(70)
    )
    assert judge(START + LONG + END, shop).noise is Noise.WRONG_DOCUMENT


def test_the_same_page_in_another_language_is_no_change_of_terms() -> None:
    """The archive or the vendor chose another locale."""
    english = "\n\n".join(f"You and we agree that the matter {number} is for us and that you pay for it." for number in range(20))
    dutch = "\n\n".join(
        f"Wij en je zijn het eens dat de zaak {number} voor ons is en dat je ervoor betaalt." for number in range(20)
    )
    assert judge(english, dutch).noise is Noise.LOCALE_FLIP


def test_a_second_page_joined_to_the_text_is_no_change_of_terms() -> None:
    """It reads like new terms, and nothing changed."""
    second = "\n\n# How your data is used\n\n" + "\n\n".join(
        f"We may use item {number} of your content to train our models unless you opt out of it." for number in range(30)
    )
    assert judge(START + LONG + END, START + LONG + END + second).noise is Noise.SECOND_SOURCE


def test_a_second_page_that_has_sentences_of_the_first_is_a_second_page_all_the_same() -> None:
    """Their last parts are often the same, word for word: whom to ask, what the law gives people."""
    lines = [f"We may use item {number} of your content to train our models unless you opt out of it." for number in range(30)]
    page = START + LONG + END
    second = "\n\n# How your data is used\n\n" + "\n\n".join([*lines[:15], *LONG.split("\n\n")[:20], *lines[15:]])
    assert judge(page, page + second).noise is Noise.SECOND_SOURCE
    elsewhere = page.replace("## The end", "We may sell your personal data to data brokers.\n\n## The end")
    assert judge(page, elsewhere + second).severity is Severity.ALERT


def test_a_part_of_the_terms_that_went_from_their_end_is_a_change() -> None:
    """A heading under the page's own title is a part of it: what was promised there is gone."""
    lines = [f"For people in Korea, we keep item {number} of your personal data for {number} months." for number in range(30)]
    part = "\n\nSouth Korea\n-----------\n\n" + "\n\n".join(lines)
    page = START + LONG + END
    assert judge(page + part, page).severity is Severity.ALERT
    assert judge(page + part.replace("-----------", "==========="), page).noise is Noise.SECOND_SOURCE


def test_a_page_that_stands_there_twice_says_nothing_new() -> None:
    """Some pages are drawn twice, for small and for large screens."""
    short = "\n\n".join(["Overview", "Scope", "Your data", "Our data", "Sharing", "Retention", "Rights", "Contact point"])
    page = START + short + END
    assert judge(page, page + "\n\n" + page).severity is Severity.IGNORE


def test_a_rewritten_policy_is_judged_clause_by_clause() -> None:
    """Many changes at once are an alert, not another document."""
    after = LONG.replace("speaks of matters", "deals with") + "\n\nWe may sell your personal data to data brokers."
    made = judge(START + LONG + END, START + after + END)
    assert (made.severity, made.direction) == (Severity.ALERT, Direction.UNCLEAR)
    assert made.deciding_quote == "We may sell your personal data to data brokers."


def test_the_same_word_twice_is_changed_where_it_changed() -> None:
    """The word "use" came in at the end; the promise at the start did not change."""
    before = "We do not use your data to train our models. The fee is for each seat in use."
    made = judge(START + before + END, START + before.replace("each seat in use", "each seat in use or in reserve") + END)
    assert made.topics == (Topic.PRICING,)


def test_a_page_without_any_sentence_end_is_cut_by_its_words() -> None:
    """Some pages lose their marks; what was put in is still one small clause, and not the whole page."""
    page = " ".join(f"item {number} of the list is kept in box {number % 7}" for number in range(400))
    made = judge(page, page.replace("item 200 of", "your prompts train our models and item 200 of"))
    assert made.severity is Severity.ALERT
    assert len(made.deciding_quote) < len(page) / 4


words = st.sampled_from(
    ["we", "you", "may", "not", "use", "share", "keep", "your", "data", "prompts", "for", "30", "days", "unless"]
)
texts = st.lists(st.lists(words, min_size=3, max_size=9).map(lambda some: " ".join(some).capitalize() + "."), max_size=6)


@given(texts)
@examples(40)
def test_a_text_is_never_a_change_of_itself(some: list[str]) -> None:
    """Nor is the same text in other lines."""
    assert judge(START + " ".join(some) + END, START + "\n\n".join(some) + END).severity is Severity.IGNORE


@given(texts, texts)
@examples(40)
def test_what_is_told_is_always_whole(some: list[str], others: list[str]) -> None:
    """Whatever changed: topics, and a quote from one of the texts wherever something is told."""
    before, after = START + "\n\n".join(some) + END, START + "\n\n".join(others) + END
    made = judge(before, after)
    assert made.topics
    if made.severity is not Severity.IGNORE:
        assert made.deciding_quote in before or made.deciding_quote in after


OLD = """# Privacy Policy

This policy describes how Acme collects and uses personal information. We use prompts only to answer them. {body}
"""
NEW = """# {title}

We explain here which personal data Acme processes. We may share your prompts with our partners.
We may use them to train models. {body}
"""


def test_terms_that_were_written_anew_are_judged() -> None:
    """The same title, hardly a sentence left, and four times as long: no page that came back."""
    before = OLD.format(body="\n\n".join(f"Your consent in case {one} is asked for before we act on it." for one in range(20)))
    after = NEW.format(
        title="Privacy Policy",
        body="\n\n".join(f"Partner {one} gets what the law asks us to hand over to it then." for one in range(90)),
    )
    made = judge(before, after)
    assert made.severity is Severity.ALERT
    assert made.direction is Direction.UNCLEAR


def test_another_document_in_its_place_is_looked_at_and_not_told() -> None:
    """The same two texts, but the page has another title."""
    before = OLD.format(body="\n\n".join(f"Your consent in case {one} is asked for before we act on it." for one in range(20)))
    after = NEW.format(
        title="Affiliate Terms",
        body="\n\n".join(f"Partner {one} gets what the law asks us to hand over to it then." for one in range(90)),
    )
    assert judge(before, after).severity is Severity.IGNORE


def test_terms_for_another_region_are_no_change_of_these() -> None:
    """Their title and their first sentence say for whom they are."""
    shared = "\n\n".join(f"Clause {one} of this agreement stays as it was agreed." for one in range(30))
    own = "\n\n".join(f"We may use content of kind {one} to train models." for one in range(20))
    before = f"# Terms of use\n\nThese terms apply to your use of Acme.\n\n{shared}\n\n{own}"
    after = (
        "# Europe terms of use\n\nThese terms apply if you reside in the European Economic Area.\n\n"
        f"{shared}\n\n{own.replace('may use content', 'use content, where the law lets us,')}"
    )
    assert judge(before, after).noise is Noise.LOCALE_FLIP
    assert judge(before, after.replace("Europe terms", "Terms")).noise is None


def test_terms_for_residents_of_another_region_are_another_document() -> None:
    """By the one sentence that says for whom they are, whatever else is the same; the owner hears of it if it stays."""
    here, there = (
        f"# Consumer terms\n\nThese terms apply to you if you are a consumer who is resident in {where}.\n\n"
        f"We may share your conversations with regulators of {where}.\n\n{END}"
        for where in ("the United Kingdom", "the European Economic Area")
    )
    assert judge(here, there).noise is Noise.WRONG_DOCUMENT


def test_a_page_that_began_with_an_error_is_no_change_when_it_is_whole() -> None:
    """However long the rest was that was read in its place."""
    rooms = [f"We keep the texts of room {number} in the house of the people who wrote them." for number in range(200)]
    before = "# This page isn't available\n\nThe link may be broken.\n\n" + "\n\n".join(rooms)
    after = START + LONG + "\n\n" + "\n\n".join(rooms[:90]) + END
    assert judge(before, after).noise is Noise.RECOVERED
