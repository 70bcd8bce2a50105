"""Text goes in; addresses that let in whoever has them come out: with a password, a token or random signs in them."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from bot.redaction.finder import Finder
from bot.redaction.secret_value import UUID, is_no_value, is_secret_name
from bot.redaction.vocabulary import is_uncommon
from bot.text.patterns import late, listed, written

_LINK = late(
    r"(?<![\w@.])(?:[a-z][a-z0-9+.-]{1,20}:(?:[a-z]{1,20}:)?//|(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}(?::\d{1,5})?/)"
    r"[^\s<>\"'|`“”»]{1,1999}[^\s<>\"'|`“”».,;:!?)\]}*_~]",
    re.I,
)
_USER_IN_LINK = late(r"//(?:[^/\s:@]{0,100}:)?(?P<password>[^/\s]{1,200})@")
_DIGEST_BEHIND = late(rf"@{listed('digest_name')}:[0-9a-f]{{32,128}}\Z", re.I)
_PARTS_OF_LINK = late(r"[/?#&;]")
_LETS_IN = late(rf"(?<![a-z]){listed('link_lets_in')}", re.I)
_SLUG = late(r"(?:[a-z]+|\d+)(?:[-_.](?:[a-z]+\d{0,2}|\d+))*", re.I)
_REFERENCE_PARTS = written("link_reference")
_HOOK_PARTS = written("link_hook")  # behind these stands what nobody else should post to, however it looks
_SWITCH_IN_PART = late(r"[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])|[A-Z]{2}(?=[a-z])")
_SHORTEST_PART, _SHORT_KEY, _LONG_KEY = 5, 10, 16
"""Signs of a part of an address: to be looked at where words say that it lets in, to be random by mixed letters, by any."""


def _is_secret_link(match: re.Match[str]) -> bool:
    """Whether an address has a password in it, a token, or a row of random signs; a digest lets nobody in."""
    link = match.group()
    user = _USER_IN_LINK.search(link)
    has_password = user is not None and not is_no_value(user.group("password"))
    return _DIGEST_BEHIND.search(link) is None and (has_password or _has_secret_part(link))


def _has_secret_part(link: str) -> bool:
    whole, _, path = link.partition("//")
    host, *parts = _PARTS_OF_LINK.split(path or whole)
    lets_in, before = _LETS_IN.search(host) is not None, ""
    for part in parts:
        name, equals, value = part.rpartition("=")
        is_named = bool(equals)
        if is_named and is_secret_name(name) and len(value) > _SHORTEST_PART and not is_no_value(value):
            return True
        if before.lower() not in _REFERENCE_PARTS and _is_key(unquote(value), lets_in, is_named):
            return True
        is_hook = before.lower() in _HOOK_PARTS and not is_named
        is_word = is_uncommon(part) and not any(hook in part.lower() for hook in _HOOK_PARTS)
        if is_hook and (is_word or re.search(r"\d|[a-z][A-Z]", part)):
            return True
        lets_in, before = lets_in or (not is_named and _LETS_IN.search(part) is not None), part
    return False


@lru_cache(maxsize=8192)
def _is_key(part: str, lets_in: bool, is_named: bool) -> bool:
    """``lets_in``: words before say that the address lets somebody in; ``is_named``: it is what a name there stands for."""
    switches, size = len(_SWITCH_IN_PART.findall(part)), len(part)
    has_digit, has_lower, has_upper = (re.search(pattern, part) is not None for pattern in (r"\d", "[a-z]", "[A-Z]"))
    is_mixed = switches > 1 or (has_digit and (has_lower or has_upper) and _SLUG.fullmatch(part) is None)
    if lets_in and size > _SHORTEST_PART and is_mixed:
        return True
    if UUID.fullmatch(part) or re.search(r"\s", part):
        return False
    if size >= _SHORT_KEY and switches >= size / 2 and has_lower and has_digit and not is_named:
        return True
    is_hex = re.fullmatch(r"[0-9a-fA-F-]{16,}", part) is not None
    if size >= _LONG_KEY and (is_hex or (has_digit and has_lower)) and switches >= size / 5:
        return True
    is_cased = size >= _SHORT_KEY and has_lower and has_upper and switches >= size / 4
    return is_cased and not is_named and (has_digit or size < _LONG_KEY + 4)


FINDERS = (Finder("token", _LINK, valid=_is_secret_link, sign="/"),)
"""Whole addresses: what stands before a secret often says whose it is, and the address is of no use without it."""
