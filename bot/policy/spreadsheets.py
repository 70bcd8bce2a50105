"""A text goes in; the same comes out as no spreadsheet runs it; and as it was, where it comes back.

What looks like a formula gets an apostrophe before it, as does what looks like one that has an apostrophe already: so whoever
takes one away has the text again.
"""

from __future__ import annotations

import re

_SIGN = "[=+\\-@|\uff1d\uff0b\uff0d\uff20]"
_BEGINS = re.compile(rf"'*(?:\s*{_SIGN}|[\t\r\n])")
_INSIDE = re.compile(rf"(?<![;\s])([;\s]+)('*{_SIGN})")
"""A cell is cut in lands whose lists are parted by semicolons, and where a line of it ends."""
_NUMBER = re.compile(r"-\d+(?:\.\d+)?", re.ASCII)
_PARTS = frozenset(";\t\r\n")


def is_like_formula(text: str) -> bool:
    """Whether a spreadsheet may run it, as it stands or without apostrophes before it. A number below zero is none."""
    return _BEGINS.match(text) is not None and not _NUMBER.fullmatch(text)


def no_formula(text: str) -> str:
    """For a cell of a workbook, which nothing cuts."""
    return f"'{text}" if is_like_formula(text) else text


def no_formula_in(text: str) -> str:
    """For a line of CSV: neither the cell is a formula nor any part that is cut of it."""
    return no_formula(_INSIDE.sub(_guarded, text))


def as_it_was(text: str) -> str:
    """What ``no_formula_in`` was given."""
    bare = text[1:] if text.startswith("'") and is_like_formula(text[1:]) else text
    return _INSIDE.sub(_bare, bare)


def _guarded(found: re.Match[str]) -> str:
    return f"{found[1]}'{found[2]}" if _PARTS.intersection(found[1]) else found[0]


def _bare(found: re.Match[str]) -> str:
    return found[1] + found[2].removeprefix("'") if _PARTS.intersection(found[1]) else found[0]
