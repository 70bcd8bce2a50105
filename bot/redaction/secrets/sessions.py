"""Text goes in; what lets somebody go on who has signed in comes out: in rows of cookies, and behind the words for it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.secrets.random_strings import is_no_word, is_random
from bot.redaction.spans import OF_THINGS, Span
from bot.redaction.values import is_file
from bot.text.patterns import late, listed

_COOKIE = late(r"(?<![\w.&?/-])[\w.-]{1,40}=(?P<value>[^\s;=,\"'&]{8,400})(?=;|$|\s)")
_LONG_ID = late(r"\d{9,}")
_SAID = late(rf"(?<![^\W_]){listed('session_said')}(?![^\W_])", re.I)
_VALUE = late(r"(?<![\w%+/~-])[\w%+/~-]{8,400}(?![\w%+/~-])")
_NEAR = 60
_REST = late(
    rf"\[(?:{'|'.join(OF_THINGS)})\](?P<rest>[.:|~!*_/+=%-]{{1,2}}(?=[^\s,;\"'<>()\[\]]{{0,200}}\d)[^\s,;\"'<>()\[\]]{{2,200}})"
)
"""What no blank parts from a value that was taken out."""


def sessions(text: str) -> Iterator[Span]:
    """Values of cookies beside others, and what is random behind "cookie" and the like."""
    if ";" in text and "=" in text:
        for match in _COOKIE.finditer(text):
            value = match.group("value")
            is_row = text[max(match.start() - 2, 0) : match.start()] == "; " or text.startswith(";", match.end())
            if is_row and ("%3A" in value or is_random(value) or _LONG_ID.fullmatch(value)):
                yield *match.span("value"), "token"
    for match in _REST.finditer(text) if "]" in text else ():
        rest = match.group("rest").rstrip(".:!")
        if not is_file(rest):
            yield match.start("rest"), match.start("rest") + len(rest), "token"
    for cue in _SAID.finditer(text) if may_hold(text, "session_said") else ():
        for match in _VALUE.finditer(text, cue.end(), min(cue.end() + _NEAR, len(text))):
            if is_random(match.group()) or is_no_word(match.group()):
                yield *match.span(), "token"
