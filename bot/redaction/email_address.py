"""Text goes in; addresses of mail come out, also spelt so that no machine sees them: signs in words, in brackets, with blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.redaction.finder import Finder, has_word
from bot.redaction.name_parts import is_given
from bot.redaction.spans import Span
from bot.text.common import LEAST, common_words
from bot.text.patterns import late, listed, written
from bot.text.tokens import fold

_EMAIL = late(r"(?<![\w.+%-])[\w.+%-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,6}\.[^\W\d_]{2,24}", re.U)
_OPEN, _SHUT = r"[\[({<*_|~#-]{1,2} ?", r" ?[\])}>*_|~#-]{1,2}"
_AT_SAID, _DOT_SAID = listed("at", "named_mail_at"), listed("dot")
_AT_SIGN = late(
    rf"(?P<sign> ?[@＠] ?|%40| ?{_OPEN}(?:{_AT_SAID}|@){_SHUT} ?)|(?<=[\w.]) (?:{_AT_SAID}) (?=\w)|"
    rf"(?<=\w) (?P<loose>{listed('named_mail_by')}) (?=\w)",
    re.I,
)
_DOT = rf"(?: \. | ?\.(?! )| ?{_OPEN}(?:{_DOT_SAID}|\.){_SHUT} ?| {_DOT_SAID} )"
_MARK_SAID = rf"(?: {listed('named_mail_mark')} )"
_ONE_BY_ONE = r"\w(?: \w){2,30}"
_LABEL = rf"(?:{_ONE_BY_ONE}(?!\w)|\w[\w-]{{0,62}}?)"
_HOST = late(
    rf"(?P<host>{_LABEL}(?:{_MARK_SAID}{_LABEL}){{0,2}}(?P<dots>(?:{_DOT}{_LABEL}){{0,3}}{_DOT}))(?P<top>[^\W\d_]{{2,14}})(?!\w)",
    re.I,
)
_LOCAL_PART = late(rf"(?<![\w.+%-])(?:{_ONE_BY_ONE}|[\w.+%-]{{1,64}}?)(?:(?:{_DOT}|{_MARK_SAID})[\w+%-]{{1,40}}?){{0,4}}\Z", re.I)
_LETTER_BY_LETTER = late(r"(?<!\S)\w(?: [\w.+-]){2,40} ?@(?: ?\w)(?: [\w.-]){3,60}(?!\S)")
_PLAIN_DOTS = late(r"(?:\w[\w-]*(?: \. |\.))+")
_TOOL = late(rf"{listed('no_name_tool')}", re.I)
_FILE_ENDINGS = written("file_ending")
_LINE_OF_CODE = late(r":\d|\([\w.]{1,80}:\d|\([^()\n]{0,60}\) ")
"""Behind the name of a file or of what is called: "Exception at Order.java:241", "at shop.Cart.total(Cart.java:7)"."""
_FARTHEST_LOCAL_PART = 90
_SPELT_DOT = late(rf"{_OPEN}(?:{_DOT_SAID}|\.)| {_DOT_SAID} ", re.I)
_LONGEST_TOP = 6
_WEAK_SIGNS = 2  # letters of words for the sign that are words of talk as well: "at"


def spelt_email(text: str) -> Iterator[Span]:
    """Addresses that only a person reads as one: the sign in the middle is looked for first."""
    if not ("@" in text or "%40" in text or "＠" in text or has_word(text, "at", "named_mail_at", "named_mail_by")):
        return
    for sign in _AT_SIGN.finditer(text):
        host = _HOST.match(text, sign.end())
        begin = max(sign.start() - _FARTHEST_LOCAL_PART, 0)
        local = _LOCAL_PART.search(text[begin : sign.start()]) if host else None
        if host and local and _is_top_level(host, sign, local.group()) and _is_address(host, sign, local.group()):
            yield begin + local.start(), host.end(), "email"


def _is_address(host: re.Match[str], sign: re.Match[str], local: str) -> bool:
    """Whether words for the sign stand in an address, and in no line of code or talk."""
    is_plain = _PLAIN_DOTS.fullmatch(host.group("host")) is not None
    if sign.group("sign") is None and (_LINE_OF_CODE.match(host.string, host.end()) or (is_plain and _is_everyday(local))):
        return False
    return not sign.group("loose") or is_plain or not _is_everyday(local)


def _is_top_level(host: re.Match[str], sign: re.Match[str], local: str) -> bool:
    """Whether what stands last may be the last part of a host: no file's ending, and no word behind a full stop."""
    top, name, dots = host.group("top", "host", "dots")
    is_spelt = _SPELT_DOT.search(dots) is not None
    if top.lower() in _FILE_ENDINGS:
        return False
    if len(top) > _LONGEST_TOP and not is_spelt:
        is_odd = "@" in sign.group() or not _is_everyday(local)
        return bool(_PLAIN_DOTS.fullmatch(name)) and is_odd and bool(sign.group("sign") or not _is_everyday(name.rstrip(".")))
    if is_spelt and len(top) > _LONGEST_TOP and len(sign.group().strip()) <= _WEAK_SIGNS:
        return not _is_everyday(local) or not _is_everyday(name.split()[0]) or _SPELT_DOT.search(local) is not None
    return bool(is_spelt or dots[-1:] != " " or sign.group("sign"))


@lru_cache(maxsize=4096)
def _is_everyday(words: str) -> bool:
    """Whether the last of them is a word of every day and no name: "look at example.org" is no address."""
    word = words.rpartition(" ")[2]
    if re.search(r"[\d._+-]", word) or is_given(word):
        return False
    return bool(_TOOL.match(word)) or any(fold(word) in common_words(language) for language in LEAST)


FINDERS = (
    Finder("email", _EMAIL, _LETTER_BY_LETTER, sign="@"),
    spelt_email,
)
