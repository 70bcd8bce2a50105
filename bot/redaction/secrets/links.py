"""Text goes in; addresses that let in whoever has them come out: with a password, a token or a row of random signs in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from urllib.parse import unquote

from bot.redaction.names import is_secret_name
from bot.redaction.spans import Span
from bot.redaction.talk import is_uncommon
from bot.redaction.values import UUID, is_no_value
from bot.text.patterns import late, listed, written

_LINK = late(
    r"(?<![\w@.])(?:[a-z][a-z0-9+.-]{1,20}:(?:[a-z]{1,20}:)?//|(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}(?::\d{1,5})?/)"
    r"[^\s<>\"'|`“”»]{2,2000}",
    re.I,
)
_USER = late(r"//(?:[^/\s:@]{0,100}:)?(?P<password>[^/\s]{1,200})@")
_DIGEST = late(rf"@{listed('digest_name')}:[0-9a-f]{{32,128}}\Z", re.I)
_PARTS = late(r"[/?#&;]")
_HEX = late(r"[0-9a-f-]{16,}", re.I)
_LETS_IN = late(rf"(?<![a-z]){listed('link_lets_in')}", re.I)
_SLUG = late(r"(?:[a-z]+|\d+)(?:[-_.](?:[a-z]+\d{0,2}|\d+))*", re.I)
_REFERENCE = written("link_reference")
_HOOKS = written("link_hook")
"""Behind these stands what nobody else should post to, however it looks."""
_HOOK = late(listed("link_hook"), re.I)
_SWITCH = late(r"[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])|[A-Z]{2}(?=[a-z])")
_SHORTEST, _SHORT, _LONG = 5, 10, 16
"""Signs of a part of an address: to be looked at where words say that it lets in, to be random by mixed letters, by any."""


def secret_links(text: str) -> Iterator[Span]:
    """Whole addresses: what stands before a secret often says whose it is, and the address is of no use without it."""
    if "/" not in text:
        return
    for match in _LINK.finditer(text):
        link = match.group().rstrip(".,;:!?)]}*_~")
        if _DIGEST.search(link):
            continue  # what is in it is known by that, and nobody is let in
        user = _USER.search(link)
        if (user and not is_no_value(user.group("password") or "")) or _is_secret(link):
            yield match.start(), match.start() + len(link), "token"


def _is_secret(link: str) -> bool:
    whole, _, path = link.partition("//")
    host, *parts = _PARTS.split(path or whole)
    lets_in = _LETS_IN.search(host) is not None
    before = ""
    for part in parts:
        name, is_named, value = part.rpartition("=")
        if is_named and is_secret_name(name) and len(value) > _SHORTEST and not is_no_value(value):
            return True
        if before.lower() not in _REFERENCE and _is_key(unquote(value), lets_in, bool(is_named)):
            return True
        if before.lower() in _HOOKS and not is_named and _posts(part):
            return True
        lets_in = lets_in or (not is_named and _LETS_IN.search(part) is not None)
        before = part
    return False


def _posts(part: str) -> bool:
    return re.search(r"\d|[a-z][A-Z]", part) is not None or (is_uncommon(part) and _HOOK.search(part) is None)


@lru_cache(maxsize=8192)
def _is_key(part: str, lets_in: bool, is_named: bool) -> bool:
    """``lets_in``: words before say that the address lets somebody in; ``is_named``: it is what a name there stands for."""
    switches = len(_SWITCH.findall(part))
    is_mixed = switches > 1 or (re.search(r"\d", part) and re.search(r"[a-z]", part, re.I) and _SLUG.fullmatch(part) is None)
    if lets_in and len(part) > _SHORTEST and is_mixed:
        return True
    has_digit, has_lower, has_upper = (re.search(pattern, part) for pattern in (r"\d", "[a-z]", "[A-Z]"))
    if UUID.fullmatch(part) or re.search(r"\s", part):
        return False
    if len(part) >= _SHORT and switches >= len(part) / 2 and has_lower and has_digit and not is_named:
        return True
    if len(part) >= _LONG and (_HEX.fullmatch(part) or (has_digit and has_lower)) and switches >= len(part) / 5:
        return True
    is_cased = len(part) >= _SHORT and bool(has_lower and has_upper) and switches >= len(part) / 4
    return is_cased and not is_named and (bool(has_digit) or len(part) < _LONG + 4)
