"""Text goes in; values that only the words around them give away come out as placeholders: record numbers, ids with a wrong check
digit, PINs, names after a title, keys in pieces.
"""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Callable

from bot.reading.given_names import LOW, UP, rest_of_name
from bot.reading.keys import BEGINS
from bot.tongue.patterns import before, listed, written

_QUOTE = r"(?P<quote>[\"'“„«]?)"
_SAID = rf"(?P<said>\s*(?:[:=#]|->|→|n[°º]|№)\s*|\s+{listed('is', 'is_number')}\s*:?\s+|\s+)"
_NUMBER = rf"(?:[ -]?{listed('number', 'number_code', 'number_record')}\b\.?|[ -]?n[°º])"
_VALUE = r"(?P<value>(?=[^\s,;]*\d[^\s,;]*\d)[A-Za-z0-9][A-Za-z0-9./-]{2,23}[A-Za-z0-9])"
_COURT = re.compile(
    rf"(?<![\w-])(?P<name>{listed('court')}){_SAID}{_QUOTE}"
    r"(?P<value>\d{1,4} ?[A-Z][A-Za-z]{0,3} ?\d{1,6}/\d{2,4})(?![\w-])",
    re.I,
)
"""A court's own kind of number has blanks in it."""
_RECORD = re.compile(
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
        r"(?P<value>(?=(?:[^\s,;]*\d){5})[A-Za-z0-9][A-Za-z0-9./-]{4,20}[A-Za-z0-9]|"
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
_BY_NAME = tuple(
    (kind, re.compile(rf"(?<![\w-]){name}{_NUMBER}?{_SAID}{_QUOTE}{value}(?![\w-])", re.I)) for kind, name, value in _NAMED
)
_PIN = re.compile(rf"(?<![\w-])(?P<name>{listed('pin')}){_SAID}{_QUOTE}(?P<value>\d{{3,8}})(?![\w.,-]*\d)", re.I)
_FIRST = listed("title_first")
_NAME = rf"{UP}(?:['’]{UP})?"
_REST = rf"{LOW}+(?:[-'’]{UP}{LOW}+)?"
_TITLE = re.compile(
    rf"(?<![\w-])(?P<title>(?:{_FIRST}\.\s+){{0,2}}{listed('title_short')}\.|{listed('title')})\s+"
    rf"(?P<value>(?!{_FIRST}\b)(?:{UP}\.\s*){{0,3}}(?:(?i:{listed('particle_titled')})\s+){{0,3}}{_NAME}(?:{_REST}(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it."""
_NAME_FIELD = re.compile(
    rf"(?<![\w-])(?P<title>{listed('name_field')}(?:\s*:\s*|\s+{listed('is')}\s+))"
    rf"(?P<value>{_NAME}{_REST}(?:\s+(?:{listed('particle_field')}\s+){{0,3}}{_NAME}{_REST}(?!\w)))"
)
SHORTEST_KEY = 16
_PIECE = r"[A-Za-z0-9_+/-]{3,64}"
_IN_CONTEXT = re.compile(
    rf"(?<![\w-])(?P<name>{listed('key')})(?P<said>\s*[:=]\s*|\s+{listed('is', 'is_key')}\s*:?\s+|\s+)(?P<quote>[\"'“„«`]?)"
    rf"(?P<value>{_PIECE}(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{0,11}})={{0,2}}",
    re.I,
)
_WITH_PREFIX = re.compile(rf"(?<![\w-])(?P<value>{BEGINS}{_PIECE}?(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{1,11}})")


def without_named(text: str) -> str:
    """Take out what the words name."""
    out = _PIN.sub(_value_as("password"), text)
    out = _WITH_PREFIX.sub(_split_key, out)
    out = _IN_CONTEXT.sub(_split_key, out)
    for kind, pattern in _BY_NAME:
        out = pattern.sub(_value_as(kind), out)
    for pattern in (_COURT, _RECORD):
        out = pattern.sub(_value_as("record-number"), out)
    out = _without_titled(out)
    return _NAME_FIELD.sub(_value_as("person"), out)


def _without_titled(text: str) -> str:
    """Names behind a title: one word and its particles, and behind a given name the name of the family."""
    out, at = [], 0
    for match in _TITLE.finditer(text):
        begin, end = match.span("value")
        if begin < at:
            continue
        last = rest_of_name(text, begin, end)
        tail = "." if last == end and text[begin:end].endswith(".") and end - begin > 2 else ""
        out += [text[at:begin], f"[person]{tail}"]
        at = last
    return "".join([*out, text[at:]])


def _value_as(kind: str) -> Callable[[re.Match[str]], str]:
    def taken(match: re.Match[str]) -> str:
        begin, end = match.start("value") - match.start(), match.end("value") - match.start()
        whole = match.group()
        return f"{whole[:begin]}[{kind}]{whole[end:]}"

    return taken


def _split_key(match: re.Match[str]) -> str:
    """The pieces that look random together are taken out; the words that follow them stay."""
    value, whole = match.group("value"), match.group()
    begin = match.start("value") - match.start()
    taken, end = "", 0
    for piece in re.finditer(_PIECE, value):
        if not _is_piece(piece.group()) and not (taken == "" and match.re is _WITH_PREFIX):
            break
        taken, end = taken + piece.group(), piece.end()
    is_known = match.re is _WITH_PREFIX and re.search(r"\d", taken) is not None
    if len(taken) < SHORTEST_KEY or not (is_known or is_random(taken)):
        return whole
    return f"{whole[:begin]}[key]{whole[begin + end :]}"


def _is_piece(piece: str) -> bool:
    """No ordinary word: it has a digit, or capitals within."""
    return bool(re.search(r"\d", piece) or re.search(r"[a-z][A-Z]|[A-Z]{3}|[A-Z][a-z]+[A-Z]", piece))


def is_random(value: str) -> bool:
    """Whether letters and digits are mixed as no word mixes them."""
    bare = value.rstrip("=")
    if not (re.search(r"\d", bare) and re.search(r"[A-Za-z]", bare)):
        return False
    counts = Counter(bare)
    entropy = -sum(n / len(bare) * math.log2(n / len(bare)) for n in counts.values())
    switches = sum(1 for one, other in itertools.pairwise(bare) if one.isdigit() != other.isdigit())
    mixed = bool(re.search(r"[a-z][A-Z]", bare) and re.search(r"[A-Z][a-z]", bare)) and entropy > 3.4
    return entropy > 2.9 and (switches >= 3 or mixed)
