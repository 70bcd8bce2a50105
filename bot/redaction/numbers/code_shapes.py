"""A text and a place in it go in; the number or code that stands there, in whatever groups, comes out, and how sure it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.text.patterns import late, listed, written

_PART = late(r"[A-Za-zÀ-ÖØ-öø-ÿ0-9]{1,40}")
_GAP = late(r"(?: ?[-./|·–_] ?|[:#]| {1,2})(?=[A-Za-zÀ-Ö0-9])")
_STANDARDS = written("standard")
_TOOL = late(rf"{listed('no_name_tool')}\w{{0,2}}|[a-z]{{3,}}{listed('no_name_tool_ending')}", re.I)
_NO_CODE = late(
    r"(?:19|20)\d\d(?: ?[-/–] ?(?:(?:19|20)?\d\d))?|(?:[012]?\d|3[01])([-./ ])(?:0?\d|1[012])\1(?:19|20)?\d\d|"
    r"(?:19|20)\d\d([-./])\d{1,2}\2\d{1,2}|"
    r"\d{1,2}[:./]\d\d|\d{1,2}(?:[.:]\d\d)? ?[-–] ?\d{1,2}(?:[.:]\d\d)?|\d{1,3}(?:\.000)+|\d{1,2}(?:º|ª)|"
    r"v\d[\w.]{0,12}|[a-z]{2,12}-v?\d{1,2}(?:\.\d{1,2}){1,2}|"
    r"\d{1,2}(?:\.\d{1,2}){1,3}|\d{1,2}x\d{1,2}|[QK]W?\d[-/ ]?(?:20)?\d\d|\d{1,5}[kKMG]?[bB]?",
    re.I,
)
"""Years, days, times, amounts, versions, and numbers alone that are too short or that a word must call so."""
_PAPER = late(r"(?=[A-Z]*\d)[A-Z\d]{9,12}")
"""A passport or an identity card may have a single digit."""
_ALONE = late(r"(?!(?:19|20)\d\d$)\d{3,5}")
_UNIT = late(rf"\s{{0,2}}{listed('unit')}(?![\w])", re.I)
_FILE = late(rf"\.{listed('file_ending')}(?!\w)", re.I)
_MOST = 8
"""Groups of a number."""
_FEW, _ENOUGH = 3, 5
"""Digits of a code, with letters among them and without."""


@dataclass(frozen=True, slots=True)
class Code:
    """A number or code. ``sure``: nothing of every day looks so; otherwise the words right before must call it one."""

    begin: int
    end: int
    sure: bool


def code_at(text: str, at: int) -> Code | None:
    """What begins there, if it has digits and is no date, amount, time, version, standard or file."""
    parts: list[tuple[int, int]] = []
    begin = at
    while len(parts) < _MOST and (found := _PART.match(text, begin)) and _is_part(found.group(), text, begin, parts):
        parts.append(found.span())
        gap = _GAP.match(text, found.end())
        if gap is None:
            break
        begin = gap.end()
    while parts and not _has_digit(text, parts[-1]) and not _may_end(text, parts):
        parts.pop()
    if not parts or parts[0][0] != at:
        return None
    first, last = parts[0][0], parts[-1][1]
    value = text[first:last]
    digits = sum(map(str.isdigit, value))
    if (
        (digits < 2 and not _PAPER.fullmatch(value))
        or _UNIT.match(text, last)
        or _FILE.match(text, last)
        or re.match(r"[,.]\d|%|\w", text[last : last + 2])
    ):
        return None
    if _is_standard(text[slice(*parts[0])]) or _TOOL.search(value):
        return None
    if _NO_CODE.fullmatch(value):
        is_plain = _ALONE.fullmatch(value) and not _TOOL.match(text, last + 1)
        return Code(first, last, False) if is_plain else None
    letters = sum(map(str.isalpha, value))
    sure = digits >= _ENOUGH or (letters > 0 and digits >= _FEW) or letters >= _FEW
    return Code(first, last, sure)


def _is_part(word: str, text: str, begin: int, parts: list[tuple[int, int]]) -> bool:
    """Whether a word is a group of a code: digits, capitals, or a few small letters that no blank parts from the rest."""
    if any(map(str.isdigit, word)):
        is_version = bool(parts) and text[begin - 1] == " " and re.fullmatch(r"v\d{1,3}", word)
        return not (is_version or re.fullmatch(r"\d{1,4}[a-z]{3,}", word))
    if word.isupper():
        return len(word) <= 6
    return bool(parts) and " " not in text[parts[-1][1] : begin] and len(word) <= _FEW


def _has_digit(text: str, part: tuple[int, int]) -> bool:
    return any(map(str.isdigit, text[slice(*part)]))


def _may_end(text: str, parts: list[tuple[int, int]]) -> bool:
    """Whether a group of capitals may be a code's last: short, or joined without a blank."""
    word = text[slice(*parts[-1])]
    if not word.isupper() or len(parts) < 2 or _is_standard(word):
        return False
    return len(word) <= _FEW or not text[parts[-2][1] : parts[-1][0]].isspace()


@lru_cache(maxsize=2048)
def _is_standard(word: str) -> bool:
    return word in _STANDARDS or word.upper() in _STANDARDS or word.rstrip("0123456789") in _STANDARDS
