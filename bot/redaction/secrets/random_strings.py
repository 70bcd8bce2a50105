"""Text goes in; what nobody says in words comes out: keys that are random signs, whole or in pieces, and bodies of keys."""

from __future__ import annotations

import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator

from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.secrets.vendors import BEGINS
from bot.redaction.spans import Span
from bot.redaction.values import UUID, is_file
from bot.text.patterns import late, listed

_RANDOM = late(r"(?<![A-Za-z0-9+_-])[A-Za-z0-9+_-]{20,}={0,2}")
_BASE64 = late(r"(?<![A-Za-z0-9+/.])(?=[A-Za-z0-9+/]{32})(?=[^\s/]{0,200}/)[A-Za-z0-9+/]{32,}={0,2}(?![A-Za-z0-9+/])")
_HEX = late(r"(?<![A-Za-z0-9])[0-9a-f]{32,}(?![A-Za-z0-9])", re.I)
_BODY = late(r"(?:(?<=\n)|\A)(?:[ \t>|]{0,8}[A-Za-z0-9+/]{40,80}\\?\n){1,400}[ \t>|]{0,8}[A-Za-z0-9+/]{2,80}={0,2}(?=\s|\Z)")
_HEX_UPPER = late(r"(?<![\w/.@#:-])(?=[A-F]*\d)(?=\d*[A-F])(?=(?:[A-F]*+\d++[A-F]++){3})[0-9A-F]{10,31}(?![\w/@:-])")
_LONG = late(r"\S{16}")
_SHORT = late(
    r"(?<![\w/.@#:+=?&%\"'-])(?=[^\s]{0,19}[a-z])(?=[^\s]{0,19}[A-Z])(?=[^\s]{0,19}\d)[A-Za-z0-9!#$%&*?]{7,19}[A-Za-z0-9](?![\w/@=+&-]|\.\w)"
)
_SIGNED = late(
    r"(?<!\S)[\"'(“„«]?(?=\S{0,24}[^\W\d_]{4})(?=\S{0,24}\d)[^\W_][\w.-]{0,20}[!$^*?§&+][\w!$^*?§&+.-]{0,20}\w[!$*?]{0,2}(?=[\"')”“»]?[,;:.]?(?:\s|$))"
)
_VERSION = late(r"[vV]?\d{1,4}(?:\.\d{1,6}){1,3}[-+]")
_SWITCH = late(r"[a-z](?=[A-Z\d])|[A-Z](?=\d)|\d(?=[A-Za-z])|[A-Z](?=[a-z][A-Z\d])")
_WORDLIKE = late(r"[a-z]{4}|[A-Z]{5}")
_SWITCHES = 4
_PART_OF_NAME = late(r"(?:[A-Za-z]?[a-z]+|[A-Z]+)\d{0,4}|\d{1,8}[A-Za-z]{0,2}")
_PLAIN_WORD = late(r"[A-Za-z]?[a-z]{3,}\d{0,2}|[A-Z]{4,}")
_FEWEST_PARTS = 3
_SMALL = late(r"(?<![\w/.@#-])(?=[a-z0-9]*\d)[a-z0-9]{12,64}(?![\w/@]|\.\w)")
_TURN = late(r"[a-z](?=\d)|\d(?=[a-z])")
_TURNS, _LONG_WORD = 4, late(r"[a-z]{6}")
_UNEQUAL = late(r"(?<![\w-])(?=[A-Z0-9-]*\d)(?=[A-Z0-9-]*[A-Z])[A-Z0-9]{3,8}(?:-[A-Z0-9]{3,8}){3,7}(?![\w-])")
_EQUAL = late(
    r"(?<![\w-])(?:(?P<four>[A-Za-z0-9]{4}(?:(?: - |[ -])[A-Za-z0-9]{4}){2,15})|(?P<five>[A-Za-z0-9]{5,6}(?: ?- ?[A-Za-z0-9]"
    r"{5,6}){2,15}))(?![\w-])"
)
_MIXED = late(r"(?:^|-)[A-Z0-9]*[0-9][A-Z]")
"""A group with a letter behind a digit, as licences have, whatever calls them a number of a thing."""
_HASHED = late(rf"(?<![a-z]){listed('hash')}", re.I)
_DIGEST = late(rf"{listed('digest_name')}[-:]", re.I)
_NEAR = 60
_SHORTEST_KEY = 16
_PIECE = r"[A-Za-z0-9_+/-]{3,64}"
_PIECES = rf"{_PIECE}(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE})"
_IN_CONTEXT = late(
    rf"(?<![\w-])(?P<name>{listed('key')})(?P<said>\s*+[:=]\s*+|\s++{listed('is', 'is_key')}(?:\s*+:)?\s++|\s++)"
    rf"(?P<quote>[\"'“„«`]?)(?P<value>{_PIECES}{{0,11}})={{0,2}}",
    re.I,
)
_WITH_PREFIX = late(rf"(?<![\w-])(?P<value>{BEGINS}{_PIECE}?(?:(?:[\"']\s*\+\s*[\"']|[ \n]){_PIECE}){{1,11}})")


def random_strings(text: str) -> Iterator[Span]:
    """Keys by how they look, and beside the words for them by less."""
    yield from _in_pieces(text, _WITH_PREFIX)
    yield from _in_pieces(text, _IN_CONTEXT)
    for match in _EQUAL.finditer(text):
        groups = re.split("[ -]+", match.group())
        if sum(bool(re.search(r"\d", one) and re.search("[A-Za-z]", one)) for one in groups) * 2 >= len(groups):
            yield *match.span(), "key"
    if re.search(r"\d", text):
        yield from _with_digits(text)
    if _LONG.search(text) is None:
        return
    for match in _HEX.finditer(text):
        if not _is_one_letter(match.group()) and not _is_hash(text, match):
            yield *match.span(), "key"
    for pattern in (_RANDOM, _BASE64):
        for match in pattern.finditer(text):
            value = match.group()
            if looks_random(value) and not UUID.fullmatch(value) and not _is_hash(text, match):
                yield *match.span(), "key"
    if "\n" in text:
        yield from ((*match.span(), "key") for match in _BODY.finditer(text) if re.search(r"\d", match.group()))


def _with_digits(text: str) -> Iterator[Span]:
    """Short ones, and those in groups."""
    yield from ((*match.span(), "key") for match in _SHORT.finditer(text) if is_no_word(match.group()))
    for match in _SIGNED.finditer(text):
        if not _VERSION.match(match.group()) and not is_file(match.group()):
            yield *match.span(), "password"
    yield from (
        (*match.span(), "key") for match in _SMALL.finditer(text) if _is_mixed(match.group()) and not _is_hash(text, match)
    )
    yield from ((*match.span(), "key") for match in _HEX_UPPER.finditer(text) if not _is_hash(text, match))
    for match in _UNEQUAL.finditer(text):
        if _MIXED.search(match.group()) or not is_reference(text, match.start()):
            yield *match.span(), "key"


def is_no_word(value: str) -> bool:
    """Whether small letters, capitals and digits change as in no name of a model, a file or a thing."""
    return len(_SWITCH.findall(value)) >= _SWITCHES and _WORDLIKE.search(value) is None


def _is_mixed(value: str) -> bool:
    """Whether small letters and digits change as in no word with a number."""
    return len(_TURN.findall(value)) >= _TURNS and _LONG_WORD.search(value) is None


def _is_hash(text: str, match: re.Match[str]) -> bool:
    """Whether the words before call it one of a file or a change, or a number of an order."""
    if _DIGEST.match(match.group()):
        return True
    is_hex = _HEX.fullmatch(match.group()) and _HASHED.search(text, max(match.start() - _NEAR, 0), match.start())
    return bool(is_hex) or is_reference(text, match.start())


def _is_one_letter(value: str) -> bool:
    """A key that is held down, and no key of anything."""
    return len(set(value.lower())) == 1


def _in_pieces(text: str, pattern: re.Pattern[str]) -> Iterator[Span]:
    """The pieces that look random together; the words that follow them stay."""
    for match in pattern.finditer(text):
        taken, end = "", 0
        begin = match.start("value")
        for piece in re.finditer(_PIECE, match.group("value")):
            if not _is_piece(piece.group()) and not (taken == "" and pattern is _WITH_PREFIX):
                break
            taken, end = taken + piece.group(), piece.end()
        is_known = pattern is _WITH_PREFIX and re.search(r"\d", taken) is not None
        if len(taken) >= _SHORTEST_KEY and (is_known or is_random(taken)):
            yield begin, begin + end, "key"


def _is_piece(piece: str) -> bool:
    """No ordinary word: it has a digit, or capitals within."""
    return bool(re.search(r"\d", piece) or re.search(r"[a-z][A-Z]|[A-Z]{3}|[A-Z][a-z]+[A-Z]", piece))


def is_random(value: str) -> bool:
    """Whether letters and digits are mixed as no word mixes them."""
    bare = value.rstrip("=")
    if not (re.search(r"\d", bare) and re.search(r"[A-Za-z]", bare)):
        return False
    switches = sum(1 for one, other in itertools.pairwise(bare) if one.isdigit() != other.isdigit())
    mixed = bool(re.search(r"[a-z][A-Z]", bare) and re.search(r"[A-Z][a-z]", bare)) and entropy_of(bare) > 3.4
    return entropy_of(bare) > 2.9 and (switches >= 3 or mixed)


def looks_random(value: str) -> bool:
    """Whether a long run of signs is no word, path or name in any language, with nothing around it that says so."""
    bare = value.rstrip("=")
    classes = sum(bool(re.search(pattern, bare)) for pattern in ("[a-z]", "[A-Z]", "[0-9]"))
    if classes < 3 and not (classes == 2 and re.search("[0-9]", bare) and len(bare) >= 28):
        return False
    if re.fullmatch(r"(?:[A-Za-z]*[-_/+])*[A-Za-z]*\d{0,4}", bare) or _is_name_of_thing(bare):
        return False
    return entropy_of(bare) > 3.4


def _is_name_of_thing(value: str) -> bool:
    """Whether words, numbers and short marks are joined as in names of files and versions: "minutes_2025-03-14_rev02"."""
    parts = [part for part in re.split(r"[-_/+]", value) if part]
    return len(parts) >= _FEWEST_PARTS and all(map(_PART_OF_NAME.fullmatch, parts)) and any(map(_PLAIN_WORD.fullmatch, parts))


def entropy_of(value: str) -> float:
    """Bits a sign."""
    counts = Counter(value)
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts.values())
