"""Text goes in; rows of words come out that open a purse of digital money or an account: "joy estate ranch alcohol ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.redaction.spans import Span
from bot.text.patterns import late, listed, written

_CUE = late(rf"(?<![\w-])(?:{listed('phrase_said')})", re.I)
_ROW = late(
    r"(?<![\w-])[a-zß-ÿ]{3,8}(?:(?: ?[,;|/→>] ?| [-–] ?|\n|[,;]\n|-| |[ \n,]{0,3}\d{1,2}[.):]? )[a-zß-ÿ]{3,8}){7,60}(?![\w-])"
)
_WORD = late(r"[a-zß-ÿ]+")
_OF_LISTS = late(r"[/|→>]")
"""Signs between things that may go into a tool, or steps: rows that nobody calls so are not written with them."""
_SIGN = late(r"[^\s\w]|\d")
_SMALL = written("small_words")
_SIZES = (12, 15, 18, 21, 24)
"""Words of such a row, by the standard that purses follow."""
_CALLED, _ALONE, _DIFFERENT = 8, 12, 0.6
"""Words of a row that is called so, and of one that is not; the share of them that differ from each other."""


def recovery_words(text: str) -> Iterator[Span]:
    """Twelve words and more with no small word of a sentence among them; fewer, or with such words, where they are called so
    and are as many as these rows have, or where a comma, a line or a number parts each from the next."""
    rows = [[*_WORD.finditer(text, *row.span())] for row in _ROW.finditer(text)]
    is_called = _CUE.search(text) is not None if rows else False
    for words in rows:
        is_listed = not is_called and _OF_LISTS.search(text, words[0].start(), words[-1].end())
        if not is_listed and len({word.group() for word in words}) >= len(words) * _DIFFERENT:
            yield from _rows_in(text, words, is_called)


def _rows_in(text: str, words: Sequence[re.Match[str]], is_called: bool) -> Iterator[Span]:
    fewest = _CALLED if is_called else _ALONE
    for is_small, run in groupby(words, key=lambda word: word.group() in _SMALL):
        row = [*run]
        if not is_small and len(row) >= fewest:
            yield row[0].start(), row[-1].end(), "key"
    for is_parted, part in _by_gap(text, words):
        if (is_parted and len(part) >= fewest) or (is_called and len(part) in _SIZES):
            yield part[0].start(), part[-1].end(), "key"


def _by_gap(text: str, words: Sequence[re.Match[str]]) -> Iterator[tuple[bool, Sequence[re.Match[str]]]]:
    """Parts of a row, each with whether signs or numbers stand between its words, and not blanks alone."""
    begin = 0
    for at in range(1, len(words)):
        is_parted = _is_parted(text, words, at)
        if at == len(words) - 1 or _is_parted(text, words, at + 1) != is_parted:
            yield is_parted, words[begin : at + 1]
            begin = at + (1 if is_parted else 0)


def _is_parted(text: str, words: Sequence[re.Match[str]], at: int) -> bool:
    return _SIGN.search(text, words[at - 1].end(), words[at].start()) is not None
