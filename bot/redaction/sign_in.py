"""Text goes in; passwords come out that a sentence tells around a word for signing in, or behind a user's name."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, has_word
from bot.redaction.secret_value import NO_IS_BEHIND, is_no_value, is_password_like, may_be_password, password_words
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_common, is_grammar, is_tool, is_uncommon
from bot.text.patterns import late, listed

_SIGN_IN = late(rf"(?<![\w\[-]){listed('sign_in')}(?![\w-])", re.I)
_WITH_PASSWORD = late(rf"(?<!\w){listed('sign_in_with')}\s{{1,2}}(?P<called>{listed('sign_in_word')}:?\s{{1,2}})?[\"'“„«]?", re.I)
_BEFORE_SIGN_IN = late(
    rf"(?<!\w)(?:{listed('sign_in_use')})\s(?P<value>[^\s,;]{{5,60}})\s(?:[^\W\d_]+\s){{0,4}}(?:{listed('sign_in')})(?![\w-])",
    re.I,
)
_USER = late(rf"(?<![^\W_])(?:{listed('login_user', 'sign_in_user')})(?![^\W_])", re.I)
_USER_FIELD = late(rf"{_USER.pattern}[\s:=]{{1,3}}[^\s,;:]{{2,40}}[,;/]?\s{listed('password_short')}\Z", re.I)
_UP_TO_PASSWORD = late(
    rf"(?:[^\n.:=?!]{{0,60}}?(?:\s?\([^()\n]{{0,60}}\))?(?:\s{{0,2}}(?:[:=：]|->|→|=>)\s{{0,3}}|['’]s\s|{NO_IS_BEHIND}[\s,]{{1,2}}"
    rf"(?:{listed('is', 'is_password', 'is_said', 'is_strong', 'is_set')})(?:\s{listed('still_said')})?(?:\s{{0,2}}:)?\s{{1,3}})|"
    r"[^\n.:=?!()]{0,40}?\s?\([^()\n]{0,60}\)\s)[\"'“„«]?",
    re.I,
)
_PLAIN_WORD = late(r"[^\W\d_]{1,80}(?:[._&+'’-][^\W\d_]{1,80}){0,24}(?=[,;!?)\"'”»¿¡]|\.(?:\s|$)|\s|$)")
_CAPITALISED = late(r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){1,4}(?!\w)")
_CAMEL_CASE = late(r"[A-ZÀ-Þ]?[a-zß-ÿ]{2,}(?:[A-ZÀ-Þ][a-zß-ÿ]{2,})+")
_WITH_UNDERSCORE = late(
    r"\s[\"'“„«]?(?P<value>(?=\S{0,200}[A-ZÀ-Þ])(?=\S{0,200}[a-z])[^\W_]+(?:[_-][^\W_]+)*_[^\W_]+(?:[_-][^\W_]+)*)(?=[,;:.!?]?(?:\s|$))"
)
_SOMEBODY_TOOK = late(rf",?\s(?:{listed('sign_in_taken')})\s[\"'“„«]?", re.I)
_BEHIND_OF = late(rf"(?<!\w)(?:{listed('sign_in_of')})\s\Z", re.I)
_END_SIGNS = ".,;:?!)\"'”»"
_NEAR_USER = 40


_SIGN_IN_OR_NETWORK = late(rf"(?<![\w\[-])(?:{listed('sign_in', 'sign_in_user', 'login_said', 'network')})(?![\w-])", re.I)
_VALUE_OF_PAIR = r"[\"'“„«]?(?P<value>[^\s\"'“”„«»,;()]{4,59}[^\s\"'“”„«»,;().:?!])"
_BEHIND_USER = (
    late(rf"(?:[\s,]|[\"'”»]\s){listed('login_then')}\s{{1,2}}{_VALUE_OF_PAIR}", re.I),
    late(rf"(?:(?<=[\w\"'”»\]])\s?[/|+]\s?|(?<=\w),\s){_VALUE_OF_PAIR}"),
)
_BESIDE_USER = late(rf"(?<![\w/.-]){listed('login_user')}\s?[/|+]\s?{_VALUE_OF_PAIR}", re.I)
_MOUNT_COMMAND = late(rf"(?<!\w){listed('login_mount')}\s+(?:\S{{1,2}}\s+)?(?:\\\\|//)\S+\s+(?P<value>[^\s/*-]\S{{2,60}})", re.I)
_EVERYDAY_PAIR = late(
    r"[\d./:,%€$-]+\w{0,3}|[A-Z]+-?\d{1,5}|[^\W\d_]+-?\d{1,2}|[^\W\d_]{1,4}\d{1,4}|[QH]\d.*|[^\W\d_]+(?:[-/&.'’+][^\W\d_]+)*|\d.*"
)
"""Plain words, numbers of models and of rooms, parts of a year."""


def _token_at(text: str, at: int) -> tuple[int, int]:
    """Begin and end of what stands there up to a blank, without the signs that end a sentence."""
    token = re.compile(r"\S{0,80}").match(text, at).group()  # type: ignore[union-attr]  # it may be empty
    return at, at + len(token.rstrip(_END_SIGNS))


def _looks_like_password(word: str) -> bool:
    return (is_password_like(word) or may_be_password(word)) and not is_no_value(word) and not is_tool(word)


def password_behind_sign_in(text: str) -> Iterator[Span]:
    """What somebody signs in with, behind a word for that."""
    for match in _SIGN_IN.finditer(text) if has_word(text, "sign_in") else ():
        for by in _WITH_PASSWORD.finditer(text, match.end(), _clause_end(text, match.end(), len(text)) + 1):
            token = _token_at(text, by.end())
            span = token if _looks_like_password(text[slice(*token)]) else None
            if by.group("called") and not span:
                span = _plain_at(text, by.end(), True)
            if span:
                yield *span, "password"


def _clause_end(text: str, at: int, last: int) -> int:
    near = min(at + 80, last)
    stop = re.compile(r"[.!?¿]\s|\n").search(text, at, near)
    return stop.start() if stop else near


def odd_word_behind_word(text: str) -> Iterator[Span]:
    """Behind the word for a password: what no language has, what is written in capitals or joined, what has digits."""
    words = sorted(password_words(text))
    for (begin, end), (following, _) in zip(words, [*words[1:], (len(text), 0)], strict=False):
        for token in re.compile(r"(?<!\S)[\"'(“„«]*[^\W\d_]\S{0,79}").finditer(
            text, end, _clause_end(text, end, max(end, following))
        ):
            first, last = _token_at(text, token.start())
            has_digit = re.search(r"\d", token.group()) and may_be_password(text[first:last])
            if has_digit and not is_no_value(text[first:last]) and not _BEHIND_OF.search(text, end, first):
                yield first, last, "password"
        if span := _odd_span(text, begin, end, max(end, following)):
            yield *span, "password"


def _odd_span(text: str, begin: int, end: int, last: int) -> tuple[int, int] | None:
    if adjacent := _WITH_UNDERSCORE.match(text, end):
        return adjacent.span("value")
    if joined := _UP_TO_PASSWORD.match(text, end, last):
        token, by = _token_at(text, joined.end()), joined.group()
        if _looks_like_password(text[slice(*token)]):
            return token
        return _plain_at(text, joined.end(), ":" in by or "=" in by) if "," not in by or len(by) <= _NEAR_USER else None
    if taken := _SOMEBODY_TOOK.match(text, end):
        return _plain_at(text, taken.end(), False)
    first = max(begin - _NEAR_USER, 0)
    if _USER_FIELD.search(text, first, end) and (field := _PLAIN_WORD.match(text, end + 1)):
        return None if is_grammar(field.group()) else field.span()
    return _plain_at(text, end + 1, True) if _USER.search(text, first, begin) else None


def _plain_at(text: str, at: int, sure: bool) -> tuple[int, int] | None:
    """Where a word stands that may be one. ``sure``: a sign says that the password follows."""
    found = _PLAIN_WORD.match(text, at)
    if found is None or is_grammar(found.group()) or is_tool(found.group()) or is_no_value(found.group()):
        return None
    word = found.group()
    if (capitals := _CAPITALISED.match(text, at)) and not is_tool(capitals.group().split()[-1]):
        return capitals.span() if sure or not all(map(is_common, capitals.group().split())) else None
    is_odd = _CAMEL_CASE.fullmatch(word) or is_uncommon(word) or re.search(r"\w[._&+]\w", word) or (sure and "-" in word)
    return found.span() if is_odd else None


def _is_password_of_user(match: re.Match[str]) -> bool:
    """Whether it looks like one, and like no number of a room or a model, or is made of words and a number."""
    value = match.group("value")
    if _EVERYDAY_PAIR.fullmatch(value):
        return False
    return may_be_password(value) and not is_no_value(value) and not is_tool(value)


CALLED = (
    password_behind_sign_in,
    odd_word_behind_word,
    Finder("password", _BEFORE_SIGN_IN, valid=lambda match: _looks_like_password(match.group("value")), context=("sign_in",)),
)
FINDERS = (
    *CALLED,
    Finder("password", _MOUNT_COMMAND, context=("login_mount",)),
    Finder("password", _BESIDE_USER, valid=_is_password_of_user),
    Finder(
        "password",
        *_BEHIND_USER,
        valid=_is_password_of_user,
        context=("sign_in", "sign_in_user", "login_said", "network"),
        sentence=(_SIGN_IN_OR_NETWORK,),
    ),
)
