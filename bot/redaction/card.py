"""Text goes in; numbers of payment cards come out, with the month and the digits on the back."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.redaction.finder import Finder
from bot.redaction.number import behind_name, digit_views, is_reference, is_valid
from bot.redaction.spans import PLACEHOLDER, Span
from bot.text.patterns import late, listed

_DIGIT_RUN = late(r"(?<!\d[.,])(?<![\d+])\d(?:[ ./|-]{0,3}\d){12,}")
_EXPIRY = late(
    rf"(?<![\w-]){listed('valid_until')}\W{{0,3}}(?P<value>(?:(?:0?[1-9]|1[0-2]) ?[/.-] ?|{listed('month')}\W{{1,3}})(?:20)?\d\d)"
    rf"(?!\d)|(?:{PLACEHOLDER.pattern}|\[card\](?:\W{{1,3}}[^\W\d_]{{1,14}}){{1,4}})\W{{1,3}}(?P<other>(?:0[1-9]|1[0-2])[/-]"
    r"(?:20)?\d\d(?:\W{1,3}\d{3,4})?)(?![\d/-])",
    re.I,
)
_GOODS_BEFORE = late(rf"(?<![^\W_]){listed('number_of_thing')}s?[\s:#]{{1,3}}[\w-]{{1,24}},?\s\Z", re.I)
_SECURITY_CODE = late(
    r"\[card\]\W{1,3}(?:[^\W\d_]{1,16}\.?\W{1,3}){0,2}(?!(?:19|20)\d\d)(?P<value>\d{3,4})(?=\s?(?:[,;.!?)\n–]|$)(?!\d))"
)
"""What stands on the back of it."""
_GROUP_OF_DIGITS = late(r"\d+")
_BRANDS = late(r"4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0|6|8)\d{12}|6\d{12,18}|35\d{14}|9792\d{12}")
_SHORTEST_CARD, _USUAL_CARD, _LONGEST_CARD = 13, 16, 19
_MOST_PARTS = 5  # groups of digits that somebody writes a card's number in, unless in single digits or in pairs


def card_number(text: str) -> Iterator[Span]:
    """Numbers whose last digit checks the others, in the groups that cards have."""
    for view in digit_views(text):
        for run in _DIGIT_RUN.finditer(view):
            groups = [match.span() for match in _GROUP_OF_DIGITS.finditer(view, *run.span())]
            for first in range(len(groups)):
                number = ""
                for last in range(first, len(groups)):
                    number += view[slice(*groups[last])]
                    if len(number) > _LONGEST_CARD:
                        break
                    if _is_written_as_card(view, groups[first : last + 1], number) and is_valid("luhn", number):
                        yield groups[first][0], groups[last][1], "card"


def _is_written_as_card(text: str, groups: Sequence[tuple[int, int]], number: str) -> bool:
    """Whether groups of digits are written as the parts of one: in fours, or with the same between them, and of a known brand."""
    if len(number) < _SHORTEST_CARD or len(set(number)) == 1:
        return False
    sizes = [end - begin for begin, end in groups]
    if set(sizes[:-1]) <= {4} and (len(groups) > 1 or len(number) == _USUAL_CARD):
        return True
    if _BRANDS.fullmatch(number) is None or not (len(groups) <= _MOST_PARTS or max(sizes) <= 2):
        return False
    return len({text[one[1] : other[0]] for one, other in pairwise(groups)}) <= 1


def _is_of_card(match: re.Match[str]) -> bool:
    """Goods are good until some month as well."""
    return not (match.group("value") and _GOODS_BEFORE.search(match.string[max(match.start() - 48, 0) : match.start()]))


CALLED = (Finder("card", behind_name(listed("card"), r"\d(?:[ -]?\d){12,18}")),)
FINDERS = (
    *CALLED,
    card_number,
    Finder("card", _EXPIRY, valid=_is_of_card, digit=True),
    Finder("card", _SECURITY_CODE, valid=lambda match: not is_reference(match.string, match.start("value")), sign="[card]"),
)
