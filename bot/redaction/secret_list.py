"""Text goes in; what stands in a list beside a secret that was taken out comes out, and the pieces of a key."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import UNIT, YEAR, Finder
from bot.redaction.name_parts import is_given
from bot.redaction.random_key import is_name_of_thing, is_no_hash, is_random
from bot.redaction.secret_value import is_no_value, is_version, may_be_password
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_tool, is_uncommon
from bot.text.patterns import late, listed

_SECRET = late(rf"\[(?:{'|'.join(('password', 'key', 'token'))})\]")
_ASIDE = r"(?:\s\([^()\n]{1,30}\)|(?P<for>(?:\s[^\W\d_]{1,12}){1,4}))?"
_JOIN = (
    rf"(?:\s?[,;/|]\s?(?:{listed('digits_joined')}\s)?|\s{listed('digits_joined')}\s|"
    r"\n[ \t]{0,4}(?:[-*•]|\d{1,2}[.):])?[ \t]{0,3})"
)
_NEXT = late(
    rf"[\"'”»`]?{_ASIDE}{_JOIN}[\"'“„«`]?(?:(?P<secret>{_SECRET.pattern})|"
    rf"(?P<value>[^\s,;|\"'“”„«»`()\[\]]{{2,64}}[^\s,;|\"'“”„«»`()\[\].:?!]))"
    r"(?=[\"'”»`]?(?:[,;|/.?!:]{0,2}(?:\s|$)))"
)
_CODE = late(r"\d{3,8}|(?=[A-Z\d-]*\d)[A-Z\d]{2,6}(?:-[A-Z\d]{2,6}){1,4}")
_PIECE_OF_KEY = late(r"(?<![\w/.@#:=-])[A-Za-z0-9_+-]{8,64}(?![\w/@]|\.\w)")
_KEY = late(rf"(?<!\w){listed('key')}s?(?!\w)", re.I)
_FIRST_LINE = late(
    rf"(?<!\w){listed('password_plural')}(?:\s[^\W\d_]{{1,15}}){{0,4}}\s?:\s{{0,3}}\n\s{{0,4}}(?:[-*•]|\d{{1,2}}[.):])?\s{{0,3}}(?P<value>[^\s,;:]{{5,64}})(?=\s)",
    re.I,
)


def next_in_list(text: str) -> Iterator[Span]:
    """What a comma, a line or "and" joins to a secret, as far as each looks like one; a number like a year stands between two."""
    for secret in _SECRET.finditer(text):
        at = secret.end()
        while (found := _NEXT.match(text, at)) and not found.group("secret") and _may_follow(found):
            yield *found.span("value"), "password"
            at = found.end()


def _may_follow(found: re.Match[str]) -> bool:
    value, text, end = found.group("value"), found.string, found.end()
    if is_no_value(value) or is_tool(value) or is_version(value) or UNIT.match(text, end):
        return False
    if _CODE.fullmatch(value):
        is_between = YEAR.fullmatch(value) is None or ((after := _NEXT.match(text, end)) and after.group("secret"))
        return not found.group("for") and bool(is_between)
    if value.isalpha():
        return not found.group("for") and value.islower() and is_uncommon(value) and not is_given(value)
    return may_be_password(value) and re.search(r"[^\W\d_]{4}|\d[^\W\d_]+\d|[^\W\d_]\d+[^\W\d_]", value) is not None


def _is_piece(match: re.Match[str]) -> bool:
    return is_random(match.group()) and not is_name_of_thing(match.group()) and is_no_hash(match)


FINDERS = (
    next_in_list,
    Finder("password", _FIRST_LINE, valid=lambda match: may_be_password(match.group("value")), sign="\n"),
    Finder("key", _PIECE_OF_KEY, valid=_is_piece, context=("key",), digit=True, sentence=(_KEY,)),
)
