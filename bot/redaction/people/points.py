"""Text goes in; places on earth come out that numbers tell, or three words, but those of sights."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import UP
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_POINT = late(
    r"(?<![\w.,-])-?\d{1,2}\.\d{4,9}\s?[,;/ ]\s?-?\d{1,3}\.\d{4,9}(?![\w.])|\d{1,3}°\s?\d{1,2}['’′]\s?[\d.]{1,6}"
    r"[\"”″]?\s?[NSEWO](?:\s?[,;]?\s?\d{1,3}°\s?\d{1,2}['’′]\s?[\d.]{1,6}[\"”″]?\s?[NSEWO])?"
)
_THREE_WORDS = r"[^\W\d_]{3,20}(?:\.[^\W\d_]{3,20}){2}(?!\w)"
_OTHER = (
    late(rf"(?<![:/])///\s?{_THREE_WORDS}|(?<={listed('place_in_words')} ){_THREE_WORDS}"),
    late(r"(?<!\w)[NSEWO]?\s?\d{1,3}°\s?\d{1,2}[.,]\d{2,5}(?!\d)"),
    late(rf"(?<![\w.,])\d{{1,3}}(?:\.\d{{3}}(?!\s[nsewo](?!\w))|\.\d{{4,8}}|,\d{{4,8}})°?\s?(?i:{listed('compass')})(?!\w)"),
    late(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"),
    late(r"(?<!\w)\d{1,2}[C-X] \d{6} \d{7}(?!\w)"),
)
"""what3words, minutes of degrees, degrees before a word for a direction, plus codes, metres of a grid."""
_FIELD = late(rf"(?<![^\W_]){listed('point_field')}[\"']?\s{{0,2}}[:=]?\s{{0,2}}[\"']?(-?\d{{1,3}}[.,]\d{{3,12}})(?!\w)", re.I)
_PUBLIC = late(
    rf"(?:\A|[.!?\n]\s?)(?:(?:{UP}[^\W\d_]*|{listed('article')})\s){{0,4}}(?i:[^\W\d_]*{listed('public_place')})"
    rf"(?:\s[^\W\d_]{{1,12}}){{1,2}}\s\Z"
)
"""A sentence that begins with a place for everybody: where that is tells of nobody."""
_BEFORE = 80


def points(text: str) -> Iterator[Span]:
    """Where somebody may live or be."""
    for match in _POINT.finditer(text):
        if not _PUBLIC.search(text, max(match.start() - _BEFORE, 0), match.start()):
            yield *match.span(), "address"
    for pattern in _OTHER:
        yield from ((*match.span(), "address") for match in pattern.finditer(text))
    if may_hold(text, "point_field"):
        yield from ((*match.span(1), "address") for match in _FIELD.finditer(text))
