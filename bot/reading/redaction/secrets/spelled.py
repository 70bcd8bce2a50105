"""Text goes in; passwords come out that are spelt sign by sign: "capital T, small r, zero, exclamation mark", "A wie Anton"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.hints import may_hold
from bot.reading.redaction.numbers.evened import SAID_DIGIT
from bot.reading.redaction.secrets.told import cues_in
from bot.reading.redaction.spans import Span
from bot.tongue.patterns import listed

_SIZE = rf"{listed('letter_size')}"
_SIGN = listed("sign_said", "named_mail_mark", "star_said", "dot", "at", "named_mail_at")
_LIKE = rf"(?: {listed('letter_like')} [^\W\d_]{{2,14}})"
_ITEM = (
    rf"(?:(?:{_SIZE}[ -])?(?:[^\W_](?!\w)|{SAID_DIGIT}(?!\w)|{_SIGN}(?!\w)|{listed('letter_said')}(?!\w)|\d{{1,4}}(?!\w))"
    rf"(?:[ -]{_SIZE}(?!\w))?{_LIKE}?|[!?#$%&*@+=_/-])"
)
_RUN = re.compile(
    rf"(?<!\w){_ITEM}(?:[ ,;.·–-]{{1,3}}(?:(?:{listed('digits_joined', 'spelt_then')}),? )?{_ITEM}){{3,40}}(?!\w)", re.I
)
_ONE = re.compile(_ITEM, re.I)
_SIZED = re.compile(rf"(?<!\w)(?:{_SIZE}[ -]\w(?!\w)|\w[ -]{_SIZE}(?!\w))|\w{_LIKE}", re.I)
_NEAR, _ALONE = 90, 2
"""Signs behind a word for a password within which the run begins; letters with a size that need no such word."""


def spelled(text: str) -> Iterator[Span]:
    """Behind a word for a password, or where the size of letters is told."""
    if not may_hold(text, "letter_size", "sign_said", "letter_like", "digit_said") and not cues_in(text):
        return
    ends = [end for _, end in cues_in(text)]
    for run in _RUN.finditer(text):
        is_near = any(0 <= run.start() - end <= _NEAR for end in ends)
        sized = len(_SIZED.findall(run.group()))
        if sized >= _ALONE or (is_near and (sized or len(_ONE.findall(run.group())) >= 5)):
            yield *run.span(), "password"
