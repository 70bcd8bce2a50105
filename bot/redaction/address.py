"""Text goes in; addresses come out: streets with a number, post codes with a town, points on the map."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, shapes
from bot.redaction.name_parts import PLAIN, UP, is_given
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_MOST_STREET_WORDS = 14  # words before a town that may be the rest of the address
_HOUSE_NUMBER = r"(?!(?:19|20)\d\d)\d{1,4} ?[a-zA-Z]?(?:[-/]\w{1,4})?(?!\w)"
_CITY = (
    rf"(?:[,;]?\s{{1,3}}|\s?[–-]\s)(?:{listed('floor')}[^,;\n]{{0,20}}[,;\n]\s?)?(?:[A-Z]{{1,2}}-)?(?:\d{{4}} ?[A-Z]{{2}}"
    rf"(?!\w)|\d{{4,5}}|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}})(?:,?\s{{1,2}}{UP}[\w'’-]+(?: (?:{UP}|"
    rf"{listed('town_inside')})[\w'’-]*){{0,2}})?"
)
_TOWN_ALONE = rf"(?:,\s{UP}[\w'’-]+)?"
_CAPITAL_WORDS = rf"(?:{UP}[\w.'’-]{{1,30}} ){{0,3}}"
_STREETS = tuple(
    late(rf"(?<![\w.])(?:{street})(?:{_CITY}|{_TOWN_ALONE}(?:{_CITY})?)")
    for street in (
        # a street that ends in its kind, and then the number: "Kerkstraat 12", "Am Alten Deich 7b"
        rf"(?={UP}){_CAPITAL_WORDS}(?:{UP}[\w'’-]{{0,30}})?(?i:{listed('street_ending')}) {_HOUSE_NUMBER}",
        # the number first: "81 Wexcombe Rd"
        rf"(?:{listed('flat')} \w{{1,4}},? )?\d{{1,5}}[A-Za-z]?,? (?:{UP}[\w'’-]{{1,30}} ){{1,3}}"
        rf"{listed('street_behind')}(?!\w)\.?",
        # the number, and then the kind of the street: "12 bis, rue des Tilleuls"
        rf"\d{{1,4}}(?: ?(?:{listed('house_suffix')}|[A-Z]))?,? (?i:{listed('street_before')}) (?:[a-zà-ÿ'’]{{1,4}}"
        rf"[ ’']?){{0,3}}{UP}[\w'’-]*(?:[ -](?:{UP}|{listed('particle_begins', 'street_inside')}(?!\w))[\w'’-]*){{0,4}}",
        # the kind of the street, its name, and then the number: "C/ Mayor 23"
        rf"(?i:{listed('street_before')}) ?(?:[a-zà-ÿ]{{1,4}} ){{0,3}}{UP}[\w'’-]*(?: (?:{UP}|"
        rf"{listed('particle_begins', 'street_inside')}(?!\w))[\w'’-]*){{0,4}},? (?:n\.?[º°o]\.? ?|(?i:"
        rf"{listed('number')})\.? )?\d{{1,4}}(?:,? \d{{1,2}}\.?[ºªo][^,;\n]{{0,8}})?",
    )
)
_POST_CODE = late(
    rf"(?<![\w-])(?i:{listed('post_code')})(?::?\s{{1,2}})(?P<value>\d{{4}} ?[A-Z]{{2}}|\d{{5}}|[A-Z]{{1,2}}\d[A-Z\d]? ?\d"
    rf"[A-Z]{{2}})(?!\w)"
)
_TOWN_BEHIND = late(
    rf"\[address\](?:,?\s{listed('town_before')}\s|,?\s)"
    rf"(?P<value>(?:[A-Z]{{1,2}}-)?(?:\d{{4}} ?[A-Z]{{2}}|\d{{4,5}})\s{UP}[\w'’-]+)"
)
_FIRM_BEFORE = late(rf"(?<![\w.])[\w.&'’-]{{1,40}}\s{listed('legal_form')}(?:,\s|,?\s?\n\s?)(?:\d{{1,4}}[ -])?\Z")
_SOMEBODY = late(rf"\[person\]|(?<!\w){listed('relation', 'lives')}(?!\w)", re.I)
_FULL_NAME_NEAR = late(rf"(?<![\w.-])(?P<first>{PLAIN})(?=\s{PLAIN}(?!\w|\s{listed('legal_form')}))")


_POST_CODE_AND_TOWN = late(
    rf",\s{{1,2}}(?:(?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{4}}(?: ?[A-Z]{{2}})?) {UP}[\w'’.-]+|(?:{UP}[\w'’-]+\s?){{0,3}},?\s?"
    r"(?:[A-Z]{2}\s)?(?:\d{5}(?:-\d{4})?|[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}))(?!\w)|\s\([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}(?=\))"
)
_PART_OF_STREET = late(
    rf"(?:{UP}[\w.'’-]*|\d{{1,5}}(?:[-/]\d{{1,3}})*\s?[a-zA-Z]?(?!\w)|s/n|"
    rf"(?i:{listed('address_part', 'street_before', 'street_inside', 'town_inside', 'house_suffix', 'number')})(?!\w)\.?|n?\.?"
    r"[ºª°]\.?\w?|\w{1,2}\.?(?=\s\d)|[a-z]{2,4}(?=\s[A-ZÀ-Þ])|/(?=\s))"
)
_NUMBER_IN_STREET = late(rf"(?<![\w.])\d{{1,5}}(?!\d)|s/n|(?<!\w)(?i:{listed('address_part')})(?!\w)")
_FIRM_WITHIN = late(rf"(?<!\w){listed('legal_form')}(?:,\s|(?=\n))")
_WORD_OF_STREET = late(r"[^\s,]+")


_POINT = late(shapes("coordinates")[0]["shape"])
_THREE_WORDS = r"[^\W\d_]{3,20}(?:\.[^\W\d_]{3,20}){2}(?!\w)"
_COORDINATES = (
    late(rf"(?<![:/])///\s?{_THREE_WORDS}|(?<={listed('place_in_words')} ){_THREE_WORDS}"),
    late(r"(?<!\w)[NSEWO]?\s?\d{1,3}°\s?\d{1,2}[.,]\d{2,5}(?!\d)"),
    late(rf"(?<![\w.,])\d{{1,3}}(?:\.\d{{3}}(?!\s[nsewo](?!\w))|\.\d{{4,8}}|,\d{{4,8}})°?\s?(?i:{listed('compass')})(?!\w)"),
    late(r"(?<![\w+])[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}(?!\w)"),
    late(r"(?<!\w)\d{1,2}[C-X] \d{6} \d{7}(?!\w)"),
)
"""what3words, minutes of degrees, degrees before a word for a direction, plus codes, metres of a grid."""
_LATITUDE_FIELD = late(
    rf"(?<![^\W_]){listed('point_field')}[\"']?\s{{0,2}}[:=]?\s{{0,2}}[\"']?(?P<value>-?\d{{1,3}}[.,]\d{{3,12}})(?!\w)", re.I
)
_PUBLIC_PLACE = late(
    rf"(?:\A|[.!?\n]\s?)(?:(?:{UP}[^\W\d_]*|{listed('article')})\s){{0,4}}(?i:[^\W\d_]*{listed('public_place')})"
    rf"(?:\s[^\W\d_]{{1,12}}){{1,2}}\s\Z"
)
"""A sentence that begins with a place for everybody: where that is tells of nobody."""


def _is_of_person(match: re.Match[str]) -> bool:
    return not _is_of_firm(match.string, match.start())


def _is_of_firm(text: str, at: int) -> bool:
    """Whether an address stands right behind the name of a firm, which is in every register, and nobody is named near."""
    before = max(at - 120, 0)
    if _FIRM_BEFORE.search(text, max(at - 80, 0), at) is None or _SOMEBODY.search(text, before, at + 120):
        return False
    return not any(is_given(found.group("first")) for found in _FULL_NAME_NEAR.finditer(text, before, at))


def address_with_town(text: str) -> Iterator[Span]:
    """From the first word of the street to a post code and its town, whatever the street is called."""
    for town in _POST_CODE_AND_TOWN.finditer(text) if re.search(r"\d{4}|\d[A-Z]{2}", text) else ():
        begin = town.start()
        first = max(text.rfind("\n", 0, begin) + 1, begin - 100)
        for word in [*_WORD_OF_STREET.finditer(text, first, begin)][: -_MOST_STREET_WORDS - 1 : -1]:
            if _PART_OF_STREET.match(text, word.start()) is None:
                break
            begin = word.start()
        found = text[begin : town.start()]
        firm = _FIRM_WITHIN.search(found)
        street = begin + firm.end() if firm else begin
        is_firms = _is_of_firm(text, street) and _NUMBER_IN_STREET.search(text[street : town.start()].split(",", 1)[0])
        if _NUMBER_IN_STREET.search(found) and not is_firms:
            yield begin, town.end(), "address"


def _is_no_public_place(match: re.Match[str]) -> bool:
    return not _PUBLIC_PLACE.search(match.string, max(match.start() - 80, 0), match.start())


FINDERS = (
    Finder("address", *_STREETS, valid=_is_of_person, digit=True),
    Finder("address", _POST_CODE, context=("post_code",)),
    Finder("address", _TOWN_BEHIND, sign="[address]"),
    address_with_town,
    Finder("address", _POINT, valid=_is_no_public_place, digit=True),
    Finder("address", _COORDINATES[0], sign="."),
    Finder("address", *_COORDINATES[1:], digit=True),
    Finder("address", _LATITUDE_FIELD, context=("point_field",)),
)
