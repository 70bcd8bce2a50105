"""Text goes in; telephone numbers come out that are read out, or written with odd gaps and letters behind what calls them so."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.numbers.evened import SAID_DIGIT
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.numbers.phones import is_of_service
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_GLUED = late(rf"\d{listed('digit_said')}", re.I)
_ONE_SAID = late(listed("digit_said"), re.I)
_GROUP = rf"(?:\d?{SAID_DIGIT}(?![^\W\d_])|\d{{1,6}}(?!\w))"
_GAP = rf"[ \n,.;/·-]{{1,4}}(?:(?:{listed('digits_joined')})[ -])?"
_READ_OUT = late(rf"(?<![\w.,])(?:\+ ?|{listed('plus_said')} )?{_GROUP}(?:{_GAP}{_GROUP}){{2,20}}", re.I)
_CALLED = late(rf"(?<![\w-])(?:{listed('phone_said', 'named_phone')})(?![^\W_])", re.I)
_JOIN = late(
    rf"(?:[\s:=(#\"'“„,–-]|\.(?!\w))*(?:(?:[^\W\d_]{{1,12}}|{listed('named_is', 'number')})[ .:,]{{1,2}}){{0,4}}?"
    r"(?:[\s:=(\"'“-]*)"
    rf"(?P<value>(?:\+ ?)?\(?[\dOoIlSB]{{1,12}}\)?"
    rf"(?:[ ()./·_-]{{1,4}}(?:{listed('extension')}[ -]?)?[\dOoIlSB]{{1,12}}){{0,14}})(?!\w)"
)
_FEWEST, _MOST, _DIGITS = 7, 16, 4
"""Signs of a number, and how many of them are digits that look like no letter."""
_WORDS = 3
_DATE = late(r"\d{1,4}([-./ ])\d{1,2}\1\d{1,4}|(?:\d{1,2}[:.]\d\d\W*)+")


def called_phones(text: str) -> Iterator[Span]:
    """Numbers that somebody reads out, and what stands behind a word for a telephone."""
    for match in _READ_OUT.finditer(text):
        said = len(_ONE_SAID.findall(match.group()))
        digits = sum(map(str.isdigit, match.group()))
        if (
            said > _WORDS or (said > 1 and digits > _DIGITS) or (said and digits >= _FEWEST and _GLUED.search(match.group()))
        ) and said + digits >= _FEWEST:
            yield *match.span(), "phone"
    if re.search(r"\d", text) is None or not may_hold(text, "phone_said", "named_phone"):
        return
    for cue in _CALLED.finditer(text):
        found = _JOIN.match(text, cue.end(), min(cue.end() + 90, len(text)))
        if found is None or is_reference(text, found.start("value")) or is_of_service(found.group("value").strip()):
            continue
        if _is_number(found.group("value")):
            yield *found.span("value"), "phone"


def _is_number(value: str) -> bool:
    signs = sum(map(str.isalnum, value))
    digits = sum(map(str.isdigit, value))
    if {sign for sign in value if sign.isalnum()} == {"0"}:
        return False  # a form that shows how it is written
    return _FEWEST <= signs <= _MOST and digits >= _DIGITS and _DATE.fullmatch(value.strip(" ().")) is None
