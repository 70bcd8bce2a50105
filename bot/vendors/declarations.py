"""A declaration of the Open Terms Archive goes in; what to fetch and select of it comes out. Its JavaScript is never run."""

from __future__ import annotations

import json
from typing import Any

from bot.policy.vendors.facts import PagePart, Pick
from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError

OURS_ANYHOW = {"removeQueryParams", "removeTrackingIDs", "removeRedirectFromLinks"}
"""Filters of links: links are not part of the words that are compared."""
RANGE = ("startBefore", "startAfter", "endBefore", "endAfter")


def parts_of(source: str, document: str) -> tuple[tuple[PagePart, ...], str]:
    """The parts of one document, and a note on what of it is left out. Raises ``UnreadError`` where it cannot be used."""
    try:
        declared = json.loads(source)
    except ValueError as problem:
        raise UnreadError(Look.BROKEN, f"the declaration is not JSON: {problem}") from problem
    terms = _mapping(_mapping(declared).get("terms") or _mapping(declared).get("documents"))
    if document not in terms:
        there = ", ".join(sorted(terms)) or "nothing"
        raise UnreadError(Look.BROKEN, f"the declaration has no document `{document}`; it has {there}")
    whole = _mapping(terms[document])
    several = whole.get("combine")
    pages = [{**whole, **_mapping(one)} for one in several] if isinstance(several, list) else [whole]
    skipped = sorted({name for page in pages for name in _filters(page) if name not in OURS_ANYHOW})
    note = f"filters in JavaScript are not run: {', '.join(skipped)}" if skipped else ""
    return tuple(_part(page) for page in pages), note


def _part(page: dict[str, Any]) -> PagePart:
    url = page.get("fetch")
    if not isinstance(url, str) or not url.startswith(("https://", "http://")):
        raise UnreadError(Look.BROKEN, "the declaration says nowhere what to fetch")
    return PagePart(url, _picks(page.get("select")), _picks(page.get("remove")), page.get("executeClientScripts") is True)


def _picks(value: Any) -> tuple[Pick, ...]:
    listed = value if isinstance(value, list) else [value] if value else []
    return tuple(Pick(one) if isinstance(one, str) else _range(_mapping(one)) for one in listed)


def _range(one: dict[str, Any]) -> Pick:
    ends = [str(one.get(name) or "") for name in RANGE]
    if not any(ends[:2]) or not any(ends[2:]):
        raise UnreadError(Look.BROKEN, "a range of the declaration has no start or no end")
    return Pick("", *ends)


def _filters(page: dict[str, Any]) -> list[str]:
    value = page.get("filter")
    listed = value if isinstance(value, list) else [value] if value else []
    return [name for one in listed for name in ([one] if isinstance(one, str) else _mapping(one))]


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
