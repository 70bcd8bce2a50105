"""Text goes in; addresses of mail come out that are spelt so that no machine sees them: signs in words, in brackets, with blanks.

The sign in the middle is looked for first, then the host behind it, then the name before it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import is_given
from bot.redaction.spans import Span
from bot.text.common import LEAST, common_words
from bot.text.patterns import late, listed, written
from bot.text.tokens import fold

_OPEN, _SHUT = r"[\[({<*_|~#-]{1,2} ?", r" ?[\])}>*_|~#-]{1,2}"
_AT_SAID, _DOT_SAID = listed("at", "named_mail_at"), listed("dot")
_AT = late(
    rf"(?P<sign> ?[@＠] ?|%40| ?{_OPEN}(?:{_AT_SAID}|@){_SHUT} ?)|(?<=[\w.]) (?:{_AT_SAID}) (?=\w)|"
    rf"(?<=\w) (?P<loose>{listed('named_mail_by')}) (?=\w)",
    re.I,
)
_DOT = rf"(?: \. | ?\.(?! )| ?{_OPEN}(?:{_DOT_SAID}|\.){_SHUT} ?| {_DOT_SAID} )"
_MARK = rf"(?: {listed('named_mail_mark')} )"
_ONE_BY_ONE = r"\w(?: \w){2,30}"
_LABEL = rf"(?:{_ONE_BY_ONE}(?!\w)|\w[\w-]{{0,62}}?)"
_HOST = late(
    rf"(?P<host>{_LABEL}(?:{_MARK}{_LABEL}){{0,2}}(?P<dots>(?:{_DOT}{_LABEL}){{0,3}}{_DOT}))(?P<top>[^\W\d_]{{2,14}})(?!\w)", re.I
)
_NAME = late(rf"(?<![\w.+%-])(?:{_ONE_BY_ONE}|[\w.+%-]{{1,64}}?)(?:(?:{_DOT}|{_MARK})[\w+%-]{{1,40}}?){{0,4}}\Z", re.I)
_SPACED = late(r"(?<!\S)\w(?: [\w.+-]){2,40} ?@(?: ?\w)(?: [\w.-]){3,60}(?!\S)")
_PLAIN_DOTS = late(r"(?:\w[\w-]*\.)+")
_TOOL = late(rf"{listed('no_name_tool')}", re.I)
_FILES = written("file_ending")
_LINE_OF_CODE = late(r":\d|\([\w.]{1,80}:\d|\([^()\n]{0,60}\) ")
"""Behind the name of a file or of what is called: "Exception at Order.java:241", "at shop.Cart.total(Cart.java:7)"."""
_BEFORE = 90
_SPELT_DOT = late(rf"{_OPEN}(?:{_DOT_SAID}|\.)| {_DOT_SAID} ", re.I)
_LONGEST_TOP, _LONGEST_SPELT_TOP = 6, 14
_WEAK_SIGNS = 2
"""Letters of words for the sign that are words of talk as well: "at"."""


def spelt_mail(text: str) -> Iterator[Span]:
    """Addresses of mail that only a person reads as one."""
    if "@" in text:
        yield from ((*match.span(), "email") for match in _SPACED.finditer(text))
    if not ("@" in text or "%40" in text or "＠" in text or may_hold(text, "at", "named_mail_at", "named_mail_by")):
        return
    for sign in _AT.finditer(text):
        host = _HOST.match(text, sign.end())
        if host is None:
            continue
        begin = max(sign.start() - _BEFORE, 0)
        name = _NAME.search(text[begin : sign.start()])
        if name is None:
            continue
        value = name.group()
        if not _is_top(host, sign, value):
            continue
        is_said = sign.group("sign") is None
        if is_said and _LINE_OF_CODE.match(text, host.end()):
            continue
        if is_said and _PLAIN_DOTS.fullmatch(host.group("host")) and not _is_odd(value):
            continue
        if sign.group("loose") and not (_PLAIN_DOTS.fullmatch(host.group("host")) or _is_odd(value)):
            continue
        yield begin + name.start(), host.end(), "email"


def _is_top(host: re.Match[str], sign: re.Match[str], name: str) -> bool:
    """Whether what stands last may be the last part of a host: no file's ending, and no word behind a full stop."""
    top = host.group("top")
    is_spelt = _SPELT_DOT.search(host.group("dots")) is not None
    if top.lower() in _FILES:
        return False
    if len(top) > _LONGEST_TOP and not is_spelt:
        return bool(_PLAIN_DOTS.fullmatch(host.group("host"))) and _is_odd(name) and _is_odd(host.group("host").rstrip("."))
    if is_spelt and len(top) > _LONGEST_TOP and len(sign.group().strip()) <= _WEAK_SIGNS:
        return _is_odd(name) or _is_odd(host.group("host").split()[0]) or _SPELT_DOT.search(name) is not None
    return bool(_SPELT_DOT.search(host.group("dots")) or host.group("dots")[-1:] != " " or sign.group("sign"))


def _is_odd(value: str) -> bool:
    """Whether its last word is none of every day."""
    return not _is_talk(value.rpartition(" ")[2])


@lru_cache(maxsize=4096)
def _is_talk(word: str) -> bool:
    """Whether it is a word of every day and no name: "look at example.org" is no address."""
    if re.search(r"[\d._+-]", word) or is_given(word):
        return False
    return bool(_TOOL.match(word)) or any(fold(word) in common_words(language) for language in LEAST)
