"""Text goes in; numbers that a state gave to a person come out: by their shape and their check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.redaction.finder import Finder, shapes
from bot.redaction.number import ENOUGH, NATIONAL, SAID_DIGIT, behind_name, digit_views, is_reference, is_valid, plain_signs
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_GAP_IN_ID = r"[ ./|-]{0,3}"  # between the parts of a number, once every kind of blank and dash is one
_MAY_BEGIN = late(r"(?<!\d)(?<!\d\.)(?:(?<![A-Za-z])|(?<=[A-Za-z]{3}))(?=[A-Za-z]{0,6}\d)(?=[A-Za-z]{0,6}(?:[^\d\n]{0,3}\d){7})")
"""Before it stands no other sign, or a word that it is glued to; it has as many digits as the shortest."""
_SHAPES_BY_STATE = tuple((one["module"], late(one["shape"].replace("_", _GAP_IN_ID))) for one in shapes("by_check_digit"))
_END = r"(?:(?![\dA-Za-z])|(?=[A-Za-z]{3})(?<=\d))"
_AT_END = late(_END)
_ANY_SHAPE = late(rf"(?:{'|'.join(shape.pattern for _, shape in _SHAPES_BY_STATE)}){_END}")
"""Where this does not fit none of them does: one look in the place of one for each state."""
_BY_SHAPE_ALONE = tuple(late(one["shape"].replace("_", _GAP_IN_ID)) for one in shapes("by_shape"))
_AS_PHONE = late(r"(?:\+|00)[1-9][\d ()/.-]{6,}\d|\(?0\d{1,3}\)?[ /-]{1,3}\d{6,8}|0[1-79](?:[ .-]\d\d){4}")
"""How a telephone is written and no number that a state gave: the area code first, then the rest in one piece or in pairs."""
_LONG_NUMBER = late(r"\d(?:[ ./|-]{0,3}\d){7,24}[A-Za-z]?")
_MOST_CHECKS = 1_000  # checks of digits in one text. With more numbers than that every one is taken for a person's


_NAME_OF_ID = late(rf"(?<![\w-])(?:{listed('national_id')})", re.I)
LOOSE_NUMBER = late(r"(?<![\w.,-])(?!1[4-9]\d{8}\.\d{1,6}(?![ \w]))\d(?:[ ./-]{0,2}\d){5,24}(?![\w])")
_IN_PARTS = late(
    rf"(?<![\w-])(?i:{listed('national_id', 'card', 'account_said', 'iban')})(?P<parts>(?:[\W_]{{1,3}}[^\W\d_]{{1,12}}){{0,4}}"
    r"[\W_]{1,3}\d[\d ./-]{0,20}(?:(?:[\W_]{1,3}[^\W\d_]{2,12}){0,3}[\W_]{1,3}\d[\d ./-]{0,20}){1,4})"
)
_DIGIT_GROUPS = late(r"\d(?:[ ./-]?\d)*")  # a number whose parts words hold apart: "first 381, then 213, then 936"
_DIGITS_NEAR = late(r"\d(?:[^\d\s]{0,5}[ -]?[^\d\s]{0,5}\d){3}|<<")
"""Fewer digits near each other are no number of anything, but for what machines read."""
_CARD_MONTH = late(r"(?:0?[1-9]|1[0-2])[/-](?:20)?\d\d")  # no seconds since 1970, as programs write a time
DATE_AND_MORE = late(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?: \d{1,2}.*)?")
_FEWEST_DIGITS_OF_ID, _MOST_DIGITS_OF_ID, _MOST_DIGITS = 8, 13, 19
"""Digits of a number of a person, in whatever groups, and of any number of these kinds."""
_BEHIND_NAME_OF_ID = behind_name(
    NATIONAL,
    r"(?=(?:[^\s,;]{0,40}\d){4})[A-Za-z0-9][A-Za-z0-9./-]{4,20}[A-Za-z0-9]|[A-Za-z]{2}(?: ?\d{2}){3} ?[A-Za-z]|\d[\d .-]{6,18}\d",
)
_DIGITS_SAID = late(rf"(?<!\w){SAID_DIGIT}(?:[ \n,.-]{{1,3}}{SAID_DIGIT}){{5,}}(?!\w)", re.I)


def kind_of_number(number: re.Match[str]) -> str:
    """Phone if it is written as one, whatever its check digits or words elsewhere in the text say; otherwise national-id."""
    begin, end = number.span()
    begin -= number.string[begin - 1 : begin] == "+"
    return "phone" if _AS_PHONE.fullmatch(number.string, begin, end) else "national-id"


def id_by_shape(text: str) -> Iterator[Span]:
    """Numbers of persons by their shape alone, of which some have few digits."""
    if _DIGITS_NEAR.search(text) or ENOUGH.search(text):
        for view in dict.fromkeys((plain_signs(text), *digit_views(text))):
            for shape in _BY_SHAPE_ALONE:
                yield from ((*match.span("value"), "national-id") for match in shape.finditer(view))


def id_by_check_digit(text: str) -> Iterator[Span]:
    """Numbers of persons whose check digits hold, unless the words before name an order, an invoice or another thing."""
    for view in digit_views(text):
        yield from _valid_ids(view)


def _valid_ids(text: str) -> Iterator[Span]:
    checks = 0
    for begin in _MAY_BEGIN.finditer(text):
        at = begin.start()
        for name, shape in _SHAPES_BY_STATE if _ANY_SHAPE.match(text, at) else ():
            match = shape.match(text, at)
            if match is None or _AT_END.match(text, match.end()) is None:
                continue
            checks += 1
            if checks > _MOST_CHECKS:
                yield from ((*one.span(), "national-id") for one in _LONG_NUMBER.finditer(text))
                return
            if _has_check_digit(name, match.group()) and not is_reference(text, match.start()):
                yield *match.span(), kind_of_number(match)


@lru_cache(maxsize=8192)
def _has_check_digit(name: str, number: str) -> bool:
    return len(set(re.sub(r"\D", "", number))) > 2 and is_valid(name, re.sub(r"[ ./|]+|-{2,}", "", number))


def number_in_parts(text: str) -> Iterator[Span]:
    """The parts of a number that words hold apart, behind what calls it so: "first 381, then 213, then 936"."""
    for match in _IN_PARTS.finditer(text):
        groups = [
            group for group in _DIGIT_GROUPS.finditer(text, *match.span("parts")) if not _CARD_MONTH.fullmatch(group.group())
        ]
        sizes = {group: sum(map(str.isdigit, group.group())) for group in groups}
        parts = [group for group in groups if sizes[group] > 1]
        if len(parts) > 1 and _FEWEST_DIGITS_OF_ID <= sum(map(sizes.__getitem__, parts)) <= _MOST_DIGITS:
            yield from ((*group.span(), kind_of_number(group)) for group in parts)


def id_in_odd_groups(text: str) -> Iterator[Span]:
    """Numbers of persons in whatever groups, in a text that names such a number."""
    for match in LOOSE_NUMBER.finditer(plain_signs(text)) if _NAME_OF_ID.search(text) and ENOUGH.search(text) else ():
        digits = sum(map(str.isdigit, match.group()))
        is_id = _FEWEST_DIGITS_OF_ID <= digits <= _MOST_DIGITS_OF_ID and not DATE_AND_MORE.fullmatch(match.group())
        if is_id and not is_reference(match.string, match.start()):
            yield *match.span(), kind_of_number(match)


CALLED = (Finder("national-id", _BEHIND_NAME_OF_ID, digit=True),)
FINDERS = (*CALLED, Finder("national-id", _DIGITS_SAID), id_by_shape, id_by_check_digit, number_in_parts, id_in_odd_groups)
