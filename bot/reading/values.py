"""Text goes in, the same text with values of persons and secrets as typed placeholders comes out."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Callable
from functools import lru_cache
from importlib import import_module
from typing import Any

import phonenumbers
from stdnum import ean, iban, isbn, luhn

from bot.reading.ids import taken_out, without_ids
from bot.reading.keys import KEY, PRIVATE_KEY, TOKEN
from bot.reading.named_values import NATIONAL, is_random, without_named
from bot.tongue.patterns import listed, written

_EMAIL = re.compile(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.U)
_EMAIL_SPELT = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}} ?[\[(] ?{listed('at')} ?[\])] ?[\w-]{{1,63}}"
    rf"(?:(?:\.| ?[\[(] ?{listed('dot')} ?[\])] ?)[\w-]{{1,63}})+",
    re.I,
)
_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .-]?[A-Za-z0-9]){11,30}(?![A-Za-z0-9])")
_CARD = re.compile(r"(?<![\d.,+])\d(?:[ .-]?\d){12,18}(?![\d])")
_PHONE = re.compile(
    r"(?<![\w.,/-])(?:\+|\(?00|\(?0|\(\d{3}\)|\d{3}[ .-]\d{3}[ .-]\d{4}|[6789]\d\d[ .-]?\d{2,3}[ .-]?\d{2,3})"
    r"[\d ()/.-]{0,20}\d(?!\w)"
)
_PHONE_REGIONS = ("NL", "DE", "FR", "BE", "GB", "ES", "AT", "CH", "US", "IT")
_IPV4 = re.compile(r"(?<![\w.])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w.]*\w)")
_IPV6 = re.compile(r"(?<![\w:])(?:[0-9a-f]{1,4}:){4,7}[0-9a-f]{1,4}(?![\w:])", re.I)
_VERSION_BEFORE = re.compile(rf"\b{listed('version')}\s*$", re.I)
_RANDOM = re.compile(r"(?<![\w/.@-])[A-Za-z0-9+_-]{20,}={0,2}(?![\w/.@-])")
_HEX = re.compile(r"\b[0-9a-f]{32,}\b", re.I)
_NAMED_AS = rf"(?:{listed('password')}|{listed('password_short')}(?=\s*[:=]))"
_SAID = rf"(?:\s*(?:[:=]|->|=>|→)\s*|\s+(?:{listed('is', 'is_password')}|:=)\s*:?\s+)"
_PASSWORD = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMED_AS})(?P<who>(?:\s+{listed('password_of')}\s+[\w.@-]+){{0,2}})(?P<said>{_SAID})"
    r"(?P<quote>[\"'`“„«]?)(?P<value>[^\s\"'`”“»,;]{3,})",
    re.I,
)
_PASSWORD_BESIDE = re.compile(
    rf"(?<![\w-])(?P<name>{_NAMED_AS})\s+(?P<quote>[\"'`“„«]?)(?P<value>(?=\S*\d)(?=\S*[A-Za-z])[^\s\"'`”“»,;\[\]]{{6,}})",
    re.I,
)
_KEY_NAME = re.compile(listed("key_name"), re.I)
_LOGIN = written("login")
_NO_VALUE = re.compile(rf"^(?:\[[a-z-]+\]|{listed('no_value')})[.?!)]*$", re.I)
_NOT_IN_TALK = "".join(rf"(?<!{word})" for word in sorted(written("reference_talk")))
_REFERENCE = re.compile(
    rf"(?<!\w)(?:{listed('reference')}|{listed('reference_numbered')}\d*)"
    rf"(?:(?:[ -]?{listed('number', 'number_code')}\b\.?|[ -]?n[°º]|{_NOT_IN_TALK})"
    rf"\s*(?:[:=#]|{listed('is', 'is_reference')})?\s*|"
    r"\s*[:=#(]?\s*)[A-Za-z]{0,4}[-/]?$",
    re.I,
)
_OF_PERSON = re.compile(rf"(?<![\w-]){NATIONAL}(?:[ -]?{listed('number')}\b\.?)?[\s:=#,-]*$", re.I)
"""A number that a state gave is one, whatever word stands between: "BSN order 123"."""
_ISBN = re.compile(r"97[89][ -]?\d{1,5}[ -]?\d{1,7}[ -]?\d{1,7}[ -]?\d")
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_WINDOW, _OVERLAP = 2_000, 300


@lru_cache(maxsize=1)
def _plugins() -> tuple[Any, ...]:
    """detect-secrets' plugins that know one vendor's shape; its keyword and entropy ones are replaced by ours."""
    mapping = import_module("detect_secrets.core.plugins.util").get_mapping_from_secret_type_to_class()
    left_to_us = {"KeywordDetector", "Base64HighEntropyString", "HexHighEntropyString", "IPPublicDetector", "PrivateKeyDetector"}
    return tuple(plugin() for plugin in mapping.values() if plugin.__name__ not in left_to_us)


def redact(text: str) -> str:
    """Replace every value that is a person's or a secret by ``[kind]``; placeholders that are there already stay."""
    out = PRIVATE_KEY.sub("[key]", text)
    out = TOKEN.sub("[token]", out)
    out = KEY.sub("[key]", out)
    out = _vendor_secrets(out)
    out = _PASSWORD.sub(_password, out)
    out = _PASSWORD_BESIDE.sub(_password, out)
    out = without_named(out)
    if "@" in out:
        out = _EMAIL.sub("[email]", out)
    if "(" in out or "[" in out:
        out = _EMAIL_SPELT.sub("[email]", out)
    if any(character.isdigit() for character in out):
        out = _numbers(out)
    out = _HEX.sub(lambda m: m.group() if _is_one_letter(m.group()) or _is_reference(m.string, m.start()) else "[key]", out)
    return _RANDOM.sub(_random, out)


def _is_one_letter(value: str) -> bool:
    """A key that is held down, and no key of anything."""
    return len(set(value.lower())) == 1


def _random(match: re.Match[str]) -> str:
    value = match.group()
    is_key = _looks_random(value) and not _UUID.fullmatch(value) and not _is_reference(match.string, match.start())
    return "[key]" if is_key else value


def _is_reference(text: str, at: int) -> bool:
    """Whether the words before name an order, a build or another thing that is no person and no secret."""
    before = text[max(at - 48, 0) : at]
    found = _REFERENCE.search(before)
    return found is not None and _OF_PERSON.search(before[: found.start()]) is None


def _numbers(text: str) -> str:
    out = _IBAN.sub(_iban, text)
    out = _IPV4.sub(lambda m: m.group() if _VERSION_BEFORE.search(m.string[: m.start()][-12:]) else "[ip]", out)
    out = _IPV6.sub("[ip]", out)
    out = _CARD.sub(_card, out)
    out = without_ids(out, _is_reference)
    return _PHONE.sub(_phone, out)


def _vendor_secrets(text: str) -> str:
    out = text
    # In windows, because the plugins' patterns take the square of a line's length.
    windows = [text[at : at + _WINDOW + _OVERLAP] for at in range(0, len(text), _WINDOW)]
    for plugin in _plugins():
        for secret in (secret for window in windows for secret in plugin.analyze_string(window)):
            if isinstance(secret, str) and len(secret) >= 8 and "[" not in secret:
                out = out.replace(secret, "[key]")
    return out


def _password(match: re.Match[str]) -> str:
    value = match.group("value")
    start = match.start("value") - match.start()
    rest = value[len(value.rstrip(".?!)")) :] if _NO_VALUE.match(value) is None else ""
    whole = match.group()
    if _NO_VALUE.match(value) or value.startswith("["):
        return whole
    plain_word = value.rstrip(".?!)").isalpha() and value.rstrip(".?!)").islower()
    worded = match.groupdict().get("said", ":").strip(" :").isalpha() or match.group("name").lower() in _LOGIN
    if plain_word and worded and not match.group("quote") and _goes_on(match):
        return whole  # "the token is missing from ...", "company login: shorten the letter"
    is_key = _KEY_NAME.search(whole[:start]) is not None and is_random(value)
    return f"{whole[:start]}[{'key' if is_key else 'password'}]{rest}"


def _goes_on(match: re.Match[str]) -> bool:
    """Whether a plain lower-case word after "is" goes on as a sentence ("the token is missing from ..."): then it is no value."""
    return bool(re.match(r"\s+[a-zà-ÿ]+", match.string[match.end() : match.end() + 24]))


def _iban(match: re.Match[str]) -> str:
    """The longest beginning that is a valid IBAN is taken out; words that follow it stay."""
    value = match.group()
    for end in range(len(value), 14, -1):
        if iban.is_valid(value[:end]):
            kept = value[:end].rstrip(" .-")
            return "[iban]" + value[len(kept) :]
    return value


def _card(match: re.Match[str]) -> str:
    digits = re.sub(r"\D", "", match.group())
    if len(digits) in (13, 15) and (taken := taken_out(match.group())) != match.group():
        return taken  # some states' numbers pass for a card's
    if len(digits) == 13 and _ISBN.fullmatch(match.group()) and ean.is_valid(digits):
        return match.group()
    return "[card]" if luhn.is_valid(digits) and len(set(digits)) > 1 else match.group()


def _phone(match: re.Match[str]) -> str:
    value = match.group().rstrip(" .-/(")
    tail = match.group()[len(value) :]
    digits = sum(character.isdigit() for character in value)
    if _is_reference(match.string, match.start()) or ("-" in value and " " not in value and isbn.is_valid(value)):
        return match.group()
    if digits < 8 or digits > 15 or re.fullmatch(r"\d{4}[-./ ]\d{2}[-./ ]\d{2}|\d{2}[-./ ]\d{2}[-./ ]\d{4}", value):
        return match.group()
    return "[phone]" + tail if _is_phone(value) else match.group()


@lru_cache(maxsize=4096)
def _is_phone(value: str) -> bool:
    if re.fullmatch(r"\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}", value):
        return True
    text = "+" + value[2:] if value.startswith("00") else value
    checks: tuple[Callable[[Any], bool], ...] = (
        (phonenumbers.is_possible_number,) if text[0] in "+0(" else (phonenumbers.is_valid_number,)
    )
    for region in (None,) if text.startswith("+") else _PHONE_REGIONS:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            continue
        if all(check(number) for check in checks):
            return True
    return False


def _looks_random(value: str) -> bool:
    bare = value.rstrip("=")
    classes = sum(bool(re.search(pattern, bare)) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))
    if classes < 3 and not (classes == 2 and re.search("[0-9]", bare) and len(bare) >= 28):
        return False
    if re.fullmatch(r"(?:[A-Za-z]*[-_])*[A-Za-z]*\d{0,4}", bare):
        return False
    counts = Counter(bare)
    entropy = -sum(n / len(bare) * math.log2(n / len(bare)) for n in counts.values())
    return entropy > 3.4
