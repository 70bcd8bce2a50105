"""Text goes in; names of persons come out that nothing but a given name gives away: with a family's name behind it, or before it.

A capital tells little: in German every noun has one, and so have tools, towns and firms. What is behind a given name is a
family's if it is a listed one, or no word that people talk with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.people.given_names import (
    ENDS,
    LOW,
    PLAIN,
    TOOLS,
    UP,
    is_family,
    is_given,
    is_rare_given,
    name_end,
)
from bot.redaction.spans import KINDS, OF_THINGS, Span
from bot.text.patterns import late, listed, written

_WORD = late(rf"(?<![\w@/.-])(?P<word>{PLAIN})(?![\w@])")
_CALLED_AFTER = late(rf"[ -]{listed('no_person_behind')}(?!\w)|\s?&\s|-{UP}", re.I)
_OF_A_HOUSE = late(rf"(?<!\w){listed('no_person_before')}[ -]\Z", re.I)
_WORK = late(rf"(?<!\w){listed('work_of_somebody')}\s(?:{listed('work_by')}\s|d['’])(?:(?-i:{PLAIN})\s)?\Z", re.I)
"""Who wrote a book that is out is nobody's secret."""
_OWN = late(rf"(?:[^\n]{{0,30}}[\s,])?{listed('says_own_name')}\s\Z", re.I)
"""What somebody says of themselves is about nobody: the question is not about a person."""
_FAMOUS = written("no_person")
_FAMILY_FIRST = late(
    rf"(?<![\w@/.-])(?P<family>(?:{PLAIN}|{UP}{{2,}}(?:-{UP}{{2,}})?)(?:[ ](?:{PLAIN}|{UP}{{2,}}))?),\s"
    rf"(?P<given>{PLAIN})(?![\w@-])"
)
_AFTER_A_TOOL = late(rf"(?i:{TOOLS})(?:[ -]\d[\w.]{{0,4}})?,\s\Z")
_BEFORE_A_TOOL = late(rf"(?:,\s|,?\s(?:\w{{1,3}}|&)\s)(?i:{TOOLS})(?!\w)")
"""In a row of tools two of them look like a family's name and a given one: "Falcon, Gemma, Mistral"."""
_IN_ROW = written("no_name_tool_in_row")
_CAPITALS = late(rf"(?<![\w@/.-])(?P<given>{UP}{{3,}}(?:-{UP}{{3,}})?)[ ](?=(?P<family>{UP}{{3,}}(?:-{UP}{{3,}})?)(?![\w@-]))")
_FILE = late(rf"(?<![\w/.-])[\w-]{{5,120}}\.{listed('file_ending')}(?!\w)", re.I)
_IN_FILE = late(rf"(?:(?<=[_-])|(?<!\w))(?P<given>{UP}{LOW}{{2,}})[_-](?=(?P<family>{UP}{LOW}{{2,}})[_.-])")
_SIGN_IN = late(r"(?<![\w@./\\-])(?P<given>[a-z]{3,20})\.(?P<family>[a-z]{4,30})(?![\w@/(\\-]|\.\w)")
_SMALL = late(rf"(?<![\w@./-])(?P<given>{LOW}{{3,}}(?:-{LOW}{{3,}})?) (?=(?P<family>{LOW}{{4,}})(?![\w@/-]))")
_VALUE = late(rf"\[(?:{'|'.join(kind for kind in KINDS if kind not in OF_THINGS)})\]")
_SENTENCE = late(r"(?:[^\n.!?]|[.!?](?!\s)){1,400}")
_ENDS = late(ENDS)
_INTRODUCTION = 45
"""Signs at the beginning of a message within which somebody says who they are."""


def full_names(text: str) -> Iterator[Span]:
    """A given name and a family's, in whatever order and in capitals, and in small letters beside what is a person's."""
    at = 0
    for match in _WORD.finditer(text):
        begin, end = match.span()
        if begin < at or not is_given(match.group()) or _ENDS.match(text, begin):
            continue
        last = name_end(text, begin, end)
        if last > end and _is_a_persons(text, begin, last):
            yield begin, last, "person"
            at = last
    for match in _FAMILY_FIRST.finditer(text) if "," in text else ():
        families = match.group("family").split()
        is_name = is_given(match.group("given")) and not _ENDS.match(text, match.start()) and all(map(is_family, families))
        if is_name and not (match.group("family").lower() in _IN_ROW and _is_among_tools(text, *match.span())):
            yield *match.span(), "person"
    yield from _in_other_letters(text)
    if "[" in text:
        yield from _in_small_letters(text)


def _in_other_letters(text: str) -> Iterator[Span]:
    """Names in capitals, in the name of a file and in a user's."""
    for match in _CAPITALS.finditer(text):
        if is_given(match.group("given")) and is_family(match.group("family"), listed_too="[" in text):
            yield match.start(), match.end("family"), "person"
    if "." not in text:
        return
    for match in _SIGN_IN.finditer(text):
        if is_rare_given(match.group("given")) and is_family(match.group("family"), listed_too=False):
            yield *match.span(), "person"
    for file in _FILE.finditer(text):
        for match in _IN_FILE.finditer(text, *file.span()):
            if is_given(match.group("given")) and is_family(match.group("family")):
                yield match.start(), match.end("family"), "person"


def _in_small_letters(text: str) -> Iterator[Span]:
    for sentence in _SENTENCE.finditer(text):
        if _VALUE.search(sentence.group()):
            for match in _SMALL.finditer(text, *sentence.span()):
                given, family = match.group("given"), match.group("family")
                if is_given(given) and is_family(family, listed_too=is_rare_given(given)):
                    yield match.start(), match.end("family"), "person"


def _is_among_tools(text: str, begin: int, end: int) -> bool:
    return _BEFORE_A_TOOL.match(text, end) is not None or _AFTER_A_TOOL.search(text[max(begin - 30, 0) : begin]) is not None


def _is_a_persons(text: str, begin: int, end: int) -> bool:
    """Whether nothing is called after the person, and it is none whom everybody asks about."""
    if text[begin:end].lower() in _FAMOUS or _CALLED_AFTER.match(text, end):
        return False
    if begin < _INTRODUCTION and _OWN.fullmatch(text, 0, begin) and text[end : end + 1] in {",", "."}:
        return False
    before = text[max(begin - 40, 0) : begin]
    return _OF_A_HOUSE.search(before) is None and _WORK.search(before) is None
