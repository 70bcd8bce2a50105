"""Sentences of a page go in; the dates its text takes effect and was written come out. In doubt there is none."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache

from bot.vendors.judging.data import load

_YEAR = re.compile(r"\d{4}")
_SHORT = 16
"""Words: a line up to here is a heading or a label, no running text."""


_LABEL = 7
"""Words: a line up to here is a label and its date."""
_GLUED = re.compile(r"(?<=[a-zà-ÿ])(?=[A-ZÀ-Þ][a-zà-ÿ]+\.? \d)")
"""Where a label and its date lost the blank between them: "UpdatedJanuary 12, 2024"."""


@dataclass(frozen=True)
class _Patterns:
    months: dict[str, int]
    written: re.Pattern[str]
    effective: re.Pattern[str]
    stated: re.Pattern[str]
    onset: re.Pattern[str]
    about: re.Pattern[str]
    other: re.Pattern[str]
    day_first: re.Pattern[str]


@cache
def _patterns() -> _Patterns:
    data = load("dates")
    months = {name: int(number) for number, names in data["months"].items() for name in names}
    month = "|".join(sorted(map(re.escape, months), key=len, reverse=True))
    written = (
        r"(?P<iso>(?<!\d)(?P<iy>\d{4})[-/.](?P<im>\d{1,2})[-/.](?P<id>\d{1,2})(?!\d))"
        r"|(?P<cjk>(?P<cy>\d{4})\s*年\s*(?P<cm>\d{1,2})\s*月\s*(?P<cd>\d{1,2})\s*日)"
        rf"|(?P<dmy>(?<!\d)(?P<dd>\d{{1,2}})(?:st|nd|rd|th|er|\.?[º°ª])?\.?(?:\s+(?:of|de|day of))?[\s-]+"
        rf"(?P<dm>{month})\b\.?,?(?:\s+(?:of|de|del))?[\s,-]+(?P<dy>\d{{4}}))"
        rf"|(?P<mdy>(?<![^\W\d_])(?P<mm>{month})\b\.?\s*(?P<md>\d{{1,2}})(?:st|nd|rd|th)?\s*[,.]?\s*(?P<my>\d{{4}}))"
        r"|(?P<num>(?<!\d)(?P<na>\d{1,2})(?P<sign>[/.-])(?P<nb>\d{1,2})[/.-](?P<ny>\d{4})(?!\d))"
    )
    return _Patterns(
        months,
        re.compile(written, re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['effective'])})", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['stated'])})", re.IGNORECASE),
        re.compile(rf"^\W*(?:{'|'.join(data['onset'])})\s*$", re.IGNORECASE),
        re.compile("|".join(data["about_the_text"]), re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['not_of_the_text'])})(?!\w)", re.IGNORECASE),
        re.compile(rf"(?<!\w)(?:{'|'.join(data['day_first_words'])})(?!\w)", re.IGNORECASE),
    )


def dates_in(text: str, *, day_first: bool = False) -> list[tuple[int, date | None]]:
    """Where each date of a text stands and which it is; None for one that does not exist or can be read in two ways.

    ``day_first``: whether the text is known to be of a language that writes 3 April as 03/04.
    """
    return [(found.start(), _date(found, text, day_first=day_first)) for found in _patterns().written.finditer(text)]


def _date(found: re.Match[str], text: str, *, day_first: bool = False) -> date | None:
    kinds = {"iso": ("iy", "im", "id"), "cjk": ("cy", "cm", "cd"), "dmy": ("dy", "dm", "dd"), "mdy": ("my", "mm", "md")}
    for kind, (year, month, day) in kinds.items():
        if found[kind]:
            number = found[month]
            return _real(
                int(found[year]), int(number) if number.isdigit() else _patterns().months[number.casefold()], int(found[day])
            )
    first, second, year_ = int(found["na"]), int(found["nb"]), int(found["ny"])
    # with points between them nobody writes the month first
    if day_first or found["sign"] == "." or first > 12 or first == second or _patterns().day_first.search(text):
        return _real(year_, second, first)
    if second > 12:
        return _real(year_, first, second)
    return None


def _real(year: int, month: int, day: int) -> date | None:
    if not 1990 <= year <= 2100:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def effective_in(text: str) -> date | None:
    """The day this sentence says the text takes effect; None where it names none, two, or one that does not exist."""
    return _one(text, effective=True)


def onset_in(text: str) -> date | None:
    """The day from which a clause holds that begins with it: "From 1 March 2027, chats are kept for a year"."""
    found = dates_in(text)
    if len(found) != 1 or len(text.split()) <= _LABEL or not _patterns().onset.match(text[: found[0][0]]):
        return None
    return found[0][1]


def stated_in(text: str) -> date | None:
    """The day this sentence says the text was written, changed or published."""
    return _one(text, effective=False)


def _one(text: str, *, effective: bool) -> date | None:
    patterns = _patterns()
    text = _GLUED.sub(" ", text)
    wanted, other = (patterns.effective, patterns.stated) if effective else (patterns.stated, patterns.effective)
    if not wanted.search(text):
        return None
    short = len(text.split()) <= _SHORT
    if not short and not patterns.about.search(text):
        return None
    found: set[date | None] = set()
    start = 0
    for at, day in dates_in(text):
        between = text[start:at]
        start = at
        cue = _last(wanted, between, 60 if not short else 200)
        if cue is None or ((rival := _last(other, between, 200)) is not None and rival.start() >= cue.end()):
            continue
        if patterns.other.search(between[max(0, cue.start() - 30) :]):
            continue
        found.add(day)
    return found.pop() if len(found) == 1 else None


def _last(pattern: re.Pattern[str], text: str, within: int) -> re.Match[str] | None:
    """The last match that ends not more than so many signs before the end of the text."""
    last = None
    for one in pattern.finditer(text):
        if len(text) - one.end() <= within:
            last = one
    return last


def new_dates(before: Iterable[str], changed: Iterable[str], bearing: Iterable[str] = ()) -> tuple[date | None, date | None]:
    """Effective and stated date that the changed sentences bring in; one that stood there before is no news.

    Where none says when the text takes effect, a sentence of ``bearing`` that begins with its day does.

    Where changed sentences name different effective dates (two regions, two pages), none is told rather than a wrong one.
    """
    old = [text for text in before if _YEAR.search(text)]
    fresh = [text for text in changed if _YEAR.search(text)]
    effective = {day for day in map(effective_in, fresh) if day} - {day for day in map(effective_in, old) if day}
    if not effective:
        effective = {day for day in map(onset_in, bearing) if day} - {day for day in map(onset_in, old) if day}
    stated = {day for day in map(stated_in, fresh) if day} - {day for day in map(stated_in, old) if day}
    taking_effect = effective.pop() if len(effective) == 1 else None
    return taking_effect, max(stated) if stated else None
