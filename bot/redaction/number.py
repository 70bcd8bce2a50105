"""A text and a place in it go in; the number or code that stands there comes out, and whether it is an order's."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from bot.redaction.finder import UNIT
from bot.text.patterns import late, listed, written

_DASHES = "‐‑‒–—―−﹣－⁃·•∙‧"
_BLANKS = "\t\n\r\u00a0\u202f\u2009_"
_PLAIN = str.maketrans({**dict.fromkeys(_DASHES, "-"), **dict.fromkeys(_BLANKS, " "), "\\": "/"})
_LETTERS = str.maketrans("OoIlSsBZz", "001155822")
_LOOKALIKES = late(r"(?<![A-Za-z])(?=[OoIl]{0,3}[ ./|-]{0,2}\d)(?:[ ./|-]{0,3}[\dOoIl]{1,20}(?![A-Za-z])){1,12}")
SAID_DIGIT = rf"{listed('digit_said')}(?:{listed('digit_joined')}?{listed('digit_said')}){{0,3}}"
"""A number in words: "vier", "vierendertig", "trente-quatre"."""
ENOUGH = late(r"\d(?:[^\d]{0,3}\d){5}")  # fewer digits near each other are no number of a person


@lru_cache(maxsize=4)
def plain_signs(text: str) -> str:
    """Blanks of every kind are blanks, dashes are dashes, and what parts digits besides is one of both."""
    return text.translate(_PLAIN)


@lru_cache(maxsize=4)
def lookalike_digits(text: str) -> str:
    """``O417 l6`` is ``0417 16``, beside digits."""
    return _LOOKALIKES.sub(lambda match: digits_of_letters(match.group()), text)


def digits_of_letters(text: str) -> str:
    """Every letter that looks like a digit is one."""
    return text.translate(_LETTERS)


_QUOTE = r"(?P<quote>[\"'“„«]?)"
_SAID = rf"(?P<said>\s*+(?:[:=#]|->|→|n[°º]|№)\s*+|\s++{listed('is', 'is_number')}(?:\s*+:)?\s++|\s++)"
NUMBER_WORD = rf"(?:[ -]?{listed('number', 'number_code', 'number_record')}\b\.?|[ -]?n[°º])"
NATIONAL = rf"(?:{listed('national_id')}|{listed('national_id_short')}(?= {listed('national_id_number')}\b))"
"""How numbers are called that a state gave to a person."""
_NOT_IN_TALK = "".join(rf"(?<!{word})" for word in sorted(written("reference_talk")))
_REFERENCE = late(
    rf"(?<!\w)(?:{listed('reference')}|{listed('reference_numbered')}\d*)(?:(?:[ _-]?{listed('number', 'number_code')}\b\.?|"
    rf"[ -]?n[°º]|{_NOT_IN_TALK})\s*(?:[\"']?[:=#]|{listed('is', 'is_reference')})?\s*|\s*[:=#(]?\s*)[\"']?[A-Za-z]{{0,4}}[-/]?$",
    re.I,
)
_OF_PERSON = late(rf"(?<![\w-]){NATIONAL}(?:[ -]?{listed('number')}\b\.?)?[\s:=#,-]*$", re.I)
"""A number that a state gave is one, whatever word stands between: "BSN order 123"."""


def is_reference(text: str, at: int) -> bool:
    """Whether the words before name an order, a build or another thing that is no person and no secret."""
    before = text[max(at - 48, 0) : at]
    found = _REFERENCE.search(before)
    return found is not None and _OF_PERSON.search(before[: found.start()]) is None


_GROUP_OF_CODE = late(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]{1,40}")
_GAP_IN_CODE = late(r"(?: ?[-./|·–_] ?|[:#]| {1,2})(?=[A-Za-zÀ-Ö0-9])")
_STANDARDS = written("standard")
_TOOL_NAME = late(rf"{listed('no_name_tool')}\w{{0,2}}|[a-z]{{3,}}{listed('no_name_tool_ending')}", re.I)
_NO_CODE = late(
    r"(?:19|20)\d\d(?: ?[-/–] ?(?:(?:19|20)?\d\d))?|(?:[012]?\d|3[01])([-./ ])(?:0?\d|1[012])\1(?:19|20)?\d\d|(?:19|20)\d\d"
    r"([-./])\d{1,2}\2\d{1,2}|\d{1,2}[:./]\d\d|\d{1,2}(?:[.:]\d\d)? ?[-–] ?\d{1,2}(?:[.:]\d\d)?|\d{1,3}(?:\.000)+|\d{1,2}(?:º|ª)|"
    r"v\d[\w.]{0,12}|[a-z]{2,12}-v?\d{1,2}(?:\.\d{1,2}){1,2}|\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}x\d{1,2}|[QK]W?\d[-/ ]?(?:20)?\d\d|"
    r"\d{1,5}[kKMG]?[bB]?",
    re.I,
)
"""Years, days, times, amounts, versions, and numbers alone that are too short or that a word must call so."""
_PASSPORT = late(r"(?=[A-Z]*\d)[A-Z\d]{9,12}")  # a passport or an identity card may have a single digit
_DIGITS_ALONE = late(r"(?!(?:19|20)\d\d$)\d{3,5}")
_FILE_BEHIND = late(rf"\.{listed('file_ending')}(?!\w)", re.I)
_MOST_GROUPS = 8  # groups of a number
_FEW, _ENOUGH = 3, 5  # digits of a code, with letters among them and without


@lru_cache(maxsize=4)
def digit_views(text: str) -> tuple[str, ...]:
    """The text with plain signs, and with digits for letters that look so; none if it has too few digits for a number."""
    plain = plain_signs(text)
    return tuple(dict.fromkeys((plain, lookalike_digits(plain)))) if ENOUGH.search(text) else ()


def is_valid(name: str, number: str) -> bool:
    """Whether a number is what python-stdnum's module ``name`` checks; it is imported by who has a number to check."""
    return bool(import_module(f"stdnum.{name}").is_valid(number))


def behind_name(name: str, value: str) -> re.Pattern[str]:
    """Finds a value behind the name of its kind: "IBAN: NL91 ..."."""
    return late(rf"(?<![\w-]){name}{NUMBER_WORD}?{_SAID}{_QUOTE}(?P<value>{value})(?![\w-])", re.I)


@dataclass(frozen=True, slots=True)
class Code:
    """A number or code. ``sure``: nothing of every day looks so; otherwise the words right before must call it one."""

    begin: int
    end: int
    sure: bool


def code_at(text: str, at: int) -> Code | None:
    """What begins there, in whatever groups, if it has digits and is no date, amount, time, version, standard or file."""
    parts: list[tuple[int, int]] = []
    begin = at
    while len(parts) < _MOST_GROUPS and (found := _GROUP_OF_CODE.match(text, begin)) and _is_group(found, parts):
        parts.append(found.span())
        gap = _GAP_IN_CODE.match(text, found.end())
        if gap is None:
            break
        begin = gap.end()
    while parts and not re.search(r"\d", text[slice(*parts[-1])]) and not _may_end(text, parts):
        parts.pop()
    if not parts:
        return None
    last = parts[-1][1]
    value = text[at:last]
    digits, letters = sum(map(str.isdigit, value)), sum(map(str.isalpha, value))
    is_few = digits < 2 and not _PASSPORT.fullmatch(value)
    if is_few or UNIT.match(text, last) or _FILE_BEHIND.match(text, last) or re.match(r"[,.]\d|%|\w", text[last : last + 2]):
        return None
    if _is_standard(text[slice(*parts[0])]) or _TOOL_NAME.search(value):
        return None
    if _NO_CODE.fullmatch(value):
        return Code(at, last, False) if _DIGITS_ALONE.fullmatch(value) and not _TOOL_NAME.match(text, last + 1) else None
    return Code(at, last, digits >= _ENOUGH or (letters > 0 and digits >= _FEW) or letters >= _FEW)


def _is_group(found: re.Match[str], parts: list[tuple[int, int]]) -> bool:
    """Whether a word is a group of a code: digits, capitals, or a few small letters that no blank parts from the rest."""
    word, before = found.group(), found.string[parts[-1][1] : found.start()] if parts else ""
    if any(map(str.isdigit, word)):
        is_version = before.endswith(" ") and re.fullmatch(r"v\d{1,3}", word)
        return not (is_version or re.fullmatch(r"\d{1,4}[a-z]{3,}", word))
    if word.isupper():
        return len(word) <= 6
    return bool(parts) and " " not in before and len(word) <= _FEW


def _may_end(text: str, parts: list[tuple[int, int]]) -> bool:
    """Whether a group of capitals may be a code's last: short, or joined without a blank."""
    word = text[slice(*parts[-1])]
    if not word.isupper() or len(parts) < 2 or _is_standard(word):
        return False
    return len(word) <= _FEW or not text[parts[-2][1] : parts[-1][0]].isspace()


@lru_cache(maxsize=2048)
def _is_standard(word: str) -> bool:
    return not _STANDARDS.isdisjoint((word, word.upper(), word.rstrip("0123456789")))
