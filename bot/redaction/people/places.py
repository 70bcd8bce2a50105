"""Text goes in; what tells where a person lives, when one was born and what one drives comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import PLAIN, UP, is_given
from bot.redaction.spans import Span
from bot.redaction.talk import is_grammar
from bot.text.patterns import late, listed

_NO = r"(?!(?:19|20)\d\d)\d{1,4} ?[a-zA-Z]?(?:[-/]\w{1,4})?(?!\w)"
_CITY = (
    rf"(?:[,;]?\s{{1,3}}|\s?[–-]\s)(?:{listed('floor')}[^,;\n]{{0,20}}[,;\n]\s?)?(?:[A-Z]{{1,2}}-)?(?:\d{{4}} ?[A-Z]{{2}}"
    rf"(?!\w)|\d{{4,5}}|[A-Z]{{1,2}}\d[A-Z\d]? ?\d[A-Z]{{2}})(?:,?\s{{1,2}}{UP}[\w'’-]+(?: (?:{UP}|"
    rf"{listed('town_inside')})[\w'’-]*){{0,2}})?"
)
_TOWN = rf"(?:,\s{UP}[\w'’-]+)?"
_NAME = rf"(?:{UP}[\w.'’-]{{1,30}} ){{0,3}}"
_ADDRESS = tuple(
    late(rf"(?<![\w.])(?:{street})(?:{_CITY}|{_TOWN}(?:{_CITY})?)")
    for street in (
        # a street that ends in its kind, and then the number: "Kerkstraat 12", "Am Alten Deich 7b"
        rf"(?={UP}){_NAME}(?:{UP}[\w'’-]{{0,30}})?(?i:{listed('street_ending')}) {_NO}",
        # whatever the street is called, where a post code and a town are behind it
        rf"(?:{UP}[\w.'’-]{{1,30}} ){{1,4}}\d{{1,4}} ?[a-zA-Z]?(?=, (?:[A-Z]{{1,2}}-)?(?:\d{{5}}|\d{{4}} [A-Z]{{2}}) {UP})",
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
    rf"(?<![\w-])(?i:{listed('post_code')})(?::?\s{{1,2}})(\d{{4}} ?[A-Z]{{2}}|\d{{5}}|[A-Z]{{1,2}}\d[A-Z\d]? ?\d"
    rf"[A-Z]{{2}})(?!\w)"
)
_MONTH = r"[^\W\d_]{3,10}\.?"
_DAY = (
    rf"\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{2,4}}|\d{{8}}|\d{{1,2}}(?:{listed('ordinal')}|\.|º)?[ -]{{1,2}}(?:"
    rf"{listed('particle_titled', 'password_of')} )?{_MONTH}[ ,-]{{1,2}}(?:{listed('particle_titled')} )?\d{{2,4}}"
    rf"|{_MONTH} \d{{1,2}}{listed('ordinal')}?,? \d{{4}}|[^\W\d_]{{4,20}}[ -]{_MONTH} \d{{4}}"
)
_BORN = late(rf"(?<![\w])(?i:{listed('born')})[\s:='\"(]{{0,6}}(?:(?i:{listed('born_on')})\s{{1,2}})?({_DAY})(?!\w)")
_LONG_AGO = late(r"(?<!\d)1[0-8]\d\d(?!\d)")
"""Nobody who was born then is alive."""
_STAR = late(r"(?<![\w*])[*†]\s?(\d{1,2}[-./]\d{1,2}[-./]\d{2,4})(?!\w)")
_PLATE = late(
    rf"(?<![\w-])(?i:{listed('plate')})(?:\s{{0,2}}:|\s{{1,2}}(?i:{listed('is', 'is_number')}))?\s{{1,2}}"
    r"((?=[A-Za-z0-9]*\d|[A-Z]{1,3}[- ])(?=[A-Za-z0-9 -]{0,9}\d)(?=[A-Za-z0-9 -]{0,9}[A-Za-z])[A-Za-z0-9]{1,7}(?:"
    r"[ -][A-Za-z0-9]{1,4}){0,3}?)(?=[^\w-]{2}|[.,;:?!)]|\s[a-zà-ÿ]{4,}|\s[-–/]|$)"
)
_CAR = late(
    rf"(?<![\w-])(?i:{listed('car')})\s(?:[^\W\d_]{{2,10}}\s){{0,2}}((?=[A-Z\d-]*\d)(?=[A-Z\d-]*[A-Z])[A-Z\d]{{1,3}}"
    rf"-[A-Z\d]{{1,3}}-[A-Z\d]{{1,3}}"
    r"|[A-Z]{2}\d\d ?[A-Z]{3}|[A-ZÄÖÜ]{1,3}[ -][A-Z]{1,2}[ -]?\d{1,4}[EH]?|\d[A-Z]{3}\d{3}|[A-Z]{1,2}"
    r"[ -]\d{4}[ -][A-Z]{1,2}|\d{4} [B-DF-HJ-NP-TV-Z]{3})(?![\w-])"
)
_PLATE_ALONE = late(
    r"(?<![\w.-])(?:[A-Z]{2}\d\d ?[A-Z]{3}|[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{2,4}[EH]?|\d{4}[ -]?"
    r"[B-DF-HJ-NP-TV-Z]{3}|\d[A-Z]{3}\d{3}|[A-Z]\d{1,3} [A-Z]{3}|[A-Z]{3} \d{1,3}[A-Z]"
    r"|[A-Z]{2} \d{3} [A-Z]{2}|[A-ZÄÖÜ]{1,3} [A-Z]{1,2} (?!(?:19|20)\d\d)\d{3,4}[EH]?)(?![\w-])"
)
"""Where the message has a car or a person in it."""
_CAR_NEAR = late(rf"(?<!\w){listed('car', 'car_near', 'named_plate')}(?!\w)", re.I)
_CHASSIS = late(r"(?<!\w)(?=(?:\d*[A-Z]){3})[A-HJ-NPR-Z\d]{13}\d{4}(?!\w)")
_TOWN_BEHIND = late(
    rf"{re.escape('[address]')}(?:,?\s{listed('town_before')}\s|,?\s)"
    rf"((?:[A-Z]{{1,2}}-)?(?:\d{{4}} ?[A-Z]{{2}}|\d{{4,5}})\s{UP}[\w'’-]+)"
)
_FIRM = late(rf"(?<![\w.])[\w.&'’-]{{1,40}}\s{listed('legal_form')}(?:,\s|,?\s?\n\s?)(?:\d{{1,4}}[ -])?\Z")
_SOMEBODY = late(rf"{re.escape('[person]')}|(?<!\w){listed('relation', 'lives')}(?!\w)", re.I)
_NAMED = late(rf"(?<![\w.-])(?P<first>{PLAIN})(?=\s{PLAIN}(?!\w|\s{listed('legal_form')}))")
_BEFORE, _NEAR = 80, 120
_HAS_DIGIT = late(r"\d")


def places_and_dates(text: str) -> Iterator[Span]:
    """Addresses of streets, dates of birth, licence plates behind the word for them."""
    if may_hold(text, "born"):
        yield from ((*match.span(1), "date-of-birth") for match in _BORN.finditer(text) if not _LONG_AGO.search(match.group(1)))
    if _HAS_DIGIT.search(text) is None:
        return
    yield from ((*match.span(1), "date-of-birth") for match in _STAR.finditer(text))
    for pattern in _ADDRESS:
        yield from ((*match.span(), "address") for match in pattern.finditer(text) if not is_of_firm(text, match.start()))
    if may_hold(text, "post_code"):
        yield from ((*match.span(1), "address") for match in _POST_CODE.finditer(text))
    if may_hold(text, "plate", "car"):
        yield from ((*match.span(1), "record-number") for match in _PLATE.finditer(text) if not _has_talk(match.group(1)))
        yield from ((*match.span(1), "record-number") for match in _CAR.finditer(text))
    if _CAR_NEAR.search(text) or "[person]" in text:
        yield from ((*match.span(), "record-number") for match in _PLATE_ALONE.finditer(text))
    yield from ((*match.span(), "record-number") for match in _CHASSIS.finditer(text))
    yield from ((*match.span(1), "address") for match in _TOWN_BEHIND.finditer(text))


def is_of_firm(text: str, at: int) -> bool:
    """Whether an address stands right behind the name of a firm, which is in every register, and nobody is named near."""
    if _FIRM.search(text, max(at - _BEFORE, 0), at) is None or _SOMEBODY.search(text, max(at - _NEAR, 0), at + _NEAR):
        return False
    return not any(is_given(found.group("first")) for found in _NAMED.finditer(text, max(at - _NEAR, 0), at))


def _has_talk(plate: str) -> bool:
    """Whether words of every day are in it: "plate number 4 in the atlas"."""
    return any(part.isalpha() and part.islower() and is_grammar(part) for part in plate.split())
