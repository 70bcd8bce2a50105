"""A sentence goes in; the times it names come out, in days: whether something is kept for longer than before."""

from __future__ import annotations

import re
from functools import cache

from bot.vendors.judging.data import load


@cache
def _days() -> dict[str, float]:
    return {word: float(days) for days, some in load("direction")["times"].items() for word in some}


@cache
def _named() -> re.Pattern[str]:
    return re.compile(rf"\b(\d{{1,4}}) (?:\w+ )?({'|'.join(sorted(_days(), key=len, reverse=True))})\b")


def times_in(text: str) -> list[float]:
    """Each time a compared text names, in days."""
    return [int(number) * _days()[unit] for number, unit in _named().findall(text)]


def longer(before: str, after: str) -> int:
    """1 where the one time that changed is longer now, -1 where it is shorter; 0 where none did, or several."""
    was, now = times_in(before), times_in(after)
    changed = [(old, new) for old, new in zip(was, now, strict=False) if old != new]
    if len(was) != len(now) or len(changed) != 1:
        return 0
    return 1 if changed[0][1] > changed[0][0] else -1
