"""Text goes in; what is put behind the name of a secret in configurations, code, forms and commands comes out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, value_span
from bot.redaction.number import is_reference
from bot.redaction.random_key import is_random
from bot.redaction.secret_value import HINT, KEY_NAME, is_no_value, is_password_like, is_secret_name, is_version, may_be_password
from bot.redaction.spans import Span
from bot.text.patterns import late, listed

_SETTING_NAME = r"(?<![\w.\[-])(?P<lead>--?|/|\$)?(?P<name>[^\W\d][\w.-]{0,60}(?:\[[\w.-]{1,40}\])?)"
_CLOSE = r"(?P<close>\\?[\"'`*]{0,2}\]?\)?)"
_VALUE_FIELD = (
    rf"\s{{1,3}}{listed('value_field')}\s{{0,3}}=\s{{0,3}}|\s{{0,3}},\s{{0,3}}\\?[\"']?{listed('value_field')}\\?[\"']?"
    rf"\s{{0,3}}[:=]\s{{0,3}}"
)
_ASSIGNS = (
    r"(?P<join>\s{0,3}:\s{0,2}[&\w<>\[\]]{2,20}\s{0,3}=\s{0,3}|\s[Aa]s\s\w{3,12}\s{0,3}=\s{0,3}|\s{0,3}(?:=>|<-|:=|->|→|➜|==?|"
    rf"[:：]|(?<=\s)\|(?=\s))\s{{0,4}}|{_VALUE_FIELD}|(?<=[\"'])\s{{0,3}},\s{{0,3}}(?=\\?[\"'])|\s{{1,3}})"
)
_NAME_AND_JOIN = late(_SETTING_NAME + _CLOSE + _ASSIGNS)
_FLAGS, _QUOTES = ("-", "--", "/"), tuple("\"'`“„«")
_QUOTED = late(
    "|".join(
        rf"{first}(?P<quoted{place}>(?:\\.|{last[0]}{last[0]}|[^\\\n{last}]){{1,300}})[{last}]"
        for place, (first, last) in enumerate(('""', "''", "``", ("“", "”“"), ("„", "“”"), "«»", "‘’", (r"\{", "}")))
    )
    + r"""|\\"(?P<double>(?:\\[^"]|[^\\\n]){1,300})\\"|\\'(?P<single>(?:\\[^']|[^\\\n]){1,300})\\'"""
)
_CODE_OR_LIST = late(r"(?:new\b|[\[({]|[\w.]{1,40}\()[^\n]{0,300}?(?=;(?:\s|$)|\n|$)")
_YAML_BLOCK = late(r"[|>][-+]?\n[ \t]+(?P<inside>[^\n]{1,300})")
_ELEMENT = late(r"<(?:[\w-]{1,40}:)?(?P<name>[\w.-]{1,60})(?:\s[^<>]{0,120})?>\s{0,8}(?P<value>[^<\s][^<]{0,300}?)\s{0,8}(?:<|$)")
_ATTRIBUTE = late(r"[\"'](?P<name>[\w.-]{1,60})[\"']\s{0,3}>\s{0,8}(?P<value>[^<\s][^<]{0,300}?)\s{0,8}(?:<|$)")
_HEAD_OF_BLOCK = late(
    rf"[\"'](?P<name>[\w.-]{{1,60}})[\"']\s{{0,3}}[:=]?\s{{0,3}}\{{[^{{}}]{{0,200}}?(?<!\w)[\"']?{listed('value_field')}[\"']?"
    r"\s{0,10}[:=]\s{0,3}[\"'](?P<value>[^\"'\n]{1,200})[\"']"
)
"""The name in the head of a block, the value within: 'variable "db_password" { default = "..." }'."""
_GROUPS_OF_KEY = late(r"[A-Za-z0-9]{3,6}(?:[ -][A-Za-z0-9]{3,6}){2,12}(?=\s*(?:\n|$|[,;.#]))")
_SETTING_IN_CAPITALS = late(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+")


_COMMAND = late(rf"(?<![\w-]){listed('login_command')}(?![\w-])[^\n]{{1,400}}")
_FLAG = late(
    r"(?<=\s)(?:-[pPaw]|-pw|/p:)(?:\s+|(?=[^\s-]))(?P<value>'[^'\n]+'|\"[^\"\n]+\"|\S+)|(?<=\s)-[uU](?:\s+|(?=\S))"
    r"['\"]?[^\s:%'\"]+[:%](?P<other>[^\s'\"]+)"
)
_BEHIND_COMMAND = late(
    rf"(?<![\w-])(?:(?P<sure>{listed('secret_command')})|{listed('secret_command_perhaps')})\s{{1,3}}['\"]?(?P<value>[^\s'\";,]{{3,80}})",
    re.I,
)
_CALL = late(rf"{listed('login_call')}\s?\((?P<given>[^()\n]{{3,200}})\)", re.I)
_ARGUMENT = late(r"[\"']([^\"'\n]{3,80})[\"']")
_USER_AND_PASSWORD = late(
    rf"(?<![\w:/.-])(?:(?P<user>(?i:{listed('login_user')}):)|[\w.@-]{{2,60}}:)(?P<value>[^\s:/]{{6,100}})(?![\w/])"
)
_PASSWORD_AT_HOST = late(r"(?<![\w/.-])\w{2,40}/(?P<value>[^\s/@]{4,80})@(?=//|[\w.-]{2,80}:\d)")
_PGPASS = late(r"(?<![\w:/])[\w.*-]{1,80}:(?:\d{2,5}|\*):[\w*.-]{1,60}:[\w*.@-]{1,60}:(?P<value>\S{3,200})")


def setting_value(text: str) -> Iterator[Span]:
    """Values behind the name of a secret and what joins them."""
    for match in _NAME_AND_JOIN.finditer(text) if HINT.search(text) else ():
        name, joined, at = match.group("name"), match.group("join").strip(), match.end()
        is_sure = is_secret_name(name, surely=True)
        may_follow = (
            joined or match.group("lead") in _FLAGS or _SETTING_IN_CAPITALS.fullmatch(name) or text[at : at + 1] in _QUOTES
        )
        if (is_sure or is_secret_name(name)) and may_follow and (span := _value_at(text, at, name)):
            value = text[slice(*span)]
            if is_no_value(value) or (joined == "," and is_secret_name(value)):
                continue
            if joined == ":" and name.isalpha() and value.isalpha() and value.islower():
                continue  # "password: may I ...": talk, as far as no sentence tells more
            looks = (may_be_password(value) and not is_version(value)) or re.fullmatch(r"\W*\d{6,}\W*", value)
            if (is_sure and (joined or match.group("lead"))) or looks:
                yield *span, "key" if KEY_NAME.search(name) and is_random(value) else "password"


def _value_at(text: str, at: int, name: str) -> tuple[int, int] | None:
    """Begin and end of a value: with its quotes, its block, its call, its line, or up to the next blank."""
    if found := _YAML_BLOCK.match(text, at) or _QUOTED.match(text, at):
        return found.span(found.lastgroup or 0)
    if found := _CODE_OR_LIST.match(text, at):
        return found.span() if re.search(r"[\"'][^\"'\n]", found.group()) else None  # a call that is given something
    if re.search(r"[._A-Z]", name) and (found := _GROUPS_OF_KEY.match(text, at)) and re.search(r"\d", found.group()):
        return found.span()
    found = re.compile(r"\S{1,300}").match(text, at)
    return (at, at + max(len(found.group().rstrip(".,;:?)\"'`")), 1)) if found else None


def _has_secret_name(match: re.Match[str]) -> bool:
    return is_secret_name(match.group("name")) and not is_no_value(match.group("value"))


def _is_behind_command(match: re.Match[str]) -> bool:
    value = match.group("value")
    return not is_no_value(value) and bool(match.group("sure") or may_be_password(value))


def value_in_command(text: str) -> Iterator[Span]:
    """Arguments of commands and calls by which somebody signs in."""
    for call in _CALL.finditer(text) if "(" in text else ():
        arguments = _ARGUMENT.finditer(text, *call.span("given"))
        yield from ((*argument.span(1), "password") for argument in arguments if may_be_password(argument.group(1)))
    for command in _COMMAND.finditer(text) if " -" in text or " /" in text else ():
        yield from ((*value_span(flag), "password") for flag in _FLAG.finditer(text, *command.span()))
        for word in re.compile(r"(?<!\S)(?!-)[^\s\\]{1,300}(?!\S)").finditer(text, *command.span()):
            if is_password_like(word.group()):
                yield *word.span(), "password"


def _is_login(match: re.Match[str]) -> bool:
    """Whether it looks like a password, or stands behind a word for a user."""
    value = match.group("value")
    looks = is_password_like(value) and re.search(r"\d", value) and len(value.strip(".,;!?)")) > 7
    return bool(looks or (match.group("user") and may_be_password(value))) and not is_reference(
        match.string, match.start("value")
    )


FINDERS = (
    setting_value,
    value_in_command,
    Finder("password", _ELEMENT, _ATTRIBUTE, valid=_has_secret_name, sign="</"),
    Finder("password", _HEAD_OF_BLOCK, valid=_has_secret_name, sign="{"),
    Finder("password", _BEHIND_COMMAND, valid=_is_behind_command),
    Finder("password", _PGPASS, sign=":"),
    Finder("password", _USER_AND_PASSWORD, valid=_is_login, sign=":"),
    Finder("password", _PASSWORD_AT_HOST, sign="@"),
)
