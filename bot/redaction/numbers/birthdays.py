"""Text goes in; days of birth come out that stand in words, in part or whole, behind what says that somebody was born then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_BORN = late(rf"(?<!\w){listed('born', 'named_birth')}(?!\w)", re.I)
_LAST = late(rf"(?<!\w){listed('born_last')}(?!\w)", re.I)
_WHOSE = rf"(?:\s(?:{listed('of_whom', 'particle_titled')}(?:\s[^\W\d_]{{2,14}}){{0,2}})?\s?{re.escape('[person]')}(?:['’]?s)?)?"
_JOIN = rf"{_WHOSE}[\s:='’\"(,.-]{{0,4}}(?:(?:{listed('born_on', 'number_between', 'is')})[\s:='’\"(,-]{{1,4}}){{0,4}}"
_MONTH = rf"{listed('month')}(?![^\W\d_])\.?"
_SAID = rf"(?:{listed('digit_said', 'number_begins')}[^\W\d_]{{0,40}})"
_DAY = rf"(?:\d{{1,2}}(?:{listed('ordinal')}|\.|º)?|{_SAID}(?:-{_SAID})?)"
_LINK = rf"[ ,./-]{{0,3}}(?:(?:{listed('number_between')})[ ,-]{{1,2}}){{0,3}}"
_YEAR = rf"(?:['’]?\d{{2,4}}(?!\d)|{_SAID}(?:[ -](?:{listed('digits_joined')}[ -])?{_SAID}){{0,6}})"
_DATE = late(
    rf"(?:{_DAY}{_LINK}{_MONTH}|{_MONTH}[ .-]{{1,3}}{_DAY}(?!\w)|(?<!\w){_DAY}(?:[ ./-]{{1,3}}{_DAY}){{1,2}}|{_MONTH})"
    rf"(?:{_LINK}{_YEAR})?(?!\w)",
    re.I,
)
_BEFORE = late(rf"(?P<day>{_DATE.pattern})(?:,?\s[^\W\d_]{{1,14}}){{0,3}},?\s\Z", re.I)
_NUMBERS = r"\d{1,4}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,4}"
_BEHIND_NAME = late(rf"{re.escape('[person]')}[\s,(]{{1,3}}(?:{listed('born_short')})\s?(?P<day>{_NUMBERS})(?!\d)", re.I)
_NEAR, _MOST = 80, 12
"""Signs before a word that says so, and days behind one."""
_ANOTHER = late(rf"[\s,;]{{0,3}}(?:(?:{listed('number_between')})\s)?", re.I)
_BEHIND = late(_JOIN, re.I)
_LONG_AGO = late(r"(?<!\d)1[0-8]\d\d(?!\d)")
_HAS_NUMBER = late(rf"\d|(?<!\w){_SAID}", re.I)


def birthdays(text: str) -> Iterator[Span]:
    """A day behind "born", with its month's name or its number said; before it, where a sentence ends in it."""
    for born in _BORN.finditer(text) if may_hold(text, "born", "named_birth") else ():
        at = _BEHIND.match(text, born.end()).end()  # type: ignore[union-attr]  # it may be empty
        for _ in range(_MOST):
            found = _DATE.match(text, at)
            if found is None or not _HAS_NUMBER.search(found.group()) or _LONG_AGO.search(found.group()):
                break
            yield *found.span(), "date-of-birth"
            at = _ANOTHER.match(text, found.end()).end()  # type: ignore[union-attr]  # it may be empty
    for born in _BEHIND_NAME.finditer(text) if "[person]" in text else ():
        yield *born.span("day"), "date-of-birth"
    for born in _LAST.finditer(text) if may_hold(text, "born_last") else ():
        before = _BEFORE.search(text, max(born.start() - _NEAR, 0), born.start())
        if before and _HAS_NUMBER.search(before.group("day")) and not _LONG_AGO.search(before.group("day")):
            yield *before.span("day"), "date-of-birth"
