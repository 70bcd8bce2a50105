"""A text and names of lists go in; whether a word of the lists may stand in it comes out, faster than by a search."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from bot.text.patterns import late, listed, written

_WORD = late(r"[^\W\d_]+")
_OF_MACHINE, _BESIDE = late(rf"(?<![^\W_]){listed('code_of_machine')}(?![^\W_])", re.I), 10
_GENERIC = written("code_generic")
_STATUS = late(r"\s?[:=]\s?[45]\d\d(?![\w-])")
"""What servers reply with."""


def may_hold(text: str, *names: str) -> bool:
    """False: none of the words stands there, each with no letter before and behind it."""
    return not _words_in(text).isdisjoint(_first_words(*names))


@lru_cache(maxsize=8)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower()))


@cache
def _first_words(*names: str) -> frozenset[str]:
    return frozenset(found.group() for word in written(*names) if (found := _WORD.search(word.lower())))


def is_generic(code: re.Match[str]) -> bool:
    """Whether the word for a code may be for one of anything."""
    return code.group().lower() in _GENERIC


def is_of_machine(code: re.Match[str]) -> bool:
    """Whether a program tells it, by what is right beside such a word for a code: "exit code 137", "code: 404"."""
    if not is_generic(code):
        return False
    if _STATUS.match(code.string, code.end()):
        return True
    return _OF_MACHINE.search(code.string, max(code.start() - _BESIDE, 0), code.end() + _BESIDE) is not None
