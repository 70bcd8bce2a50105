"""A sentence with another time goes in; which way it goes comes out, and nothing where other words changed too."""

from __future__ import annotations

import pytest

from bot.policy.vendors.terms import Direction, Severity
from bot.vendors.judging.judge import judge

PAGE = (
    "# Privacy at Acme\n\nThe service answers questions about texts that you give to it.\n\n{}\n\nWrite to us about this page.\n"
)
LOOSER, STRICTER, UNCLEAR = Direction.LOOSER, Direction.STRICTER, Direction.UNCLEAR

COUNTED = [
    ("We keep your prompts for 30 days.", "We keep your prompts for 90 days.", LOOSER),
    ("We keep your prompts for 90 days.", "We keep your prompts for two weeks.", STRICTER),
    ("Wij bewaren gesprekken 30 dagen.", "Wij bewaren gesprekken zes maanden.", LOOSER),
    ("Nous conservons vos conversations pendant un an.", "Nous conservons vos conversations pendant 30 jours.", STRICTER),
    ("We notify you of a data breach within 24 hours.", "We notify you of a data breach within 3 days.", LOOSER),
    ("We keep your prompts for 30 days.", "We keep your prompts and files for 90 days.", UNCLEAR),
    ("We do not keep your prompts for 30 days.", "We keep your prompts for 90 days.", UNCLEAR),
    ("We tell you 30 days before we delete your data.", "We tell you 60 days before we delete your data.", UNCLEAR),
    ("We do not share your data.", "We share your data.", UNCLEAR),
]


@pytest.mark.parametrize(("before", "after", "way"), COUNTED, ids=[case[1] for case in COUNTED])
def test_only_what_can_be_counted_has_a_way(before: str, after: str, way: Direction) -> None:
    made = judge(PAGE.format(before), PAGE.format(after))
    assert (made.severity, made.direction) == (Severity.ALERT, way)


SAME = [
    ("We keep your prompts for 30 days.", "We keep your prompts for 1 month."),
    ("We keep your prompts for 30 days.", "We keep your prompts for 720 hours."),
    ("We keep your prompts for one month.", "We keep your prompts for 720 hours."),
    ("We keep your prompts for 12 months.", "We keep your prompts for one year."),
    ("Wir bewahren Gespräche 24 Stunden auf.", "Wir bewahren Gespräche einen Tag auf."),
]


@pytest.mark.parametrize(("before", "after"), SAME, ids=[case[1] for case in SAME])
def test_the_same_time_in_another_unit_is_no_change(before: str, after: str) -> None:
    assert judge(PAGE.format(before), PAGE.format(after)).severity is Severity.IGNORE


def test_working_days_are_no_days_and_four_weeks_no_month() -> None:
    for before, after in (("30 days", "30 business days"), ("one month", "four weeks")):
        made = judge(PAGE.format(f"We keep your prompts for {before}."), PAGE.format(f"We keep your prompts for {after}."))
        assert made.severity is not Severity.IGNORE


def test_a_short_page_of_terms_that_grows_is_judged_and_an_error_that_ends_is_not() -> None:
    """By what stood there: three sentences of terms are terms, and a login is none."""
    grown = "\n\n".join(f"We may share item {number} of your content with our partners." for number in range(20))
    short = "# Privacy at Acme\n\nWe do not share your personal data with third parties.\n\nYou agree to these terms."
    made = judge(short, f"{short}\n\n{grown}")
    assert (made.severity, made.direction) == (Severity.ALERT, UNCLEAR)
    login = "# Sign in\n\nPlease sign in to continue\n\nForgot your password? Ask for a new one here."
    assert judge(login, f"{short}\n\n{grown}").severity is Severity.IGNORE
