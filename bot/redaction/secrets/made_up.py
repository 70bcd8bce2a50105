"""Text goes in; passwords come out that are words with signs and numbers between, near what says that they may be."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from bot.redaction.secrets.told import cues_in
from bot.redaction.spans import Span
from bot.redaction.talk import is_common, is_struck, is_tool, is_uncommon
from bot.redaction.values import is_no_value
from bot.text.patterns import late, listed

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
_JOINED = late(rf"{_BEGINS}(?=\S{{0,40}}(?:\d|[!$*#%][A-Za-z]))(?:{'|'.join(_SHAPES)})[!?*#]?{_ENDS}")
_NUMBERED = late(
    rf"{_BEGINS}(?:(?P<word>[^\W\d_]{{5,30}})\d{{2,4}}[!?*]?|(?P<first>{_LOW}{{4,30}})(?:\.{_LOW}{{3,30}}){{1,6}}\.\d{{1,4}})"
    r"(?![\w/@=(-]|\.\w)"
)
"""A word that hardly anybody uses, and a number."""
_WOVEN = late(rf"{_BEGINS}{_LOW}{{4,30}}\d{{2,4}}{_LOW}{{3,30}}{_ENDS}")
"""Two words in small letters around a number: nobody writes so but who makes up a password."""
_FOURS = late(
    r"(?<![\w-])(?P<one>[a-z]{4})(?P<gap>[ -])(?P<two>[a-z]{4})(?P=gap)(?P<three>[a-z]{4})(?P=gap)(?P<four>[a-z]{4})(?![\w-])"
)
"""How vendors write the password of one app: four groups of four letters."""
_CONTEXT = late(rf"(?<![^\W_]){listed('password_hinted', 'login_said')}(?![^\W_])", re.I)
_NEAR, _TWO = 80, 2


def made_up(text: str) -> Iterator[Span]:
    """Alone they are files, versions and products as well, but for words around a number."""
    says = sorted(begin for begin, _ in (*cues_in(text), *(found.span() for found in _CONTEXT.finditer(text))))
    for match in _JOINED.finditer(text) if says else ():
        if _is_near(says, match) and not (is_tool(match.group()) or is_no_value(match.group())):
            yield *match.span(), "password"
    for match in _FOURS.finditer(text):
        groups = match.group("one", "two", "three", "four")
        if sum(is_common(group) or is_struck(group) for group in groups) < _TWO:
            yield *match.span(), "password"
    yield from ((*match.span(), "password") for match in _WOVEN.finditer(text) if not is_tool(match.group()))
    for match in _NUMBERED.finditer(text) if says else ():
        is_odd = is_uncommon(match.group("word") or match.group("first")) and not is_tool(match.group())
        if is_odd and _is_near(says, match):
            yield *match.span(), "password"


def _is_near(says: list[int], match: re.Match[str]) -> bool:
    place = bisect_left(says, match.start() - _NEAR)
    return place < len(says) and says[place] <= match.end() + _NEAR
