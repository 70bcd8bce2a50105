"""Text goes in; what commands and calls are given to sign in with comes out: flags, arguments, pairs of a user and a password."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.spans import Span
from bot.redaction.values import is_made_up, is_no_value, may_be_value
from bot.text.patterns import late, listed

_COMMAND = late(rf"(?<![\w-]){listed('login_command')}(?![\w-])[^\n]{{1,400}}")
_FLAG = late(
    r"(?<=\s)(?:-[pPaw]|-pw|/p:)(?:\s+|(?=[^\s-]))(?P<value>'[^'\n]+'|\"[^\"\n]+\"|\S+)|(?<=\s)-[uU](?:\s+|(?=\S))"
    r"['\"]?[^\s:%'\"]+[:%](?P<pair>[^\s'\"]+)"
)
_COMMANDED = late(
    rf"(?<![\w-])(?:(?P<sure>{listed('secret_command')})|{listed('secret_command_perhaps')})\s{{1,3}}['\"]?(?P<value>[^\s'\";,]{{3,80}})",
    re.I,
)
_CALL = late(rf"{listed('login_call')}\s?\((?P<given>[^()\n]{{3,200}})\)", re.I)
_ARGUMENT = late(r"[\"']([^\"'\n]{3,80})[\"']")
_PGPASS = late(r"(?<![\w:/])[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*.-]{1,60}:[\w*.@-]{1,60}:(?P<value>\S{3,200})")
_LOGIN_PAIR = late(rf"{listed('login_user')}:", re.I)
_PAIR = late(
    r"(?<![\w:/.-])[\w.@-]{2,60}:(?P<value>[^\s:/]{6,100})(?![\w/])|(?<![\w/.-])\w{2,40}/(?P<at>[^\s/@]{4,80})@(?="
    r"//|[\w.-]{2,80}:\d)"
)
_PLAIN = late(r"\S{1,300}")
_SHORT = 7
"""Signs of a password that stands in a pair and looks like one, at the most too few."""


def commands(text: str) -> Iterator[Span]:
    """Values behind the words of commands, in calls, behind flags, and in pairs."""
    for match in _COMMANDED.finditer(text):
        if not is_no_value(match.group("value")) and (match.group("sure") or may_be_value(match.group("value"))):
            yield *match.span("value"), "password"
    if "(" in text:
        for call in _CALL.finditer(text):
            arguments = _ARGUMENT.finditer(text, *call.span("given"))
            yield from ((*argument.span(1), "password") for argument in arguments if may_be_value(argument.group(1)))
    if " -" in text or " /" in text:
        for command in _COMMAND.finditer(text):
            yield from _flags(command)
    if ":" in text or "/" in text:
        yield from ((*match.span("value"), "password") for match in _PGPASS.finditer(text))
        yield from _pairs(text)


def _pairs(text: str) -> Iterator[Span]:
    for match in _PAIR.finditer(text):
        which = "value" if match.group("value") else "at"
        value = match.group(which)
        looks = is_made_up(value) and re.search(r"\d", value) and len(value.strip(".,;!?)")) > _SHORT
        is_login = _LOGIN_PAIR.fullmatch(text[match.start() : match.start(which)]) is not None and may_be_value(value)
        if (looks or is_login or which == "at") and not is_reference(text, match.start(which)):
            yield *match.span(which), "password"


def _flags(command: re.Match[str]) -> Iterator[Span]:
    """Arguments of a command by which somebody signs in."""
    begin = command.start()
    for flag in _FLAG.finditer(command.group()):
        for part in ("value", "pair"):
            if flag.group(part):
                yield begin + flag.start(part), begin + flag.end(part), "password"
    for word in _PLAIN.finditer(command.group()):
        if is_made_up(word.group()) and "\\" not in word.group() and not word.group().startswith("-"):
            yield begin + word.start(), begin + word.end(), "password"
