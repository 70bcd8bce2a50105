"""What happened, each with its moment, goes in; a feed comes out that any reader of feeds subscribes to: Atom 1.0, RFC 4287."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import NAMESPACE_URL, uuid5
from xml.etree.ElementTree import Element, SubElement, tostring

ATOM = "http://www.w3.org/2005/Atom"
NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML may hold, escaped or not."""


@dataclass(frozen=True, slots=True)
class Happening:
    """One entry. ``id`` is of what happened alone: words that are put otherwise later make no new entry."""

    id: str
    at: datetime
    title: str
    text: str
    url: str = ""


def to_feed(id_: str, title: str, address: str, found: Iterable[Happening]) -> bytes:
    """``id_``: of the feed, for good. ``address``: where it is read. The newest first; an empty feed has a moment, too: the first
    of all, so that the same feed is the same bytes."""
    entries = sorted(found, key=lambda one: (one.at, one.id), reverse=True)
    feed = Element("feed", xmlns=ATOM)
    newest = entries[0].at if entries else datetime(1970, 1, 1, tzinfo=UTC)
    _head(feed, id_, title, newest)
    _text(SubElement(feed, "author"), "name", title)
    SubElement(feed, "link", rel="self", type="application/atom+xml", href=_clean(address))
    for one in entries:
        entry = SubElement(feed, "entry")
        _head(entry, f"{id_} {one.id}", one.title, one.at)
        _text(entry, "content", one.text or one.title, type="text")
        if one.url:
            SubElement(entry, "link", rel="alternate", href=_clean(one.url))
    return b'<?xml version="1.0" encoding="utf-8"?>\n' + bytes(tostring(feed, encoding="utf-8", xml_declaration=False))


def _head(at: Element, id_: str, title: str, updated: datetime) -> None:
    """What a feed and each entry must have."""
    _text(at, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, id_)}")
    _text(at, "title", title, type="text")
    _text(at, "updated", updated.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


def _text(at: Element, name: str, text: str, **more: str) -> None:
    SubElement(at, name, more).text = _clean(text)


def _clean(text: str) -> str:
    return NO_XML.sub("", text)
