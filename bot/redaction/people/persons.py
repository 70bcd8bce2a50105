"""Text goes in; names of persons come out, where a title or a field of a form says that they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.hints import may_hold
from bot.redaction.people.given_names import ENDS, LINK, LOW, PLAIN, UP, is_family, is_given, rest_of_name
from bot.redaction.spans import KINDS, OF_THINGS, PLACEHOLDER, Span
from bot.redaction.talk import is_grammar
from bot.text.patterns import late, listed, written

_NO_NAME = written("no_name_beside")
_CAPITAL = written("particle_capital")
_FIRST = listed("title_first")
_NAME = rf"{UP}(?:['’]{UP})?"
_REST = rf"{LOW}+(?:[-'’]{UP}{LOW}+)?"
_TITLE = late(
    rf"(?<![\w-])(?P<title>(?:{_FIRST}\.\s+){{0,2}}{listed('title_short')}\.|{listed('title')})\s+"
    rf"(?P<value>(?!{_FIRST}\b)(?:{UP}\.\s*){{0,3}}(?:(?i:{listed('particle_titled')})\s+){{0,3}}{_NAME}(?:{_REST}(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it."""
_OPEN_TITLE = late(
    rf"(?<![\w-]){listed('title_open')}\s(?:(?i:{listed('particle_titled')})\s){{0,3}}(?P<value>{PLAIN}(?:\s{PLAIN})?)(?!\w)"
)
_NAME_FIELD = late(
    rf"(?<![\w-])(?P<title>(?i:{listed('name_field')})['\"]?(?:\s*[:=]\s*['\"]?|\s+{listed('is')}\s+))"
    rf"(?P<value>{_NAME}{_REST}(?:[ \u00a0]+(?:{listed('particle_field')}[ \u00a0]+){{0,3}}{_NAME}{_REST}(?!\w)))"
)
_PART = rf"(?:{PLACEHOLDER.pattern}|{PLAIN}|{UP}\.(?:{UP}\.)*)"
_PARTS = late(_PART)
_WHOLE = rf"(?!{ENDS}){_PART}(?:(?:,?\s|\s){LINK}{{0,3}}(?!{ENDS}){_PART}){{0,3}}"
_OF_PERSONS = [kind for kind in KINDS if kind not in OF_THINGS]
_VALUE = late(rf"\[(?:{'|'.join(_OF_PERSONS)})\]")
_BESIDE = late(
    rf"(?<![\w.-])(?P<name>{_WHOLE})(?:['’]s?\s|['\"]{{0,2}}[,;|:]\s{{0,2}}|\s{{0,2}}[(<]|\n|\s{{1,2}}[–/-]\s|\s)"
    rf"['\"]{{0,2}}(?:(?i:{listed('beside')})[\s:='\"]{{0,3}}){{0,2}}{_VALUE.pattern}"
)
_BEHIND = late(rf"{_VALUE.pattern}['\"]{{0,2}}(?:[,;|]\s{{0,2}}|\s{{0,2}}\(|\n)['\"]{{0,2}}(?P<name>{_WHOLE})(?!\w)")
_OF = late(rf"{_VALUE.pattern}[\"'”»]?,?\s(?i:{listed('whose_value')})(?:\s|(?<=['’]))(?P<name>{_WHOLE})(?![\w@])")
_DAY = late(r"(?<=[ (])\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?!\d)")
_WITH_DAY = late(rf"(?<![\w.-])(?P<name>{_WHOLE})(?:,\s|\s\(){_DAY.pattern}")
_SMALL_WITH_DAY = late(rf"(?<![\w.@-])(?P<first>{LOW}{{3,}}(?:-{LOW}{{3,}})?) (?P<last>{LOW}{{4,}})(?:,\s|\s\(){_DAY.pattern}")
_ROLE = late(rf"(?<![\w-])(?i:{listed('role_field')})(?:\s?[:=]\s?|\s)(?P<name>{PLAIN}\s{LINK}{{0,3}}(?!{ENDS}){PLAIN})(?!\w)")
_RELATION = late(rf"(?<![\w-])(?i:{listed('relation')})(?:,\s|\s)(?P<name>{PLAIN}\s{LINK}{{0,3}}(?!{ENDS}){PLAIN})(?!\w)")
_INITIALS = late(rf"(?<![\w.-])(?:{UP}\.[ ]?){{1,4}}{LINK}{{0,3}}(?!{ENDS})(?P<family>{PLAIN})(?![\w@])")
_PERSON, _ADDRESS = re.escape("[person]"), re.escape("[address]")
_OLD = r"(?:19\d\d|20[01]\d)"
_BESIDE_DAY = late(
    rf"(?:{_PERSON}|{_ADDRESS})['\"]{{0,2}}(?:\s?[,;|(–-]\s?['\"(*]{{0,3}}|\s)(?P<day>\d{{1,2}}[-./]\d{{1,2}}[-./](?:{_OLD}|[2-9]\d)"
    rf"|{_OLD}[-./]\d{{1,2}}[-./]\d{{1,2}}|(?:\d{{1,2}}\.? (?i:{listed('month')})\.?|(?i:{listed('month')}) \d{{1,2}},?) {_OLD})"
    r"(?![\w/-])"
)
"""A name's own day; one of these years is of a meeting."""
_SENTENCE = late(r"(?:[^\n.!?]|[.!?](?!\s)){1,400}")
_FULL_NAME = late(rf"(?<![\w.@-])(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN})(?![\w@])")
_FAMILY_LEFT = late(rf"{_PERSON}\s(?P<family>{LINK}{{2,3}}(?!{ENDS}){PLAIN}|{LINK}(?!{ENDS})(?P<only>{PLAIN}))(?![\w@])")
"""Behind a given name that is listed nowhere the particles of a family's tell that its name goes on."""
_NAMES = late(PLAIN)
_YOUNGEST = 2020
"""A day from this year on is of a meeting or a contract."""
_NEAR = 90
"""Signs before a value in which the name stands whose it is."""


def persons(text: str) -> Iterator[Span]:
    """Names behind a title and in the fields of a form, beside a day, and beside what else is a person's."""
    yield from _titled(text)
    yield from _behind_words(text)
    yield from _with_days(text)
    if "[" not in text:
        return
    for value in _VALUE.finditer(text):
        found = _BESIDE.search(text, max(value.start() - _NEAR, 0), value.end()) or _BEHIND.match(text, value.start())
        if found and (begin := _begin_of_name(found)) is not None:
            yield begin, found.end("name"), "person"
        of = _OF.match(text, value.start())
        if of and _is_whose(of.group("name")) and (begin := _begin_of_name(of)) is not None:
            yield begin, of.end("name"), "person"
    for left in _FAMILY_LEFT.finditer(text):
        if left.group("only") is None or is_family(left.group("only"), listed_too=False):
            yield *left.span("family"), "person"
    yield from _same_sentence(text)
    yield from ((*match.span("day"), "date-of-birth") for match in _BESIDE_DAY.finditer(text))


def _behind_words(text: str) -> Iterator[Span]:
    """Names behind what a person is, and what somebody is called somewhere."""
    for match in _OPEN_TITLE.finditer(text) if may_hold(text, "title_open") else ():
        first, *more = match.group("value").split()
        begin = match.start("value")
        if _may_be_part(first):
            yield begin, match.end("value") if more and is_family(more[0]) else begin + len(first), "person"
    if may_hold(text, "name_field"):
        yield from ((*match.span("value"), "person") for match in _NAME_FIELD.finditer(text))
    for match in _ROLE.finditer(text) if may_hold(text, "role_field") else ():
        if is_given(match.group("name").split()[0]):
            yield *match.span("name"), "person"
    for match in _RELATION.finditer(text) if may_hold(text, "relation") else ():
        if all(map(_may_be_part, _NAMES.findall(match.group("name")))):
            yield *match.span("name"), "person"
    for match in _INITIALS.finditer(text) if "." in text else ():
        if is_family(match.group("family"), listed_too=False):
            yield *match.span(), "person"


def _with_days(text: str) -> Iterator[Span]:
    """A name before a day, and the day, which is when the person was born."""
    for day in _DAY.finditer(text):
        if int(day.group()[-4:]) >= _YOUNGEST:
            continue
        found = _WITH_DAY.search(text, max(day.start() - _NEAR, 0), day.end())
        begin = _begin_of_name(found) if found else None
        small = _SMALL_WITH_DAY.search(text, max(day.start() - _NEAR, 0), day.end())
        if found and begin is not None and all(map(_may_be_part, _NAMES.findall(text[begin : found.end("name")]))):
            yield begin, found.end("name"), "person"
            yield *day.span(), "date-of-birth"
        elif small and is_given(small.group("first")) and is_family(small.group("last")):
            yield small.start(), small.end("last"), "person"
            yield *day.span(), "date-of-birth"


def _may_be_part(word: str) -> bool:
    return is_given(word) or is_family(word)


def _same_sentence(text: str) -> Iterator[Span]:
    """A given name and a family's in the sentence of a value of a person's."""
    for sentence in _SENTENCE.finditer(text):
        if _VALUE.search(sentence.group()):
            for match in _FULL_NAME.finditer(text, *sentence.span()):
                first, last = match.group("first"), match.group("last")
                rare = is_family(first, listed_too=False) or is_family(last, listed_too=False)
                is_name = is_given(first) or (rare and is_family(first) and is_family(last))
                if is_name and not any(part.lower() in _NO_NAME for part in _PARTS.findall(match.group())):
                    yield *match.span(), "person"


def _is_whose(words: str) -> bool:
    """Whether behind "of" a person may be named, and no firm: by a given name, also a double one, or a rare family's."""
    parts = _NAMES.findall(words)
    firsts = {part for word in parts[:-1] for part in (word, *word.split("-"))}
    return len(parts) > 1 and (any(map(is_given, firsts)) or is_family(parts[-1], listed_too=False))


def _begin_of_name(found: re.Match[str]) -> int | None:
    """Where it begins, behind the sentence's first words; None if it is no name: two words with a capital, or a given one."""
    parts = list(_PARTS.finditer(found.group("name")))
    while parts and (parts[0].group().lower() in _NO_NAME or is_grammar(parts[0].group())):
        parts = parts[1:]
    if not parts or any(part.group().lower() in _NO_NAME and part.group() not in _CAPITAL for part in parts):
        return None
    is_name = len(parts) > 1 or is_given(parts[0].group())
    return found.start("name") + parts[0].start() if is_name else None


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
