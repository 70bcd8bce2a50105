"""Text goes in; numbers come out that stand beside a person's name, or right behind what a person is: "tenant [person], ref 77-A"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.hints import may_hold
from bot.reading.redaction.numbers.code_shapes import code_at
from bot.reading.redaction.people.given_names import ENDS, LINK, PLAIN, is_family
from bot.reading.redaction.spans import Span
from bot.reading.redaction.talk import is_common
from bot.tongue.patterns import listed, written

_NO_NAME = written("no_name_beside")
_PERSON = re.compile(r"\[person\]")
_TO_CODE = re.compile(r"[\s,;:(|–-]{1,3}(?:(?:[^\W\d_]{1,12}\.?(?:-[^\W\d_]{1,6}\.?)?|n[.°º]{1,2}|#)[\s:=-]{1,2}){0,3}?(?=[A-Z]{0,4}[-/ ]?\d)")
_CODE_BEFORE = re.compile(r"(?<![\w.,/-])(?P<code>[A-Z]{0,3}[-/]?\d{4,10}[A-Z]?)(?:\s\(|,\s|\s[–-]\s|\s|:\s)\[person\]")
_ROLE = re.compile(rf"(?<![\w-]){listed('relation', 'role_field', 'person_numbered')}\s(?P<code>[A-Z]{{0,2}}\d{{5,10}}[A-Z]?)(?![\w-]|[.,]\d)", re.I)
_SHORT = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(rf"[^\W\d_]*{listed('month')}", re.I)
_NAME = rf"(?!{ENDS})(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN})"
_NAMED = (
    re.compile(rf"\[record-number\]\s?[,(–:-]\s?{_NAME}(?![\w@])"),
    re.compile(rf"(?<![\w.@-]){_NAME}(?:,\s|\s\(|\s[–-]\s)(?:[^\W\d_]{{1,12}}\.?(?:-[^\W\d_]{{1,6}}\.?)?[\s:]{{1,2}}){{0,2}}\[record-number\]"),
)
_FEWEST = 4


def beside_persons(text: str) -> Iterator[Span]:
    """What is a number of whoever is named there."""
    for match in _ROLE.finditer(text) if may_hold(text, "relation", "role_field", "person_numbered") else ():
        yield *match.span("code"), "record-number"
    for pattern in _NAMED if "[record-number]" in text else ():
        for match in pattern.finditer(text):
            first, last = match.group("first"), match.group("last")
            if is_family(first) and is_family(last) and not (is_common(first) and is_common(last)) and not _is_no_name(match.group()):
                yield match.start("first"), match.end("last"), "person"
    if "[person]" not in text:
        return
    for match in _CODE_BEFORE.finditer(text):
        if not _SHORT.fullmatch(match.group("code")):
            yield *match.span("code"), "record-number"
    for person in _PERSON.finditer(text):
        to = _TO_CODE.match(text, person.end())
        found = code_at(text, to.end()) if to else None
        if to and found and found.sure and not _MONTH.search(to.group()):
            if sum(map(str.isdigit, text[found.begin : found.end])) >= _FEWEST:
                yield found.begin, found.end, "record-number"


def _is_no_name(words: str) -> bool:
    return any(word.lower() in _NO_NAME for word in words.split())
