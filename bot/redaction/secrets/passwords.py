"""Text goes in; passwords come out that are called so, in the sentence or the line that they stand in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.names import KEY_NAME
from bot.redaction.secrets.random_strings import is_random
from bot.redaction.spans import Span
from bot.redaction.talk import is_grammar
from bot.redaction.values import is_no_value
from bot.text.patterns import late, listed, written

_NAMED_AS = rf"(?:{listed('password')}|{listed('password_short')}(?=\s*[:=]))"
_SAID = rf"(?:\s*+(?:[:=]|->|=>|→)\s*+|\s++(?:{listed('is', 'is_password', 'is_strong')}|:=)(?:\s*+:)?\s++)"
_PASSWORD = late(
    rf"(?<![\w\[])(?P<name>{_NAMED_AS})(?P<who>(?:\s+{listed('password_of')}\s+[\w.@-]+){{0,2}})(?P<said>{_SAID})"
    r"(?P<quote>[\"'`“„«]?)(?P<value>[^\s\"'`”“»,;]{3,})",
    re.I,
)
_ODD = r"(?=[a-z]{0,2}[A-Z]+[a-z]{1,2}[A-Z])(?:[a-z]{0,2}[A-Z]+){2,6}[a-z]{0,2}(?![\w-])"
"""Capitals and small letters change as in no name."""
_PASSWORD_BESIDE = late(
    rf"(?<![\w\[-])(?i:(?P<name>{_NAMED_AS}))\s+(?P<quote>[\"'`“„«]?)"
    rf"(?P<value>(?=\S*\d)(?=\S*[A-Za-z])[^\s\"'`”“»,;\[\]]{{6,}}|{_ODD})"
)
_PLURAL = written("password_plural")
_LOGIN = written("login")
_NO_VALUE = late(rf"^(?:\[[a-z-]+\]|{listed('no_value')})[.?!)]*$", re.I)


def passwords(text: str) -> Iterator[Span]:
    """Passwords behind the word for them."""
    for pattern in (_PASSWORD, _PASSWORD_BESIDE):
        for match in pattern.finditer(text):
            yield from _password(match)


def _password(match: re.Match[str]) -> Iterator[Span]:
    value, begin = match.group("value"), match.start("value")
    bare = value.rstrip(".?!)")
    if _NO_VALUE.match(value) or is_no_value(value) or (bare.isalpha() and is_grammar(bare) and _goes_on(match)):
        return
    worded = match.groupdict().get("said", ":").strip(" :").isalpha() or match.group("name").lower() in _LOGIN
    if bare.isalpha() and bare.islower() and worded and not match.group("quote") and _goes_on(match):
        return  # "the token is missing from ...", "company login: shorten the letter"
    if bare.isalpha() and bare.islower() and match.group("name").lower() in _PLURAL and not match.group("quote"):
        return  # "passwords: good habits"
    is_key = KEY_NAME.search(match.string[match.start() : begin]) is not None and is_random(value)
    yield begin, begin + len(bare), "key" if is_key else "password"


def _goes_on(match: re.Match[str]) -> bool:
    """Whether a plain lower-case word after "is" goes on as a sentence ("the token is missing from ..."): then it is no value."""
    return bool(re.match(r"\s+[a-zà-ÿ]+", match.string[match.end() : match.end() + 24]))
