"""Text goes in; addresses of computers come out."""

from __future__ import annotations

import re
from contextlib import suppress
from ipaddress import ip_address

from bot.redaction.finder import Finder
from bot.text.patterns import late, listed, written

_IPV4_IN_BRACKETS = late(r"(?<![\w.])\d{1,3}(?:\[?\.\]?\d{1,3}){3}(?!\w)")
_IPV6_SHORT = late(r"(?<![\w:.])(?=[0-9a-f]*\d)[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", re.I)
_MAC = late(
    r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])|(?<![\w.])(?=[\d.]*[a-f])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.]*\w)",
    re.I,
)
_MAC_BEHIND_NAME = late(
    rf"(?<!\w){listed('mac_said')}\W{{1,3}}(?:\w{{1,10}}\W{{1,2}}){{0,2}}?(?P<value>[0-9a-f]{{12}}|[0-9a-f]{{6}}[:-][0-9a-f]{{6}})(?!\w)",
    re.I,
)
_IPV4 = late(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\w)")
_IPV6 = late(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", re.I)
_OF_NETWORK = late(r"/(?:[12]?\d|30)(?!\w)")
_VERSION_BEFORE = late(rf"\b{listed('version')}\s*$", re.I)
_PORT = late(r":\d{2,5}(?![\d.])")
_PUBLIC_ADDRESSES, _OWN_ADDRESSES = written("public_address"), {"127", "0.0.0.0", "255"}  # noqa: S104  # nothing is bound to it


def _is_short_ipv6(address: re.Match[str]) -> bool:
    with suppress(ValueError):
        return "::" in address.group() and ip_address(address.group()).version > 0 and address.group().count(":") > 2
    return False


def _is_somebodys_ipv4(address: re.Match[str]) -> bool:
    """Whether it is no version, no whole network, no service within a house, and no machine that everybody asks for names."""
    text, (begin, end) = address.string, address.span()
    parts = [str(int(part)) for part in address.group().split(".")]
    if _VERSION_BEFORE.search(text[max(begin - 12, 0) : begin]) or (parts[-1] == "0" and _OF_NETWORK.match(text, end)):
        return False
    if ip_address(".".join(parts)).is_private and (_PORT.match(text, end) or text[:begin].endswith(("@'", '@"'))):
        return False
    return address.group() not in _PUBLIC_ADDRESSES and _OWN_ADDRESSES.isdisjoint((address.group(), parts[0]))


FINDERS = (
    Finder("ip", _IPV4, valid=_is_somebodys_ipv4, sign="."),
    Finder("ip", _IPV4_IN_BRACKETS, valid=lambda match: "[" in match.group(), sign="[.]"),
    Finder("ip", _MAC, _MAC_BEHIND_NAME, digit=True),
    Finder("ip", _IPV6, sign=":"),
    Finder("ip", _IPV6_SHORT, valid=_is_short_ipv6, sign="::"),
)
