"""Whether what reads a text takes as much longer as the text is longer, whatever machine it runs on."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

_QUICK, _MOST_GROWTH = 0.25, 9
"""Seconds, if no others are named, and how many times as long a text four times as long may take."""


def grows_with_the_length(
    read: Callable[[str], object], sign: str, end: str = "", *, size: int = 4_000, quick: float = _QUICK
) -> bool:
    """``size``: of the shorter text; the longer one is four times as long. ``quick``: seconds within which nothing is asked about
    growth. Of two measures the better one counts."""
    short, long = (sign * (count // len(sign)) + end for count in (size, 4 * size))
    read(short[:200] + end)
    most = max(quick, _MOST_GROWTH * min(_seconds(read, short) for _ in range(2)))
    return _seconds(read, long) <= most or _seconds(read, long) <= most


def _seconds(read: Callable[[str], object], text: str) -> float:
    """Of the processor."""
    begin = process_time()
    read(text)
    return process_time() - begin
