"""A text and names of lists go in; whether a word of the lists may stand in it comes out, faster than by a search."""

from __future__ import annotations

from functools import cache, lru_cache

from bot.tongue.patterns import late, written

_WORD = late(r"[^\W\d_]+")


def may_hold(text: str, *names: str) -> bool:
    """False: none of the words stands there, each with no letter before and behind it."""
    return not _words_in(text).isdisjoint(_first_words(*names))


@lru_cache(maxsize=8)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@cache
def _first_words(*names: str) -> frozenset[str]:
    return frozenset(found.group() for word in written(*names) if (found := _WORD.search(word.lower())))
