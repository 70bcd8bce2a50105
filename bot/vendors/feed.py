"""An Atom feed goes in; what tells it from yesterday's comes out. Its dates are never believed: only its entries count."""

from __future__ import annotations

import hashlib
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError

ATOM = "{http://www.w3.org/2005/Atom}"
MOST_ENTRIES = 1000


def entries(body: bytes) -> tuple[str, ...]:
    """The ids of all entries, sorted; raises ``UnreadError`` where it is no Atom feed."""
    try:
        root = ElementTree.fromstring(body)
    except (ParseError, DefusedXmlException, ValueError) as problem:
        raise UnreadError(Look.BROKEN, "the feed cannot be read: it is no XML, or has what no feed needs") from problem
    if root.tag != f"{ATOM}feed":
        raise UnreadError(Look.BROKEN, "the feed is no Atom feed")
    ids = (entry.findtext(f"{ATOM}id") or "" for entry in root.findall(f"{ATOM}entry")[:MOST_ENTRIES])
    return tuple(sorted({each.strip() for each in ids if each.strip()}))


def digest(ids: tuple[str, ...]) -> str:
    """Equal for the same entries, whatever their order and dates."""
    return hashlib.sha256("\n".join(ids).encode()).hexdigest()[:32]
