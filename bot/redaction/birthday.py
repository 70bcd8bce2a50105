"""Text goes in; days of birth come out, in numbers and in words, behind or before what says that somebody was born then."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, has_word
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_MONTH = r"[^\W\d_]{3,10}\.?"
_BIRTH_DATE = (
    rf"\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{2,4}}|\d{{8}}|\d{{1,2}}(?:{listed('ordinal')}|\.|º)?[ -]{{1,2}}(?:"
    rf"{listed('particle_titled', 'password_of')} )?{_MONTH}[ ,-]{{1,2}}(?:{listed('particle_titled')} )?\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}{listed('ordinal')}?,? \d{{4}}|[^\W\d_]{{4,20}}[ -]{_MONTH} \d{{4}}"
)
_BORN_ON = late(
    rf"(?<![\w])(?i:{listed('born')})[\s:='\"(]{{0,6}}(?:(?i:{listed('born_on')})\s{{1,2}})?(?P<value>{_BIRTH_DATE})(?!\w)"
)
_LONG_AGO = late(r"(?<!\d)1[0-8]\d\d(?!\d)")  # nobody who was born then is alive
_BORN_SIGN = late(r"(?<![\w*])[*†]\s?(?P<value>\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\w)")
_BORN = late(rf"(?<!\w){listed('born', 'named_birth')}(?!\w)", re.I)
_BORN_BEHIND = late(rf"(?<!\w){listed('born_last')}(?!\w)", re.I)
_WHOSE_BIRTHDAY = rf"(?:\s(?:{listed('of_whom', 'particle_titled')}(?:\s[^\W\d_]{{2,14}}){{0,2}})?\s?\[person\](?:['’]?s)?)?"
_MONTH_SAID = rf"{listed('month')}(?![^\W\d_])\.?"
_NUMBER_SAID = rf"(?:{listed('digit_said', 'number_begins')}[^\W\d_]{{0,40}})"
_DAY_SAID = rf"(?:\d{{1,2}}(?:{listed('ordinal')}|\.|º)?|{_NUMBER_SAID}(?:-{_NUMBER_SAID})?)"
_LINK_SAID = rf"[ ,./-]{{0,3}}(?:(?:{listed('number_between')})[ ,-]{{1,2}}){{0,3}}"
_YEAR_SAID = rf"(?:['’]?\d{{2,4}}(?!\d)|{_NUMBER_SAID}(?:[ -](?:{listed('digits_joined')}[ -])?{_NUMBER_SAID}){{0,6}})"
_DATE_SAID = late(
    rf"(?:{_DAY_SAID}{_LINK_SAID}{_MONTH_SAID}|{_MONTH_SAID}[ .-]{{1,3}}{_DAY_SAID}(?!\w)|(?<!\w){_DAY_SAID}(?:[ ./-]{{1,3}}"
    rf"{_DAY_SAID}){{1,2}}|{_MONTH_SAID})(?:{_LINK_SAID}{_YEAR_SAID})?(?!\w)",
    re.I,
)
_DATE_BEFORE = late(rf"(?P<value>{_DATE_SAID.pattern})(?:,?\s[^\W\d_]{{1,14}}){{0,3}},?\s\Z", re.I)
_NUMBERS = r"\d{1,4}[-./ ]{1,2}\d{1,2}[-./ ]{1,2}\d{1,4}"
_SHORT_BIRTHDAY = late(rf"\[person\][\s,(]{{1,3}}(?:{listed('born_short')})\s?(?P<value>{_NUMBERS})(?!\d)", re.I)
_FARTHEST_DATE, _MOST_DAYS = 80, 12  # signs before a word that says so, and days behind one
_AND_ANOTHER = late(rf"[\s,;]{{0,3}}(?:(?:{listed('number_between')})\s)?", re.I)
_UP_TO_DATE = late(
    rf"{_WHOSE_BIRTHDAY}[\s:='’\"(,.-]{{0,4}}(?:(?:{listed('born_on', 'number_between', 'is')})[\s:='’\"(,-]{{1,4}}){{0,4}}", re.I
)
_HAS_NUMBER = late(rf"\d|(?<!\w){_NUMBER_SAID}", re.I)


_YEAR_OF_BIRTH = r"(?:19\d\d|20[01]\d)"
_BESIDE_PERSON = late(
    r"\[(?:person|address)\]['\"]{0,2}(?:\s?[,;|(–-]\s?['\"(*]{0,3}|\s)(?P<value>\d{1,2}[-./]\d{1,2}[-./]"
    rf"(?:{_YEAR_OF_BIRTH}|[2-9]\d)|{_YEAR_OF_BIRTH}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?:\d{{1,2}}\.? (?i:{listed('month')})\.?|"
    rf"(?i:{listed('month')}) \d{{1,2}},?) {_YEAR_OF_BIRTH})(?![\w/-])"
)
"""A name's own day; one of these years is of a meeting."""


def birthday_behind_word(text: str) -> Iterator[Span]:
    """Days behind "born", with the month's name or its number said."""
    for born in _BORN.finditer(text) if has_word(text, "born", "named_birth") else ():
        at = _UP_TO_DATE.match(text, born.end()).end()  # type: ignore[union-attr]  # it may be empty
        for _ in range(_MOST_DAYS):
            found = _DATE_SAID.match(text, at)
            if found is None or not _is_birthday(found.group()):
                break
            yield *found.span(), "date-of-birth"
            at = _AND_ANOTHER.match(text, found.end()).end()  # type: ignore[union-attr]  # it may be empty


def birthday_before_word(text: str) -> Iterator[Span]:
    """A day before "born", where a sentence ends in it."""
    for born in _BORN_BEHIND.finditer(text) if has_word(text, "born_last") else ():
        before = _DATE_BEFORE.search(text, max(born.start() - _FARTHEST_DATE, 0), born.start())
        if before and _is_birthday(before.group("value")):
            yield *before.span("value"), "date-of-birth"


def _is_birthday(date: str) -> bool:
    """Whether it has a number, and nobody who was born then is dead for long."""
    return _HAS_NUMBER.search(date) is not None and _LONG_AGO.search(date) is None


CALLED = (birthday_behind_word, birthday_before_word, Finder("date-of-birth", _SHORT_BIRTHDAY, sign="[person]"))
FINDERS = (
    *CALLED,
    Finder("date-of-birth", _BORN_ON, valid=lambda match: not _LONG_AGO.search(match.group("value")), context=("born",)),
    Finder("date-of-birth", _BORN_SIGN, _BESIDE_PERSON, digit=True),
)
