"""Weekends and holidays of a country; a calendar that programs can subscribe to."""

from __future__ import annotations

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from icalendar import Calendar

from bot.clock.free_days import is_free
from bot.clock.ics import Day, to_calendar


@pytest.mark.parametrize(
    ("country", "part", "day", "wanted"),
    [
        ("NL", "", date(2026, 4, 27), True),
        ("nl", "", date(2026, 4, 28), False),
        ("NL", "", date(2026, 4, 25), True),
        ("DE", "BY", date(2026, 1, 6), True),
        ("DE", "BE", date(2026, 1, 6), False),
        ("DE", "nowhere", date(2026, 1, 6), False),
        ("US", "", date(2026, 11, 26), True),
        ("AE", "", date(2026, 11, 20), False),
        ("XX", "", date(2026, 12, 25), False),
        ("XX", "", date(2026, 12, 26), True),
        ("", "", date(2026, 12, 25), False),
    ],
    ids=[
        "a holiday",
        "the day after it",
        "a Saturday",
        "a holiday of one part",
        "not of another",
        "a part that nobody knows",
        "a Thursday",
        "a Friday where the week is another one",
        "a country that nobody knows has no holidays",
        "but weekends",
        "no country",
    ],
)
def test_days_that_are_free(country: str, part: str, day: date, wanted: bool) -> None:
    assert is_free(country, part, day) is wanted


def test_a_calendar_has_one_whole_day_for_each_with_an_alarm_the_day_before() -> None:
    now = datetime(2026, 11, 20, 12, tzinfo=UTC)
    days = [Day("change:x", date(2026, 12, 15), "Acme: new; terms, soon", "Read them.\nAll.", "https://example.org")]
    days.append(Day("b", date(2027, 1, 1), "B"))
    calendar = Calendar.from_ical(to_calendar("Meander", days, now))
    first, second = calendar.walk("VEVENT")
    assert (str(first["uid"]), first.decoded("dtstart"), first.decoded("dtend")) == (
        "change:x@may-i",
        date(2026, 12, 15),
        date(2026, 12, 16),
    )
    assert (str(first["summary"]), str(first["description"])) == ("Acme: new; terms, soon", "Read them.\nAll.")
    assert "description" not in second and len(first.walk("VALARM")) == 1


def test_a_calendar_is_the_librarys_own_and_comes_without_those_of_other_countries() -> None:
    looked = "import datetime, sys; from bot.clock.free_days import is_free; print(is_free('NL', '', datetime.date(2026, 4, 27)))"
    said = subprocess.run(
        [sys.executable, "-c", f"{looked}; print('holidays.countries' in sys.modules)"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.split() == ["True", "False"]
    days = [date(2026, 1, 1) + timedelta(days=number) for number in range(365)]
    for country in ("DE", "US", "JP", "GBR", "BR"):
        own = holidays.country_holidays(country)
        assert [is_free(country, "", day) for day in days] == [not own.is_working_day(day) for day in days]
