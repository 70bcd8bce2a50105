"""Every kind of number, part and time of a costing has words in every language."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest

from bot.advice.costing import charts_of
from bot.policy.costs import KINDS, PARTS, PER, Assumption, rounded
from bot.saying.costs import CostWords
from bot.saying.words import languages, phrase, words_for
from tests.advice.costings import costed_of

SMALL = costed_of("title: x\ncurrency: EUR\noptions: [{id: a, costs: [{part: other, amount: 1, per: year}]}]\n")
HUGE = """
title: x
currency: EUR
years: 10
usage: {seats: {value: 10000000, low: 1, high: 10000000}, growth: 1000%}
rates: {JPY: 1000000}
options: [{id: a, costs: [{part: seats, amount: 999999999, per: seat-month, currency: JPY, count: 1000000}]}]
"""
DAY = date(2026, 11, 1)


@pytest.mark.parametrize("language", languages())
def test_nothing_is_without_words(language: str) -> None:
    assert all(phrase(language, f"costs.number.{kind}", what="x", currency="EUR") for kind in KINDS)
    assert all(phrase(language, f"costs.part.{part}") for part in PARTS)
    assert all(phrase(language, f"costs.per.{per}") for per in PER)
    assert all(phrase(language, f"costs.even.{of}", option="a", than="b", count="3") for of in ("seats", "tokens"))


def test_numbers_have_the_signs_of_the_language() -> None:
    one = Assumption("x", "amount", Decimal("1234.5"), currency="EUR", per="month", what="power")
    said = {language: CostWords(words_for(language, ()), SMALL).figure(one, one.value) for language in ("en", "de", "fr")}
    assert said == {"en": "1,234.5", "de": "1.234,5", "fr": "1\u202f234,5"}
    share = Assumption("growth", "growth", Decimal("0.125"))
    assert CostWords(words_for("de", ()), SMALL).figure(share, share.value) == "12,5 %"


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (Assumption("x", "seats", Decimal(1), source="an offer", day=DAY, review_after=30), "old: review it"),
        (Assumption("x", "seats", Decimal(1), source="an offer", day=DAY, review_after=31), ""),
        (Assumption("x", "seats", Decimal(1)), "no source, no day"),
        (Assumption("x", "seats", Decimal(1), source="an offer", day=DAY + timedelta(days=32)), "the day is still to come"),
        (Assumption("x", "seats", Decimal(1), is_assumed=True), "not said; the usual is taken"),
    ],
)
def test_what_keeps_somebody_from_resting_on_a_number_is_said(one: Assumption, said: str) -> None:
    assert CostWords(words_for("en", ()), SMALL).states(one, DAY + timedelta(days=31)) == said


def test_equal_totals_are_said_to_be_equal() -> None:
    costs = "costs: [{part: other, amount: 1, per: year}]"
    same = costed_of(f"title: x\ncurrency: EUR\noptions: [{{id: a, {costs}}}, {{id: b, {costs}}}]\n")
    assert CostWords(words_for("en", ()), same).cheapest() == "Over 3 years a and b cost the same: 3\u00a0EUR."


@pytest.mark.parametrize("language", languages())
def test_the_largest_amount_that_a_file_can_come_to_is_shown_to_its_last_digit(language: str) -> None:
    """Usual arithmetic of decimals ends at 28 digits."""
    words = CostWords(words_for(language, (language,)), costed_of(HUGE))
    total = words.costed.options[0].total
    assert "".join(one for one in words.number(total) if one.isdigit()) == str(rounded(total, 0)) and total > 10**30
    assert len(words.drawn(total)) <= 10 and "E" in words.drawn(total)
    assert words.drawn(Fraction(15_800)) == words.number(Fraction(15_800))
    assert all("NaN" not in one.body for one in charts_of(words))
