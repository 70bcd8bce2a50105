"""Text goes in; what is put behind the name of a secret comes out, as configurations, code and forms write it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.names import HINT, KEY_NAME, is_secret_name
from bot.redaction.secrets.random_strings import is_random
from bot.redaction.spans import Span
from bot.redaction.values import is_no_value, is_versioned, may_be_value
from bot.text.patterns import late, listed

_NAME = r"(?<![\w.\[-])(?P<lead>--?|/|\$)?(?P<name>[^\W\d][\w.-]{0,60}(?:\[[\w.-]{1,40}\])?)"
_CLOSE = r"(?P<close>\\?[\"'`*]{0,2}\]?\)?)"
_VALUE_FIELD = (
    rf"\s{{1,3}}{listed('value_field')}\s{{0,3}}=\s{{0,3}}|\s{{0,3}},\s{{0,3}}\\?[\"']?{listed('value_field')}\\?[\"']?"
    rf"\s{{0,3}}[:=]\s{{0,3}}"
)
_JOIN = (
    rf"(?P<join>\s{{0,3}}:\s{{0,2}}[&\w<>\[\]]{{2,20}}\s{{0,3}}=\s{{0,3}}|\s[Aa]s\s\w{{3,12}}\s{{0,3}}=\s{{0,3}}|\s{{0,3}}(?:=>|<-|:=|->|→|➜|==?|[:：]|(?<=\s)\|(?=\s))\s{{0,4}}|{_VALUE_FIELD}|(?<=[\"'])\s{{0,3}},\s{{0,3}}"
    rf"(?=\\?[\"'])|\s{{1,3}})"
)
_PUT = late(_NAME + _CLOSE + _JOIN)
_SHUTS = {'"': '"', "'": "'", "`": "`", "“": "”“", "„": "“”", "«": "»", "‘": "’", "{": "}"}
_QUOTES = {
    **{
        first: late(rf"{re.escape(first)}((?:\\.|{last[0]}{last[0]}|[^\\\n{last}]){{1,300}})[{last}]")
        for first, last in _SHUTS.items()
    },
    **{f"\\{sign}": late(rf"\\{sign}((?:\\[^{sign}]|[^\\\n]){{1,300}})\\{sign}") for sign in "\"'"},
}
"""How a quote begins -> the whole of it."""
_CODE = late(r"(?:new\b|[\[({]|[\w.]{1,40}\()[^\n]{0,300}?(?=;(?:\s|$)|\n|$)")
_TOLD = late(r"[\"'][^\"'\n]")
_BLOCK = late(r"[|>][-+]?\n[ \t]+(?P<inside>[^\n]{1,300})")
_ELEMENT = late(r"<(?:[\w-]{1,40}:)?(?P<name>[\w.-]{1,60})(?:\s[^<>]{0,120})?>\s{0,8}(?P<value>[^<\s][^<]{0,300}?)\s{0,8}(?:<|$)")
_ATTRIBUTE = late(r"[\"'](?P<name>[\w.-]{1,60})[\"']\s{0,3}>\s{0,8}(?P<value>[^<\s][^<]{0,300}?)\s{0,8}(?:<|$)")
_HEAD = late(
    rf"[\"'](?P<name>[\w.-]{{1,60}})[\"']\s{{0,3}}[:=]?\s{{0,3}}\{{[^{{}}]{{0,200}}?(?<!\w)[\"']?{listed('value_field')}[\"']?"
    r"\s{0,10}[:=]\s{0,3}[\"'](?P<value>[^\"'\n]{1,200})[\"']"
)
"""The name in the head of a block, the value within: 'variable "db_password" { default = "..." }'."""
_GROUPS = late(r"[A-Za-z0-9]{3,6}(?:[ -][A-Za-z0-9]{3,6}){2,12}(?=\s*(?:\n|$|[,;.#]))")
_PLAIN = late(r"\S{1,300}")
_SETTING = late(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


def assigned(text: str) -> Iterator[Span]:
    """Values behind the name of a secret and what joins them."""
    if HINT.search(text):
        for match in _PUT.finditer(text):
            yield from _value_of(match)
    if "</" in text:
        yield from _named(text, _ELEMENT, _ATTRIBUTE)
    if "{" in text:
        yield from _named(text, _HEAD)


def _named(text: str, *patterns: re.Pattern[str]) -> Iterator[Span]:
    for pattern in patterns:
        for match in pattern.finditer(text):
            if is_secret_name(match.group("name")) and not is_no_value(match.group("value")):
                yield *match.span("value"), "password"


def _value_of(match: re.Match[str]) -> Iterator[Span]:
    name, join, text = match.group("name"), match.group("join"), match.string
    is_sure = is_secret_name(name, surely=True)
    if not is_sure and not is_secret_name(name):
        return
    begin = match.end()
    joined = join.strip()
    if not joined and not _may_follow(match, text[begin : begin + 1]):
        return
    for first, last in _reach(text, begin, name):
        value = text[first:last]
        if (
            is_no_value(value)
            or (joined == "," and is_secret_name(value))
            or (joined == ":" and name.isalpha() and value.isalpha() and value.islower())
        ):
            return  # "password: may I ...": talk, as far as no sentence tells more
        looks = may_be_value(value) and not is_versioned(value)
        if (is_sure and (joined or match.group("lead"))) or looks or _is_long_number(value):
            yield first, last, "key" if KEY_NAME.search(name) and is_random(value) else "password"


def _may_follow(match: re.Match[str], sign: str) -> bool:
    """Whether a value may stand right behind a name: behind a flag, a setting in capitals, or in quotes."""
    return bool(match.group("lead") not in (None, "$") or _SETTING.fullmatch(match.group("name")) or sign in "\"'`“„«")


def _is_long_number(value: str) -> bool:
    return re.fullmatch(r"\W*\d{6,}\W*", value) is not None


def _reach(text: str, begin: int, name: str) -> Iterator[tuple[int, int]]:
    """Where the value that begins there ends: with its quotes, its element, its block, its line, or the next blank."""
    if text.startswith(("|", ">"), begin) and (found := _BLOCK.match(text, begin)):
        yield found.span("inside")
    elif quoted := _quoted(text, begin):
        yield quoted
    elif found := _CODE.match(text, begin):
        if _TOLD.search(found.group()):  # a call that is given something, and no "z.string()"
            yield found.span()
    elif re.search(r"[._A-Z]", name) and (found := _GROUPS.match(text, begin)) and re.search(r"\d", found.group()):
        yield found.span()
    elif found := _PLAIN.match(text, begin):
        yield begin, begin + len(found.group().rstrip(".,;:?)\"'`")) or begin + 1


def _quoted(text: str, begin: int) -> tuple[int, int] | None:
    """What stands in quotes, those within it that are doubled or escaped included."""
    opened = text[begin : begin + 2] if text.startswith("\\", begin) else text[begin : begin + 1]
    pattern = _QUOTES.get(opened)
    found = pattern.match(text, begin) if pattern else None
    return found.span(1) if found else None
