"""Text goes in; numbers that only the words around them give away come out: of records, of courts, ids with a wrong check digit,
PINs. And whether the words before a number name an order or another thing that is no person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.spans import Span
from bot.text.patterns import before, late, listed, written

_QUOTE = r"(?P<quote>[\"'“„«]?)"
_SAID = rf"(?P<said>\s*+(?:[:=#]|->|→|n[°º]|№)\s*+|\s++{listed('is', 'is_number')}(?:\s*+:)?\s++|\s++)"
_NUMBER = rf"(?:[ -]?{listed('number', 'number_code', 'number_record')}\b\.?|[ -]?n[°º])"
_VALUE = r"(?P<value>(?=[^\s,;]{0,60}\d[^\s,;]{0,60}\d)[A-Za-z0-9][A-Za-z0-9./-]{2,23}[A-Za-z0-9])"
_COURT = late(
    rf"(?<![\w-])(?P<name>{listed('court')}){_SAID}{_QUOTE}"
    r"(?P<value>\d{1,4} ?[A-Z][A-Za-z]{0,3} ?\d{1,6}/\d{2,4})(?![\w-])",
    re.I,
)
"""A court's own kind of number has blanks in it."""
_RECORD = late(
    rf"(?<![\w-])(?P<name>(?:{before(written('of_before'))})?{listed('whose')}{_NUMBER}|"
    rf"{_NUMBER}? ?(?:{before(written('of_whom_short'))})?{listed('whom_short')}|"
    rf"{_NUMBER} ?(?:{before(written('of_whom'))})?{listed('whom')}|{listed('record')}){_SAID}{_QUOTE}{_VALUE}(?![\w-])",
    re.I,
)
NATIONAL = rf"(?:{listed('national_id')}|{listed('national_id_short')}(?= {listed('national_id_number')}\b))"
"""How numbers are called that a state gave to a person."""
_NAMED = (
    (
        "national-id",
        NATIONAL,
        r"(?P<value>(?=(?:[^\s,;]{0,40}\d){4})[A-Za-z0-9][A-Za-z0-9./-]{4,20}[A-Za-z0-9]|"
        r"[A-Za-z]{2}(?: ?\d{2}){3} ?[A-Za-z]|\d[\d .-]{6,18}\d)",
    ),
    (
        "iban",
        listed("iban"),
        # groups with a digit in each, but for the bank's letters: the words behind a number are none of it
        r"(?P<value>[A-Za-z]{2}\d{2}(?: ?[A-Za-z]{4}(?= ?\d))?(?: ?(?=[A-Za-z0-9]*\d)[A-Za-z0-9]{2,4}){2,8})",
    ),
    ("card", listed("card"), r"(?P<value>\d(?:[ -]?\d){12,18})"),
)
_PIN = late(rf"(?<![\w-])(?P<name>{listed('pin')}){_SAID}{_QUOTE}(?P<value>\d{{3,8}})(?![\w.,-]*\d)", re.I)
_BY_NAME = (
    ("password", _PIN),
    *((kind, late(rf"(?<![\w-]){name}{_NUMBER}?{_SAID}{_QUOTE}{value}(?![\w-])", re.I)) for kind, name, value in _NAMED),
    ("record-number", _COURT),
    ("record-number", _RECORD),
)
_DIGIT = late(r"\d")
_YEAR = late(r"(?:19|20)\d\d")
"""Alone behind a word it is one: "dossier 2024"."""
_NOT_IN_TALK = "".join(rf"(?<!{word})" for word in sorted(written("reference_talk")))
_REFERENCE = late(
    rf"(?<!\w)(?:{listed('reference')}|{listed('reference_numbered')}\d*)"
    rf"(?:(?:[ _-]?{listed('number', 'number_code')}\b\.?|[ -]?n[°º]|{_NOT_IN_TALK})"
    rf"\s*(?:[\"']?[:=#]|{listed('is', 'is_reference')})?\s*|"
    r"\s*[:=#(]?\s*)[\"']?[A-Za-z]{0,4}[-/]?$",
    re.I,
)
_OF_PERSON = late(rf"(?<![\w-]){NATIONAL}(?:[ -]?{listed('number')}\b\.?)?[\s:=#,-]*$", re.I)
"""A number that a state gave is one, whatever word stands between: "BSN order 123"."""


def named_numbers(text: str) -> Iterator[Span]:
    """What the words name."""
    if _DIGIT.search(text) is None:
        return
    for kind, pattern in _BY_NAME:
        for match in pattern.finditer(text):
            if kind != "record-number" or not (_YEAR.fullmatch(match.group("value")) and not match.group("said").strip()):
                yield *match.span("value"), kind


def is_reference(text: str, at: int) -> bool:
    """Whether the words before name an order, a build or another thing that is no person and no secret."""
    before = text[max(at - 48, 0) : at]
    found = _REFERENCE.search(before)
    return found is not None and _OF_PERSON.search(before[: found.start()]) is None
