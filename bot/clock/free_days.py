"""A country and a day go in; whether it is a weekend or a holiday there comes out. Alone knows the library of holidays."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import holidays
from holidays.registry import COUNTRIES

WEEKEND = 5


@lru_cache(maxsize=64)
def _class_of(country: str) -> type[holidays.HolidayBase] | None:
    """The library's class for a country's calendar; None where it has none.

    Its module is read by itself: with its package come those of 200 countries, which take 8 MB.
    """
    for name, (class_name, *codes) in COUNTRIES.items():
        if country in codes:
            path = Path(holidays.__file__).parent / "countries" / f"{name}.py"
            spec = spec_from_file_location(f"holidays.countries.{name}", path)
            if spec is None or spec.loader is None:
                return None
            module = module_from_spec(spec)
            spec.loader.exec_module(module)
            found: type[holidays.HolidayBase] = getattr(module, class_name)
            return found
    return None


@lru_cache(maxsize=64)
def _calendar(country: str, subdivision: str) -> holidays.HolidayBase | None:
    """The country's calendar; without its part where nobody knows the part; None where nobody knows the country."""
    if (made := _class_of(country)) is None:
        return None
    try:
        return made(subdiv=subdivision or None)
    except NotImplementedError:
        return made()


def is_free(country: str, subdivision: str, day: date) -> bool:
    """A weekend or a public holiday. Of a country that nobody knows: Saturday and Sunday."""
    calendar = _calendar(country.upper(), subdivision.upper()) if country else None
    return day.weekday() >= WEEKEND if calendar is None else not calendar.is_working_day(day)
