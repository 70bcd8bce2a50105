"""Text goes in; passwords come out that are spelt sign by sign: "capital T, small r, zero, exclamation mark", "A wie Anton".

And those that are described in words, signs and numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.numbers.evened import SAID_DIGIT
from bot.redaction.secrets.told import NETWORK, NO_IS_BEHIND, cues_in
from bot.redaction.spans import Span
from bot.redaction.talk import is_grammar
from bot.text.patterns import late, listed

_SIZE = rf"{listed('letter_size')}"
_SIGN = listed("sign_said", "named_mail_mark", "star_said", "dot", "at", "named_mail_at")
_LIKE = rf"(?: {listed('letter_like')} [^\W\d_]{{2,14}})"
_ITEM = (
    rf"(?:(?:{_SIZE}[ -])?(?:[^\W_](?!\w)|{SAID_DIGIT}(?!\w)|{_SIGN}(?!\w)|{listed('letter_said')}(?!\w)|\d{{1,4}}(?!\w))"
    rf"(?:[ -]{_SIZE}(?!\w))?{_LIKE}?|[!?#$%&*@+=_/-])"
)
_RUN = late(rf"(?<!\w){_ITEM}(?:[ ,;.·–-]{{1,3}}(?:(?:{listed('digits_joined', 'spelt_then')}),? )?{_ITEM}){{3,40}}(?!\w)", re.I)
_ONE = late(_ITEM, re.I)
_SIZED = late(rf"(?<!\w)(?:{_SIZE}[ -]\w(?!\w)|\w[ -]{_SIZE}(?!\w))|\w{_LIKE}", re.I)
_NEAR, _ALONE = 90, 2
"""Signs behind a word for a password within which the run begins; letters with a size that need no such word."""
_JOINED = late(
    rf"[^\n.:=?!]{{0,60}}?(?:\s{{1,2}}(?P<sure>{listed('described_by')})\s{{1,2}}|\s{{0,2}}[:=]\s{{0,3}}[\"«“„]?\s?|['’]s\s|"
    rf"{NO_IS_BEHIND}[\s,]{{1,2}}(?:{listed('is', 'is_password', 'is_said', 'is_strong')})(?:\s{listed('still_said')})?"
    r"(?:\s{0,2}:)?\s{1,3})",
    re.I,
)
_CLAUSE_ENDS = late(r"[.!?;\n»”\"]|\s[–—-]\s")
_THEN = listed("spelt_then", "digits_joined", "login_then")
_PART = late(rf"\s?[,+]\s?(?:(?:{_THEN})\s)?|\s(?:{_THEN})\s", re.I)
_SIGN_PART = late(
    rf"\W*(?:{listed('phrase_begins')}\s)?(?:{SAID_DIGIT}\s)?{listed('sign_said', 'named_mail_mark', 'star_said')}\W*", re.I
)
"""A part that is a sign and no more."""
_MARK = late(
    rf"(?<!\w)(?:{listed('spelt_word')}\s[^\W_]|{listed('letter_size')}(?!\w)|[^\W\d_]\s{listed('letter_like')}\s[^\W\d_]{{2}})",
    re.I,
)
"""What nobody says but who describes a password."""
_SHORTS = late(rf"(?<!\w)(?:{SAID_DIGIT}|\d{{1,4}}|[^\W_])(?!\w)", re.I)
"""Numbers and single signs."""
_OWN = late(rf"{listed('phrase_begins')}\s", re.I)
_WORD = late(r"[^\W_]+")
_REACH, _MOST_WORDS, _FEW_WORDS, _FEWEST = 200, 10, 4, 2
_DESCRIBING = ("spelt_word", "described_by", "letter_size", "sign_said", "named_mail_mark", "star_said", "letter_like")


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


def described(text: str) -> Iterator[Span]:
    """Told in words, behind what is called a password and what says that it follows: "is the word heron, then a capital Q"."""
    if not may_hold(text, *_DESCRIBING):
        return
    networks = (found.span() for found in NETWORK.finditer(text))
    for _, end in dict.fromkeys([*cues_in(text), *networks]):
        if joined := _JOINED.match(text, end):
            at = joined.end()
            near = min(at + _REACH, len(text))
            stop = _CLAUSE_ENDS.search(text, at, near)
            yield from _description(text, at, stop.start() if stop else near, sure=joined.group("sure") is not None)


def _description(text: str, begin: int, last: int, *, sure: bool) -> Iterator[Span]:
    """As far as each part is a word, a sign, a number or a letter. ``sure``: what stands before leaves no doubt, so that one
    is enough."""
    first = _WORD.search(text, begin, last)
    if first is None or (is_grammar(first.group()) and not _MARK.match(text, begin) and not _OWN.match(text, begin)):
        return
    end, marks, parts, at = begin, int(sure), 0, begin
    while at < last:
        gap = _PART.search(text, at, last)
        until = gap.start() if gap else last
        is_marked = bool(_MARK.search(text, at, until) or _SIGN_PART.fullmatch(text, at, until))
        words, shorts = len(_WORD.findall(text[at:until])), len(_SHORTS.findall(text[at:until]))
        is_few = words <= _FEW_WORDS and (not parts or (shorts and words - shorts <= _FEWEST))
        if not (is_few or words - shorts <= 1 or (is_marked and words <= _MOST_WORDS)):
            break
        marks, parts, end = marks + is_marked, parts + 1, until
        at = gap.end() if gap else last
    if marks and parts >= (1 if sure else _FEWEST):
        yield begin, end, "password"
