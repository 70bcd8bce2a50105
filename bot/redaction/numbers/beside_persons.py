"""Text goes in; numbers beside a person's name, or right behind what a person is, and names beside numbers come out."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.numbers.code_shapes import code_at
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.people.given_names import ENDS, LINK, LOW, PLAIN, UP, is_family
from bot.redaction.spans import Span
from bot.text.patterns import late, listed, written

_RELATIONS = written("relation")
_NO_NAME = written("no_name_beside")
_PERSON_SAID, _RECORD = re.escape("[person]"), re.escape("[record-number]")
_PERSON = late(_PERSON_SAID)
_TO_CODE = late(
    r"[\s,;:(|–-]{1,3}(?:(?:[^\W\d_]{1,12}\.?(?:-[^\W\d_]{1,6}\.?)?|n[.°º]{1,2}|#)[\s:=-]{1,2}){0,3}?(?=[A-Z]{0,4}[-/ ]?\d)"
)
_CODE_BEFORE = late(
    r"(?<![\w.,/-])(?P<code>[A-Z]{0,3}[-/]?\d{4,10}[A-Z]?)(?:\s\(|,\s|\s[–-]\s|\s|:\s|(?P<field>\s{1,3}[^\W\d_]{3,20}:\s{1,2}))"
    + _PERSON_SAID
)
_ROLE = late(
    rf"(?<![\w-]){listed('relation', 'role_field', 'person_numbered')}(?:"
    rf"[ -]?{listed('number', 'number_code', 'number_record')}\.?|\s?n[.°º]{{1,2}})?[\s:#]{{1,2}}(?P<code>"
    rf"(?:[A-Z]{{0,2}}|00-?)\d{{5,10}}[A-Z]?|\d{{3}}[ -]\d{{3}})(?![\w-]|[.,]\d)",
    re.I,
)
_CODE_OF = late(
    rf"(?<![\w.,/-])(?P<code>(?=\d[A-Z/-]{{0,9}}\d[A-Z/-]{{0,9}}\d|(?:[A-Z/-]{{0,9}}\d){{5}})[A-Z\d][A-Z\d/-]{{4,18}})[\s,]{{1,2}}"
    rf"(?i:{listed('whose_value', 'of_whom', 'about_whom')})(?:\s|(?<=['’]))"
    rf"(?:[^\W\d_]{{1,14}}\s){{0,2}}?(?P<who>(?i:{listed('relation', 'person_numbered')}))(?!\w)"
)
_DAY = late(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|(?:19|20)\d\d[-/](?:19|20)?\d\d")
_SHORT = late(r"(?:19|20)\d\d")
_MONTH = late(rf"[^\W\d_]*{listed('month')}", re.I)
_NAME = rf"(?!{ENDS})(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN})"
_NAMED = (
    late(rf"{_RECORD}(?:\s?[,(–:-])?\s?(?:(?i:{listed('whose_value')})(?:\s|(?<=['’])))?{_NAME}(?![\w@])"),
    late(rf"(?<![\w.@-]){_NAME}(?:,\s|\s\(|\s[–-]\s)(?:[^\W\d_]{{1,12}}\.?(?:-[^\W\d_]{{1,6}}\.?)?[\s:]{{1,2}}){{0,2}}{_RECORD}"),
)
_NUMBERED = late(
    rf"(?<![\w-])(?i:{listed('relation', 'role_field', 'person_numbered')}),?\s(?!{ENDS})(?P<name>{PLAIN})"
    rf"(?=[\s,(]{{1,2}}(?:(?i:{listed('number', 'number_code', 'number_short')})\.?[\s:]{{1,2}}|n[.°º]{{1,2}}\s?|#)?\d{{3}})"
)
_DOUBLE = late(rf"{UP}{LOW}{{2,}}-{UP}{LOW}{{2,}}")
_FEWEST, _LONG = 4, 5


def beside_persons(text: str) -> Iterator[Span]:
    """What is a number of whoever is named there."""
    if may_hold(text, "relation", "role_field", "person_numbered"):
        yield from _of_roles(text)
    for pattern in _NAMED if "[record-number]" in text else ():
        yield from _names(pattern.finditer(text))
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


def _of_roles(text: str) -> Iterator[Span]:
    """Numbers right behind what somebody is, of records before it, and names between that and a number."""
    for match in _ROLE.finditer(text):
        yield *match.span("code"), "record-number"
    for match in _CODE_OF.finditer(text):
        of_thing = is_reference(text, match.start("code")) and match.group("who").lower() not in _RELATIONS
        if not of_thing and code_at(text, match.start("code")) and not _DAY.fullmatch(match.group("code")):
            yield *match.span("code"), "record-number"
    for match in _NUMBERED.finditer(text):
        if is_family(match.group("name"), listed_too=False) and match.group("name").lower() not in _NO_NAME:
            yield *match.span("name"), "person"


def _names(matches: Iterator[re.Match[str]]) -> Iterator[Span]:
    """Those that are of no words that everybody uses."""
    for match in matches:
        first, last = match.group("first"), match.group("last")
        if any(is_family(word, listed_too=False) or _DOUBLE.fullmatch(word) for word in (first, last)) and not any(
            word.lower() in _NO_NAME for word in (first, last)
        ):
            yield match.start("first"), match.end("last"), "person"
