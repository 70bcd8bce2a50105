"""Text goes in; keys that are random signs come out, whole or in pieces, also of cookies and for codes of an authenticator."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator
from itertools import dropwhile, takewhile

from bot.redaction.finder import Finder, has_word
from bot.redaction.number import is_reference
from bot.redaction.secret_value import UUID, is_file
from bot.redaction.spans import OF_THINGS, Span
from bot.redaction.vendor_token import KEY_BEGINS
from bot.redaction.vocabulary import is_common
from bot.text.patterns import late, listed

_RANDOM = late(r"(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{20,}={0,2}")
_BASE64 = late(r"(?<![A-Za-z0-9+/.])(?=[A-Za-z0-9+/]{32})(?=[^\s/]{0,200}/)[A-Za-z0-9+/]{32,}={0,2}(?![A-Za-z0-9+/])")
_HEX = late(r"(?<![A-Za-z0-9])[0-9a-f]{32,}(?![A-Za-z0-9])", re.I)
_BODY_OF_KEY = late(
    r"(?:(?<=\n)|\A)(?:[ \t>|]{0,8}[A-Za-z0-9+/]{40,80}\\?\n){1,400}[ \t>|]{0,8}[A-Za-z0-9+/]{2,80}={0,2}(?=\s|\Z)"
)
_HEX_UPPER = late(r"(?<![\w/.@#:-])(?=[A-F]*\d)(?=\d*[A-F])(?=(?:[A-F]*+\d++[A-F]++){3})[0-9A-F]{10,31}(?![\w/@:-])")
_SHORT_MIXED = late(
    r"(?<![\w/.@#:+=?&%\"'-])(?=[^\s]{0,19}[a-z])(?=[^\s]{0,19}[A-Z])(?=[^\s]{0,19}\d)[A-Za-z0-9!#$%&*?]{7,19}[A-Za-z0-9](?![\w/@=+&-]|\.\w)"
)
_WORD_WITH_SIGN = late(
    r"(?<!\S)[\"'(“„«]?(?=\S{0,24}[^\W\d_]{4})(?=\S{0,24}\d)[^\W_][\w.-]{0,20}[!$^*?§&+][\w!$^*?§&+.-]{0,20}\w[!$*?]{0,2}(?=[\"')”“»]?[,;:.]?(?:\s|$))"
)
_VERSION = late(r"[vV]?\d{1,4}(?:\.\d{1,6}){1,3}[-+]")
_SWITCH = late(r"[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])|[A-Z](?=[a-z][A-Z\d])")
_WORDLIKE = late(r"[a-z]{4}|[A-Z]{5}")
_PART_OF_NAME = late(r"(?:[A-Za-z]?[a-z]+|[A-Z]+)\d{0,4}|\d{1,8}[A-Za-z]{0,2}")
_WORD_IN_NAME = late(r"[A-Za-z]?[a-z]{3,}\d{0,2}|[A-Z]{4,}")
_SMALL_AND_DIGITS = late(r"(?<![\w/.@#-])(?=[a-z0-9]*\d)[a-z0-9]{12,64}(?![\w/@]|\.\w)")
_TURN = late(r"[a-z](?=\d)|\d(?=[a-z])")
_FEWEST_SWITCHES, _SHORTEST_KEY, _SHORTEST_TOTP = 4, 16, 12
_SIX_LETTERS = late(r"[a-z]{6}")
_GROUPS_OF_CAPITALS = late(r"(?<![\w-])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){3,7}(?![\w-])")
_EQUAL_GROUPS = late(
    r"(?<![\w-])(?:(?P<four>[A-Za-z0-9]{4}(?:(?: - |[ -])[A-Za-z0-9]{4}){2,15})|(?P<five>[A-Za-z0-9]{5,6}(?: ?- ?[A-Za-z0-9]"
    r"{5,6}){2,15}))(?![\w-])"
)
_LETTER_BEHIND_DIGIT = late(r"(?:^|-)[A-Z0-9]*[0-9][A-Z]")
"""A group with a letter behind a digit, as licences have, whatever calls them a number of a thing."""
_WORD_FOR_HASH = late(rf"(?<![a-z]){listed('hash')}", re.I)
_WORD_FOR_KEY = late(rf"(?<![^\W_]){listed('password', 'key')}(?![^\W_])", re.I)
_DIGEST = late(rf"{listed('digest_name')}[-:]", re.I)
_PIECE = r"[A-Za-z0-9_+/-]{3,64}"
_PIECES_BEHIND_WORD = late(
    rf"(?<![\w-])(?P<name>{listed('key')})(?P<said>\s*+[:=]\s*+|\s++{listed('is', 'is_key')}(?:\s*+:)?\s++|\s++)"
    rf"(?P<quote>[\"'“„«`]?)(?P<value>{_PIECE}(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{0,11}})={{0,2}}",
    re.I,
)
_PIECES_OF_VENDOR = late(rf"(?<![\w-])(?P<value>{KEY_BEGINS}{_PIECE}?(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{1,11}})")


_COOKIE = late(r"(?<![\w.&?/-])[\w.-]{1,40}=(?P<value>[^\s;=,\"'&]{8,400})(?=;|$|\s)")
_WORD_FOR_SESSION = late(rf"(?<![^\W_]){listed('session_said')}(?![^\W_])", re.I)
_SESSION_KEY = late(r"(?<![\w%+/~-])[\w%+/~-]{8,400}(?![\w%+/~-])")
_REST_OF_VALUE = late(
    rf"\[(?:{'|'.join(OF_THINGS)})\](?P<value>[.:|~!*_/+=%-]{{1,2}}(?=[^\s,;\"'<>()\[\]]{{0,200}}\d)[^\s,;\"'<>()\[\]]{{1,199}}[^\s,;\"'<>()\[\].:!])"
)
"""What no blank parts from a value that was taken out."""


_WORD_FOR_TOTP = late(rf"(?<!\w){listed('seed_said')}(?![^\W_])", re.I)
_BASE32_GROUPS = (
    late(r"(?<![\w-])[A-Z2-7]{4,8}(?:[ -][A-Z2-7]{2,8}){1,16}(?![\w-])"),
    late(r"(?<![\w-])[a-z2-7]{4}(?:[ .-][a-z2-7]{4}){1,15}(?:[ .-][a-z2-7]{1,3})?(?![\w-])"),
)
_BASE32 = late(r"(?<![\w/.-])(?:[A-Z2-7]{16,128}|[a-z2-7]{16,128}|[A-Z2-7]{8,128}(?==))(?![\w/-])")
_OF_ITALY = late(r"[A-Z]{6}\d\d[A-Z]\d\d[A-Z]\d{3}[A-Z]")
_BASE32_GROUP = late(r"[A-Za-z2-7]+")
_NEAR_HASH, _TOTP_REACH, _TOTP_LONGEST = 60, 90, 130  # signs beside a hash, around a TOTP key, and of that


def key_in_pieces(text: str) -> Iterator[Span]:
    """The pieces that look random together; the words that follow them stay."""
    for pattern in (_PIECES_OF_VENDOR, _PIECES_BEHIND_WORD):
        is_vendors = pattern is _PIECES_OF_VENDOR
        for match in pattern.finditer(text):
            taken, end = "", 0
            for piece in re.finditer(_PIECE, match.group("value")):
                is_word = re.search(r"\d|[a-z][A-Z]|[A-Z]{3}|[A-Z][a-z]+[A-Z]", piece.group()) is None
                if is_word and (taken or not is_vendors):
                    break
                taken, end = taken + piece.group(), match.start("value") + piece.end()
            if len(taken) >= _SHORTEST_KEY and (is_random(taken) or (is_vendors and re.search(r"\d", taken))):
                yield match.start("value"), end, "key"


def is_no_word(value: str) -> bool:
    """Whether small letters, capitals and digits change as in no name of a model, a file or a thing."""
    return len(_SWITCH.findall(value)) >= _FEWEST_SWITCHES and _WORDLIKE.search(value) is None


def is_no_hash(match: re.Match[str]) -> bool:
    """Whether the words beside do not call it one of a file or a change, and no key, or a number of an order."""
    before = match.string[max(match.start() - _NEAR_HASH, 0) : match.start()].rpartition("\n")[2]
    near = before + match.string[match.end() : match.end() + _NEAR_HASH].partition("\n")[0]
    is_hash = re.fullmatch("[0-9a-f]+", match.group(), re.I) and _WORD_FOR_HASH.search(near) and not _WORD_FOR_KEY.search(near)
    return not (is_hash or _DIGEST.match(match.group()) or is_reference(match.string, match.start()))


def _is_hex_key(match: re.Match[str]) -> bool:
    """Whether it is no hash, and no key of the keyboard that is held down."""
    return len(set(match.group().lower())) > 1 and is_no_hash(match)


def _is_small_key(match: re.Match[str]) -> bool:
    """Whether small letters and digits change as in no word with a number."""
    value = match.group()
    return len(_TURN.findall(value)) >= _FEWEST_SWITCHES and _SIX_LETTERS.search(value) is None and is_no_hash(match)


def _is_random_key(match: re.Match[str]) -> bool:
    """Whether a long run of signs is no word, path or name in any language, with nothing around it that says so."""
    bare = match.group().rstrip("=")
    classes = sum(bool(re.search(pattern, bare)) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))
    if classes < 3 and not (classes == 2 and re.search("[0-9]", bare) and len(bare) >= 28):
        return False
    if re.fullmatch(r"(?:[A-Za-z]*[-_/+])*[A-Za-z]*\d{0,4}", bare) or is_name_of_thing(bare):
        return False
    return entropy_of(bare) > 3.4 and not UUID.fullmatch(match.group()) and is_no_hash(match)


def is_name_of_thing(value: str) -> bool:
    """Whether words, numbers and short marks are joined as in names of files and versions: "minutes_2025-03-14_rev02"."""
    parts = [part for part in re.split(r"[-_/+]", value) if part]
    return len(parts) >= 3 and all(map(_PART_OF_NAME.fullmatch, parts)) and any(map(_WORD_IN_NAME.fullmatch, parts))


def is_random(value: str) -> bool:
    """Whether letters and digits are mixed as no word mixes them."""
    bare = value.rstrip("=")
    if not (re.search(r"\d", bare) and re.search(r"[A-Za-z]", bare)):
        return False
    switches = sum(one.isdigit() != other.isdigit() for one, other in itertools.pairwise(bare))
    is_mixed = re.search(r"[a-z][A-Z]", bare) and re.search(r"[A-Z][a-z]", bare) and entropy_of(bare) > 3.4
    return entropy_of(bare) > 2.9 and bool(switches >= 3 or is_mixed)


def entropy_of(value: str) -> float:
    """Bits a sign."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())


def _is_in_groups(match: re.Match[str]) -> bool:
    """Whether half of the groups have both letters and digits."""
    groups = re.split("[ -]+", match.group())
    return sum(bool(re.search(r"\d", one) and re.search("[A-Za-z]", one)) for one in groups) * 2 >= len(groups)


def _is_licence(match: re.Match[str]) -> bool:
    return _LETTER_BEHIND_DIGIT.search(match.group()) is not None or not is_reference(match.string, match.start())


def _is_no_version(match: re.Match[str]) -> bool:
    return not (_VERSION.match(match.group()) or is_file(match.group()))


def _is_cookie(match: re.Match[str]) -> bool:
    """Whether it stands in a row of them and is random."""
    text, value = match.string, match.group("value")
    is_row = text[max(match.start() - 2, 0) : match.start()] == "; " or text.startswith(";", match.end())
    return is_row and ("%3A" in value or is_random(value) or re.fullmatch(r"\d{9,}", value) is not None)


def session_key(text: str) -> Iterator[Span]:
    """What is random behind "cookie" and the like."""
    for word in _WORD_FOR_SESSION.finditer(text) if has_word(text, "session_said") else ():
        for match in _SESSION_KEY.finditer(text, word.end(), min(word.end() + 60, len(text))):
            if is_random(match.group()) or is_no_word(match.group()):
                yield *match.span(), "token"


def totp_secret(text: str) -> Iterator[Span]:
    """Keys that make codes for signing in, in base 32, in groups or behind a word for one."""
    found = [(match, False) for match in _BASE32_GROUPS[0].finditer(text)]
    for word in _WORD_FOR_TOTP.finditer(text) if has_word(text, "seed_said") else ():
        first, last = max(word.start() - _TOTP_REACH, 0), min(word.end() + _TOTP_REACH, len(text))
        found += [(match, True) for pattern in _BASE32_GROUPS for match in pattern.finditer(text, first, last)]
        for match in _BASE32.finditer(text, first, min(last + _TOTP_LONGEST, len(text))):
            if match.start() < last and not is_common(match.group()) and re.search(r"[2-7]|[A-Z]{16}", match.group()):
                yield *match.span(), "key"
    for match, is_called in found:
        groups = list(dropwhile(lambda group: is_common(group.group()), _BASE32_GROUP.finditer(text, *match.span())))
        groups = list(takewhile(lambda group: len(group.group()) < 3 or not is_common(group.group().lower()), groups))
        signs = "".join(group.group() for group in groups)
        is_account = not is_called and any(group.group().isdigit() for group in groups)
        is_mixed = is_called or re.search(r"[A-Za-z][2-7]|[2-7][A-Za-z]", match.group())
        if len(signs) >= _SHORTEST_TOTP and is_mixed and not (is_account or signs.isdigit()):
            yield groups[0].start(), groups[-1].end(), "key"


def _is_base32(match: re.Match[str]) -> bool:
    """Whether it is in capitals with a digit among them, and no number of a person in Italy, which has the same signs."""
    value = match.group()
    return value.isupper() and re.search(r"[A-Z][2-7]+[A-Z]", value) is not None and not _OF_ITALY.fullmatch(value)


FINDERS = (
    key_in_pieces,
    session_key,
    totp_secret,
    Finder("key", _EQUAL_GROUPS, valid=_is_in_groups, digit=True),
    Finder("key", _HEX, valid=_is_hex_key),
    Finder("key", _RANDOM, _BASE64, valid=_is_random_key, digit=True),
    Finder("key", _BODY_OF_KEY, valid=lambda match: re.search(r"\d", match.group()), sign="\n"),
    Finder("key", _SHORT_MIXED, valid=lambda match: is_no_word(match.group()), digit=True),
    Finder("password", _WORD_WITH_SIGN, valid=_is_no_version, digit=True),
    Finder("key", _SMALL_AND_DIGITS, valid=_is_small_key, digit=True),
    Finder("key", _HEX_UPPER, valid=is_no_hash, digit=True),
    Finder("key", _GROUPS_OF_CAPITALS, valid=_is_licence, digit=True),
    Finder("key", _BASE32, valid=_is_base32, digit=True),
    Finder("token", _COOKIE, valid=_is_cookie, sign=";"),
    Finder("token", _REST_OF_VALUE, valid=lambda match: not is_file(match.group("value")), sign="]"),
)
