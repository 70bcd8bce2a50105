"""A word goes in; whether it looks like a value that somebody made up, and like nothing of every day, comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.redaction.names import is_secret_name
from bot.text.patterns import late, listed

_TOOL = late(
    rf"(?<![^\W_]){listed('no_name_tool')}(?:[-.]?\d+[a-z]?)?(?![^\W_])|[a-z]{listed('no_name_tool_ending')}(?![^\W\d_])", re.I
)
_CASES = late(r"[a-z](?=[A-Z])|[A-Z]{2}(?=[a-z])")
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
_FILE = late(rf".*\.{listed('file_ending')}\W*", re.I)
SHORTEST = 5
_LONGEST = 300
"""What is longer is no value only where it has no letter and no digit at all."""
_NO_VALUE = late(
    rf"\W{{0,3}}(?:\[[a-z-]+\]|{listed('no_value', 'no_value_code')}|x+|\W*|[\w-]{{0,12}}[*•]{{3,}}\w{{0,4}}|"
    rf"\$?\{{+[^{{}}]*\}}+|%\w+%|\$\(?\w+\)?|(?://|(?:[\w-]{{1,63}}\.){{1,6}}[a-z]{{2,12}}/)[\w./-]{{1,200}}|"
    rf"[\w.]{{1,40}}\([^\"']*|z{{3,}}|.?([a-z0])\1{{3,}})"
    r"[.?!,;:)\"'}\]]*",
    re.I,
)
_LOOKUP = late(
    rf"(?:[A-Za-z_]{{1,40}}\.)?{listed('lookup_root')}(?:\[(?:[\"'][\w.-]{{1,40}}[\"'])?\]?){{1,3}}[\"');,]{{0,3}}"
    rf"|(?:[A-Za-z_]{{1,40}}\.)?{listed('lookup_root')}(?:\.|\([\"'])[A-Z][A-Z0-9]{{0,40}}(?:_[A-Z0-9]{{1,40}}){{1,5}}[\"');,]{{0,4}}"
)
"""Code that looks a secret up by its name, or the begin of that: "os.environ["DB_PASSWORD"]", "process.env.API_KEY"."""
_CALLED = late(
    rf"(?:[A-Za-z_]\w{{0,40}}\.){{0,4}}{listed('lookup_call')}(?:_?[A-Za-z]{{1,20}}){{0,3}}"
    r"\([\"'](?P<name>[A-Za-z][\w./-]{1,60})[\"'](?:, ?[\w.=\"' ]{1,60})?\)(?:[.\[][\w\"'()\]]{1,30}){0,3}[\"');,]{0,3}"
)
"""A call that gets a secret by its name: "client.get_secret("crm-db").value"."""
_LOOKS_UP = late(rf"{listed('lookup_call')}(?:_[a-z]{{2,20}}){{1,4}}(?:\(\))?\W{{0,2}}")
"""The name of what looks one up: "get_secret"."""
_STAND_IN = late(rf"{listed('stand_in_begins')}(?:[-_][A-Za-z]{{1,20}}){{1,5}}\W{{0,3}}", re.I)
"""What a manual has in its place: "YOUR_API_KEY"."""
_END = ".,;:?!)\"'`"
_BLANK = late(r"[<\[][^<>\[\]]{0,60}[>\]]?")
"""What a form or a manual has where the secret goes: "<your password here>"."""


_STANDS_IN = late(r"[=:][\"']?(?:[<%\[]|\$[\w{(]|x{3})|\$\{|/.*%[0-9A-F]{2}", re.I)
"""The same, behind a name."""


def is_file(word: str) -> bool:
    """Whether it ends as the names of files do."""
    return _FILE.fullmatch(word) is not None


def is_no_value(value: str) -> bool:
    """Whether it only stands in place of a secret: "${TOKEN}", "xxxx", "<your-key>", "none"."""
    if len(value) > _LONGEST:
        return not any(map(str.isalnum, value))
    return _BLANK.match(value) is not None or _NO_VALUE.fullmatch(value) is not None or _is_named(value)


def _is_named(value: str) -> bool:
    """Whether a name stands where the secret goes."""
    if value.endswith(":") and is_secret_name(value[:-1]):
        return True  # the next field of a form that nobody filled in
    if (call := _CALLED.fullmatch(value)) and not is_made_up(call.group("name")):
        return True
    plain = value.rstrip(_END)
    is_name = value.isupper() and is_secret_name(plain) and (plain.isalpha() or _STAND_IN.fullmatch(value))
    return bool(is_name or _LOOKUP.fullmatch(value) or _LOOKS_UP.fullmatch(value))


@lru_cache(maxsize=4096)
def is_made_up(word: str) -> bool:
    """Whether letters stand together with digits or signs as in passwords: "Wint3r-Coat", "Haring&Ui1!", "Zug*spitze"."""
    bare = word.strip(".,;:!?()[]{}<>|\"'“”„«»`")
    if len(bare) < SHORTEST or _EVERYDAY.fullmatch(bare) or _FILE.fullmatch(bare) or _TOOL.search(bare):
        return False
    letters, digits = sum(map(str.isalpha, bare)), sum(map(str.isdigit, bare))
    if letters < 3 or _STANDS_IN.search(bare) or "://" in bare or bare.startswith(("/", "<", "@", "#")):
        return False
    kinds = bool(digits) + bool(re.search(r"[A-ZÀ-Þ]", bare)) + bool(_SYMBOL.search(bare) or re.search(r"\w[.-]\w", bare))
    if digits and len(_CASES.findall(bare)) > 1:
        return True
    return bool(_INSIDE.search(bare)) or (bool(_SYMBOL.search(bare)) and len(bare) > SHORTEST) or kinds >= 3


def is_versioned(word: str) -> bool:
    """Whether it is the name of a thing and a version of it."""
    return _VERSIONED.fullmatch(word) is not None


@lru_cache(maxsize=4096)
def may_be_value(word: str) -> bool:
    """The same where the words before all but say it: one digit or one sign is enough ("Gooseberry9", "Marmalade!Sunday")."""
    bare = word.strip(".,;:()[]\"'“”„«»`")
    if len(bare) < SHORTEST or _TOOL.search(bare) or _FILE.fullmatch(bare) or "://" in bare:
        return False
    return is_made_up(word) or bool(re.search(r"[^\W\d_]{2}", bare) and re.search(r"\d", bare)) or bool(_SYMBOL.search(bare))
