"""Text goes in; names of persons come out, where a title or a field of a form says that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.given_names import LOW, UP, rest_of_name
from bot.reading.redaction.spans import Span
from bot.tongue.patterns import listed

_FIRST = listed("title_first")
_NAME = rf"{UP}(?:['’]{UP})?"
_REST = rf"{LOW}+(?:[-'’]{UP}{LOW}+)?"
_TITLE = re.compile(
    rf"(?<![\w-])(?P<title>(?:{_FIRST}\.\s+){{0,2}}{listed('title_short')}\.|{listed('title')})\s+"
    rf"(?P<value>(?!{_FIRST}\b)(?:{UP}\.\s*){{0,3}}(?:(?i:{listed('particle_titled')})\s+){{0,3}}{_NAME}(?:{_REST}(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it."""
_NAME_FIELD = re.compile(
    rf"(?<![\w-])(?P<title>{listed('name_field')}(?:\s*:\s*|\s+{listed('is')}\s+))"
    rf"(?P<value>{_NAME}{_REST}(?:\s+(?:{listed('particle_field')}\s+){{0,3}}{_NAME}{_REST}(?!\w)))"
)


def persons(text: str) -> Iterator[Span]:
    """Names behind a title, and in the fields of a form."""
    yield from _titled(text)
    yield from ((*match.span("value"), "person") for match in _NAME_FIELD.finditer(text))


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
