"""Text goes in; passwords come out that are spelt sign by sign or described in words."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.door_code import NETWORK
from bot.redaction.finder import has_word
from bot.redaction.number import SAID_DIGIT
from bot.redaction.secret_value import IS, password_words
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_grammar
from bot.text.patterns import late, listed

_SIZE = rf"{listed('letter_size')}"
_SIGN_SAID = listed("sign_said", "named_mail_mark", "star_said", "dot", "at", "named_mail_at")
_LIKE = rf"(?: {listed('letter_like')} [^\W\d_]{{2,14}})"
_ITEM = (
    rf"(?:(?:{_SIZE}[ -])?(?:[^\W_](?!\w)|{SAID_DIGIT}(?!\w)|{_SIGN_SAID}(?!\w)|{listed('letter_said')}(?!\w)|\d{{1,4}}(?!\w))"
    rf"(?:[ -]{_SIZE}(?!\w))?{_LIKE}?|[!?#$%&*@+=_/-])"
)
_SPELLING = late(
    rf"(?<!\w){_ITEM}(?:[ ,;.·–-]{{1,3}}(?:(?:{listed('digits_joined', 'spelt_then')}),? )?{_ITEM}){{3,40}}(?!\w)", re.I
)
_SIZED = late(rf"(?<!\w)(?:{_SIZE}[ -]\w(?!\w)|\w[ -]{_SIZE}(?!\w))|\w{_LIKE}", re.I)
_UP_TO_DESCRIPTION = late(rf"[^\n.:=?!]{{0,60}}?(?:\s{{1,2}}(?P<sure>{listed('described_by')})\s{{1,2}}|{IS}[\"«“„]?\s?)", re.I)
_END_OF_CLAUSE = late(r"[.!?;\n»”\"]|\s[–—-]\s")
_THEN = listed("spelt_then", "digits_joined", "login_then")
_BETWEEN_PARTS = late(rf"\s?[,+]\s?(?:(?:{_THEN})\s)?|\s(?:{_THEN})\s", re.I)
_SIGN_PART = late(
    rf"\W*(?:{listed('phrase_begins')}\s)?(?:{SAID_DIGIT}\s)?{listed('sign_said', 'named_mail_mark', 'star_said')}\W*", re.I
)
"""A part that is a sign and no more."""
_MARK = late(
    rf"(?<!\w)(?:{listed('spelt_word')}\s[^\W_]|{listed('letter_size')}(?!\w)|[^\W\d_]\s{listed('letter_like')}\s[^\W\d_]{{2}})",
    re.I,
)
"""What nobody says but who describes a password."""
_SHORT_PARTS = late(rf"(?<!\w)(?:{SAID_DIGIT}|\d{{1,4}}|[^\W_])(?!\w)", re.I)  # numbers and single signs
_ARTICLE = late(rf"{listed('phrase_begins')}\s", re.I)
_FARTHEST_SPELLING, _LONGEST_DESCRIPTION = 90, 200
_MOST_MARKED_WORDS, _FEW_WORDS, _FEWEST_PARTS = 10, 4, 2


def letter_by_letter(text: str) -> Iterator[Span]:
    """Behind a word for a password, or where the size of letters is told: "capital T, small r, zero", "A wie Anton"."""
    ends = [end for _, end in password_words(text)]
    if ends or has_word(text, "letter_size", "sign_said", "letter_like", "digit_said"):
        for run in _SPELLING.finditer(text):
            is_near = any(0 <= run.start() - end <= _FARTHEST_SPELLING for end in ends)
            sized = len(_SIZED.findall(run.group()))
            if sized > 1 or (is_near and (sized or len(re.findall(_ITEM, run.group(), re.I)) >= 5)):
                yield *run.span(), "password"


def described_password(text: str) -> Iterator[Span]:
    """Told in words, behind what is called a password and what says that it follows: "is the word heron, then a capital Q"."""
    lists = ("spelt_word", "described_by", "letter_size", "sign_said", "named_mail_mark", "star_said", "letter_like")
    if not has_word(text, *lists):
        return
    for _, end in dict.fromkeys([*password_words(text), *(found.span() for found in NETWORK.finditer(text))]):
        if joined := _UP_TO_DESCRIPTION.match(text, end):
            near = min(joined.end() + _LONGEST_DESCRIPTION, len(text))
            stop = _END_OF_CLAUSE.search(text, joined.end(), near)
            last = _end_of_description(text, joined.end(), stop.start() if stop else near, joined.group("sure") is not None)
            if last > joined.end():
                yield joined.end(), last, "password"


def _end_of_description(text: str, begin: int, last: int, sure: bool) -> int:
    """As far as each part is a word, a sign, a number or a letter; ``begin`` if it is none. ``sure``: what stands before leaves
    no doubt, so that one is enough."""
    first = re.compile(r"[^\W_]+").search(text, begin, last)
    is_talk = first and is_grammar(first.group()) and not _MARK.match(text, begin) and not _ARTICLE.match(text, begin)
    end, marks, parts, at = begin, int(sure), 0, begin
    while at < last and first and not is_talk:
        gap = _BETWEEN_PARTS.search(text, at, last)
        until = gap.start() if gap else last
        is_marked = bool(_MARK.search(text, at, until) or _SIGN_PART.fullmatch(text, at, until))
        words, shorts = len(re.findall(r"[^\W_]+", text[at:until])), len(_SHORT_PARTS.findall(text[at:until]))
        is_few = words <= _FEW_WORDS and (not parts or (shorts and words - shorts <= _FEWEST_PARTS))
        if not (is_few or words - shorts <= 1 or (is_marked and words <= _MOST_MARKED_WORDS)):
            break
        marks, parts, end = marks + is_marked, parts + 1, until
        at = gap.end() if gap else last
    return end if marks and parts >= (1 if sure else _FEWEST_PARTS) else begin


FINDERS = (letter_by_letter, described_password)
