"""Text goes in; passwords come out that are words with signs and numbers between, as nothing else looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.spans import Span
from bot.reading.redaction.talk import is_tool, is_uncommon
from bot.reading.redaction.values import is_no_value

_LOW, _UP = "[a-zß-ÿ]", "[A-ZÀ-Þ]"
_WORD = "[A-Za-zß-ÿ]"
_BEGINS, _ENDS = r"(?<![\w/.@#:=-])", r"(?![\w/@=:$(-]|\.\w)"
_SHAPES = (
    rf"{_UP}{_LOW}{{2,30}}(?:[_&+!$*#%~]\d{{0,4}}{_WORD}{{0,30}}){{1,6}}\d{{0,6}}[A-Za-z]?",  # Lavande_34, Harbour!Goat77
    rf"{_UP}{_LOW}{{3,30}}(?:\.{_WORD}{{2,30}}){{1,6}}\.\d{{1,4}}[a-z]?",  # Mango.Trolley.5
    rf"{_UP}{_LOW}{{3,30}}-(?:\d{{2,4}}[a-z]|{_UP}{_LOW}{{2,30}}\d{{1,4}})",  # Maibaum-88x, Gato-Negro1
    rf"{_UP}{_LOW}{{3,30}}\d{{1,4}}{_UP}{_LOW}{{2,30}}",  # Pebble7Beach
    rf"{_LOW}{{4,30}}_{_LOW}{{4,30}}\d{{2,4}}",  # caracol_verde88
    rf"{_WORD}{{3,30}}[!&+$*#%]{_WORD}{{3,30}}\d{{1,4}}",  # tulp&regen5
    rf"{_WORD}{{4,30}}[!$*#%]{_WORD}{{4,30}}",  # Snow!White
)
_JOINED = re.compile(rf"{_BEGINS}(?=\S{{0,40}}(?:\d|[!$*#%][A-Za-z]))(?:{'|'.join(_SHAPES)})[!?*#]?{_ENDS}")
_NUMBERED = re.compile(
    rf"{_BEGINS}(?:(?P<word>[^\W\d_]{{5,30}})\d{{2,4}}[!?*]?|(?P<first>{_LOW}{{4,30}})(?:\.{_LOW}{{3,30}}){{1,6}}\.\d{{1,4}})"
    r"(?![\w/@=(-]|\.\w)"
)
"""A word that hardly anybody uses, and a number."""


def made_up(text: str) -> Iterator[Span]:
    """Measured on what thousands of questions hold: no name of a thing, a file or a version has these shapes."""
    for match in _JOINED.finditer(text):
        if not (is_tool(match.group()) or is_no_value(match.group())):
            yield *match.span(), "password"
    for match in _NUMBERED.finditer(text):
        if is_uncommon(match.group("word") or match.group("first")) and not is_tool(match.group()):
            yield *match.span(), "password"
