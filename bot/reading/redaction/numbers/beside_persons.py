"""Text goes in; numbers beside a person's name, or right behind what a person is, and names beside numbers come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.reading.redaction.hints import may_hold
from bot.reading.redaction.numbers.code_shapes import code_at
from bot.reading.redaction.numbers.named_numbers import is_reference
from bot.reading.redaction.people.given_names import ENDS, LINK, LOW, PLAIN, UP, is_family
from bot.reading.redaction.spans import Span
from bot.tongue.patterns import listed, written

_NO_NAME = written("no_name_beside")
_PERSON_SAID, _RECORD = re.escape("[person]"), re.escape("[record-number]")
_PERSON = re.compile(_PERSON_SAID)
_TO_CODE = re.compile(
    r"[\s,;:(|–-]{1,3}(?:(?:[^\W\d_]{1,12}\.?(?:-[^\W\d_]{1,6}\.?)?|n[.°º]{1,2}|#)[\s:=-]{1,2}){0,3}?(?=[A-Z]{0,4}[-/ ]?\d)"
)
_CODE_BEFORE = re.compile(
    r"(?<![\w.,/-])(?P<code>[A-Z]{0,3}[-/]?\d{4,10}[A-Z]?)(?:\s\(|,\s|\s[–-]\s|\s|:\s|(?P<field>\s{1,3}[^\W\d_]{3,20}:\s{1,2}))"
    + _PERSON_SAID
)
_ROLE = re.compile(
    rf"(?<![\w-]){listed('relation', 'role_field', 'person_numbered')}(?:"
    rf"[ -]?{listed('number', 'number_code', 'number_record')}\.?|\s?n[.°º]{{1,2}})?[\s:#]{{1,2}}(?P<code>"
    rf"(?:[A-Z]{{0,2}}|00-?)\d{{5,10}}[A-Z]?|\d{{3}}[ -]\d{{3}})(?![\w-]|[.,]\d)",
    re.I,
)
_SENTENCE = re.compile(r"(?:[^\n.!?]|[.!?](?!\s)){1,400}")
_HAS_VALUE = re.compile(r"\[[a-z-]+\]|(?!(?:19|20)\d\d(?!\d))(?<!\d)\d(?:\W?\d){3}")
_SHORT = re.compile(r"(?:19|20)\d\d")
_MONTH = re.compile(rf"[^\W\d_]*{listed('month')}", re.I)
_NAME = rf"(?!{ENDS})(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN})"
_NAMED = (
    re.compile(rf"{_RECORD}(?:\s?[,(–:-])?\s?(?:(?i:{listed('whose_value')})(?:\s|(?<=['’])))?{_NAME}(?![\w@])"),
    re.compile(
        rf"(?<![\w.@-]){_NAME}(?:,\s|\s\(|\s[–-]\s)(?:[^\W\d_]{{1,12}}\.?(?:-[^\W\d_]{{1,6}}\.?)?[\s:]{{1,2}}){{0,2}}{_RECORD}"
    ),
)
_RELATED = re.compile(rf"(?<![\w-])(?i:{listed('relation', 'role_field', 'person_numbered')})(?:,\s|\s){_NAME}(?![\w@])")
_DOUBLE = re.compile(rf"{UP}{LOW}{{2,}}-{UP}{LOW}{{2,}}")
_FEWEST, _LONG = 4, 5


def beside_persons(text: str) -> Iterator[Span]:
    """What is a number of whoever is named there."""
    for match in _ROLE.finditer(text) if may_hold(text, "relation", "role_field", "person_numbered") else ():
        yield *match.span("code"), "record-number"
    for pattern in _NAMED if "[record-number]" in text else ():
        yield from _names(pattern.finditer(text))
    for sentence in _SENTENCE.finditer(text) if may_hold(text, "relation", "role_field", "person_numbered") else ():
        if _HAS_VALUE.search(sentence.group()):
            yield from _names(_RELATED.finditer(text, *sentence.span()))
    if "[person]" not in text:
        return
    for match in _CODE_BEFORE.finditer(text):
        of_thing = match.group("field") and is_reference(text, match.start("code"))
        if not _SHORT.fullmatch(match.group("code")) and not of_thing:
            yield *match.span("code"), "record-number"
    for person in _PERSON.finditer(text):
        to = _TO_CODE.match(text, person.end())
        found = code_at(text, to.end()) if to else None
        if to is None or found is None or _MONTH.search(to.group()):
            continue
        has_digits = sum(map(str.isdigit, text[found.begin : found.end])) >= _FEWEST
        if has_digits and (found.sure or found.end - found.begin >= _LONG):
            yield found.begin, found.end, "record-number"


def _names(matches: Iterator[re.Match[str]]) -> Iterator[Span]:
    """Those that are of no words that everybody uses."""
    for match in matches:
        first, last = match.group("first"), match.group("last")
        if any(is_family(word, listed_too=False) or _DOUBLE.fullmatch(word) for word in (first, last)) and not any(
            word.lower() in _NO_NAME for word in (first, last)
        ):
            yield match.start("first"), match.end("last"), "person"
