"""A word or a name goes in; whether it is called a secret, looks like a password, or only stands in place of one comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from bot.text.patterns import late, listed, written

STRONG = listed("secret_name")  # whatever stands behind these is a secret
_WEAK = listed("secret_name_perhaps")  # what stands behind these is one if it looks like one
KEY_NAME = late(listed("key_name"), re.I)  # names of keys
HINT = late(rf"{STRONG}|{_WEAK}", re.I)  # without any of these there is no name of a secret
_ENDING = rf"(?:[-_.]?(?:\d{{1,3}}|{listed('secret_name_ending')}))?"
_STRONG_NAME = late(rf".*{STRONG}s?{_ENDING}", re.I | re.S)
_WEAK_NAME = late(rf"(?:.*[-_.$%@:\[])?{_WEAK}s?{_ENDING}|.*(?:[a-z](?=[A-Z])|[-_.])(?i:{_WEAK})s?(?i:{_ENDING})", re.S)
_WEAK_ALONE = late(rf"(?:.*[^a-z])?{_WEAK}s?{_ENDING}", re.I | re.S)


@lru_cache(maxsize=4096)
def is_secret_name(name: str, surely: bool = False) -> bool:
    """``surely``: whether it holds a secret whatever the value looks like."""
    if _STRONG_NAME.fullmatch(name):
        return True
    return not surely and (_WEAK_NAME.fullmatch(name) is not None or _WEAK_ALONE.fullmatch(name) is not None)


_TOOL_IN_VALUE = late(
    rf"(?<![^\W_]){listed('no_name_tool')}(?:[-.]?\d+[a-z]?)?(?![^\W_])|[a-z]{listed('no_name_tool_ending')}(?![^\W\d_])", re.I
)
_CASE_CHANGE = late(r"[a-z](?=[A-Z])|[A-Z]{2}(?=[a-z])")
UUID = late(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}", re.I)
_SYMBOL = late(r"[!#$%^&*=+~§?€£¤°]")
_VERSIONED = late(r"[^\W\d_]{2,}(?:-[^\W\d_]{2,})*[- ]v?\d{1,3}(?:\.\d{1,3}){1,2}(?:-[a-z-]{2,20})?")
"""The name of a thing with its version: "Apache-2.0", "GPL-3.0-only"."""
_INSIDE = late(r"[^\W\d_]{2}\d+[^\W\d_]{2}|[^\W\d_]\d[^\W\d_]\d|\d[^\W\d_]\d[^\W\d_]")
_EVERYDAY = late(
    r"\W*(?:\d[\d.,:/\-–€$%]*[^\W\d_]{0,3}|[^\W\d_]+(?:[-/&.'’][^\W\d_]+)*|[^\W\d_]{1,4}\d{1,3}[^\W\d_]{0,2}|[A-Z]"
    r"{2,10}-\d{1,8}|[^\W\d_]\+\+|[^\W\d_]#)\W*"
)
"""Plain words, also joined; amounts, dates, times, versions; H2O, GPT4o, C#."""
_FILE_WITH_ENDING = late(rf".*\.{listed('file_ending')}\W*", re.I)
SHORTEST = 5
_LONGEST = 300  # what is longer is no value only where it has no letter and no digit at all
_NO_VALUE = late(
    rf"\W{{0,3}}(?:\[[a-z-]+\]|{listed('no_value', 'no_value_code')}|x+|\W*|[\w-]{{0,12}}(?:[*•]{{3,}}\w{{0,4}}|x{{6,}})|"
    r"\$?\{+[^{}]*\}+|%\w+%|\$\(?\w+\)?|(?://|(?:[\w-]{1,63}\.){1,6}[a-z]{2,12}/)[\w./-]{1,200}|[\w.]{1,40}\([^\"']*|z{3,}|.?"
    r"([a-z0])\1{3,})[.?!,;:)\"'}\]]*",
    re.I,
)
_LOOKUP = late(
    rf"(?:[A-Za-z_]{{1,40}}\.)?{listed('lookup_root')}(?:\[(?:[\"'][\w.-]{{1,40}}[\"'])?\]?){{1,3}}[\"');,]{{0,3}}|"
    rf"(?:[A-Za-z_]{{1,40}}\.)?{listed('lookup_root')}(?:\.|\([\"'])[A-Z][A-Z0-9]{{0,40}}(?:_[A-Z0-9]{{1,40}}){{1,5}}[\"');,]"
    r"{0,4}"
)
"""Code that looks a secret up by its name, or the begin of that: "os.environ["DB_PASSWORD"]", "process.env.API_KEY"."""
_CALL_FOR_SECRET = late(
    rf"(?:[A-Za-z_]\w{{0,40}}\.){{0,4}}{listed('lookup_call')}(?:_?[A-Za-z]{{1,20}}){{0,3}}"
    r"\([\"'](?P<name>[A-Za-z][\w./-]{1,60})[\"'](?:, ?[\w.=\"' ]{1,60})?\)(?:[.\[][\w\"'()\]]{1,30}){0,3}[\"');,]{0,3}"
)
"""A call that gets a secret by its name: "client.get_secret("crm-db").value"."""
_LOOKS_UP = late(rf"{listed('lookup_call')}(?:_[a-z]{{2,20}}){{1,4}}(?:\(\))?\W{{0,2}}")
"""The name of what looks one up: "get_secret"."""
_STAND_IN = late(rf"{listed('stand_in_begins')}(?:[-_][A-Za-z]{{1,20}}){{1,5}}\W{{0,3}}", re.I)
"""What a manual has in its place: "YOUR_API_KEY"."""
_END_OF_VALUE = ".,;:?!)\"'`"
_BLANK = late(r"[<\[][^<>\[\]]{0,60}[>\]]?")  # what a form or a manual has where the secret goes: "<your password here>"
_STANDS_IN = late(r"[=:][\"']?(?:[<%\[]|\$[\w{(]|x{3})|\$\{|/.*%[0-9A-F]{2}", re.I)  # the same, behind a name


def is_file(word: str) -> bool:
    """Whether it ends as the names of files do."""
    return _FILE_WITH_ENDING.fullmatch(word) is not None


def is_no_value(value: str) -> bool:
    """Whether it only stands in place of a secret: "${TOKEN}", "xxxx", "<your-key>", "none"."""
    if len(value) > _LONGEST:
        return not any(map(str.isalnum, value))
    return _BLANK.match(value) is not None or _NO_VALUE.fullmatch(value) is not None or _is_named(value)


def _is_named(value: str) -> bool:
    """Whether a name stands where the secret goes."""
    if value.endswith(":") and is_secret_name(value[:-1]):
        return True  # the next field of a form that nobody filled in
    if (call := _CALL_FOR_SECRET.fullmatch(value)) and not is_password_like(call.group("name")):
        return True
    plain = value.rstrip(_END_OF_VALUE)
    is_name = value.isupper() and is_secret_name(plain) and (plain.isalpha() or _STAND_IN.fullmatch(value))
    return bool(is_name or _LOOKUP.fullmatch(value) or _LOOKS_UP.fullmatch(value))


@lru_cache(maxsize=4096)
def is_password_like(word: str) -> bool:
    """Whether letters stand together with digits or signs as in passwords: "Wint3r-Coat", "Haring&Ui1!", "Zug*spitze"."""
    bare = word.strip(".,;:!?()[]{}<>|\"'“”„«»`")
    if len(bare) < SHORTEST or _EVERYDAY.fullmatch(bare) or _FILE_WITH_ENDING.fullmatch(bare) or _TOOL_IN_VALUE.search(bare):
        return False
    letters, digits = sum(map(str.isalpha, bare)), sum(map(str.isdigit, bare))
    if letters < 3 or _STANDS_IN.search(bare) or "://" in bare or bare.startswith(("/", "<", "@", "#")):
        return False
    kinds = bool(digits) + bool(re.search(r"[A-ZÀ-Þ]", bare)) + bool(_SYMBOL.search(bare) or re.search(r"\w[.-]\w", bare))
    if digits and len(_CASE_CHANGE.findall(bare)) > 1:
        return True
    return bool(_INSIDE.search(bare)) or (bool(_SYMBOL.search(bare)) and len(bare) > SHORTEST) or kinds >= 3


def is_version(word: str) -> bool:
    """Whether it is the name of a thing and a version of it."""
    return _VERSIONED.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def may_be_password(word: str) -> bool:
    """The same where the words before all but say it: one digit or one sign is enough ("Gooseberry9", "Marmalade!Sunday")."""
    bare = word.strip(".,;:()[]\"'“”„«»`")
    if len(bare) < SHORTEST or _TOOL_IN_VALUE.search(bare) or _FILE_WITH_ENDING.fullmatch(bare) or "://" in bare:
        return False
    return (
        is_password_like(word) or bool(re.search(r"[^\W\d_]{2}", bare) and re.search(r"\d", bare)) or bool(_SYMBOL.search(bare))
    )


_NO_THING = rf"(?![\w-]|@[\w.-]{{1,60}}:\d| {listed('password_thing')}(?!\w))"
_PASSWORD = late(rf"(?<![\w\[-])(?:{listed('password', 'password_short', 'password_said')}){_NO_THING}", re.I)
_LONG_PLAIN_WORD = late(rf"(?<![\w/.%@\[])[^\W\d_]{{5,}}(?![\w/%@-]| {listed('password_thing')}(?!\w))")
_NOT_MISSPELT = written("password_not_misspelt")
_OFTEN_MISSPELT = tuple(sorted(written("password_misspelt")))
NO_IS_BEHIND = "".join(rf"(?<!\W{word})" for word in sorted(written("no_is_behind")))
IS = (
    rf"(?:\s{{0,2}}(?:[:=：?]|->|→|=>)\s{{0,3}}|['’]s\s{{1,2}}(?:{listed('still_said')}\s)?|{NO_IS_BEHIND}[\s,]{{1,2}}(?:"
    rf"{listed('is', 'is_password', 'is_said', 'is_strong')})(?:\s{listed('still_said')})?(?:\s{{0,2}}:)?\s{{1,3}})"
)
"""Joins a name and its value: "the code is ...", "code: ..."."""


@lru_cache(maxsize=8)
def password_words(text: str) -> tuple[tuple[int, int], ...]:
    """Begin and end of each word for a password."""
    called = [match.span() for match in _PASSWORD.finditer(text)]
    near = [match.span() for match in _LONG_PLAIN_WORD.finditer(text) if is_near_password(match.group().lower())]
    return tuple(dict.fromkeys(called + near))


@lru_cache(maxsize=8192)
def is_near_password(word: str) -> bool:
    """Whether it ends in a word for a password, or is one with a letter or two amiss."""
    alike = (meant for meant in _OFTEN_MISSPELT if word[0] == meant[0] and abs(len(word) - len(meant)) < 3)
    is_misspelt = any(0 < DamerauLevenshtein.distance(word, meant) <= 1 + (len(meant) > 8) for meant in alike)
    return word.endswith(_OFTEN_MISSPELT) or (is_misspelt and word not in _NOT_MISSPELT)


def is_password_word(text: str, begin: int, end: int) -> bool:
    """Whether the word there is spelt right."""
    return _PASSWORD.fullmatch(text, begin, end) is not None
