"""Text goes in; telephone numbers come out: as they are written, read out, or behind what calls them so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from itertools import pairwise
from typing import Any

from bot.redaction.finder import Finder, has_word, value_span
from bot.redaction.number import SAID_DIGIT, digit_views, is_reference, is_valid
from bot.redaction.secret_value import UUID
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_PHONE = late(
    r"(?:(?<![\w.,/-])(?<!\d/[A-Z] )|(?<=[A-Za-z]{3}))(?:\+|\(?00|\(?0|\(\d{3}\)|\d{3}[ .-]\d{3}[ .-]\d{4}|"
    r"[6789]\d\d[ .-]?\d{2,3}[ .-]?\d{2,3})[\d ()/.-]{0,20}\d(?:(?!\w)|(?=[A-Za-z]{3}))"
)
_BEHIND_SHORT_WORD = late(
    rf"(?<![\w-]){listed('phone_said')}\.?[\s:]{{1,3}}(?P<value>\+?\(?\d(?:[ ()/.-]{{0,2}}\d){{6,14}})(?!\w)|(?<![\w-])"
    r"(?P<other>1-\d{3}-\d{3}-\d{4})(?!\w)",
    re.I,
)
_STRICT_REGIONS = ("NL", "DE", "FR", "BE", "GB", "ES", "AT", "CH", "US")
_REGIONS = (*_STRICT_REGIONS, "IT")  # in Italy nearly any number is a valid one of a house
_FEWEST_DIGITS, _MOST_PHONE_DIGITS = 8, 15  # digits of a telephone number


_DIGIT_AND_WORD = late(rf"\d{listed('digit_said')}", re.I)
_SAID_DIGIT = late(listed("digit_said"), re.I)
_GROUP = rf"(?:\d?{SAID_DIGIT}(?![^\W\d_])|\d{{1,6}}(?!\w))"
_GAP = rf"[ \n,.;/·-]{{1,4}}(?:(?:{listed('digits_joined')})[ -])?"
_READ_OUT = late(rf"(?<![\w.,])(?:\+ ?|{listed('plus_said')} )?{_GROUP}(?:{_GAP}{_GROUP}){{2,20}}", re.I)
_WORD_FOR_PHONE = late(rf"(?<![\w-])(?:{listed('phone_said', 'named_phone')})(?![^\W_])", re.I)
_BEHIND_WORD = late(
    rf"(?:[\s:=(#\"'“„,–-]|\.(?!\w))*(?:(?:[^\W\d_]{{1,12}}|{listed('named_is', 'number')})[ .:,]{{1,2}}){{0,4}}?(?:[\s:="
    rf"(\"'“-]*)(?P<value>(?:\+ ?)?\(?[\dOoIlSB]{{1,12}}\)?(?:[ ()./·_-]{{1,4}}(?:{listed('extension')}[ -]?)?[\dOoIlSB]{{1,12}})"
    r"{0,14})(?!\w)"
)
_FEWEST_SIGNS, _MOST_SIGNS, _FEWEST_PLAIN, _FEWEST_SAID = 7, 16, 4, 3
"""Signs of a number behind a word or read out, how many of them are digits that look like no letter, and how many are said."""
_WRITTEN_DATE = late(r"\d{4}[-./ ]\d{2}[-./ ]\d{2}|\d{2}[-./ ]\d{2}[-./ ]\d{4}")
_DATE_OR_TIME = late(r"\d{1,4}([-./ ])\d{1,2}\1\d{1,4}|(?:\d{1,2}[:.]\d\d\W*)+")


def phone_number(text: str) -> Iterator[Span]:
    """Numbers as they are written, also with letters for digits."""
    for view in digit_views(text):
        yield from ((*value_span(match), "phone") for match in _BEHIND_SHORT_WORD.finditer(view))
        for match in _PHONE.finditer(view):
            value = match.group().rstrip(" .-/(")
            if _is_written_as_phone(match, value) and _is_phone(value):
                yield match.start(), match.start() + len(value), "phone"


def _is_written_as_phone(match: re.Match[str], value: str) -> bool:
    """Whether it is no date, no row of numbers, no number of a book or an order, and no part of a hash."""
    text, begin = match.string, match.start()
    if (
        not _FEWEST_DIGITS <= sum(map(str.isdigit, value)) <= _MOST_PHONE_DIGITS
        or _WRITTEN_DATE.fullmatch(value)
        or _is_series(value)
    ):
        return False
    if re.search(r"\d[^\W_]*\Z", text[max(begin - 40, 0) : begin]) or UUID.search(text, max(begin - 40, 0), match.end() + 40):
        return False
    is_book = "-" in value and " " not in value and is_valid("isbn", value)
    return not (is_book or is_only_zeros(value) or is_reference(text, begin))


def is_only_zeros(value: str) -> bool:
    """Whether a form shows how a number is written: "0000 000000"."""
    return {sign for sign in value if sign.isalnum()} == {"0"}


def _is_series(value: str) -> bool:
    """Whether each number is as much more, or as many times as much, as the one before: "0 30 60 90", "06 12 24 48"."""
    numbers = [int(part) for part in value.split()] if re.fullmatch(r"\d+(?: \d+){3,}", value) else [0, 1]
    steps = {after - before for before, after in pairwise(numbers)}
    times = {after / (before or 1) for before, after in pairwise(numbers)}
    return steps.isdisjoint({0, 1}) and (len(steps) == 1 or len(times) == 1)


@lru_cache(maxsize=4096)
def _is_phone(value: str) -> bool:
    from phonenumbers import is_possible_number, is_valid_number  # noqa: PLC0415 - large, and few texts have what may be a number

    if re.fullmatch(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}", value):
        return True
    fits = is_possible_number if value[0] in "+0(" else is_valid_number
    return not is_service_number(value) and any(map(fits, _parse(value, *_REGIONS)))


@lru_cache(maxsize=4096)
def is_service_number(value: str) -> bool:
    """Whether anybody may call a number and nobody has it for themselves, wherever it is one: 0800, 0900."""
    from phonenumbers import PhoneNumberType, is_valid_number, number_type  # noqa: PLC0415 - as above

    types = set(map(number_type, filter(is_valid_number, _parse(value, *_STRICT_REGIONS))))
    return bool(types) and types <= {PhoneNumberType.TOLL_FREE, PhoneNumberType.PREMIUM_RATE, PhoneNumberType.SHARED_COST}


def _parse(value: str, *regions: str) -> list[Any]:
    """As a number of each country that it may be one of."""
    from phonenumbers import NumberParseException, parse  # noqa: PLC0415 - as above

    text = "+" + value[2:] if value.startswith("00") else value
    found = []
    for region in (None,) if text.startswith("+") else regions:
        with suppress(NumberParseException):
            found.append(parse(text, region))
    return found


def _is_read_out(match: re.Match[str]) -> bool:
    """Whether enough of it is said in words to be a number that somebody reads out."""
    said, digits = len(_SAID_DIGIT.findall(match.group())), sum(map(str.isdigit, match.group()))
    is_half_said = (said > 1 and digits > _FEWEST_PLAIN) or (digits >= _FEWEST_SIGNS and _DIGIT_AND_WORD.search(match.group()))
    return said + digits >= _FEWEST_SIGNS and bool(said > _FEWEST_SAID or (said and is_half_said))


def phone_behind_word(text: str) -> Iterator[Span]:
    """Whatever may be a number behind a word for a telephone, with odd gaps and letters."""
    if re.search(r"\d", text) is None or not has_word(text, "phone_said", "named_phone"):
        return
    for cue in _WORD_FOR_PHONE.finditer(text):
        found = _BEHIND_WORD.match(text, cue.end(), min(cue.end() + 90, len(text)))
        if found is None or is_reference(text, found.start("value")) or is_service_number(found.group("value").strip()):
            continue
        value = found.group("value")
        signs, digits = sum(map(str.isalnum, value)), sum(map(str.isdigit, value))
        is_long = _FEWEST_SIGNS <= signs <= _MOST_SIGNS and digits >= _FEWEST_PLAIN
        if is_long and not is_only_zeros(value) and not _DATE_OR_TIME.fullmatch(value.strip(" ().")):
            yield *found.span("value"), "phone"


CALLED = (Finder("phone", _READ_OUT, valid=_is_read_out), phone_behind_word)
FINDERS = (phone_number, *CALLED)
