"""Text goes in; names come out that people have in networks: behind the network's name, in its addresses, behind an at sign."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.spans import Span
from bot.redaction.talk import is_tool, is_uncommon
from bot.text.patterns import late, listed, written

_NETWORK = rf"(?<![\w.])(?i:{listed('social')})"
_IS = listed("is", "is_said", "named_is")
_HANDLE = late(
    rf"(?<![\w.])@(?P<before>[\w.]{{4,30}})(?=[^\n]{{0,30}}(?<!\w)(?i:{listed('social')}))"
    rf"|{_NETWORK}(?:\.\w{{2,3}})?(?:\s?:\s?|/|\s@|\s{listed('is')}\s@)(?:[a-z]{{1,8}}/|@)?"
    r"(?<=[:/@ ])(?P<handle>[A-Za-z][\w.-]{5,40})(?<=\w)(?!\w)"
)
_MARKED = late(
    rf"{_NETWORK}(?:(?P<there>\s(?i:{listed('account_there')}))(?:\s{_IS}|:)?|\s{_IS}|:|(?=\su/|\s\S{{2,30}}#\d{{4}}(?!\w)))\s(?:u/)?"
    rf"(?P<handle>(?=[a-z._-]{{0,29}}[\d_#])[a-z][\w.-]{{3,29}}(?:#\d{{4}})?)(?<=\w)(?![\w%])"
)
"""With a digit or a line in it."""
_PLAIN = late(
    rf"{_NETWORK}(?:[ -](?i:{listed('account_there')}))?(?:\s?:\s|\s(?:{listed('is', 'is_said')})\s)@?"
    r"(?P<handle>[a-z][a-z.]{5,29})(?!\w)"
)
_LOGIN = late(rf"(?<!\w)(?i:{listed('log_login')})\s(?P<handle>[a-z][a-z0-9._-]{{2,31}})(?=[\s(]|$)")
_ACCOUNTS = written("log_account", "login_user")
_AT = late(r"(?<![\w.@/])@(?P<handle>[a-z][\w.-]{3,30})(?<=\w)(?![\w@/])")


def logins(text: str) -> Iterator[Span]:
    """Names of users that a pasted log tells: those of people, and of no service."""
    for match in _LOGIN.finditer(text) if may_hold(text, "log_login") else ():
        name = match.group("handle")
        if name not in _ACCOUNTS and "-" not in name and is_uncommon(name):
            yield *match.span("handle"), "person"


def handles(text: str) -> Iterator[Span]:
    """Where a message speaks of a network."""
    if not may_hold(text, "social"):
        return
    for match in _HANDLE.finditer(text):
        yield *match.span("before" if match.group("before") else "handle"), "person"
    for match in _MARKED.finditer(text):
        if match.group("there") or re.search(r"\d", match.group("handle")) or is_uncommon(match.group("handle")):
            yield *match.span("handle"), "person"
    yield from ((*match.span("handle"), "person") for match in _PLAIN.finditer(text) if is_uncommon(match.group("handle")))
    yield from ((*match.span("handle"), "person") for match in _AT.finditer(text) if not is_tool(match.group("handle")))
