"""A country and a day go in; whether it is a weekend or a holiday there comes out. Alone knows the library of holidays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache

import holidays

WEEKEND = 5


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase | None:
    """The country's calendar; without its part where nobody knows the part; None where nobody knows the country."""
    for part in dict.fromkeys((subdivision or None, None)):
        try:
            return holidays.country_holidays(country, subdiv=part)
        except NotImplementedError:
            continue
    return None


def is_known(country: str, subdivision: str = "") -> bool:
    """Whether there is a calendar of a country, and of its part."""
    try:
        holidays.country_holidays(country, subdiv=subdivision or None)
    except NotImplementedError:
        return False
    return True


def is_free(country: str, subdivision: str, day: date) -> bool:
    """A weekend or a public holiday. Of a country that nobody knows: Saturday and Sunday."""
    calendar = _calendar(country.upper(), subdivision.upper()) if country else None
    return day.weekday() >= WEEKEND if calendar is None else not calendar.is_working_day(day)
