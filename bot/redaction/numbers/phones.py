"""Text goes in; telephone numbers, addresses of mail and of computers come out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from functools import lru_cache
from ipaddress import ip_address
from itertools import pairwise
from typing import Any

from bot.redaction.numbers.evened import ENOUGH, as_digits, evened
from bot.redaction.numbers.ids import is_valid
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.spans import Span
from bot.redaction.values import UUID
from bot.text.patterns import late, listed, written

_EMAIL = late(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[^\W\d_]{2,24}", re.U)
_EMAIL_SPELT = late(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}} ?[\[(] ?{listed('at')} ?[\])] ?[\w-]{{1,63}}"
    rf"(?:(?:\.| ?[\[(] ?{listed('dot')} ?[\])] ?)[\w-]{{1,63}})+",
    re.I,
)
_EMAIL_LOOSE = late(
    rf"(?<![\w.+%-])[\w+-]{{1,64}}(?:(?:\.| \. )[\w+-]{{1,64}}){{0,4}}(?: ?@ ?|%40)[\w-]{{1,63}}(?:(?:\.| \. )[\w-]{{1,63}}"
    rf"){{0,4}}(?:\.| \. )[a-z]{{2,12}}"
    rf"|(?<![\w.+%-])[\w.+%-]{{1,64}}(?: {listed('dot')} [\w+-]{{1,64}}){{0,3}} {listed('at')} [\w-]{{1,63}}(?: "
    rf"{listed('dot')} [\w-]{{1,63}}){{0,3}} {listed('dot')} [a-z]{{2,6}}(?!\w)",
    re.I,
)
_PHONE = late(
    r"(?:(?<![\w.,/-])(?<!\d/[A-Z] )|(?<=[A-Za-z]{3}))(?:\+|\(?00|\(?0|\(\d{3}\)|\d{3}[ .-]\d{3}[ .-]\d{4}|[6789]"
    r"\d\d[ .-]?\d{2,3}[ .-]?\d{2,3})"
    r"[\d ()/.-]{0,20}\d(?:(?!\w)|(?=[A-Za-z]{3}))"
)
_CALLED = late(
    rf"(?<![\w-]){listed('phone_said')}\.?[\s:]{{1,3}}(\+?\(?\d(?:[ ()/.-]{{0,2}}\d){{6,14}})(?!\w)|(?<![\w-])(1-\d{{3}}"
    rf"-\d{{3}}-\d{{4}})(?!\w)",
    re.I,
)
_STRICT = ("NL", "DE", "FR", "BE", "GB", "ES", "AT", "CH", "US")
_PHONE_REGIONS = (*_STRICT, "IT")
"""In Italy nearly any number is a valid one of a house."""
_SPELT = late(rf" {listed('dot')} ", re.I)
_IPV4_KEPT = late(r"(?<![\w.])\d{1,3}(?:\[?\.\]?\d{1,3}){3}(?!\w)")
_IPV6_SHORT = late(r"(?<![\w:.])(?=[0-9a-f]*\d)[0-9a-f]{1,4}(?::[0-9a-f]{0,4}){2,7}(?![\w:])", re.I)
_MAC = late(r"(?<![\w:-])(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}(?![\w:-])|(?<![\w.])(?:[0-9a-f]{4}\.){2}[0-9a-f]{4}(?![\w.]*\w)", re.I)
_MAC_NAMED = late(
    rf"(?<!\w){listed('mac_said')}\W{{1,3}}(?:\w{{1,10}}\W{{1,2}}){{0,2}}?([0-9a-f]{{12}}|[0-9a-f]{{6}}[:-][0-9a-f]{{6}})(?!\w)",
    re.I,
)
_IPV4 = late(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\w)")
_IPV6 = late(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", re.I)
_OF_NETWORK = late(r"/(?:[12]?\d|30)(?!\w)")
_VERSION_BEFORE = late(rf"\b{listed('version')}\s*$", re.I)
_PORT = late(r":\d{2,5}(?![\d.])")
_PUBLIC, _OWN = written("public_address"), ("127", "0.0.0.0", "255")  # noqa: S104  # nothing is bound to it
_FEWEST, _MOST = 8, 15
"""Digits of a telephone number."""


def ways_to_reach(text: str) -> Iterator[Span]:
    """Numbers and addresses by which a person, or a machine, is reached."""
    if "@" in text:
        yield from ((*match.span(), "email") for match in _EMAIL.finditer(text))
    if "@" in text or "%40" in text or _SPELT.search(text):
        yield from ((*match.span(), "email") for match in _EMAIL_LOOSE.finditer(text))
    if "(" in text or "[" in text:
        yield from ((*match.span(), "email") for match in _EMAIL_SPELT.finditer(text))
    if "." in text:
        yield from ((*match.span(), "ip") for match in _IPV4.finditer(text) if not _is_nobodys(match))
    if "[.]" in text:
        yield from ((*match.span(), "ip") for match in _IPV4_KEPT.finditer(text) if "[" in match.group())
    if ":" in text or "-" in text or "." in text:
        yield from ((*match.span(), "ip") for match in _MAC.finditer(text) if re.search(r"[a-f:-]", match.group(), re.I))
    yield from ((*match.span(1), "ip") for match in _MAC_NAMED.finditer(text))
    if ":" in text:
        yield from ((*match.span(), "ip") for match in _IPV6.finditer(text))
        yield from (
            (*match.span(), "ip") for match in _IPV6_SHORT.finditer(text) if "::" in match.group() and _is_ip(match.group())
        )
    if ENOUGH.search(text):
        plain = evened(text)
        for form in dict.fromkeys((plain, as_digits(plain))):
            yield from _phones(form)


def _is_ip(value: str) -> bool:
    try:
        return ip_address(value).version > 0 and value.count(":") > 2
    except ValueError:
        return False


def _is_nobodys(address: re.Match[str]) -> bool:
    """Whether it is a version, a whole network, a service within a house, or a machine that everybody asks for names."""
    if _VERSION_BEFORE.search(address.string[max(address.start() - 12, 0) : address.start()]):
        return True
    if address.group().endswith(".0") and _OF_NETWORK.match(address.string, address.end()):
        return True
    if ip_address(address.group()).is_private and (
        _PORT.match(address.string, address.end()) or address.string[: address.start()].endswith(("@'", '@"'))
    ):
        return True
    return address.group() in _PUBLIC or not set(_OWN).isdisjoint((address.group(), address.group().split(".")[0]))


def _phones(text: str) -> Iterator[Span]:
    for match in _CALLED.finditer(text):
        yield *match.span(1 if match.group(1) else 2), "phone"
    for match in _PHONE.finditer(text):
        value = match.group().rstrip(" .-/(")
        digits = sum(character.isdigit() for character in value)
        if re.search(r"\d[^\W_]*\Z", text[max(match.start() - 40, 0) : match.start()]):
            continue  # in a run of signs with digits before: part of a hash, and glued to no word
        if is_reference(text, match.start()) or ("-" in value and " " not in value and is_valid("isbn", value)):
            continue
        if not _FEWEST <= digits <= _MOST or re.fullmatch(r"\d{4}[-./ ]\d{2}[-./ ]\d{2}|\d{2}[-./ ]\d{2}[-./ ]\d{4}", value):
            continue
        if (
            not _is_series(value)
            and not _is_one_digit(value)
            and _is_phone(value)
            and UUID.search(text, max(match.start() - 40, 0), match.end() + 40) is None
        ):
            yield match.start(), match.start() + len(value), "phone"


def _is_one_digit(value: str) -> bool:
    """Whether a form shows how a number is written: "0000 000000"."""
    return {sign for sign in value if sign.isdigit()} == {"0"}


def _is_series(value: str) -> bool:
    """Whether each number is as much more, or as many times as much, as the one before: "0 30 60 90", "06 12 24 48"."""
    numbers = [int(part) for part in value.split()] if re.fullmatch(r"\d+(?: \d+){3,}", value) else [0, 1]
    steps = {after - before for before, after in pairwise(numbers)}
    return steps.isdisjoint({0, 1}) and (
        len(steps) == 1 or len({after / (before or 1) for before, after in pairwise(numbers)}) == 1
    )


@lru_cache(maxsize=4096)
def _is_phone(value: str) -> bool:
    from phonenumbers import is_possible_number, is_valid_number  # noqa: PLC0415 - large, and few texts have what may be a number

    if re.fullmatch(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}", value):
        return True
    fits = is_possible_number if value[0] in "+0(" else is_valid_number
    return not is_of_service(value) and any(map(fits, _parsed(value, *_PHONE_REGIONS)))


@lru_cache(maxsize=4096)
def is_of_service(value: str) -> bool:
    """Whether anybody may call a number and nobody has it for themselves, wherever it is one: 0800, 0900."""
    import phonenumbers  # noqa: PLC0415 - as above

    of_service = phonenumbers.PhoneNumberType
    valid = filter(phonenumbers.is_valid_number, _parsed(value, *_STRICT))
    types = set(map(phonenumbers.number_type, valid))
    return bool(types) and types <= {of_service.TOLL_FREE, of_service.PREMIUM_RATE, of_service.SHARED_COST}


def _parsed(value: str, *regions: str) -> list[Any]:
    """As a number of each country that it may be one of."""
    from phonenumbers import NumberParseException, parse  # noqa: PLC0415 - as above

    text = "+" + value[2:] if value.startswith("00") else value
    found = []
    for region in (None,) if text.startswith("+") else regions:
        with suppress(NumberParseException):
            found.append(parse(text, region))
    return found
