"""Text goes in; names of persons come out: behind a title, in the fields of a form, beside what is a person's."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, has_word
from bot.redaction.name_parts import CAPITALS, ENDS, LINK, LOW, PLAIN, UP, is_family, is_given, rest_of_name
from bot.redaction.spans import PLACEHOLDER, VALUE_OF_PERSON, Span
from bot.redaction.vocabulary import is_grammar
from bot.text.patterns import late, listed, written

_NO_NAMES = written("no_name_beside")
_CAPITAL_PARTICLES = written("particle_capital")
_TITLE_FIRST = listed("title_first")
_BEGIN_OF_WORD = rf"{UP}(?:['’]{UP})?"
_REST_OF_WORD = rf"{LOW}+(?:[-'’]{UP}{LOW}+)?"
_TITLE = late(
    rf"(?<![\w-])(?P<title>(?:{_TITLE_FIRST}\.\s+){{0,2}}{listed('title_short')}\.|{listed('title')})\s+(?P<value>"
    rf"(?!{_TITLE_FIRST}\b)(?:{UP}\.\s*){{0,3}}(?:(?i:{listed('particle_titled')})\s+){{0,3}}{_BEGIN_OF_WORD}(?:{_REST_OF_WORD}"
    r"(?!\w)|\.))"
)
"""Initials and one name; ``given_names`` tells where a second goes with it."""
_TITLE_IN_CAPITALS = late(
    rf"(?<![\w-])(?i:{listed('title')}|{listed('title_short')}\.)\s+(?:(?i:{listed('particle_titled')})\s+){{0,3}}"
    rf"(?P<value>(?P<family>{UP}{{4,}}(?:[-'’]{UP}{{2,}})?))(?![\w-])"
)
_OPEN_TITLE = late(
    rf"(?<![\w-]){listed('title_open')}\s(?:(?i:{listed('particle_titled')})\s){{0,3}}(?P<value>{PLAIN}(?:\s{PLAIN})?)(?!\w)"
)
_NAME_FIELD = late(
    rf"(?<![\w-])(?P<title>(?i:{listed('name_field')})['\"]?(?:\s*[:=]\s*['\"]?|\s+{listed('is')}\s+))"
    rf"(?P<value>{_BEGIN_OF_WORD}{_REST_OF_WORD}(?:[ \u00a0]+(?:{listed('particle_field')}[ \u00a0]+){{0,3}}{_BEGIN_OF_WORD}"
    rf"{_REST_OF_WORD}(?!\w)))"
)
_WORD_OR_VALUE = rf"(?:{PLACEHOLDER.pattern}|{PLAIN}|{UP}\.(?:{UP}\.)*)"
_WORDS_AND_VALUES = late(_WORD_OR_VALUE)
_WHOLE_NAME = rf"(?!{ENDS}){_WORD_OR_VALUE}(?:(?:,?\s|\s){LINK}{{0,3}}(?!{ENDS}){_WORD_OR_VALUE}){{0,3}}"
_BEFORE_VALUE = late(
    rf"(?<![\w.-])(?P<name>{_WHOLE_NAME})(?:['’]s?\s|['\"]{{0,2}}[,;|:]\s{{0,2}}|\s{{0,2}}[(<]|\n|\s{{1,2}}[–/-]\s|\s)"
    rf"['\"]{{0,2}}(?:(?i:{listed('beside')})[\s:='\"]{{0,3}}){{0,2}}{VALUE_OF_PERSON.pattern}"
)
_BEHIND_VALUE = late(
    rf"{VALUE_OF_PERSON.pattern}['\"]{{0,2}}(?:[,;|]\s{{0,2}}|\s{{0,2}}\(|\n)['\"]{{0,2}}(?P<name>{_WHOLE_NAME})(?!\w)"
)
_OF_VALUE = late(
    rf"{VALUE_OF_PERSON.pattern}[\"'”»]?,?\s(?i:{listed('whose_value')})(?:\s|(?<=['’]))(?P<name>{_WHOLE_NAME})(?![\w@])"
)
_DAY = late(r"(?<=[ (])\d{1,2}[-./]\d{1,2}[-./](?:19|20)\d\d(?!\d)")
_NAME_AND_DAY = late(rf"(?<![\w.-])(?P<name>{_WHOLE_NAME})(?:,\s|\s\(){_DAY.pattern}")
_SMALL_NAME_AND_DAY = late(
    rf"(?<![\w.@-])(?P<first>{LOW}{{3,}}(?:-{LOW}{{3,}})?) (?P<last>{LOW}{{4,}})(?:,\s|\s\(){_DAY.pattern}"
)
_BEHIND_ROLE = late(
    rf"(?<![\w-])(?i:{listed('role_field')})(?:\s?[:=]\s?|\s)(?P<value>{PLAIN}\s{LINK}{{0,3}}(?!{ENDS}){PLAIN})(?!\w)"
)
_BEHIND_RELATION = late(rf"(?<![\w-])(?i:{listed('relation')})(?:,\s|\s)(?P<value>{PLAIN}\s{LINK}{{0,3}}(?!{ENDS}){PLAIN})(?!\w)")
_INITIALS = late(rf"(?<![\w.-])(?:{UP}\.[ -]?){{1,4}}{LINK}{{0,3}}(?!{ENDS})(?P<family>{PLAIN}|{CAPITALS})(?![\w@])")
_INITIALS_LAST = late(
    rf"(?<![\w@.-])(?P<value>{LINK}{{0,3}}(?!{ENDS})(?P<family>{PLAIN}(?=,?\s{UP}\.[ -]?{UP}\.)|{CAPITALS}),?\s"
    rf"{UP}\.(?:[ -]?{UP}\.){{0,3}})(?!\w)"
)
_TWO_WORDS = late(rf"(?<![\w.@-])(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN})(?![\w@])")
_FAMILY_BEHIND_GIVEN = late(
    rf"\[person\]\s(?P<value>{LINK}{{2,3}}(?!{ENDS}){PLAIN}|{LINK}(?!{ENDS})(?P<family>{PLAIN}))(?![\w@])"
)
"""Behind a given name that is listed nowhere the particles of a family's tell that its name goes on."""
_BEFORE_NUMBER = late(
    rf"(?<![\w-])(?i:{listed('relation', 'role_field', 'person_numbered')}),?\s(?!{ENDS})(?P<value>(?P<family>{PLAIN}))"
    rf"(?=[\s,(]{{1,2}}(?:(?i:{listed('number', 'number_code', 'number_short')})\.?[\s:]{{1,2}}|n[.°º]{{1,2}}\s?|#)?\d{{3}})"
)
_NAME = rf"(?P<value>(?!{ENDS})(?P<first>{PLAIN})\s{LINK}{{0,3}}(?!{ENDS})(?P<last>{PLAIN}))"
_BESIDE_RECORD = (
    late(rf"\[record-number\](?:\s?[,(–:-])?\s?(?:(?i:{listed('whose_value')})(?:\s|(?<=['’])))?{_NAME}(?![\w@])"),
    late(
        rf"(?<![\w.@-]){_NAME}(?:,\s|\s\(|\s[–-]\s)"
        r"(?:[^\W\d_]{1,12}\.?(?:-[^\W\d_]{1,6}\.?)?[\s:]{1,2}){0,2}\[record-number\]"
    ),
)
_DOUBLE_NAME = late(rf"{UP}{LOW}{{2,}}-{UP}{LOW}{{2,}}")
_CAPITAL_WORD = late(PLAIN)
_LATEST_BIRTH = 2020  # a day from this year on is of a meeting or a contract
_FARTHEST_NAME = 90  # signs before a value in which the name stands whose it is


def name_behind_title(text: str) -> Iterator[Span]:
    """One word and its particles behind a title, and behind a given name the name of the family."""
    at = 0
    for match in _TITLE.finditer(text):
        begin, end = match.span("value")
        if begin >= at:
            at = rest_of_name(text, begin, end)
            has_stop = at == end and text[begin:end].endswith(".") and end - begin > 2
            yield begin, at - has_stop, "person"
    for match in _OPEN_TITLE.finditer(text) if has_word(text, "title_open") else ():
        first, *more = match.group("value").split()
        begin = match.start("value")
        if _may_be_part(first):
            yield begin, match.end("value") if more and is_family(more[0]) else begin + len(first), "person"


def _may_be_part(word: str) -> bool:
    return is_given(word) or is_family(word)


def name_and_birthday(text: str) -> Iterator[Span]:
    """A name before a day, and the day, which is when the person was born."""
    for day in _DAY.finditer(text):
        first = max(day.start() - _FARTHEST_NAME, 0)
        found, small = (pattern.search(text, first, day.end()) for pattern in (_NAME_AND_DAY, _SMALL_NAME_AND_DAY))
        begin = _begin_of_name(found) if found else None
        if int(day.group()[-4:]) >= _LATEST_BIRTH:
            continue
        if found and begin is not None and all(map(_may_be_part, _CAPITAL_WORD.findall(text[begin : found.end("name")]))):
            yield from ((begin, found.end("name"), "person"), (*day.span(), "date-of-birth"))
        elif small and is_given(small.group("first")) and is_family(small.group("last")):
            yield from ((small.start(), small.end("last"), "person"), (*day.span(), "date-of-birth"))


def name_beside_value(text: str) -> Iterator[Span]:
    """A name before and behind what else is a person's."""
    for value in VALUE_OF_PERSON.finditer(text) if "[" in text else ():
        before = _BEFORE_VALUE.search(text, max(value.start() - _FARTHEST_NAME, 0), value.end())
        found, of = before or _BEHIND_VALUE.match(text, value.start()), _OF_VALUE.match(text, value.start())
        for match in (found, of if of and _is_owner(of.group("name")) else None):
            if match and (begin := _begin_of_name(match)) is not None:
                yield begin, match.end("name"), "person"


def _is_full_name(match: re.Match[str]) -> bool:
    """Whether it is a given name and another, or two families' names of which one is rare."""
    first, last = match.group("first", "last")
    is_rare = is_family(first, listed_too=False) or is_family(last, listed_too=False)
    is_name = is_given(first) or (is_rare and is_family(first) and is_family(last))
    return is_name and not any(part.lower() in _NO_NAMES for part in _WORDS_AND_VALUES.findall(match.group()))


def _is_owner(words: str) -> bool:
    """Whether behind "of" a person may be named, and no firm: by a given name, also a double one, or a rare family's."""
    parts = _CAPITAL_WORD.findall(words)
    firsts = {part for word in parts[:-1] for part in (word, *word.split("-"))}
    return len(parts) > 1 and (any(map(is_given, firsts)) or is_family(parts[-1], listed_too=False))


def _begin_of_name(found: re.Match[str]) -> int | None:
    """Where it begins, behind the sentence's first words; None if it is no name: two words with a capital, or a given one."""
    parts = list(_WORDS_AND_VALUES.finditer(found.group("name")))
    while parts and (parts[0].group().lower() in _NO_NAMES or is_grammar(parts[0].group())):
        parts = parts[1:]
    if not parts or any(part.group().lower() in _NO_NAMES and part.group() not in _CAPITAL_PARTICLES for part in parts):
        return None
    is_name = len(parts) > 1 or is_given(parts[0].group())
    return found.start("name") + parts[0].start() if is_name else None


def _is_beside_number(match: re.Match[str]) -> bool:
    """Whether two words beside a number of a record are a name: one is a rare family's, or double, and none of every day."""
    words = match.group("first", "last")
    is_rare = any(is_family(word, listed_too=False) or _DOUBLE_NAME.fullmatch(word) for word in words)
    return is_rare and not any(word.lower() in _NO_NAMES for word in words)


def _is_name_in_capitals(match: re.Match[str]) -> bool:
    return _may_be_part(match.group("value").title()) and match.group("value") not in written("standard")


def _is_behind_relation(match: re.Match[str]) -> bool:
    return all(map(_may_be_part, _CAPITAL_WORD.findall(match.group("value"))))


def _is_rare_family(match: re.Match[str]) -> bool:
    """Whether the family's name of a match, if it has one, is no common word."""
    family = match.group("family")
    return family is None or (is_family(family, listed_too=False) and family.lower() not in _NO_NAMES)


FINDERS = (
    name_behind_title,
    name_and_birthday,
    name_beside_value,
    Finder("person", _TWO_WORDS, valid=_is_full_name, sign="[", sentence=(VALUE_OF_PERSON,)),
    Finder("person", _TITLE_IN_CAPITALS, valid=_is_name_in_capitals),
    Finder("person", _NAME_FIELD, context=("name_field",)),
    Finder("person", _BEHIND_ROLE, valid=lambda match: is_given(match.group("value").split()[0]), context=("role_field",)),
    Finder("person", _BEHIND_RELATION, valid=_is_behind_relation, context=("relation",)),
    Finder("person", _INITIALS, _INITIALS_LAST, valid=_is_rare_family, sign="."),
    Finder("person", _FAMILY_BEHIND_GIVEN, valid=_is_rare_family, sign="[person]"),
    Finder("person", _BEFORE_NUMBER, valid=_is_rare_family, context=("relation", "role_field", "person_numbered")),
    Finder("person", *_BESIDE_RECORD, valid=_is_beside_number, sign="[record-number]"),
)
