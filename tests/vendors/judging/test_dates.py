"""Sentences of a page go in; the day its text takes effect and the day it was written come out. In doubt none."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.vendors.judging.dates import effective_in, new_dates, stated_in
from tests.laws import examples
from tests.yamls import read_yaml

CASES = read_yaml((Path(__file__).parents[1] / "cases" / "dates.yaml").read_text(encoding="utf-8"))
MONTHS = {
    "Effective: {day} {month} {year}": "January February March April May June July August September October November December",
    "Ingangsdatum: {day} {month} {year}": (
        "januari februari maart april mei juni juli augustus september oktober november december"
    ),
    "Gültig ab {day}. {month} {year}": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "En vigueur le {day} {month} {year}": (
        "janvier février mars avril mai juin juillet août septembre octobre novembre décembre"
    ),
    "Vigente desde el {day} de {month} de {year}": (
        "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre"
    ),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["name"])
def test_a_sentence_says_its_dates(case: dict[str, Any]) -> None:
    """Both, or none."""
    assert (effective_in(case["text"]), stated_in(case["text"])) == (case["effective"], case["stated"])


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)), st.sampled_from(sorted(MONTHS)))
@examples(60)
def test_every_day_of_every_month_is_read_in_five_languages(day: date, form: str) -> None:
    """The month's name decides, not the place of the numbers."""
    written = form.format(day=day.day, month=MONTHS[form].split()[day.month - 1], year=day.year)
    assert effective_in(written) == day


def test_a_date_that_stood_there_before_is_no_news() -> None:
    """The line was touched, its date was not."""
    assert new_dates(["Effective 6 February 2025"], ["Effective 6 February 2025 - French version"]) == (None, None)


def test_two_regions_with_two_effective_dates_have_none() -> None:
    """Rather none than the wrong one."""
    assert new_dates([], ["Effective: 1 May 2026", "Effective: 1 June 2026"])[0] is None


def test_of_two_joined_pages_the_later_update_counts() -> None:
    """Each of the pages has its line."""
    assert new_dates([], ["Updated: 1 May 2026", "Updated: 3 May 2026"])[1] == date(2026, 5, 3)


@pytest.mark.parametrize(
    "clause",
    [
        "From 1 March 2027, recordings are kept for a year and shared with our partners.",
        "Beginning March 1, 2027, prompts of free accounts are used to train our models.",
        "Ab dem 1. März 2027 werden Aufnahmen ein Jahr lang gespeichert und ausgewertet.",
        "Vanaf 1 maart 2027 bewaren wij opnames een jaar lang en delen wij ze met partners.",
        "À compter du 1 mars 2027, les enregistrements sont conservés pendant un an entier.",
        "A partir del 1 de marzo de 2027, las grabaciones se conservan durante un año entero.",
    ],
)
def test_a_clause_that_begins_with_a_day_holds_from_it(clause: str) -> None:
    """Where it says what holds for customers, and no other sentence says when the text takes effect."""
    assert new_dates([], [clause], [clause])[0] == date(2027, 3, 1)
    assert new_dates([], [clause])[0] is None
    assert new_dates([], [clause, "These terms take effect on 1 May 2027."], [clause])[0] == date(2027, 5, 1)


def test_clauses_that_begin_with_two_days_have_none() -> None:
    """Rather none than the wrong one; so for a day that does not exist."""
    two = [f"From {day} May 2027, recordings are kept for a year and shared with partners." for day in (1, 2)]
    assert new_dates([], two, two)[0] is None
    never = "From 31 February 2027, recordings are kept for a year and shared with partners."
    assert new_dates([], [never], [never])[0] is None
