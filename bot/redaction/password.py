"""Text goes in; passwords come out that a word for one gives away, in any order, also misspelt."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import takewhile

from bot.redaction.finder import SENTENCE, Finder, has_word, value_span
from bot.redaction.random_key import is_random
from bot.redaction.secret_value import (
    IS,
    KEY_NAME,
    is_no_value,
    is_password_like,
    is_password_word,
    may_be_password,
    password_words,
)
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_common, is_grammar, is_key_row, is_tool, is_uncommon
from bot.text.patterns import any_of, late, listed, written

_TYPED_OR_LOGIN = late(rf"(?<![\w\[-])(?:(?P<login>{listed('login_said')})|{listed('typed')})(?![\w-])", re.I)
_LOGIN_AND_PAIR = late(
    rf"(?<![\w\[-]){listed('login_said')}(?![\w-])\s{{0,2}}:\s{{0,2}}\S{{1,60}}?\s{{0,2}}[/|,:]\s{{0,2}}(?P<value>[^\s,;]{{4,80}})",
    re.I,
)
_NEAR_WORD, _NEAR_HINT, _MOST_PLAIN_WORDS = 24, 80, 4
_LOGIN_NAMES, _PLURAL_NAMES = written("login"), written("password_plural")
_BEHIND_ASIDE = late(r"\s{0,2}\([^()\n]{0,60}\)\s{1,2}")
_IN_BRACKETS = late(r"\s?\([\"'“„«]?(?P<value>[^\W\d_]{5,40})[\"'”“»]?\)")
_BEFORE_AS = late(rf"(?<!\S)(?P<value>[^\s,;]{{5,80}}),?\s+{listed('is', 'as_said')}\s+(?:[^\W\d_]+[\s-]+){{0,4}}\Z", re.I)
_IS_SURELY = late(rf"(?<!\w){listed('is_strong')}\s", re.I)
_LAST_WORD = late(r"[^\W\d_]{4,40}(?=[.!?,]?(?:\s*$|\s*\n|[.!?,]\s))")
_JOINED_TO_WORD = late(rf"[^\n.:=?!]{{0,60}}?(?:\s{{0,2}}\([^()\n]{{0,60}}\))?{IS}")
_IN_QUOTES = late(r"[\"“„«‘`]\s?(?P<value>[^\"“”„«»’`\n]{3,80}?)\s?[\"”“»’`]|'(?P<other>[^'\n]{3,80})'")
_SOME_WORDS = late(r"[^\s,;.!?()]{1,200}(?:[ ][^\s,;.!?()]{1,200}){1,9}(?=[.,(?;]|\s[(–-]|$)")
_REMARK_AND_WORDS = late(rf"{listed('remark_first')}(?P<rest>(?: [^\W\d_]{{2,20}}){{3,8}})", re.I)
_FEWEST_BEHIND_REMARK = 3
_SMALL_WITH_HYPHENS = late(r"(?=[^\s-]{0,200}-)(?=\S{7})[^\sA-ZÀ-Þ]{1,200}(?<![.,;:?)])(?=[.,;:?)]*(?:\s|$))")
_AMOUNT = late(rf"(?:[^\W\d_]{{1,4}} )?\d[\d.,]{{0,12}} {listed('unit')}", re.I)


_WORD_FOR_PASSWORD = rf"(?:{listed('password')}|{listed('password_short')}(?=\s*[:=]))"
_JOINED_BY = rf"(?:\s*+(?:[:=]|->|=>|→)\s*+|\s++(?:{listed('is', 'is_password', 'is_strong')}|:=)(?:\s*+:)?\s++)"
_PASSWORD_FIELD = late(
    rf"(?<![\w\[])(?P<name>{_WORD_FOR_PASSWORD})(?P<who>(?:\s+{listed('password_of')}\s+[\w.@-]+){{0,2}})(?P<said>{_JOINED_BY})"
    r"(?P<quote>[\"'`“„«]?)(?P<value>[^\s\"'`”“»,;]{3,})",
    re.I,
)
_MIXED_CASE = r"(?=[a-z]{0,2}[A-Z]+[a-z]{1,2}[A-Z])(?:[a-z]{0,2}[A-Z]+){2,6}[a-z]{0,2}(?![\w-])"
"""Capitals and small letters change as in no name."""
_RIGHT_BEHIND = late(
    rf"(?<![\w\[-])(?i:(?P<name>{_WORD_FOR_PASSWORD}))\s+(?P<quote>[\"'`“„«]?)"
    rf"(?P<value>(?=\S*\d)(?=\S*[A-Za-z])[^\s\"'`”“»,;\[\]]{{6,}}|{_MIXED_CASE})"
)


_HINT_OR_LOGIN = late(rf"(?<![^\W_]){listed('password_hinted', 'login_said')}(?![^\W_])", re.I)
_HINT = late(rf"(?<![^\W_]){listed('password_hinted')}(?![^\W_])", re.I)
_CONTEXT = late(rf"(?<![^\W_])(?:{listed('secret_context', 'sign_in', 'login_said')})(?![^\W_])", re.I)
_TOKEN = late(r"(?<!\S)[(\"'“„«]*(?P<value>[^\s(\"'“„«]\S{0,80})")
_QUOTED_BEHIND_HINT = late(r":?\s[\"“„«'‘]\s?(?P<value>[^\"“”„«»'\n]{4,60}?)\s?[\"”“»’'](?!\w)")
_SIGNS_OF_CODE = late(r"[()/=;<>{}\[\]|]|^[A-Z0-9]+(?:[-.][A-Z0-9]+)*$|^--?\w")
"""Signs of code, numbers of models, switches of commands."""
_WORD_WITH_DIGITS = late(r"[^\W\d_]{4,30}\d{2,4}[!?*]?")
_STRIPPED = ".,;:?!)\"'”»"


_LOW, _UP = "[a-zß-ÿ]", "[A-ZÀ-Þ]"
_LETTER = "[A-Za-zß-ÿ]"
_BEGINS, _ENDS = r"(?<![\w/.@#:=-])", r"(?![\w/@=:$(-]|\.\w)"
_SHAPES = (
    rf"{_UP}{_LOW}{{2,30}}(?:[_&+!$*#%~]\d{{0,4}}{_LETTER}{{0,30}}){{1,6}}\d{{0,6}}[A-Za-z]?",  # Lavande_34, Harbour!Goat77
    rf"{_UP}{_LOW}{{3,30}}(?:\.{_LETTER}{{2,30}}){{1,6}}\.\d{{1,4}}[a-z]?",  # Mango.Trolley.5
    rf"{_UP}{_LOW}{{3,30}}-(?:\d{{2,4}}[a-z]|{_UP}{_LOW}{{2,30}}\d{{1,4}})",  # Maibaum-88x, Gato-Negro1
    rf"{_UP}{_LOW}{{3,30}}\d{{1,4}}{_UP}{_LOW}{{2,30}}",  # Pebble7Beach
    rf"{_LOW}{{4,30}}_{_LOW}{{4,30}}\d{{2,4}}",  # caracol_verde88
    rf"{_LETTER}{{3,30}}[!&+$*#%]{_LETTER}{{3,30}}\d{{1,4}}",  # tulp&regen5
    rf"{_LETTER}{{4,30}}[!$*#%]{_LETTER}{{4,30}}",  # Snow!White
)
_JOINED_WORDS = late(rf"{_BEGINS}(?=\S{{0,40}}(?:\d|[!$*#%][A-Za-z]))(?:{'|'.join(_SHAPES)})[!?*#]?{_ENDS}")
_WORD_AND_NUMBER = late(
    rf"{_BEGINS}(?:(?P<word>[^\W\d_]{{5,30}})\d{{2,4}}[!?*]?|(?P<other>{_LOW}{{4,30}})(?:\.{_LOW}{{3,30}}){{1,6}}\.\d{{1,4}})"
    r"(?![\w/@=(-]|\.\w)"
)
"""A word that hardly anybody uses, and a number."""
_NUMBER_BETWEEN = late(rf"{_BEGINS}{_LOW}{{4,30}}\d{{2,4}}{_LOW}{{3,30}}{_ENDS}")
"""Two words in small letters around a number: nobody writes so but who makes up a password."""
_FOUR_FOURS = late(r"(?<![\w-])[a-z]{4}(?P<gap>[ -])[a-z]{4}(?P=gap)[a-z]{4}(?P=gap)[a-z]{4}(?![\w-])")
"""How vendors write the password of one app: four groups of four letters."""


_WORD_NO_BLANK = any_of(word.replace(" ", "") for word in written("password"))
_IS_NO_BLANK, _MY = f"(?:{listed('is', 'glued_is')})", listed("phrase_begins")
_OF_NO_BLANK = any_of(word.replace(" ", "") for word in written("of_whom"))
_WORD_AND_CODE = late(
    rf"(?<![^\W_])(?:{_MY}?{listed('pin', 'password')}{_IS_NO_BLANK}?|{_MY}{listed('code_generic')}{_IS_NO_BLANK}?"
    rf"|{listed('code_generic')}(?:{_OF_NO_BLANK}[a-zß-ÿ]{{3,12}}|{_IS_NO_BLANK}))"
    r"(?P<value>(?!(?:19|20)\d\d(?!\d))\d{4,8}[A-Z]?)(?=[^\d.,%]|$)",
    re.I,
)
"""A word for a code that may be of anything is somebody's own or a thing's, or is joined to it by "is": not "statuscode4041"."""
_WORD_AND_PASSWORD = late(
    rf"(?i:{_WORD_NO_BLANK}{_IS_NO_BLANK}?(?!{listed('password_thing')}))(?P<value>[A-ZÀ-Þ](?=\S{{0,40}}\d)[\w!&#%$*+-]{{3,40}})"
)


def password_behind_word(text: str) -> Iterator[Span]:
    """What is joined to a word for a password by "is", a colon or the like, or said before it to be one."""
    for begin, end in password_words(text):
        if value := _value_behind(text, begin, end):
            yield *value, "password"
        bracketed = _IN_BRACKETS.match(text, end)
        if bracketed and is_uncommon(bracketed.group("value")):
            yield *bracketed.span("value"), "password"
        before = _BEFORE_AS.search(text, max(begin - 60, 0), begin)
        if before and may_be_password(before.group("value")):
            yield *before.span("value"), "password"
    for match in _TYPED_OR_LOGIN.finditer(text) if has_word(text, "typed", "login_said") else ():
        reach = _NEAR_HINT if match.group("login") else _NEAR_WORD
        for token in re.compile(r"\S{1,200}").finditer(text, match.end(), min(match.end() + reach, len(text))):
            if is_password_like(token.group()):
                yield token.start(), token.start() + len(token.group().rstrip(".,;:?)")), "password"
            elif token.group()[-1] in ".!?":
                break
    for match in _LOGIN_AND_PAIR.finditer(text) if has_word(text, "login_said") else ():
        if not is_no_value(match.group("value")):
            yield *match.span("value"), "password"


def _value_behind(text: str, begin: int, end: int) -> tuple[int, int] | None:
    """Where it stands; a plain word only right behind the one for a password."""
    joined, aside = _JOINED_TO_WORD.match(text, end), _BEHIND_ASIDE.match(text, end)
    at = joined.end() if joined else aside.end() if aside else end + 1
    if quoted := _IN_QUOTES.match(text, at):
        span = value_span(quoted)
        is_meant = joined or not text[end:at].strip() or may_be_password(text[slice(*span)])
        return span if is_meant and not is_no_value(text[slice(*span)]) else None
    found = re.compile(r"\S{1,200}").match(text, at)
    if found is None or not (joined or aside or text[end : end + 1].isspace()):
        return None
    value = found.group().rstrip(".,;:?)")
    if joined and (remark := _REMARK_AND_WORDS.match(text, at)):
        words = [*takewhile(lambda word: not is_grammar(word.group()), re.finditer(r"\w+", remark.group("rest")))]
        if len(words) >= _FEWEST_BEHIND_REMARK:
            return at, remark.start("rest") + words[-1].end()
    if is_no_value(value) or (value.isalpha() and is_grammar(value)):
        return None
    if may_be_password(value):
        return at, at + len(value)
    return _plain_words(text, begin, end, joined) if joined and "?" not in joined.group() else None


def _plain_words(text: str, begin: int, end: int, joined: re.Match[str]) -> tuple[int, int] | None:
    """Words that nothing but their place gives away."""
    at, by, word = joined.end(), joined.group(), text[begin:end].lower()
    is_near, is_plural = len(by) < _NEAR_WORD, word.endswith(("s", "en", "er")) and not word.endswith("ss")
    words = _SOME_WORDS.match(text, at) if is_near and not is_plural else None
    if words and _is_plain_phrase(words.group(), ":" in by):
        return words.span()
    if (alone := _LAST_WORD.match(text, at)) and not (is_plural and is_common(alone.group())):
        is_given = not is_password_word(text, begin, end) or ":" in by or text[at].isupper()
        return alone.span() if _IS_SURELY.search(by) or (is_given and is_near) else None
    hyphened = _SMALL_WITH_HYPHENS.match(text, at) if is_near else None
    return hyphened.span() if hyphened else None


def _is_plain_phrase(words: str, is_given: bool) -> bool:
    """Whether a few words are no talk: with a number among them, or short and all in small letters. ``is_given``: a colon says
    that they are the password; otherwise no word of grammar is in it."""
    parts = words.split()
    if _AMOUNT.fullmatch(words) or is_no_value(parts[0]) or any(map(is_grammar, parts[:1] if is_given else parts)):
        return False
    is_short = len(parts) <= _MOST_PLAIN_WORDS and words.islower()
    return any(part.isdigit() for part in parts) or is_short or not any(map(is_grammar, parts))


def password_field(text: str) -> Iterator[Span]:
    """What a sign or "is" joins to the word for a password, or what looks like one right behind it."""
    for match in (*_PASSWORD_FIELD.finditer(text), *_RIGHT_BEHIND.finditer(text)):
        value, begin = match.group("value"), match.start("value")
        bare = value.rstrip(".?!)")
        if not is_no_value(value) and not (bare.isalpha() and _is_talk(match, bare)):
            is_key = KEY_NAME.search(text, match.start(), begin) is not None and is_random(value)
            yield begin, begin + len(bare), "key" if is_key else "password"


def _is_talk(match: re.Match[str], word: str) -> bool:
    """Whether a sentence goes on with a plain word: "the token is missing from ...", "passwords: good habits"."""
    goes_on = re.compile(r"\s+[a-zà-ÿ]+").match(match.string, match.end()) is not None
    if is_grammar(word) and goes_on:
        return True
    name, said = match.group("name").lower(), match.groupdict().get("said", ":").strip(" :")
    is_login = (said.isalpha() or name in _LOGIN_NAMES) and goes_on
    return word.islower() and not match.group("quote") and (is_login or name in _PLURAL_NAMES)


def password_near_hint(text: str) -> Iterator[Span]:
    """What looks made up in the sentence of what says that one is there, or of what it opens, and in quotes right behind that."""
    cues = sorted(begin for begin, _ in password_words(text))
    if not cues and not has_word(text, "password_hinted", "secret_context", "sign_in", "login_said"):
        return
    quoted = (_QUOTED_BEHIND_HINT.match(text, hint.end()) for hint in _HINT.finditer(text))
    yield from ((*match.span("value"), "password") for match in quoted if match)
    for sentence in SENTENCE.finditer(text):
        is_hinted = _HINT.search(sentence.group()) is not None
        is_called = bisect_left(cues, sentence.start()) < bisect_left(cues, sentence.end())
        if is_hinted or is_called or _CONTEXT.search(sentence.group()):
            for token in _TOKEN.finditer(text, *sentence.span()):
                word = token.group("value").rstrip(_STRIPPED)
                looks = is_password_like(word) or (is_hinted and _WORD_WITH_DIGITS.fullmatch(word))
                if looks and not (is_no_value(word) or is_tool(word) or _SIGNS_OF_CODE.search(word)):
                    yield token.start("value"), token.start("value") + len(word), "password"


def words_near_hint(text: str) -> Iterator[Span]:
    """Words with signs and numbers between, near what says that they may be a password; alone they are files and products."""
    hints = sorted(begin for begin, _ in (*password_words(text), *(found.span() for found in _HINT_OR_LOGIN.finditer(text))))
    for match in (*_JOINED_WORDS.finditer(text), *_WORD_AND_NUMBER.finditer(text)) if hints else ():
        place = bisect_left(hints, match.start() - _NEAR_HINT)
        word = match.groupdict().get("word") or match.groupdict().get("other")
        is_near = place < len(hints) and hints[place] <= match.end() + _NEAR_HINT
        if is_near and (word is None or is_uncommon(word)) and not (is_tool(match.group()) or is_no_value(match.group())):
            yield *match.span(), "password"


def _is_app_password(match: re.Match[str]) -> bool:
    return sum(is_common(group) or is_key_row(group) for group in re.split("[ -]", match.group())) < 2


CALLED = (password_behind_word, password_field, password_near_hint)
FINDERS = (
    *CALLED,
    words_near_hint,
    Finder("password", _FOUR_FOURS, valid=_is_app_password),
    Finder("password", _NUMBER_BETWEEN, valid=lambda match: not is_tool(match.group()), digit=True),
    Finder("password", _WORD_AND_CODE, _WORD_AND_PASSWORD, digit=True),
)
