"""Words of a cell in; the last day that they name out: "30 June 2026", "30.06.2026", "2026-06", "Q3 2026"."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

from bot.knowledge.importing.texts.words import fold, lists

_ISO = re.compile(r"\b(20\d\d)-(\d{1,2})(?:-(\d{1,2}))?\b")
_PLAIN = re.compile(r"\b(\d{1,2})[./-](\d{1,2})[./-](20\d\d|\d\d)\b")
_MONTH = re.compile(
    r"\b(?:(\d{1,2})[a-z]{0,2}\.?\s+)?(?:[a-z]{2}\s+)?([a-z]{3,12})\.?\s*(?:(\d{1,2})[a-z]{0,2},?\s+)?(?:[a-z]{2}\s+)?(20\d\d)\b"
)
_QUARTER = re.compile(r"\bq([1-4])\s*[/-]?\s*(20\d\d)\b|\b(20\d\d)\s*[/-]?\s*q([1-4])\b")
_YEAR = re.compile(r"\b(20\d\d)\b")
_SHORT = 3
"""Letters of a month's short name."""
_DECEMBER, _CENTURY, _LONG = 12, 2000, 100


def last_day(text: str, language: str) -> date | None:
    """None where no day, month, quarter or year stands there. A date that may be read two ways is the earlier one."""
    said = " ".join(text.lower().split())
    if found := _ISO.search(said):
        return _day(int(found[1]), int(found[2]), int(found[3] or 0))
    if found := _PLAIN.search(said):
        one, two, year = (int(part) for part in found.groups())
        year += _CENTURY if year < _LONG else 0
        read = [day for day in (_day(year, two, one), _day(year, one, two)) if day is not None]
        return min(read, default=None)
    if found := _QUARTER.search(said):
        quarter, year = int(found[1] or found[4]), int(found[2] or found[3])
        return _day(year, 3 * quarter, 0)
    for found in _MONTH.finditer(fold(said)):
        if month := _month(found[2], language):
            return _day(int(found[4]), month, int(found[1] or found[3] or 0))
    if found := _YEAR.search(said):
        return date(int(found[1]), _DECEMBER, 31)
    return None


def _month(word: str, language: str) -> int:
    """The number of a month by its name or its first letters; 0 for any other word."""
    for names in (lists()["months"].get(language, ()), lists()["months"]["en"]):
        for number, name in enumerate(names, start=1):
            if len(word) >= _SHORT and fold(name).startswith(word):
                return number
    return 0


def _day(year: int, month: int, day: int) -> date | None:
    """``day`` 0: the month's last."""
    if not 1 <= month <= _DECEMBER:
        return None
    last = monthrange(year, month)[1]
    return date(year, month, day or last) if day <= last else None
