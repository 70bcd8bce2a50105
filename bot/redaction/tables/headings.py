"""A heading of a column, a key or a field goes in; what kind of value stands under or behind it comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.redaction.names import is_secret_name
from bot.redaction.numbers.named_codes import NUMBERED
from bot.redaction.people.given_names import is_family, is_given
from bot.redaction.values import is_no_value
from bot.text.patterns import late, listed, written

_PERHAPS = written("name_column_perhaps")
_KINDS = {
    "person": written("name_column"),
    "date-of-birth": written("born_column", "born", "named_birth"),
    "phone": written("phone_column"),
    "address": written("address_column"),
}
_NOBODY = written("no_person")
_PASSWORDS = written("password", "password_short")
_ACCOUNT = late(
    rf"{listed('iban', 'card', 'account_said', 'account_beside')}(?:[ -]?{listed('number', 'number_short')}\.?)?", re.I
)
_A_NUMBER = late(
    rf"(?:.*[ .-]|\w*){listed('number', 'number_short')}\.?|(?:{listed('number', 'number_short')}\.?|n[.°º]{{1,2}}|#).*", re.I
)
_OF_THING = late(rf".*{listed('number_of_thing', 'reference')}.*", re.I)
_OF_PERSON = written("name_column", "person_numbered", "whose", "whom", "relation", "particle_titled", "of_whom", "of_before")
_DAY = rf"\d{{1,4}}[-./ ]\d{{1,2}}[-./ ]\d{{1,4}}|\d{{1,2}}\.?[ -](?i:{listed('month')})\.?[ -]\d{{2,4}}"
_SHAPES = {
    "date-of-birth": late(_DAY),
    "phone": late(r"[+(]?(?:[ /().-]{0,2}\d){6,15}"),
    "record-number": late(r"(?=(?:[^\d\n]*\d){2})[\w ./#-]{2,30}"),
    "password": late(r"[^\s<\[]{4,60}"),
    "address": late(r"(?=\D*\d)(?=[^A-Za-zÀ-ÿ]*[A-Za-zÀ-ÿ]{3})[\w .,'’/-]{5,60}"),
}
_CASES = late(r"(?<=[a-z])(?=[A-Z])|[_-]")
_HAS_LETTER = late(r"[^\W\d_]")
_LONGEST, _MOST_WORDS = 48, 6


def kind_of(heading: str) -> str:
    """Of a value of a person's; empty if it says nothing."""
    plain = _plain(heading)
    found = next((kind for kind, names in _KINDS.items() if plain in names), "")
    words = plain.split()
    is_of_person = any(word in _KINDS["person"] for word in words) and all(word in _OF_PERSON for word in words)
    return found or ("person" if is_of_person else "")


def kind_beside(heading: str) -> str:
    """What else a column holds in a table of people: numbers of theirs, passwords."""
    plain = _plain(heading)
    if is_password(heading):
        return "password"
    if is_number_of_person(heading):
        return "record-number"
    return "record-number" if _A_NUMBER.fullmatch(plain) and not _OF_THING.fullmatch(plain) else ""


def is_number_of_person(heading: str) -> bool:
    """Whether it says that its numbers are of people, of what they have or of their accounts."""
    return any(one.fullmatch(_plain(heading)) for one in (_ACCOUNT, *NUMBERED))


def is_password(heading: str) -> bool:
    """Whether passwords stand under it."""
    plain = _plain(heading)
    return plain in _PASSWORDS or is_secret_name(plain.replace(" ", "_"), surely=True)


def is_perhaps(heading: str) -> bool:
    """Whether it may be of things."""
    return heading.lower().strip("\"'* ") in _PERHAPS


def fits(value: str, kind: str, perhaps: bool) -> bool:
    """Whether a value may be what its heading says. ``perhaps``: the heading may be of things; then only a name is one."""
    if kind in _SHAPES:
        return not is_no_value(value) and _SHAPES[kind].fullmatch(value) is not None
    words = value.replace(",", " ").split()
    if value.lower() in _NOBODY:
        return False
    if not _HAS_LETTER.search(value) or len(value) > _LONGEST or not 0 < len(words) <= _MOST_WORDS or "[" in value:
        return False
    if any(char.isdigit() for char in value) or not value[0].isalpha():
        return False
    names = [word for word in words if word[0].isupper() and not word.endswith(".")]
    if not perhaps:
        return bool(names)
    return bool(names) and (any(map(is_given, names)) or (len(names) > 1 and all(map(is_family, names))))


@lru_cache(maxsize=1024)
def _plain(heading: str) -> str:
    return "" if len(heading) > _LONGEST else " ".join(_CASES.sub(" ", heading).lower().split()).strip("\"'* ")
