"""Text goes in; codes that open a door, silence an alarm, pay or let somebody in once come out, and keys of wireless networks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import UNIT, YEAR, Finder, has_word, sentences_with, value_span
from bot.redaction.number import SAID_DIGIT, is_reference
from bot.redaction.secret_value import IS, is_no_value, may_be_password
from bot.redaction.spans import Span
from bot.redaction.vocabulary import is_common, is_grammar, is_uncommon
from bot.text.patterns import any_of, late, listed, written

_OF_MACHINE = late(rf"(?<![^\W_]){listed('code_of_machine')}(?![^\W_])", re.I)
_CODE_OF_MACHINE = late(
    rf"(?:{listed('code_of_machine')}[ -]?{listed('code_generic')}|{listed('code_generic')} {listed('code_of_machine')})"
    r"[\s:=]{0,3}\Z",
    re.I,
)
_MOST_WORDS_TO_DIGITS, _MOST_WORDS = 6, 9
"""Words between a code's name and the code; one with a letter or a sign in it may stand further on."""
_PIN = late(rf"(?<![\w-]){listed('pin')}\s+(?P<value>\d{{3,8}})(?![\w.,-]*\d)", re.I)
_WORD_FOR_PIN = late(rf"(?<![\w\[-]){listed('pin', 'code_said')}(?![\w-])", re.I)
_WORD_FOR_CODES = late(rf"(?<!\w){listed('codes_said')}", re.I)
_LOCK = late(rf"(?<![^\W_]){listed('lock', 'lock_alone')}", re.I)
_LOCK_ALONE = late(rf"(?<![^\W_]){listed('lock_alone')}", re.I)
_WORD_FOR_OPENING = late(rf"(?:(?<![^\W_]){listed('lock_opens')}|{listed('lock_code')})", re.I)
_LOCK_CODE = late(
    r"(?<![\w.,:€$-])(?:\d{3,8}[A-Za-z#*]?|\d{1,3}[A-Z]\d{1,3}|\d{1,3}(?:[ -]\d{1,3}){2,5}|\d\d-\d\d)(?![\w:€-]|[.,]\d)"
)
_FEW_DIGITS = late(r"(?<![\w.,-])\d{3,6}(?:[ -]?\d{2,4})?#?(?![\w.,/-]*\d)")
_ONE_OF_CODES = late(r"(?<![\w-])(?=[^\s,;]*\d)[A-Za-z0-9]{4,}(?:[ -][A-Za-z0-9]{4,})*(?![\w-])")


_ANY_CODE = written("code_generic")
_STATUS = late(r"\s?[:=]\s?[45]\d\d(?![\w-])")  # what servers reply with


_WORD_FOR_CODE = late(rf"(?<![^\W_])(?:{listed('named_code', 'pin', 'code_said', 'code_generic')})(?![^\W_])", re.I)
_LOCK_NAMED = late(rf"(?<![^\W_])(?:{listed('named_lock', 'lock_alone')})(?![^\W_])", re.I)
_LONG_NAMES = any_of(word for word in written("named_lock", "lock_alone") if len(word) > 4)
_DOOR = late(
    rf"(?<![^\W_])(?:{listed('named_lock', 'lock_alone', 'lock')})|(?<=\w)(?:{_LONG_NAMES}|{listed('lock_ending')}(?![^\W\d_]))",
    re.I,
)
"""Also as the end of a compound."""
_TURNS_OF_DIAL = (
    rf"(?:(?:\d ?x )?(?:{listed('lock_turn')} \d{{1,3}}|\d{{1,3}} {listed('lock_turn')}|[LR] ?\d{{1,3}})[, –-]{{0,3}}){{2,6}}"
)
_SAID_CODE = rf"{SAID_DIGIT}(?:[ ,-]{{1,2}}{SAID_DIGIT}){{2,7}}(?![^\W\d_])"
_DIGIT_CODE = (
    r"(?:(?=[A-Z\d-]*\d[A-Z\d-]*\d)(?=[A-Z\d-]*(?:[A-Z]\d|\d[A-Z]))[A-Z\d]{2,4}-[A-Z\d]{2,4}|[A-Z]?\d{2,8}[A-Z]\d{0,4}|\d{1,3}[A-Z]\d{1,3}[A-Z]|[A-Z]?\d{3,8}|\d{1,3}[A-Z]\d{1,3}|\d{1,6}[#*]\d{1,6}|\d"
    r"(?:[ .-]\d){2,7}|\d\d(?:[ -]\d\d){1,3})[#*]?(?![\w€%-]|[.,:/]\d|[.]\w)"
)
_CODE = late(rf"(?i:{_TURNS_OF_DIAL}|{_SAID_CODE})|{_DIGIT_CODE}")
_BY = rf"(?:(?<![^\W_])(?i:{listed('named_lock_by', 'is', 'named_is')})\s{{1,2}}|[:=→(]\s?|[-–]\s|[\"'“„«]){{1,4}}"
_BEHIND_JOIN = late(rf"{_BY}[\"'“„«]?(?P<value>{_CODE.pattern})")
_UP_TO_CODE = late(
    rf"(?:\s|[:=(→,\"'“„«-]|\.(?=\s?\d))*(?:(?i:{listed('named_lock_by', 'named_is', 'is', 'number')})[\s:=]{{1,3}}){{0,3}}"
    r"[\"'“„«]?"
)
_IS_JOINED = late(rf"\s?(?:[:=→(]|(?:{listed('is', 'is_strong')})\s)", re.I)
_STAR = rf"(?:(?i:{listed('star_said')})(?!\w)|[#*])"
_WITH_STAR = late(
    rf"(?<![\w#*])(?P<value>(?i:{listed('star_said')})\s\d(?:[ -]?\d){{2,7}}(?!\w))|(?<![\w.,:/#*-])(?P<other>\d"
    rf"(?:[ -]?\d){{2,7}}\s?(?:(?i:{listed('number_between', 'named_lock_by')})\s)?{_STAR})(?!\w|\s\*)"
)
_WORD_BETWEEN = late(r"[^\W\d_]{1,80}(?:['’-][^\W\d_]{1,80}){0,12}(?!\w)|\d{1,2}(?=\s\w)")
_EMERGENCY = written("emergency")
_TOOL_OR_ORDER = late(rf"{listed('no_name_tool', 'reference')}(?!\w)", re.I)
_TYPED_IN = late(rf"(?<![^\W_])(?i:{listed('keyed')})(?:,?\s[^\W\d_]{{1,12}}){{0,3}}?,?\s[\"'“„«]?(?P<value>{_CODE.pattern})")
_PANEL = late(rf"(?<![^\W_]){listed('panel', 'leaves')}(?![^\W_])", re.I)
_ONE_TIME = late(rf"(?<![^\W_])(?:{listed('one_time')})(?![^\W_])", re.I)
_SIX_DIGITS = late(r"(?<![\w.,:/€$£#-])(?:[A-Z]-)?(?:\d{6}|\d{3}[ -](?!000)\d{3})(?![\w€%-]|[.,:/]\d| \d)")


def _is_any_code(code: re.Match[str]) -> bool:
    """Whether the word for a code may be for one of anything."""
    return code.group().lower() in _ANY_CODE


def _is_machine_code(code: re.Match[str]) -> bool:
    """Whether a program tells it, by what is right beside such a word for a code: "exit code 137", "code: 404"."""
    near = max(code.start() - 10, 0), code.end() + 10
    is_told = _STATUS.match(code.string, code.end()) or _OF_MACHINE.search(code.string, *near)
    return _is_any_code(code) and is_told is not None


def code_behind_word(text: str) -> Iterator[Span]:
    """The first code behind its name, some words on."""
    for word in _WORD_FOR_CODE.finditer(text) if has_word(text, "named_code", "pin", "code_said", "code_generic") else ():
        if not _is_machine_code(word) and (
            not _is_any_code(word) or _IS_JOINED.match(text, word.end()) or sentences_with(text, _DOOR)
        ):
            yield from _next_code(text, word.end())


def _next_code(text: str, at: int) -> Iterator[Span]:
    is_far = False
    for words in range(_MOST_WORDS + 1):
        join = _UP_TO_CODE.match(text, at)
        begin = join.end() if join else at
        joined = text[at:begin].strip()
        code = _CODE.match(text, begin) if begin > at or not words else None
        if code and _is_no_amount(code):
            mixed = not code.group().isdigit()
            is_sure = mixed or (not is_far and words <= _MOST_WORDS_TO_DIGITS and (not words or joined or len(code.group()) > 3))
            if is_sure and (joined or not YEAR.fullmatch(code.group())):
                yield *code.span(), "password"
            return
        between = _WORD_BETWEEN.match(text, begin)
        if between is None:
            return
        is_far = is_far or _TOOL_OR_ORDER.match(text, begin) is not None
        at = between.end()


def digits_behind_word(text: str) -> Iterator[Span]:
    """Digits not far behind what calls them a PIN or a code, in words as well, and lists of codes."""
    for word in _WORD_FOR_PIN.finditer(text) if has_word(text, "pin", "code_said") else ():
        match = _FEW_DIGITS.search(text, word.end(), min(word.end() + 48, len(text)))
        if match and not _is_machine_code(word) and _is_of_word(word, match):
            yield *match.span(), "password"
    for word in _WORD_FOR_CODES.finditer(text) if re.search(r"\d", text) else ():
        codes = _ONE_OF_CODES.finditer(text, word.end(), min(word.end() + 400, len(text)))
        yield from ((*match.span(), "password") for match in codes)


def _is_of_word(word: re.Match[str], digits: re.Match[str]) -> bool:
    """Whether digits belong to a word for a code: joined to it, or near and no year."""
    between = word.string[word.end() : digits.start()]
    if re.search(r"[.!?]\s", between):
        return False
    if re.search(rf"[:=]\s*$|{IS}$", between):
        return True
    is_short = _is_any_code(word) and len(digits.group()) <= 3
    return not is_short and len(between.split()) <= 2 and YEAR.fullmatch(digits.group()) is None


def code_of_lock(text: str) -> Iterator[Span]:
    """Codes in a sentence about what they open, behind "is", a sign or the lock itself."""
    for first, last in sentences_with(text, _DOOR):
        lock = _LOCK_NAMED.search(text, first, last)
        behind = (_CODE.match(text, lock.end() + 1, last) for lock in _LOCK_NAMED.finditer(text, first, last))
        for match in (*_BEHIND_JOIN.finditer(text, first, last), *filter(None, behind)):
            if (lock or not text[slice(*value_span(match))].isdigit()) and _may_open(match):
                yield *value_span(match), "password"


def code_with_star(text: str) -> Iterator[Span]:
    """Codes that begin or end in a star or a hash, also said."""
    if "#" in text or "*" in text or has_word(text, "star_said"):
        yield from ((*value_span(match), "password") for match in _WITH_STAR.finditer(text))


def _is_no_amount(match: re.Match[str]) -> bool:
    """Whether it is no amount and no number that everybody calls."""
    return match.string[slice(*value_span(match))] not in _EMERGENCY and UNIT.match(match.string, value_span(match)[1]) is None


def _may_open(match: re.Match[str]) -> bool:
    begin = value_span(match)[0]
    return (
        not _CODE_OF_MACHINE.search(match.string, max(begin - 30, 0), begin)
        and _is_no_amount(match)
        and YEAR.fullmatch(match.string, *value_span(match)) is None
    )


def _may_be_one_time(match: re.Match[str]) -> bool:
    return _is_no_amount(match) and not is_reference(match.string, match.start())


_NETWORK = rf"(?:(?<![^\W_]){listed('network')}|(?<=[^\W\d_]){listed('network_ending')})(?![^\W_])"
NETWORK = late(_NETWORK, re.I)
_NAME_AND_KEY = late(
    rf"{_NETWORK}(?:\s{{0,2}}:\s{{0,2}}\S{{1,60}}?\s{{0,2}}[/|,:]\s{{0,2}}(?P<value>[^\s,;]{{4,80}})"
    rf"|(?:\s[^\W\d_]{{2,15}}){{0,2}}\s?:\s?(?P<other>[^\s,;]{{6,63}}?)(?=[.,;!?]?(?:\s|$)))",
    re.I,
)
_KEY_OF_NETWORK = late(
    rf"(?<![^\W_]){listed('network_key')}\s?(?:{listed('is', 'is_strong')}\s|[:=]\s?)?[\"'«]?(?P<value>[^\s,;\"'»]{{6,63}}?)"
    rf"(?=[.,;!?\"'»]?(?:\s|$))",
    re.I,
)
_WORD_FOR_NETWORK_KEY = late(rf"(?<![^\W_])(?:{listed('network_key', 'named_lock_by', 'named_lock')})(?![^\W_])", re.I)
_TOKEN_OF_KEY = late(r"[^\s,;\"'“”„«»()]{6,63}")


def key_behind_network(text: str) -> Iterator[Span]:
    """What is called a key not far behind a network, unless the sentence goes on: "the key is printed on the wall"."""
    for network in NETWORK.finditer(text) if has_word(text, "network_key") else ():
        key = _KEY_OF_NETWORK.search(text, network.end(), min(network.end() + 60, len(text)))
        if key and not is_no_value(word := key.group("value")) and not is_grammar(word) and len(word.rstrip("?!.:")) > 5:
            is_plain = word.isalpha() and word.islower() and is_common(word)
            if not (is_plain and re.compile(r"\s\w").match(text, key.end())):
                yield *key.span("value"), "password"


def key_in_sentence(text: str) -> Iterator[Span]:
    """What looks like a key behind a word for one, or is a word that hardly anybody uses right behind it."""
    for first, last in sentences_with(text, _WORD_FOR_NETWORK_KEY, NETWORK):
        network, key = NETWORK.search(text, first, last), _WORD_FOR_NETWORK_KEY.search(text, first, last)
        if network is None or key is None:
            continue
        begin, end = sorted((network.end(), key.end()))
        for token in _TOKEN_OF_KEY.finditer(text, begin, last):
            value = token.group().rstrip(".:?!")
            is_word = value.isalpha() and value.islower() and is_uncommon(value) and not text[end : token.start()].strip(" :")
            looks = value[:1].isalpha() and may_be_password(value) and not is_no_value(value) and not NETWORK.match(value)
            if is_word or looks:
                yield token.start(), token.start() + len(value), "password"


CALLED = (
    Finder("password", _PIN, digit=True),
    code_with_star,
    Finder("password", _LOCK_CODE, valid=_may_open, sentence=(_LOCK_ALONE,), digit=True),
    Finder("password", _LOCK_CODE, valid=_may_open, sentence=(_LOCK, _WORD_FOR_OPENING), digit=True),
    Finder("password", _TYPED_IN, valid=_may_open, context=("keyed",), sentence=(_PANEL,)),
    Finder("password", _SIX_DIGITS, valid=_may_be_one_time, context=("one_time",), sentence=(_ONE_TIME,)),
    code_behind_word,
    digits_behind_word,
    code_of_lock,
    key_behind_network,
    key_in_sentence,
    Finder("password", _NAME_AND_KEY, sign=":"),
)
FINDERS = CALLED
