"""Text goes in; names of persons come out that a given name or the form of a letter gives away.

A capital tells little: in German every noun has one, and so have tools, towns and firms. What is behind a given name is a
family's if it is a listed one, or no word that people talk with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.redaction.finder import Finder, has_word, shapes, value_span
from bot.redaction.name_parts import CAPITALS, ENDS, LINK, LOW, PLAIN, TOOLS, UP, is_family, is_given, is_rare_given, name_end
from bot.redaction.spans import VALUE_OF_PERSON, Span
from bot.text.patterns import late, listed, written

_CAPITAL_FIRST = late(
    rf"(?<![\w@/.-])(?P<kunya>{listed('kunya')}\s)?(?P<word>{PLAIN})(?![\w@])(?P<nasab>(?=\s{listed('nasab')}\s{UP}))?"
)
_NO_PERSON_BEHIND = late(rf"[ -]{listed('no_person_behind')}(?!\w)|\s?&\s|-{UP}", re.I)
_NO_PERSON_BEFORE = late(rf"(?<!\w){listed('no_person_before')}[ -]\Z", re.I)
_AUTHOR_BEFORE = late(rf"(?<!\w){listed('work_of_somebody')}\s(?:{listed('work_by')}\s|d['’])(?:(?-i:{PLAIN})\s)?\Z", re.I)
"""Who wrote a book that is out is nobody's secret."""
_OWN_NAME_BEFORE = late(rf"(?:[^\n]{{0,30}}[\s,])?{listed('says_own_name')}\s\Z", re.I)
"""What somebody says of themselves is about nobody: the question is not about a person."""
_FAMOUS = written("no_person")
_FAMILY_FIRST = late(
    rf"(?<![\w@/.-])(?P<family>(?:{PLAIN}|{UP}{{2,}}(?:-{UP}{{2,}})?)(?:[ ](?:{PLAIN}|{UP}{{2,}}))?),\s"
    rf"(?P<given>{PLAIN})(?![\w@-])"
)
_CAPITALS_FIRST = late(
    rf"(?<![\w@/.-])(?P<all>{LINK}{{0,3}}(?P<family>{CAPITALS}(?:[ ]{CAPITALS})?),?\s(?P<given>{PLAIN}(?:[ ]{PLAIN})?))(?![\w@-])"
)
_WHO_BEFORE = late(
    rf"(?<!\w)(?i:{listed('role_field', 'name_field', 'relation', 'people_field', 'title_open', 'title', 'title_short')})"
    r"\W{1,3}\Z"
)
_IN_ORDER = late(rf"(?<![\w@/.-])(?:{'|'.join(one['shape'] for one in shapes('orders', 'names.yaml'))})(?![\w@-])")
_OTHER = "[\u0370-\u1cff\u1f00-\u1fff\u3041-\ud7ff]"
_OTHER_SCRIPT = late(rf"(?<!{_OTHER})(?<!{_OTHER}[ -]){_OTHER}+(?:[ -]{_OTHER}+){{1,3}}(?![ -]?{_OTHER})")
_AFTER_A_TOOL = late(rf"(?i:{TOOLS})(?:[ -]\d[\w.]{{0,4}})?,\s\Z")
_BEFORE_A_TOOL = late(rf"(?:,\s|,?\s(?:\w{{1,3}}|&)\s)(?i:{TOOLS})(?!\w)")
"""In a row of tools two of them look like a family's name and a given one: "Falcon, Gemma, Mistral"."""
_LOOKS_LIKE_NAME = written("no_name_tool_in_row")
_IN_CAPITALS = late(rf"(?<![\w@/.-])(?P<given>{UP}{{3,}}(?:-{UP}{{3,}})?)[ ](?=(?P<family>{UP}{{3,}}(?:-{UP}{{3,}})?)(?![\w@-]))")
_FILE_NAME = late(rf"(?<![\w/.-])[\w-]{{5,120}}\.{listed('file_ending')}(?!\w)", re.I)
_IN_FILE = late(rf"(?:(?<=[_-])|(?<!\w))(?P<given>{UP}{LOW}{{2,}})[_-](?=(?P<family>{UP}{LOW}{{2,}})[_.-])")
_WITH_DOT = late(r"(?<![\w@./\\-])(?P<given>[a-z]{3,20})\.(?P<family>[a-z]{4,30})(?![\w@/(\\-]|\.\w)")
_IN_SMALL_LETTERS = late(
    rf"(?<![\w@./-])(?=(?P<value>(?P<given>{LOW}{{3,}}(?:-{LOW}{{3,}})?) (?P<family>{LOW}{{4,}}))(?![\w@/-]))"
)
_NO_NAME = late(ENDS)
_INTRODUCTION = 45  # signs at the beginning of a message within which somebody says who they are


_PART_IN_LETTER = rf"(?:{PLAIN}|{UP}{{3,}}|{UP}\.(?:{UP}\.)*)"
_NAME_IN_LETTER = rf"(?!{ENDS}){_PART_IN_LETTER}(?:[ ]{LINK}{{0,3}}(?!{ENDS}){_PART_IN_LETTER}){{0,3}}"
_OPEN_END = r"(?=\s*(?:[\"”“»«'’)\]\n.,;:(<–*_-]|$))"
_CLOSING = late(
    rf"(?<!\w)(?i:{listed('mail_closing')})\s?[,.!]?\s{{1,3}}(?:-\s)?(?P<value>{_NAME_IN_LETTER}){_OPEN_END}|(?<!\w)"
    rf"(?i:{listed('mail_closing', 'mail_closing_short')})[ ,.!]{{0,3}}\n{{1,3}}(?:-\s)?(?P<other>{_NAME_IN_LETTER}){_OPEN_END}"
)
_OPENING = late(rf"(?<!\w)(?i:{listed('mail_opening')})\s(?P<value>{_NAME_IN_LETTER})(?=\s?[,:!]|\n)")
_HEAD_OF_MAIL = late(
    rf"(?:^|(?<=[\n>]))\s?(?i:{listed('mail_head')})\s?:\s{{0,2}}['\"]?(?P<value>{_NAME_IN_LETTER})(?=['\"]?\s*(?:[<\[;,\n(]|$))"
)
_WROTE = late(
    rf"(?<![\w@.-])(?P<value>{_NAME_IN_LETTER})(?:\s<[^<>\n]{{1,80}}>)?\s(?i:{listed('mail_wrote')})\s?:"
    rf"|(?<!\w)(?i:{listed('mail_wrote_before')})\s(?P<other>{_NAME_IN_LETTER})(?:\s<[^<>\n]{{1,80}}>)?\s?:"
)
_LIST = late(rf"(?<![\w-])(?i:{listed('people_field')})\s?:\s(?P<names>[^\n:?!]{{3,400}})")
_LISTED = late(rf"(?:\A|(?<=[,;/&]))\s?(?P<value>(?:{LINK}{{1,3}})?{_NAME_IN_LETTER})(?=\s*(?:[,;/&.(\d–-]|$|\s{LINK}))")
_SPEAKER = late(rf"(?:^|(?<=[\n.!?\"“«])\s?)(?P<value>{_NAME_IN_LETTER}):(?=\s)", re.M)


def given_and_family_name(text: str) -> Iterator[Span]:
    """A given name and what is a family's behind it."""
    at = 0
    for match in _CAPITAL_FIRST.finditer(text):
        begin, end = match.span()
        is_sure = match.group("nasab") is not None or (match.group("kunya") and is_family(match.group("word")))
        if begin < at or not (is_sure or is_given(match.group("word"))) or _NO_NAME.match(text, begin):
            continue
        last = name_end(text, begin, end)
        if last > end and _is_private(text, begin, last):
            yield begin, last, "person"
            at = last


def _is_private(text: str, begin: int, end: int) -> bool:
    """Whether nothing is called after the person, and it is none whom everybody asks about."""
    if text[begin:end].lower() in _FAMOUS or _NO_PERSON_BEHIND.match(text, end):
        return False
    if begin < _INTRODUCTION and _OWN_NAME_BEFORE.fullmatch(text, 0, begin) and text[end : end + 1] in {",", "."}:
        return False
    before = text[max(begin - 40, 0) : begin]
    return _NO_PERSON_BEFORE.search(before) is None and _AUTHOR_BEFORE.search(before) is None


def name_in_file_name(text: str) -> Iterator[Span]:
    """Names of persons in the name of a file."""
    for file in _FILE_NAME.finditer(text) if "." in text else ():
        for match in _IN_FILE.finditer(text, *file.span()):
            if is_given(match.group("given")) and is_family(match.group("family")):
                yield match.start(), match.end("family"), "person"


def _is_family_first(match: re.Match[str]) -> bool:
    """Whether a family's name stands before a comma and a given one, and it is no row of tools."""
    families, text, (begin, end) = match.group("family"), match.string, match.span()
    if not (is_given(match.group("given")) and all(map(is_family, families.split()))) or _NO_NAME.match(text, begin):
        return False
    is_row = _BEFORE_A_TOOL.match(text, end) or _AFTER_A_TOOL.search(text[max(begin - 30, 0) : begin])
    return not (is_row and families.lower() in _LOOKS_LIKE_NAME)


def name_in_capitals(text: str) -> Iterator[Span]:
    """Names of which every letter is a capital."""
    for match in _IN_CAPITALS.finditer(text):
        if is_given(match.group("given")) and is_family(match.group("family"), listed_too="[" in text):
            yield match.start(), match.end("family"), "person"


def _is_in_small_letters(match: re.Match[str]) -> bool:
    given, family = match.group("given", "family")
    return is_given(given) and is_family(family, listed_too=is_rare_given(given))


def _is_capitals_first(match: re.Match[str]) -> bool:
    """Whether a family's name in capitals stands before a given one, or, behind what a person is, before a word nobody uses."""
    family, given = match.group("family").split(), match.group("given").split()[0]
    before = match.string[max(match.start() - 40, 0) : match.start()]
    is_called = not is_given(given) and is_family(given, listed_too=False) and _WHO_BEFORE.search(before)
    return all(is_family(one, listed_too=not is_called) for one in family) and bool(is_called or is_given(given))


def _is_rarely_given(match: re.Match[str]) -> bool:
    return is_rare_given(match.group("given")) and is_family(match.group("family"), listed_too=False)


def _has_capitals(match: re.Match[str]) -> bool:
    """Whether few words that are not Latin are a name: each has a capital, which few scripts have."""
    return all(word[0].isupper() for word in re.split("[ -]", match.group()))


def name_in_list(text: str) -> Iterator[Span]:
    """Names of those who were there, and of those who say something in turns."""
    for match in _LIST.finditer(text) if has_word(text, "people_field") else ():
        for one in _LISTED.finditer(match.group("names")):
            if _is_surely_name(one):
                begin = match.start("names")
                yield begin + one.start("value"), begin + one.end("value"), "person"
    spoken = [match for match in _SPEAKER.finditer(text) if _is_surely_name(match)] if ":" in text else []
    names = {match.group("value") for match in spoken}
    if len(names) > 1 and any(is_given(name.split()[0]) for name in names):
        yield from ((*match.span("value"), "person") for match in spoken)


def _may_be_name(match: re.Match[str]) -> bool:
    return _is_name(match.string[slice(*value_span(match))], surely=False)


def _is_surely_name(match: re.Match[str]) -> bool:
    """Whether the value is a given name, or words that hardly anybody uses."""
    return _is_name(match.group("value"), surely=True)


def _is_name(words: str, surely: bool) -> bool:
    """Whether it is a person's, and no word of every day."""
    parts = [part for part in words.split() if part[0].isupper() and not part.endswith(".")]
    if not parts:
        return False
    if any(is_rare_given(part) for part in parts) or (len(parts) > 1 and is_family(parts[-1], listed_too=False)):
        return True
    capitals = [part for part in parts if part.isupper() and len(part) > 2]
    if capitals and len(capitals) < len(parts):  # so a form tells the family's from the given one
        return any(is_family(part, listed_too=False) for part in capitals) or any(map(is_given, parts))
    if is_given(parts[0]):
        return len(parts) == 1 or is_family(parts[-1])
    return all(is_family(part, listed_too=not surely and len(parts) > 1) for part in parts)


FINDERS = (
    given_and_family_name,
    name_in_file_name,
    name_in_list,
    Finder("person", _FAMILY_FIRST, valid=_is_family_first, sign=","),
    Finder("person", _IN_SMALL_LETTERS, valid=_is_in_small_letters, sign="[", sentence=(VALUE_OF_PERSON,)),
    Finder("person", _CAPITALS_FIRST, valid=_is_capitals_first),
    Finder("person", _IN_ORDER),
    Finder("person", _OTHER_SCRIPT, valid=_has_capitals),
    name_in_capitals,
    Finder("person", _WITH_DOT, valid=_is_rarely_given, sign="."),
    Finder("person", _CLOSING, valid=_may_be_name, context=("mail_closing", "mail_closing_short")),
    Finder("person", _OPENING, valid=_is_surely_name, context=("mail_opening",)),
    Finder("person", _HEAD_OF_MAIL, valid=_may_be_name, context=("mail_head",), sign=":"),
    Finder("person", _WROTE, valid=_may_be_name, context=("mail_wrote", "mail_wrote_before"), sign=":"),
)
