"""Text goes in; passwords come out that stand behind the name of a user or of a network: "log in as demo and then ..."."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.secrets.told import SENTENCE
from bot.redaction.spans import Span
from bot.redaction.talk import is_tool
from bot.redaction.values import is_no_value, may_be_value
from bot.text.patterns import late, listed

_SIGNS_IN = late(rf"(?<![\w\[-])(?:{listed('sign_in', 'sign_in_user', 'login_said', 'network')})(?![\w-])", re.I)
_USER = rf"(?<![\w/.-]){listed('login_user')}"
_VALUE = r"[\"'“„«]?(?P<value>[^\s\"'“”„«»,;()]{5,60})"
_THEN = late(rf"(?:[\s,]|[\"'”»]\s){listed('login_then')}\s{{1,2}}{_VALUE}", re.I)
_BESIDE = late(rf"(?:(?<=[\w\"'”»\]])\s?[/|+]\s?|(?<=\w),\s){_VALUE}")
_USER_BESIDE = late(rf"{_USER}\s?[/|+]\s?{_VALUE}", re.I)
_MOUNT = late(rf"(?<!\w){listed('login_mount')}\s+(?:\S{{1,2}}\s+)?(?:\\\\|//)\S+\s+(?P<value>[^\s/*-]\S{{2,60}})", re.I)
_EVERYDAY = late(
    r"[\d./:,%€$-]+\w{0,3}|[A-Z]+-?\d{1,5}|[^\W\d_]+-?\d{1,2}|[^\W\d_]{1,4}\d{1,4}|[QH]\d.*|[^\W\d_]+(?:[-/&.'’+][^\W\d_]+)*|\d.*"
)
"""Plain words, numbers of models and of rooms, parts of a year."""
_JOINED = late(r"[a-z]{3,}(?:[-_.][a-z]{3,})+[-_.]?\d{1,4}")
"""Words and a number, as people make up."""
_END = ".:?!)"


def pairs(text: str) -> Iterator[Span]:
    """What stands behind who signs in."""
    for match in _MOUNT.finditer(text) if may_hold(text, "login_mount") else ():
        yield *match.span("value"), "password"
    if re.search(r"\d|[!$&?§_]\w", text) is None:
        return
    for match in _USER_BESIDE.finditer(text):
        yield from _value_of(match)
    if not may_hold(text, "sign_in", "sign_in_user", "login_said", "network"):
        return
    for sentence in SENTENCE.finditer(text):
        cue = _SIGNS_IN.search(text, *sentence.span())
        for pattern in (_THEN, _BESIDE) if cue else ():
            for match in pattern.finditer(text, cue.end(), sentence.end()):  # type: ignore[union-attr]  # there is one
                yield from _value_of(match)


def _value_of(match: re.Match[str]) -> Iterator[Span]:
    value = match.group("value").rstrip(_END)
    if _JOINED.fullmatch(value) and not is_tool(re.split(r"[-_.]", value)[0]):
        yield match.start("value"), match.start("value") + len(value), "password"
    if not may_be_value(value) or is_no_value(value) or is_tool(value) or _EVERYDAY.fullmatch(value):
        return
    yield match.start("value"), match.start("value") + len(value), "password"
