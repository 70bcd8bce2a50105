"""Text goes in; secrets that a sentence tells come out: what is called a password, in any order, also misspelt, and codes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.redaction.hints import is_generic, is_of_machine, may_hold
from bot.redaction.numbers.evened import SAID_DIGIT
from bot.redaction.spans import Span
from bot.redaction.talk import is_common, is_grammar, is_uncommon
from bot.redaction.values import is_made_up, is_no_value, may_be_value
from bot.text.patterns import late, listed, written

_GOES_ON = rf"(?![\w-]|@[\w.-]{{1,60}}:\d| {listed('password_thing')}(?!\w))"
_CUE = late(rf"(?<![\w\[-])(?:{listed('password', 'password_short', 'password_said')}){_GOES_ON}", re.I)
_LOGS_IN = late(rf"(?<![\w\[-]){listed('login_said')}(?![\w-])", re.I)
_TYPED = late(rf"(?<![\w-]){listed('typed')}(?![\w-])", re.I)
_CODE_CUE = late(rf"(?<![\w\[-]){listed('pin', 'code_said')}(?![\w-])", re.I)
_CODES_CUE = late(rf"(?<!\w){listed('codes_said')}", re.I)
_WORD = late(rf"(?<![\w/.%@\[])[^\W\d_]{{5,}}(?![\w/%@-]| {listed('password_thing')}(?!\w))")
_LOCK = late(rf"(?<![^\W_]){listed('lock', 'lock_alone')}", re.I)
_LOCK_ALONE = late(rf"(?<![^\W_]){listed('lock_alone')}", re.I)
_OPENS = late(rf"(?<![^\W_]){listed('lock_opens')}|{listed('lock_code')}", re.I)
_LOCK_CODE = late(
    r"(?<![\w.,:€$-])(?:\d{3,8}[A-Za-z#*]?|\d{1,3}[A-Z]\d{1,3}|\d{1,3}(?:[ -]\d{1,3}){2,5}|\d\d-\d\d)(?![\w:€-]|[.,]\d)"
)
NETWORK = late(rf"(?:(?<![^\W_]){listed('network')}|(?<=[^\W\d_]){listed('network_ending')})(?![^\W_])", re.I)
_NETWORK_NAMED = late(r"(?:\s[^\W\d_]{2,15}){0,2}\s?:\s?([^\s,;]{6,63}?)(?=[.,;!?]?(?:\s|$))")
_NETWORK_KEY = late(
    rf"(?<![^\W_]){listed('network_key')}\s?(?:{listed('is', 'is_strong')}\s|[:=]\s?)?[\"'«]?([^\s,;\"'»]{{6,63}}?)"
    rf"(?=[.,;!?\"'»]?(?:\s|$))",
    re.I,
)
_NOT_MISSPELT = written("password_not_misspelt")
_NEAR_TO = tuple(sorted(word for word in written("password_misspelt")))
_ASIDE = r"(?:\s{0,2}\([^()\n]{0,60}\))?"
_ASIDED = late(r"\s{0,2}\([^()\n]{0,60}\)\s{1,2}")
_BRACKETED = late(r"\s?\([\"'“„«]?(?P<value>[^\W\d_]{5,40})[\"'”“»]?\)")
_AS = late(rf"(?<!\S)(?P<value>[^\s,;]{{5,80}}),?\s+{listed('is', 'as_said')}\s+(?:[^\W\d_]+[\s-]+){{0,4}}\Z", re.I)
_STRONG = late(rf"(?<!\w){listed('is_strong')}\s", re.I)
_ALONE = late(r"[^\W\d_]{4,40}(?=[.!?,]?(?:\s*$|\s*\n|[.!?,]\s))")
_PAIRED = late(r"\s{0,2}:\s{0,2}\S{1,60}?\s{0,2}[/|,:]\s{0,2}(?P<value>[^\s,;]{4,80})")
NO_IS_BEHIND = "".join(rf"(?<!\W{word})" for word in sorted(written("no_is_behind")))
_IS = (
    rf"(?:\s{{0,2}}(?:[:=：?]|->|→|=>)\s{{0,3}}|['’]s\s{{1,2}}(?:{listed('still_said')}\s)?|{NO_IS_BEHIND}[\s,]{{1,2}}(?:"
    rf"{listed('is', 'is_password', 'is_said', 'is_strong')})(?:\s{listed('still_said')})?(?:\s{{0,2}}:)?\s{{1,3}})"
)
_GAP = r"[^\n.:=?!]{0,60}?"
_JOINED = late(rf"{_GAP}{_ASIDE}{_IS}")
_QUOTED = late(r"[\"“„«‘`]\s?([^\"“”„«»’`\n]{3,80}?)\s?[\"”“»’`]|'([^'\n]{3,80})'")
_NO_VALUE = late(rf"(?:\[[a-z-]+\]|{listed('no_value', 'no_value_said')})\W*", re.I)
_WORDS = late(r"[^\s,;.!?()]{1,200}(?:[ ][^\s,;.!?()]{1,200}){1,9}(?=[.,(?;]|\s[(–-]|$)")
_TOKEN = late(r"\S{1,200}")
SENTENCE = late(r"(?:[^\n.!?]|[.!?](?!\s|$)){1,400}")
_DIGITS = late(r"(?<![\w.,-])\d{3,6}(?:[ -]?\d{2,4})?#?(?![\w.,/-]*\d)")
_YEAR = late(r"(?:19|20)\d\d")
_CODE = late(r"(?<![\w-])(?=[^\s,;]*\d)[A-Za-z0-9]{4,}(?:[ -][A-Za-z0-9]{4,})*(?![\w-])")
_SAID = late(rf"(?<!\w){SAID_DIGIT}(?:[ ,-]{{1,2}}{SAID_DIGIT}){{1,}}(?!\w)", re.I)
_PLURAL = ("s", "en", "er")
_AMOUNT = late(rf"(?:[^\W\d_]{{1,4}} )?\d[\d.,]{{0,12}} {listed('unit')}", re.I)
_SHORT = 5
_NEAR, _BEFORE = 60, 48
_FEW, _MOST_WORDS = 3, 4


def told(text: str) -> Iterator[Span]:
    """Secrets that somebody says."""
    for begin, end in cues_in(text):
        yield from _behind(text, begin, end)
        yield from _before(text, begin)
    for match in _LOGS_IN.finditer(text) if may_hold(text, "login_said") else ():
        yield from _near_behind(text, match.end(), is_made_up, 80)
        if (pair := _PAIRED.match(text, match.end())) and not is_no_value(pair.group("value")):
            yield *pair.span("value"), "password"
    for match in _TYPED.finditer(text) if may_hold(text, "typed") else ():
        yield from _near_behind(text, match.end(), is_made_up, 24)
    yield from _codes(text)
    yield from _locks(text)
    yield from _networks(text)


@lru_cache(maxsize=8)
def cues_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where a word for a password stands, also a misspelt one."""
    called = [match.span() for match in _CUE.finditer(text)]
    near = [match.span() for match in _WORD.finditer(text) if _is_near(match.group())]
    return tuple(dict.fromkeys(called + near))


@lru_cache(maxsize=8192)
def _is_near(word: str) -> bool:
    return _is_misspelt(word.lower()) or word.lower().endswith(_NEAR_TO)


def _is_misspelt(word: str) -> bool:
    """Whether it is a word for a password with one or two letters amiss."""
    return word not in _NOT_MISSPELT and any(
        word[0] == meant[0]
        and abs(len(word) - len(meant)) < _FEW
        and 0 < DamerauLevenshtein.distance(word, meant) <= 1 + (len(meant) > 8)
        for meant in _NEAR_TO
    )


def _behind(text: str, begin: int, end: int) -> Iterator[Span]:
    """What is joined to the word by "is", a colon or the like; a plain word only right behind it."""
    if (bracketed := _BRACKETED.match(text, end)) and is_uncommon(bracketed.group("value")):
        yield *bracketed.span("value"), "password"
    joined = _JOINED.match(text, end)
    aside = _ASIDED.match(text, end)
    at = joined.end() if joined else aside.end() if aside else end + 1
    is_near = joined is not None and len(joined.group()) < _BEFORE / 2
    if quoted := _QUOTED.match(text, at):
        group = 1 if quoted.group(1) else 2
        if (joined or not text[end:at].strip() or may_be_value(quoted.group(group))) and not is_no_value(quoted.group(group)):
            yield *quoted.span(group), "password"
        return
    found = _TOKEN.match(text, at)
    if found is None or not (joined or aside or text[end : end + 1].isspace()):
        return
    value = found.group().rstrip(".,;:?)")
    if _NO_VALUE.fullmatch(value) or is_no_value(value) or (value.isalpha() and is_grammar(value)):
        return
    if may_be_value(value):
        yield at, at + len(value), "password"
    elif joined is not None and "?" in joined.group():
        return
    elif (
        is_near
        and joined is not None
        and not _is_plural(text[begin:end].lower())
        and (words := _WORDS.match(text, at))
        and _is_phrase(words.group(), ":" in joined.group())
    ):
        yield *words.span(), "password"
    elif joined is not None and (alone := _ALONE.match(text, at)):
        is_plain = _CUE.fullmatch(text, begin, end) is None or ":" in joined.group() or value[:1].isupper()
        if _STRONG.search(joined.group()) or (is_plain and is_near):
            yield *alone.span(), "password"
    elif is_near and joined is not None and "-" in value and value.lower() == value and len(value) > 6:
        yield at, at + len(value), "password"


def _is_plural(word: str) -> bool:
    return word.endswith(_PLURAL) and not word.endswith("ss")


def _before(text: str, begin: int) -> Iterator[Span]:
    """What is said to be the password: "hunter42x as the password"."""
    found = _AS.search(text, max(begin - _NEAR, 0), begin)
    if found and may_be_value(found.group("value")):
        yield *found.span("value"), "password"


def _is_phrase(words: str, is_given: bool) -> bool:
    """Whether a few words are no talk: with a number among them, or short and all in small letters. ``is_given``: a colon says
    that they are the password; otherwise no word of grammar is in it."""
    parts = words.split()
    if _AMOUNT.fullmatch(words) or any(_NO_VALUE.fullmatch(part) for part in parts[:1]):
        return False
    if any(is_grammar(part) for part in (parts[:1] if is_given else parts)):
        return False
    is_short = len(parts) <= _MOST_WORDS and words.islower()
    return any(part.isdigit() for part in parts) or is_short or not any(map(is_grammar, parts))


def _near_behind(text: str, at: int, looks: object, reach: int) -> Iterator[Span]:
    for word in _TOKEN.finditer(text, at, min(at + reach, len(text))):
        if looks(word.group()):  # type: ignore[operator]
            yield word.start(), word.start() + len(word.group().rstrip(".,;:?)")), "password"
        if word.group()[-1] in ".!?" and not looks(word.group()):  # type: ignore[operator]
            return


def _codes(text: str) -> Iterator[Span]:
    """Codes of digits behind what calls them so, in words as well."""
    cues = [*_CODE_CUE.finditer(text)] if may_hold(text, "pin", "code_said") else []
    if re.search(r"\d", text):
        for cue in cues:
            if is_of_machine(cue):
                continue
            for match in _DIGITS.finditer(text, cue.end(), min(cue.end() + _BEFORE, len(text))):
                between = text[cue.end() : match.start()]
                is_joined = re.search(rf"[:=]\s*$|{_IS}$", between) is not None
                is_short = is_generic(cue) and len(match.group()) <= _FEW and not is_joined
                if (
                    is_short
                    or re.search(r"[.!?]\s", between)
                    or (not is_joined and (len(between.split()) > 2 or _YEAR.fullmatch(match.group())))
                ):
                    break
                yield *match.span(), "password"
                break
        for cue in _CODES_CUE.finditer(text):
            for match in _CODE.finditer(text, cue.end(), min(cue.end() + 400, len(text))):
                yield *match.span(), "password"
    for cue in cues:
        yield from ((*match.span(), "password") for match in _SAID.finditer(text, cue.end(), min(cue.end() + 60, len(text))))


def _locks(text: str) -> Iterator[Span]:
    """Digits in a sentence about a lock and what opens it."""
    if _LOCK.search(text) is None:
        return
    for sentence in SENTENCE.finditer(text):
        if _LOCK_ALONE.search(sentence.group()) or (_LOCK.search(sentence.group()) and _OPENS.search(sentence.group())):
            for match in _LOCK_CODE.finditer(text, *sentence.span()):
                if not _YEAR.fullmatch(match.group()):
                    yield *match.span(), "password"


def _networks(text: str) -> Iterator[Span]:
    """The key of a wireless network, in a sentence about one."""
    for network in NETWORK.finditer(text) if NETWORK.search(text) else ():
        if pair := _PAIRED.match(text, network.end()):
            yield *pair.span("value"), "password"
        elif named := _NETWORK_NAMED.match(text, network.end()):
            yield *named.span(1), "password"
        key = _NETWORK_KEY.search(text, network.end(), min(network.end() + _NEAR, len(text)))
        if key and not is_no_value(key.group(1)) and not _NO_VALUE.fullmatch(key.group(1)) and not _is_talk(text, key):
            yield *key.span(1), "password"


def _is_talk(text: str, key: re.Match[str]) -> bool:
    """Whether a sentence goes on with a word of every day: "the key is printed on the wall"."""
    word = key.group(1)
    return len(word.rstrip("?!.:")) <= _SHORT or (
        word.isalpha() and word.islower() and is_common(word) and re.match(r"\s\w", text[key.end() : key.end() + 2]) is not None
    )
