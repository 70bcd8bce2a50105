"""Text goes in; numbers of bank accounts come out: by country and check digits, or where a text calls them so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from bot.redaction.finder import Finder
from bot.redaction.national_id import DATE_AND_MORE, LOOSE_NUMBER
from bot.redaction.number import ENOUGH, behind_name, digits_of_letters, is_valid, plain_signs
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_FEWEST_DIGITS_OF_ACCOUNT = 5
_NAME_OF_ACCOUNT = late(rf"(?<![\w-]){listed('account_said')}(?![\w-])", re.I)
_NUMBER_OF_ACCOUNT = late(
    rf"(?<![\w-]){listed('account_beside')}(?:[ -]?{listed('number', 'number_code')}\b\.?)?[\s:=#]{{1,3}}"
    r"(?P<value>\d{6,17}|\d{2}(?P<gap>[ -])\d\d(?P=gap)\d\d|\d{1,4}(?:[ .-]\d{2,5}){1,5})(?!\w|[.,:]\d)",
    re.I,
)
_BANK_AND_ACCOUNT = late(
    r"(?<![\w.-])(?:(?:\d\d-){2}\d\d[ ,/]{1,3}\d{8}|\d{5}[ -]\d{5}[ -](?=(?:[A-Z]{0,5}\d){6})[A-Z\d]{11}[ -]\d\d)(?!\w)"
)
_ROUND_AMOUNT = late(r"\D000$")
_COUNTRY_AND_DIGITS = late(r"(?=[A-Za-z]{2}[ .-]{0,3}[\dOoIl][ .-]{0,3}[\dOoIl])")
_IN_FOURS = late(
    r"[A-Z]{2}\d\d(?=(?:[A-Z]{0,12}\d){6})[A-Z\d]{8,30}|[A-Z]{2}\d\d(?=(?:[A-Z ]{0,9}\d){6})(?: [A-Z\d]{4})+(?: [A-Z\d]{1,3})?"
)


def iban(text: str) -> Iterator[Span]:
    """Numbers of accounts by a country's length and check digits; words before and behind them stay."""
    for match in _COUNTRY_AND_DIGITS.finditer(plain_signs(text)) if ENOUGH.search(text) else ():
        size = _length_in(match.string[match.start() : match.start() + 2].upper())
        found = _iban_of_length(size).match(match.string, match.start()) if size else None
        if found and (_has_check_digits(found.group()) or _is_mistyped(found)):
            yield *found.span(), "iban"


def _is_mistyped(found: re.Match[str]) -> bool:
    """Whether it stands alone and in an account's own groups: then it is somebody's, whatever its check digits say."""
    around = found.string[found.start() - 1 : found.start()], found.string[found.end() : found.end() + 1]
    return not any(map(str.isalnum, around)) and _IN_FOURS.fullmatch(found.group()) is not None


@cache
def _length_in(country: str) -> int:
    """Characters of an account's number in a country, 0 where it has none."""
    from stdnum import numdb  # noqa: PLC0415 - few texts have what may be an account

    bban = numdb.get("iban").info(country)[0][1].get("bban")
    return 4 + sum(map(int, re.findall(r"\d+", bban))) if bban else 0


@cache
def _iban_of_length(size: int) -> re.Pattern[str]:
    return late(rf"[A-Za-z0-9](?:[ ./|,-]{{0,4}}[A-Za-z0-9]){{{size - 1}}}")


@lru_cache(maxsize=4096)
def _has_check_digits(written: str) -> bool:
    bare = re.sub(r"[^A-Za-z0-9]", "", written)
    forms = {bare, *(bare[:2] + digits_of_letters(bare[2:4]) + bare[4:at] + digits_of_letters(bare[at:]) for at in (4, 8))}
    return any(is_valid("iban", form) for form in forms)


def account_behind_word(text: str) -> Iterator[Span]:
    """Accounts without check digits, where a text calls them so."""
    if ENOUGH.search(text):
        plain = plain_signs(text)
        for cue in _NAME_OF_ACCOUNT.finditer(plain):
            near = LOOSE_NUMBER.finditer(plain, cue.end(), min(cue.end() + 48, len(plain)))
            yield from ((*match.span(), "iban") for match in near)


def _is_account(match: re.Match[str]) -> bool:
    value = match.group("value")
    is_date = not match.group("gap") and DATE_AND_MORE.fullmatch(value)
    return sum(map(str.isdigit, value)) >= _FEWEST_DIGITS_OF_ACCOUNT and not is_date and not _ROUND_AMOUNT.search(value)


CALLED = (
    # groups with a digit in each, but for the bank's letters: the words behind a number are none of it
    Finder(
        "iban",
        behind_name(listed("iban"), r"[A-Za-z]{2}\d{2}(?: ?[A-Za-z]{4}(?= ?\d))?(?: ?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{2,4}){2,8}"),
    ),
)
FINDERS = (
    *CALLED,
    iban,
    account_behind_word,
    Finder("iban", _BANK_AND_ACCOUNT),
    Finder("iban", _NUMBER_OF_ACCOUNT, valid=_is_account, context=("account_beside",)),
)
