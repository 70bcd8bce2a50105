"""Text goes in; numbers with check digits come out, however broken up: accounts, cards, what a state gave to a person."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from itertools import accumulate, pairwise

from bot.redaction.hints import may_hold
from bot.redaction.numbers.evened import ENOUGH, SAID_DIGIT, as_digits, evened, letters_as_digits
from bot.redaction.numbers.ids import certain_ids, is_valid, kind_of, national_ids
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.spans import PLACEHOLDER, Span
from bot.text.patterns import late, listed

_RUN = late(r"(?<!\d[.,])(?<![\d+])\d(?:[ ./|-]{0,3}\d){12,}")
_ACCOUNT = late(rf"(?<![\w-]){listed('account_said')}(?![\w-])", re.I)
_ACCOUNT_BESIDE = late(
    rf"(?<![\w-]){listed('account_beside')}(?:[ -]?{listed('number', 'number_code')}\b\.?)?[\s:=#]{{1,3}}"
    r"(?P<value>\d{6,17}|\d{2}(?P<gap>[ -])\d\d(?P=gap)\d\d|\d{1,4}(?:[ .-]\d{2,5}){1,5})(?!\w|[.,:]\d)",
    re.I,
)
_NATIONAL = late(rf"(?<![\w-])(?:{listed('national_id')})", re.I)
_LOOSE = late(r"(?<![\w.,-])\d(?:[ ./-]{0,2}\d){5,24}(?![\w])")
_IN_PARTS = late(
    rf"(?<![\w-])(?i:{listed('national_id', 'card', 'account_said', 'iban')})"
    r"(?P<parts>(?:[\W_]{1,3}[^\W\d_]{1,12}){0,4}[\W_]{1,3}\d[\d ./-]{0,20}"
    r"(?:(?:[\W_]{1,3}[^\W\d_]{2,12}){0,3}[\W_]{1,3}\d[\d ./-]{0,20}){1,4})"
)
_GROUPS = late(r"\d(?:[ ./-]?\d)*")
"""A number whose parts words hold apart: "first 381, then 213, then 936"."""
_CARD = "card"
_FEW = late(r"\d(?:[^\d\s]{0,5}[ -]?[^\d\s]{0,5}\d){3}|<<")
"""Fewer digits near each other are no number of anything, but for what machines read."""
_MONTH = late(r"(?:0?[1-9]|1[0-2])[/-](?:20)?\d\d")
_DATE = late(r"\d{1,4}[-./ ]\d{1,2}[-./ ]\d{1,4}(?: \d{1,2}.*)?")
_VALID = late(
    rf"(?<![\w-]){listed('valid_until')}\W{{0,3}}((?:(?:0?[1-9]|1[0-2]) ?[/.-] ?|{listed('month')}\W{{1,3}})(?:20)?\d\d)(?!\d)"
    rf"|(?:{PLACEHOLDER.pattern}|\[{_CARD}\](?:\W{{1,3}}[^\W\d_]{{1,14}}){{1,4}})\W{{1,3}}"
    r"((?:0[1-9]|1[0-2])[/-](?:20)?\d\d(?:\W{1,3}\d{3,4})?)(?![\d/-])",
    re.I,
)
_STAMP = late(r"1[4-9]\d{8}\.\d{1,6}")
"""Seconds since 1970, as programs write a time."""
_OF_GOODS = late(rf"(?<![^\W_]){listed('number_of_thing')}s?[\s:#]{{1,3}}[\w-]{{1,24}},?\s\Z", re.I)
"""Goods are good until some month as well."""
_ON_CARD = late(
    rf"\[{_CARD}\]\W{{1,3}}(?:[^\W\d_]{{1,16}}\.?\W{{1,3}}){{0,2}}(?!(?:19|20)\d\d)(\d{{3,4}})(?=\s?(?:[,;.!?)\n–]|$)(?!\d))"
)
"""What stands on the back of it."""
_FEWEST, _MOST = 8, 13
"""Digits of a number of a person, in whatever groups."""
_BANK_AND_ACCOUNT = late(
    r"(?<![\w.-])(?:(?:\d\d-){2}\d\d[ ,/]{1,3}\d{8}|\d{5}[ -]\d{5}[ -](?=(?:[A-Z]{0,5}\d){6})[A-Z\d]{11}[ -]\d\d)(?!\w)"
)
_FEWEST_OF_BANK, _FEWEST_OF_PART = 5, 2
_ROUND = late(r"\D000$")
_NEAR = 48
_GROUP = late(r"\d+")
_BRANDS = late(r"4(?:\d{12}|\d{15}|\d{18})|5[0-8]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0|6|8)\d{12}|6\d{12,18}|35\d{14}|9792\d{12}")
_SHORTEST_CARD, _USUAL_CARD, _LONGEST_CARD = 13, 16, 19
_PARTS = 5
"""Groups of digits that somebody writes a card's number in, unless in single digits or in pairs."""
_IBAN_BEGINS = late(r"(?=[A-Za-z]{2}[ .-]{0,3}[\dOoIl][ .-]{0,3}[\dOoIl])")
_GROUPED = late(
    r"[A-Z]{2}\d\d(?=(?:[A-Z]{0,12}\d){6})[A-Z\d]{8,30}|[A-Z]{2}\d\d(?=(?:[A-Z ]{0,9}\d){6})(?: [A-Z\d]{4})+(?: [A-Z\d]{1,3})?"
)
_ALNUM = late(r"[A-Za-z0-9]")
_SAID = late(rf"(?<!\w){SAID_DIGIT}(?:[ \n,.-]{{1,3}}{SAID_DIGIT}){{5,}}(?!\w)", re.I)


def checked_numbers(text: str) -> Iterator[Span]:
    """Accounts, cards and numbers of persons."""
    yield from (span for span in _found(text) if not _STAMP.fullmatch(text, *span[:2]))


def _found(text: str) -> Iterator[Span]:
    yield from ((*match.span(), "national-id") for match in _SAID.finditer(text))
    if "[" in text or may_hold(text, "valid_until"):
        for match in _VALID.finditer(text):
            if not (match.group(1) and _OF_GOODS.search(text[max(match.start() - _NEAR, 0) : match.start()])):
                yield *match.span(1 if match.group(1) else 2), _CARD
    if f"[{_CARD}]" in text:
        for match in _ON_CARD.finditer(text):
            if not is_reference(text, match.start(1)):
                yield *match.span(1), _CARD
    yield from _in_parts(text)
    plain = evened(text)
    if _FEW.search(text) or ENOUGH.search(text):
        yield from certain_ids(plain)
    if ENOUGH.search(text) is None:
        return
    yield from _accounts(plain)
    yield from _called(plain)
    for form in dict.fromkeys((plain, as_digits(plain))):
        yield from _cards(form)
        yield from certain_ids(form) if form != plain else ()
        yield from national_ids(form, is_reference)


def _in_parts(text: str) -> Iterator[Span]:
    """The parts of a number that words hold apart, behind what calls it so."""
    for match in _IN_PARTS.finditer(text):
        groups = [group for group in _GROUPS.finditer(text, *match.span("parts")) if not _MONTH.fullmatch(group.group())]
        sizes = [sum(map(str.isdigit, group.group())) for group in groups]
        parts = [(group, size) for group, size in zip(groups, sizes, strict=True) if size >= _FEWEST_OF_PART]
        if len(parts) > 1 and _FEWEST <= sum(size for _, size in parts) <= _LONGEST_CARD:
            yield from ((*group.span(), kind_of(group)) for group, _ in parts)


def _called(text: str) -> Iterator[Span]:
    """Accounts without a check digit, and persons' numbers in odd groups, where a text calls them so; months of cards."""
    for cue in _ACCOUNT.finditer(text):
        yield from ((*match.span(), "iban") for match in _LOOSE.finditer(text, cue.end(), min(cue.end() + _NEAR, len(text))))
    yield from ((*match.span(), "iban") for match in _BANK_AND_ACCOUNT.finditer(text))
    for match in _ACCOUNT_BESIDE.finditer(text) if may_hold(text, "account_beside") else ():
        digits = sum(map(str.isdigit, match.group("value")))
        if (
            digits >= _FEWEST_OF_BANK
            and (match.group("gap") or not _DATE.fullmatch(match.group("value")))
            and not _ROUND.search(match.group("value"))
        ):
            yield *match.span("value"), "iban"
    if _NATIONAL.search(text):
        for match in _LOOSE.finditer(text):
            digits = sum(map(str.isdigit, match.group()))
            if _FEWEST <= digits <= _MOST and not is_reference(text, match.start()) and not _DATE.fullmatch(match.group()):
                yield *match.span(), kind_of(match)


def _accounts(text: str) -> Iterator[Span]:
    """A number that is valid as one of a country's accounts; words before and behind it stay."""
    for match in _IBAN_BEGINS.finditer(text):
        at = match.start()
        size = _size_in(text[at : at + 2].upper())
        found = _pattern_of(size).match(text, at) if size else None
        if found and (_is_account(found.group()) or _is_written_so(text, found)):
            yield *found.span(), "iban"


def _is_written_so(text: str, found: re.Match[str]) -> bool:
    """Whether it stands alone and in an account's own groups: then a digit may be mistyped, and it is somebody's all the same."""
    begin, end = found.span()
    is_alone = not (text[begin - 1 : begin].isalnum() or text[end : end + 1].isalnum())
    return is_alone and _GROUPED.fullmatch(found.group()) is not None


@cache
def _size_in(country: str) -> int:
    """Characters of an account's number in a country, 0 where it has none."""
    from stdnum import numdb  # noqa: PLC0415 - as in ids

    told = numdb.get("iban").info(country)[0][1].get("bban")
    return 4 + sum(map(int, re.findall(r"\d+", told))) if told else 0


@cache
def _pattern_of(size: int) -> re.Pattern[str]:
    return late(rf"[A-Za-z0-9](?:[ ./|,-]{{0,4}}[A-Za-z0-9]){{{size - 1}}}")


@lru_cache(maxsize=4096)
def _is_account(written: str) -> bool:
    bare = "".join(_ALNUM.findall(written))
    forms = {bare, *(bare[:2] + letters_as_digits(bare[2:4]) + bare[4:at] + letters_as_digits(bare[at:]) for at in (4, 8))}
    return any(is_valid("iban", form) for form in forms)


def _cards(text: str) -> Iterator[Span]:
    for run in _RUN.finditer(text):
        groups = [match.span() for match in _GROUP.finditer(text, *run.span())]
        digits = "".join(text[begin:end] for begin, end in groups)
        starts = list(accumulate((end - begin for begin, end in groups), initial=0))
        sums = _sums_of(digits)
        for first, begin in enumerate(starts[:-1]):
            for last in range(max(first, bisect_left(starts, begin + _SHORTEST_CARD) - 1), len(groups)):
                size = starts[last + 1] - begin
                if size > _LONGEST_CARD:
                    break
                is_whole = _is_card(digits, begin, starts[last + 1], sums)
                if is_whole and _is_one_number(text, groups[first : last + 1], digits[begin : starts[last + 1]]):
                    yield groups[first][0], groups[last][1], _CARD


def _sums_of(digits: str) -> tuple[list[int], list[int]]:
    """Sums of the digits so far, with those at even places doubled as Luhn doubles them, and with those at odd ones."""
    doubled = [sum(divmod(2 * int(digit), 10)) for digit in digits]
    plain = [int(digit) for digit in digits]
    even = accumulate((doubled[at] if at % 2 == 0 else plain[at] for at in range(len(digits))), initial=0)
    odd = accumulate((doubled[at] if at % 2 else plain[at] for at in range(len(digits))), initial=0)
    return list(even), list(odd)


def _is_card(digits: str, begin: int, end: int, sums: tuple[Sequence[int], Sequence[int]]) -> bool:
    of = sums[end % 2]  # the last digit is not doubled, the one before it is
    if (of[end] - of[begin]) % 10:
        return False
    number = digits[begin:end]
    return number.count(number[0]) < len(number)


def _is_one_number(text: str, groups: Sequence[tuple[int, int]], number: str) -> bool:
    """Whether groups of digits are written as the parts of one: in fours, or with the same between them, and of a known brand."""
    sizes = [end - begin for begin, end in groups]
    if set(sizes[:-1]) <= {4} and (len(groups) > 1 or len(number) == _USUAL_CARD):
        return True
    if _BRANDS.fullmatch(number) is None or not (len(groups) <= _PARTS or max(sizes) <= 2):
        return False
    return len({text[one[1] : other[0]] for one, other in pairwise(groups)}) <= 1
