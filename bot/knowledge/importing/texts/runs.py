"""Text of a file goes in; the same comes out with one sign, or two or three in turn, at most forty times in a row.

No policy means more by more of them, and some patterns of the import take the square of their number. What parts the cells of a
table stays, as do letters, digits and the ends of lines.
"""

from __future__ import annotations

import re

_MOST = 40
_PAGE = re.compile(rf"((?:[^\w\r\n|]|_){{1,3}}?)\1{{{_MOST},}}")
_TABLE = re.compile(rf"((?:[^\w\r\n|,;\t]|_){{1,3}}?)\1{{{_MOST},}}")
_BLANKS = re.compile(rf"[^\S\r\n\t]{{{_MOST},}}")


def short_runs(text: str, *, is_table: bool = False) -> str:
    """``is_table``: commas, semicolons and tabs may part its cells."""
    return (_TABLE if is_table else _PAGE).sub(lambda run: run[1] * _MOST, _BLANKS.sub(" " * _MOST, text))
