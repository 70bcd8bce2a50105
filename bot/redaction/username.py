"""Text goes in; names come out that people have in networks and on machines: behind the network's name or an at sign, in logs."""

from __future__ import annotations

import re

from bot.redaction.finder import Finder
from bot.redaction.vocabulary import is_tool, is_uncommon
from bot.text.patterns import late, listed, written

_SOCIAL_NETWORK = rf"(?<![\w.])(?i:{listed('social')})"
_IS_CALLED = listed("is", "is_said", "named_is")
_BESIDE_NETWORK = late(
    rf"(?<![\w.])@(?P<other>[\w.]{{4,30}})(?=[^\n]{{0,30}}(?<!\w)(?i:{listed('social')}))|{_SOCIAL_NETWORK}(?:\.\w{{2,3}})?(?:\s?:\s?|/|"
    rf"\s@|\s{listed('is')}\s@)(?:[a-z]{{1,8}}/|@)?(?<=[:/@ ])(?P<value>[A-Za-z][\w.-]{{5,40}})(?<=\w)(?!\w)"
)
_WITH_DIGIT_OR_LINE = late(
    rf"{_SOCIAL_NETWORK}(?:(?P<there>\s(?i:{listed('account_there')}))(?:\s{_IS_CALLED}|:)?|\s{_IS_CALLED}|:|(?=\su/|"
    r"\s\S{2,30}#\d{4}(?!\w)))\s(?:u/)?(?P<value>(?=[a-z._-]{0,29}[\d_#])[a-z][\w.-]{3,29}(?:#\d{4})?)(?<=\w)(?![\w%])"
)

_PLAIN_USERNAME = late(
    rf"{_SOCIAL_NETWORK}(?:[ -](?i:{listed('account_there')}))?(?:\s?:\s|\s(?:{listed('is', 'is_said')})\s)@?"
    r"(?P<value>[a-z][a-z.]{5,29})(?!\w)"
)
_IN_LOG = late(rf"(?<!\w)(?i:{listed('log_login')})\s(?P<value>[a-z][a-z0-9._-]{{2,31}})(?=[\s(]|$)")
_SERVICE_ACCOUNTS = written("log_account", "login_user")
_BEHIND_AT = late(r"(?<![\w.@/])@(?P<value>[a-z][\w.-]{3,30})(?<=\w)(?![\w@/])")


def _is_user(match: re.Match[str]) -> bool:
    """Whether a log names a person and no service."""
    name = match.group("value")
    return name not in _SERVICE_ACCOUNTS and "-" not in name and is_uncommon(name)


def _is_username(match: re.Match[str]) -> bool:
    name = match.group("value")
    return bool(match.groupdict().get("there") or re.search(r"\d", name)) or is_uncommon(name)


FINDERS = (
    Finder("person", _IN_LOG, valid=_is_user, context=("log_login",)),
    Finder("person", _BESIDE_NETWORK, context=("social",)),
    Finder("person", _WITH_DIGIT_OR_LINE, _PLAIN_USERNAME, valid=_is_username, context=("social",)),
    Finder("person", _BEHIND_AT, valid=lambda match: not is_tool(match.group("value")), context=("social",)),
)
