"""Text goes in; the few digits come out that open a door, silence an alarm or pay with a card, also said, or with signs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import is_generic, is_of_machine, may_hold
from bot.redaction.numbers.evened import SAID_DIGIT
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.secrets.told import NETWORK, SENTENCE
from bot.redaction.spans import Span
from bot.redaction.talk import is_uncommon
from bot.redaction.values import is_no_value, may_be_value
from bot.text.patterns import any_of, late, listed, written

_CUE = late(rf"(?<![^\W_])(?:{listed('named_code', 'pin', 'code_said', 'code_generic')})(?![^\W_])", re.I)
_LOCK = late(rf"(?<![^\W_])(?:{listed('named_lock', 'lock_alone')})(?![^\W_])", re.I)
_LONG_NAMES = any_of(word for word in written("named_lock", "lock_alone") if len(word) > 4)
_DOOR = late(
    rf"(?<![^\W_])(?:{listed('named_lock', 'lock_alone', 'lock')})|(?<=\w)(?:{_LONG_NAMES}|{listed('lock_ending')}(?![^\W\d_]))",
    re.I,
)
"""Also as the end of a compound."""
_TURNS = (
    rf"(?:(?:\d ?x )?(?:{listed('lock_turn')} \d{{1,3}}|\d{{1,3}} {listed('lock_turn')}|[LR] ?\d{{1,3}})[, –-]{{0,3}}){{2,6}}"
)
_SAID = rf"{SAID_DIGIT}(?:[ ,-]{{1,2}}{SAID_DIGIT}){{2,7}}(?![^\W\d_])"
_DIGITS = (
    r"(?:[A-Z]?\d{2,8}[A-Z]\d{0,4}|\d{1,3}[A-Z]\d{1,3}[A-Z]|[A-Z]?\d{3,8}|\d{1,3}[A-Z]\d{1,3}|\d{1,6}[#*]\d{1,6}|"
    r"\d(?:[ .-]\d){2,7}|\d\d(?:"
    r"[ -]\d\d){1,3})[#*]?(?![\w€%-]|[.,:/]\d|[.]\w)"
)
_KEY = late(rf"(?i:{_TURNS}|{_SAID})|{_DIGITS}")
_BY = rf"(?:(?<![^\W_])(?i:{listed('named_lock_by', 'is', 'named_is')})\s{{1,2}}|[:=→(]\s?|[-–]\s|[\"'“„«]){{1,4}}"
_BEHIND = late(rf"{_BY}[\"'“„«]?(?P<value>{_KEY.pattern})")
_JOIN = late(
    rf"(?:\s|[:=(→,\"'“„«-]|\.(?=\s?\d))*(?:(?i:{listed('named_lock_by', 'named_is', 'is', 'number')})[\s:=]{{1,3}}){{0,3}}"
    r"[\"'“„«]?"
)
_JOINED = late(rf"\s?(?:[:=→(]|(?:{listed('is', 'is_strong')})\s)", re.I)
_STAR = rf"(?:(?i:{listed('star_said')})(?!\w)|[#*])"
_STARRED = late(
    rf"(?<![\w#*])(?P<value>(?i:{listed('star_said')})\s\d(?:[ -]?\d){{2,7}}(?!\w))|"
    rf"(?<![\w.,:/#*-])(?P<other>\d(?:[ -]?\d){{2,7}}\s?(?:(?i:{listed('number_between', 'named_lock_by')})\s)?{_STAR})"
    r"(?!\w|\s\*)"
)
_BETWEEN = late(r"[^\W\d_]{1,80}(?:['’-][^\W\d_]{1,80}){0,12}(?!\w)|\d{1,2}(?=\s\w)")
_YEAR = late(r"(?:19|20)\d\d")
_EMERGENCY = written("emergency")
_UNIT = late(rf"\s{{0,2}}{listed('unit')}(?!\w)", re.I)
_TOOL = late(rf"{listed('no_name_tool', 'reference')}(?!\w)", re.I)
_NETWORK_KEY = late(rf"(?<![^\W_])(?:{listed('network_key', 'named_lock_by', 'named_lock')})(?![^\W_])", re.I)
_TOKEN = late(r"[^\s,;\"'“”„«»()]{6,63}")
_KEYED = late(rf"(?<![^\W_])(?i:{listed('keyed')})(?:,?\s[^\W\d_]{{1,12}}){{0,3}}?,?\s[\"'“„«]?(?P<value>{_KEY.pattern})")
_PANEL = late(rf"(?<![^\W_]){listed('panel', 'leaves')}(?![^\W_])", re.I)
_ONE_TIME = late(rf"(?<![^\W_])(?:{listed('one_time')})(?![^\W_])", re.I)
_SIX = late(r"(?<![\w.,:/€$£#-])(?:[A-Z]-)?(?:\d{6}|\d{3}[ -](?!000)\d{3})(?![\w€%-]|[.,:/]\d| \d)")
_WORDS, _MOST_WORDS = 6, 9
"""Words between a code's name and the code; one with a letter or a sign in it may stand further on."""
_FEWEST = 3


def openers(text: str) -> Iterator[Span]:
    """Codes by what they are called, and in a sentence about what they open."""
    has_door = _DOOR.search(text) is not None
    for cue in _CUE.finditer(text) if may_hold(text, "named_code", "pin", "code_said", "code_generic") else ():
        if is_of_machine(cue):
            continue
        if not is_generic(cue) or has_door or _JOINED.match(text, cue.end()):
            yield from _called(text, cue.end())
    for match in _STARRED.finditer(text) if "#" in text or "*" in text or may_hold(text, "star_said") else ():
        yield *match.span("value" if match.group("value") else "other"), "password"
    if has_door:
        for sentence in SENTENCE.finditer(text):
            yield from _in_sentence(text, *sentence.span())
    yield from _pressed(text)
    yield from _once(text)
    if NETWORK.search(text):
        for sentence in SENTENCE.finditer(text):
            yield from _of_network(text, *sentence.span())


def _pressed(text: str) -> Iterator[Span]:
    """What somebody types in, in a sentence about where that is done, or about who leaves last."""
    for sentence in SENTENCE.finditer(text) if may_hold(text, "keyed") and may_hold(text, "panel", "leaves") else ():
        for match in _KEYED.finditer(text, *sentence.span()) if _PANEL.search(sentence.group()) else ():
            if _fits(text, *match.span("value")) and not _YEAR.fullmatch(match.group("value")):
                yield *match.span("value"), "password"


def _once(text: str) -> Iterator[Span]:
    """Six digits in a sentence that says that they let somebody in once."""
    for sentence in SENTENCE.finditer(text) if may_hold(text, "one_time") else ():
        for match in _SIX.finditer(text, *sentence.span()) if _ONE_TIME.search(sentence.group()) else ():
            if _fits(text, *match.span()) and not is_reference(text, match.start()):
                yield *match.span(), "password"


def _called(text: str, at: int) -> Iterator[Span]:
    """The first code behind its name."""
    far = False
    for words in range(_MOST_WORDS + 1):
        join = _JOIN.match(text, at)
        begin = join.end() if join else at
        joined = text[at:begin].strip()
        if (begin > at or not words) and (key := _KEY.match(text, begin)) and _fits(text, key.start(), key.end()):
            mixed = not key.group().isdigit()
            sure = mixed if far or words > _WORDS else not words or joined or mixed or len(key.group()) > _FEWEST
            if sure and (joined or not _YEAR.fullmatch(key.group())):
                yield *key.span(), "password"
            return
        between = _BETWEEN.match(text, begin)
        if between is None:
            return
        far = far or _TOOL.match(text, begin) is not None
        at = between.end()


def _in_sentence(text: str, first: int, last: int) -> Iterator[Span]:
    if (door := _DOOR.search(text, first, last)) is None:
        return
    is_lock = _LOCK.search(text, first, last) is not None
    for match in _BEHIND.finditer(text, first, last):
        value = match.group("value")
        plain = value.isdigit()
        if (is_lock or not plain) and not (plain and _YEAR.fullmatch(value)) and _fits(text, *match.span("value")):
            yield *match.span("value"), "password"
    if is_lock:
        for lock in _LOCK.finditer(text, door.start(), last):
            key = _KEY.match(text, lock.end() + 1, last)
            if key and not _YEAR.fullmatch(key.group()) and _fits(text, *key.span()):
                yield *key.span(), "password"


def _fits(text: str, begin: int, end: int) -> bool:
    """Whether it is no amount and no number that everybody calls."""
    return text[begin:end] not in _EMERGENCY and _UNIT.match(text, end) is None


def _of_network(text: str, first: int, last: int) -> Iterator[Span]:
    """What looks like a key behind a word for one, in a sentence about a wireless network."""
    network = NETWORK.search(text, first, last)
    key = _NETWORK_KEY.search(text, first, last) if network else None
    if network is None or key is None:
        return
    for token in _TOKEN.finditer(text, min(network.end(), key.end()), last):
        value = token.group().rstrip(".:?!")
        if (
            value.isalpha()
            and value.islower()
            and is_uncommon(value)
            and not text[max(network.end(), key.end()) : token.start()].strip(" :")
        ):
            yield token.start(), token.start() + len(value), "password"
        if value[:1].isalpha() and may_be_value(value) and not is_no_value(value) and not NETWORK.match(value):
            yield token.start(), token.start() + len(value), "password"
