"""Text goes in; answers to questions that only the right person can answer come out: "first pet? Biscuit"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import LOW, UP
from bot.redaction.spans import Span
from bot.redaction.talk import is_common, is_grammar, is_tool, is_uncommon
from bot.text.patterns import late, listed

_ASKED = late(rf"(?<![^\W_]){listed('security_question', 'named_memory')}(?![^\W_])", re.I)
_SECURITY = late(rf"(?<![^\W_]){listed('security_said')}(?![^\W_])", re.I)
_ANSWER = late(rf"(?<![^\W_]){listed('security_said')}(?![^\W_])|(?<![^\W_]){listed('answer_said')}(?![^\W_])", re.I)
_IS_SAID = listed("answer", "answer_said", "answer_is", "is", "is_password", "is_strong")
_IS = rf"(?:\s?[:=→?]\s?|\s[-–]\s|,\s|\s)(?:{_IS_SAID}[\s:=]{{1,2}}){{1,2}}"
_SIGN = r"\s?(?:[:=→?]|[)]\s?:)\s{0,2}"
_OPEN = r"[\"'“„«‘]?"
_NAME = rf"(?:{UP}[\w’'-]{{1,40}})(?:\s{UP}[\w’'-]{{1,40}}){{0,3}}|[^\W\d_]{{4,40}}"
_VALUE = rf"{_OPEN}(?P<value>{_NAME})(?!\w)"
_TO_VALUE = late(rf"[^.\n:=?]{{0,60}}?(?:(?i:{_IS})|{_SIGN}){_VALUE}")
_BESIDE = late(rf"(?:\s[^\W\d_]{{2,12}}){{0,2}}?\s{_OPEN}(?P<value>{UP}{LOW}[\w’'-]{{1,40}})(?!\w)")
_ANSWERED = late(rf"(?:(?i:{_IS})|{_SIGN}|\s){_VALUE}")
_NEAR = 90


def answers(text: str) -> Iterator[Span]:
    """What somebody says in answer to them."""
    if not may_hold(text, "security_question", "named_memory", "security_said"):
        return
    about = [*_ASKED.finditer(text)]
    if not about and _SECURITY.search(text) is None:
        return
    for cue in about:
        yield from _first(text, cue.end(), _TO_VALUE, plain=True)
        yield from _first(text, cue.end(), _BESIDE, plain=False)
        for answer in _ANSWER.finditer(text, cue.end(), min(cue.end() + _NEAR, len(text))):
            yield from _first(text, answer.end(), _ANSWERED, plain=True)
    for cue in _SECURITY.finditer(text):
        yield from _first(text, cue.end(), _TO_VALUE, plain=False)


def _first(text: str, at: int, pattern: re.Pattern[str], *, plain: bool) -> Iterator[Span]:
    """``plain``: a common word is a value, too, if a sentence could not go on with it."""
    found = pattern.match(text, at)
    if found is None:
        return
    words = found.group("value").split()
    while words and is_tool(words[-1]):
        words.pop()
    if not words or is_grammar(words[0]) or _ASKED.match(text, found.start("value")):
        return
    is_name = words[0][0].isupper() and not (len(words) == 1 and is_common(words[0]) and not plain)
    begin = found.start("value")
    if is_name or is_uncommon(words[0]) or (plain and text[found.start() : begin].rstrip()[-1:] in (":", "=", "→")):
        yield begin, begin + len(" ".join(words)), "password"
