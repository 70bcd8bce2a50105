"""Text goes in; addresses come out that their post code and town give away, whatever the street is called."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.people.given_names import UP
from bot.redaction.people.places import is_of_firm
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_TOWN = late(
    rf",\s{{1,2}}(?:(?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{4}}(?: ?[A-Z]{{2}})?) {UP}[\w'’.-]+"
    rf"|(?:{UP}[\w'’-]+\s?){{0,3}},?\s?(?:[A-Z]{{2}}\s)?(?:\d{{5}}(?:-\d{{4}})?|[A-Z]{{1,2}}\d[A-Z\d]?\s?\d[A-Z]{{2}}))(?!\w)"
    r"|\s\([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?=\))"
)
_PART = late(
    rf"(?:{UP}[\w.'’-]*|\d{{1,5}}(?:[-/]\d{{1,3}})*\s?[a-zA-Z]?(?!\w)|s/n|"
    rf"(?i:{listed('address_part', 'street_before', 'street_inside', 'town_inside', 'house_suffix', 'number')})"
    rf"(?!\w)\.?|"
    r"n?\.?[ºª°]\.?\w?|\w{1,2}\.?(?=\s\d)|[a-z]{2,4}(?=\s[A-ZÀ-Þ])|/(?=\s))"
)
_NUMBERED = late(rf"(?<![\w.])\d{{1,5}}(?!\d)|s/n|(?<!\w)(?i:{listed('address_part')})(?!\w)")
_FIRM = late(rf"(?<!\w){listed('legal_form')}(?:,\s|(?=\n))")
_WORD = late(r"[^\s,]+")
_REACH, _MOST = 100, 14
"""Signs before a town, and words, that may be the rest of the address."""


def towns(text: str) -> Iterator[Span]:
    """From the first word of the street to the town."""
    if re.search(r"\d{4}|\d[A-Z]{2}", text) is None:
        return
    for town in _TOWN.finditer(text):
        first = max(text.rfind("\n", 0, town.start()) + 1, town.start() - _REACH)
        begin = town.start()
        for word in [*_WORD.finditer(text, first, town.start())][: -_MOST - 1 : -1]:
            if _PART.match(text, word.start()) is None:
                break
            begin = word.start()
        found = text[begin : town.start()]
        firm = _FIRM.search(found)
        street = begin + firm.end() if firm else begin
        is_firms = is_of_firm(text, street) and _NUMBERED.search(text[street : town.start()].split(",", 1)[0]) is not None
        if found and _NUMBERED.search(found) and not is_firms:
            yield begin, town.end(), "address"
