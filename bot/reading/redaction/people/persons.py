"""Text goes in; names of persons come out, where a title or a field of a form says that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.hints import may_hold
from bot.reading.redaction.people.given_names import ENDS, LOW, PLAIN, UP, is_given, rest_of_name
from bot.reading.redaction.spans import KINDS, OF_THINGS, PLACEHOLDER, Span
from bot.tongue.patterns import listed, written

_NO_NAME = written("no_name_beside")
_FIRST = listed("title_first")
_NAME = rf"{UP}(?:['’]{UP})?"
_REST = rf"{LOW}+(?:[-'’]{UP}{LOW}+)?"
_TITLE = re.compile(
    rf"(?<![\w-])(?P<title>(?:{_FIRST}\.\s+){{0,2}}{listed('title_short')}\.|{listed('title')})\s+"
    rf"(?P<value>(?!{_FIRST}\b)(?:{UP}\.\s*){{0,3}}(?:(?i:{listed('particle_titled')})\s+){{0,3}}{_NAME}(?:{_REST}(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it."""
_NAME_FIELD = re.compile(
    rf"(?<![\w-])(?P<title>(?i:{listed('name_field')})['\"]?(?:\s*[:=]\s*['\"]?|\s+{listed('is')}\s+))"
    rf"(?P<value>{_NAME}{_REST}(?:\s+(?:{listed('particle_field')}\s+){{0,3}}{_NAME}{_REST}(?!\w)))"
)
_PART = rf"(?:{PLACEHOLDER.pattern}|{PLAIN}|{UP}\.(?:{UP}\.)*)"
_PARTS = re.compile(_PART)
_LINK = rf"(?:(?i:{listed('particle_begins', 'particle_inside', 'particle_titled', 'particle_field')})\s)"
_WHOLE = rf"(?!{ENDS}){_PART}(?:(?:,?\s|\s){_LINK}{{0,3}}(?!{ENDS}){_PART}){{0,3}}"
_OF_PERSONS = [kind for kind in KINDS if kind not in OF_THINGS]
_VALUE = re.compile(rf"\[(?:{'|'.join(_OF_PERSONS)})\]")
_BESIDE = re.compile(
    rf"(?<![\w.-])(?P<name>{_WHOLE})(?:['’]s?\s|['\"]{{0,2}}[,;|:]\s{{0,2}}|\s{{0,2}}[(<]|\n|\s{{1,2}}[–/-]\s|\s)"
    rf"['\"]{{0,2}}(?:(?i:{listed('beside')})[\s:='\"]{{0,3}}){{0,2}}{_VALUE.pattern}"
)
_BEHIND = re.compile(rf"{_VALUE.pattern}['\"]{{0,2}}(?:[,;|]\s{{0,2}}|\s{{0,2}}\(|\n)['\"]{{0,2}}(?P<name>{_WHOLE})(?!\w)")
_DAY = re.compile(r"(?<=[ (])\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?!\d)")
_WITH_DAY = re.compile(rf"(?<![\w.-])(?P<name>{_WHOLE})(?:,\s|\s\(){_DAY.pattern}")
_ROLE = re.compile(
    rf"(?<![\w-])(?i:{listed('role_field')})(?:\s?[:=]\s?|\s)(?P<name>{PLAIN}\s{_LINK}{{0,3}}(?!{ENDS}){PLAIN})(?!\w)"
)
_HANDLE = re.compile(
    rf"(?<![\w.])@([\w.]{{4,30}})(?=[^\n]{{0,30}}(?<!\w)(?i:{listed('social')}))|(?<![\w.])(?i:{listed('social')})(?:\.\w{{2,3}})?(?:\s?:\s?|/|\s@)(?:[a-z]{{2}}/|@)?"
    r"(?<=[:/@ ])([a-z][\w.-]{5,40})(?<=\w)(?!\w)"
)
_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?!\s)){1,400}")
_FULL_NAME = re.compile(rf"(?<![\w.@-])(?P<first>{PLAIN})\s{_LINK}{{0,3}}(?!{ENDS}){PLAIN}(?![\w@])")
_NEAR = 90
"""Signs before a value in which the name stands whose it is."""


def persons(text: str) -> Iterator[Span]:
    """Names behind a title, and in the fields of a form."""
    yield from _titled(text)
    if may_hold(text, "name_field"):
        yield from ((*match.span("value"), "person") for match in _NAME_FIELD.finditer(text))
    for day in _DAY.finditer(text):
        found = _WITH_DAY.search(text, max(day.start() - _NEAR, 0), day.end())
        if found and is_given(found.group("name").split()[0]):
            yield *found.span("name"), "person"
            yield *day.span(), "date-of-birth"
    for match in _ROLE.finditer(text) if may_hold(text, "role_field") else ():
        if is_given(match.group("name").split()[0]):
            yield *match.span("name"), "person"
    for match in _HANDLE.finditer(text) if may_hold(text, "social") else ():
        yield *match.span(1 if match.group(1) else 2), "person"
    if "[" not in text:
        return
    for value in _VALUE.finditer(text):
        found = _BESIDE.search(text, max(value.start() - _NEAR, 0), value.end()) or _BEHIND.match(text, value.start())
        if found and _is_name(found.group("name")):
            yield *found.span("name"), "person"
    yield from _same_sentence(text)


def _same_sentence(text: str) -> Iterator[Span]:
    """A given name and a family's in the sentence of a value of a person's."""
    for sentence in _SENTENCE.finditer(text):
        if _VALUE.search(sentence.group()):
            for match in _FULL_NAME.finditer(text, *sentence.span()):
                if is_given(match.group("first")) and not any(part.lower() in _NO_NAME for part in _PARTS.findall(match.group())):
                    yield *match.span(), "person"


def _is_name(words: str) -> bool:
    """Whether it is a name, and no sentence's first word: two words with a capital, or a given one."""
    parts = _PARTS.findall(words)
    if any(part.lower() in _NO_NAME for part in parts):
        return False
    return len(parts) > 1 or is_given(words)


def _titled(text: str) -> Iterator[Span]:
    """Names behind a title: one word and its particles, and behind a given name the name of the family."""
    at = 0
    for match in _TITLE.finditer(text):
        begin, end = match.span("value")
        if begin < at:
            continue
        at = rest_of_name(text, begin, end)
        has_stop = at == end and text[begin:end].endswith(".") and end - begin > 2
        yield begin, at - has_stop, "person"
