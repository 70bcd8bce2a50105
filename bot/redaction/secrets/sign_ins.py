"""Text goes in; passwords come out that a sentence tells around a word for signing in, in whatever order.

And behind the word for a password what is no word of any language.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.secrets.told import NO_IS_BEHIND, cues_in
from bot.redaction.spans import Span
from bot.redaction.talk import is_common, is_grammar, is_tool, is_uncommon
from bot.redaction.values import is_made_up, is_no_value, may_be_value
from bot.text.patterns import late, listed

_SIGNS_IN = late(rf"(?<![\w\[-]){listed('sign_in')}(?![\w-])", re.I)
_WITH = late(rf"(?<!\w){listed('sign_in_with')}\s{{1,2}}(?P<called>{listed('sign_in_word')}:?\s{{1,2}})?[\"'“„«]?", re.I)
_BEFORE = late(
    rf"(?<!\w)(?:{listed('sign_in_use')})\s(?P<value>[^\s,;]{{5,60}})\s(?:[^\W\d_]+\s){{0,4}}(?:{listed('sign_in')})(?![\w-])",
    re.I,
)
_USER = late(rf"(?<![^\W_])(?:{listed('login_user', 'sign_in_user')})(?![^\W_])", re.I)
_USER_FIELD = late(rf"{_USER.pattern}[\s:=]{{1,3}}[^\s,;:]{{2,40}}[,;/]?\s{listed('password_short')}\Z", re.I)
_TOKEN = late(r"\S{1,80}")
_STOP = late(r"[.!?¿]\s|\n")
_JOINED = late(
    rf"(?:[^\n.:=?!]{{0,60}}?(?:\s?\([^()\n]{{0,60}}\))?(?:\s{{0,2}}(?:[:=：]|->|→|=>)\s{{0,3}}|['’]s\s|{NO_IS_BEHIND}[\s,]{{1,2}}(?:"
    rf"{listed('is', 'is_password', 'is_said', 'is_strong', 'is_set')})(?:\s{listed('still_said')})?(?:\s{{0,2}}:)?\s{{1,3}})|"
    rf"[^\n.:=?!()]{{0,40}}?\s?\([^()\n]{{0,60}}\)\s)[\"'“„«]?",
    re.I,
)
_WORD = late(r"[^\W\d_]{1,80}(?:[._&+'’-][^\W\d_]{1,80}){0,24}(?=[,;!?)\"'”»¿¡]|\.(?:\s|$)|\s|$)")
_CAPITALS = late(r"[A-ZÀ-Þ][\w’'-]+(?:\s[A-ZÀ-Þ][\w’'-]+){1,4}(?!\w)")
_CAMEL = late(r"[A-ZÀ-Þ]?[a-zß-ÿ]{2,}(?:[A-ZÀ-Þ][a-zß-ÿ]{2,})+")
_UNDERLINED = late(
    r"\s[\"'“„«]?(?P<value>(?=\S{0,200}[A-ZÀ-Þ])(?=\S{0,200}[a-z])[^\W_]+(?:[_-][^\W_]+)*_[^\W_]+(?:[_-][^\W_]+)*)(?=[,;:.!?]?(?:\s|$))"
)
_TAKEN = late(rf",?\s(?:{listed('sign_in_taken')})\s[\"'“„«]?", re.I)
_BEHIND_OF = late(rf"(?<!\w)(?:{listed('sign_in_of')})\s\Z", re.I)
_STRIPPED = ".,;:?!)\"'”»"
_NEAR, _AROUND = 80, 40


def sign_ins(text: str) -> Iterator[Span]:
    """What somebody signs in with."""
    signs_in = may_hold(text, "sign_in")
    for match in _SIGNS_IN.finditer(text) if signs_in else ():
        near = min(match.end() + _NEAR, len(text))
        stop = _STOP.search(text, match.end(), near + 1)
        last = min(near, stop.start() + 1) if stop else near
        for by in _WITH.finditer(text, match.end(), last):
            token = _TOKEN.match(text, by.end())
            if token and _is_value(token.group()):
                yield token.start(), token.start() + len(token.group().rstrip(_STRIPPED)), "password"
            elif by.group("called"):
                yield from _plain(text, by.end(), True)
    for match in _BEFORE.finditer(text) if signs_in else ():
        if is_made_up(match.group("value")) and not is_tool(match.group("value")):
            yield *match.span("value"), "password"
    cues = sorted(cues_in(text))
    for (begin, end), (following, _) in zip(cues, [*cues[1:], (len(text), 0)], strict=False):
        yield from _told(text, begin, end, max(end, following))


def _is_value(word: str) -> bool:
    return (is_made_up(word) or may_be_value(word)) and not is_no_value(word) and not is_tool(word.strip(_STRIPPED))


def _told(text: str, begin: int, end: int, following: int) -> Iterator[Span]:
    """Behind the word for a password: what no language has, what is written in capitals or joined, what has digits.

    ``following``: where the next such word begins, which has its own.
    """
    near = min(end + _NEAR, following)
    stop = _STOP.search(text, end, near)
    last = stop.start() if stop else near
    for token in _TOKEN.finditer(text, end, last):
        word = token.group().strip(_STRIPPED + "(“„«")
        if not (word[:1].isalpha() and re.search(r"\d", word) and may_be_value(word) and _is_whole(text, token.start())):
            continue
        if not is_no_value(word) and not _BEHIND_OF.search(text, end, token.start()):
            yield token.start(), token.start() + len(token.group().rstrip(_STRIPPED)), "password"
    if adjacent := _UNDERLINED.match(text, end):
        yield *adjacent.span("value"), "password"
    if joined := _JOINED.match(text, end, following):
        if (value := _TOKEN.match(text, joined.end())) and _is_value(value.group()):
            yield value.start(), value.start() + len(value.group().rstrip(_STRIPPED)), "password"
        if "," not in joined.group() or len(joined.group()) <= _AROUND:
            yield from _plain(text, joined.end(), ":" in joined.group() or "=" in joined.group())
    elif taken := _TAKEN.match(text, end):
        yield from _plain(text, taken.end(), False)
    elif _USER_FIELD.search(text, max(begin - _AROUND, 0), end) and (field := _WORD.match(text, end + 1)):
        if not is_grammar(field.group()):
            yield *field.span(), "password"
    elif _USER.search(text, max(begin - _AROUND, 0), begin):
        yield from _plain(text, end + 1, True)


def _is_whole(text: str, at: int) -> bool:
    return at == 0 or text[at - 1].isspace()


def _plain(text: str, at: int, sure: bool) -> Iterator[Span]:
    """``sure``: a sign says that the password follows."""
    found = _WORD.match(text, at)
    if found is None or is_grammar(found.group()) or is_tool(found.group()) or is_no_value(found.group()):
        return
    word = found.group()
    if (capitals := _CAPITALS.match(text, at)) and not is_tool(capitals.group().split()[-1]):
        if sure or not all(map(is_common, capitals.group().split())):
            yield *capitals.span(), "password"
    elif _CAMEL.fullmatch(word) or is_uncommon(word) or re.search(r"\w[._&+]\w", word) or (sure and "-" in word):
        yield *found.span(), "password"
