"""A sentence goes in; the times it names come out, in days: whether something is kept for longer than before."""

from __future__ import annotations

import re
from functools import cache

from bot.vendors.judging.data import load

_NO_END = 100_000.0
"""Days: nobody says when."""
_CLOSE = 0.025
"""Of the longer time: twelve months are a year, thirty days a month; four weeks are no month."""


@cache
def _days() -> dict[str, float]:
    return {word: float(days) for days, some in load("phrases")["times"].items() for word in some}


@cache
def _units() -> str:
    return "|".join(sorted(_days(), key=len, reverse=True))


@cache
def _named() -> re.Pattern[str]:
    words = load("phrases")
    counted = rf"\b(\d{{1,4}}|{'|'.join(words['one'])}) (?:\w+ )?({_units()})\b"
    return re.compile(rf"{counted}|(?P<at_once>{words['at_once']})|(?P<open_end>{words['open_end']})")


@cache
def _bare() -> re.Pattern[str]:
    return re.compile(rf"\b(?:\d{{1,4}}|{'|'.join(load('phrases')['one'])}) (?:{_units()})\b")


def times_in(text: str) -> list[float]:
    """Each time a compared text names, in days."""
    return [_length(found) for found in _named().finditer(text)]


def without_times(text: str) -> str:
    """A compared text with each number and its unit taken out; "business" in "30 business days" stays."""
    return _bare().sub("§", text)


def _length(found: re.Match[str]) -> float:
    if found["at_once"]:
        return 0.0
    if found["open_end"]:
        return _NO_END
    return (int(found[1]) if found[1].isdigit() else 1) * _days()[found[2]]


def is_close(one: float, other: float) -> bool:
    """Whether two times are one, in other units."""
    return abs(one - other) <= _CLOSE * max(one, other)


def longer(before: str, after: str) -> int:
    """1 where the one time that changed is longer now, -1 where it is shorter; 0 where none did, or several."""
    was, now = times_in(before), times_in(after)
    changed = [(old, new) for old, new in zip(was, now, strict=False) if not is_close(old, new)]
    if len(was) != len(now) or len(changed) != 1:
        return 0
    return 1 if changed[0][1] > changed[0][0] else -1
