"""Text goes in; numbers of records, papers and things of persons come out that the words or the person beside them give away."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.redaction.finder import UNIT, YEAR, Finder, shapes
from bot.redaction.number import NUMBER_WORD, behind_name, code_at, is_reference, is_valid
from bot.redaction.spans import Span
from bot.text.patterns import before, late, listed, written
from bot.text.tokens import fold

_COURT = behind_name(listed("court"), r"\d{1,4} ?[A-Z][A-Za-z]{0,3} ?\d{1,6}/\d{2,4}")
"""A court's own kind of number has blanks in it."""
_RECORD = behind_name(
    rf"(?:(?:{before(written('of_before'))})?{listed('whose')}{NUMBER_WORD}|"
    rf"{NUMBER_WORD}? ?(?:{before(written('of_whom_short'))})?{listed('whom_short')}|"
    rf"{NUMBER_WORD} ?(?:{before(written('of_whom'))})?{listed('whom')}|{listed('record')})",
    r"(?=[^\s,;]{0,60}\d[^\s,;]{0,60}\d)[A-Za-z0-9][A-Za-z0-9./-]{2,23}[A-Za-z0-9]",
)
_NUMBER_OR_SIGN = rf"(?:[ -]?{listed('number', 'number_code', 'number_record')}\b\.?|[ -]?n[°º]|[ -]?#)"


@dataclass(frozen=True, slots=True)
class _NumberedBy:
    """What has a number: its kind, the words for it, how many words may stand between, and how its numbers look, if special."""

    kind: str
    pattern: re.Pattern[str]
    reach: int
    shape: re.Pattern[str] | None = None


_NO_AMOUNT = r"(?<![ \dµmnk]g/)"  # what is "g/dl" is no licence
_PLATE_SHAPE = late(r"(?=[\w -]*[A-ZÀ-Ö])(?=[\w -]*\d)(?:[ -]?\w){5,10}")
_WORDS_FOR_NUMBERED = (
    _NumberedBy(
        "national-id",
        late(rf"(?<![\w-]){_NO_AMOUNT}{listed('national_id', 'named_document')}{_NUMBER_OR_SIGN}?(?![^\W\d_])", re.I),
        6,
    ),
    _NumberedBy(
        "record-number",
        late(
            rf"(?<![\w-])(?:(?:{before(written('of_before'))})?{listed('whose')}{_NUMBER_OR_SIGN}|"
            rf"{_NUMBER_OR_SIGN} ?(?:{before(written('of_whom'))})?"
            rf"{listed('whom', 'whom_short', 'named_record')}|{listed('record', 'named_record')}{_NUMBER_OR_SIGN}?)(?![^\W\d_])",
            re.I,
        ),
        4,
    ),
    _NumberedBy("record-number", late(rf"(?<![\w-]){listed('device')}{_NUMBER_OR_SIGN}?(?![^\W_])", re.I), 1),
    _NumberedBy("record-number", late(rf"(?<![\w-]){listed('plate', 'named_plate')}(?![^\W_])", re.I), 4, _PLATE_SHAPE),
)
NUMBERED = tuple(head.pattern for head in _WORDS_FOR_NUMBERED)  # how numbers of people and of what they have are called
_ANY_NAME = _NumberedBy("record-number", late(r"(?!)"), 1)
_NUMBERED_MISSPELT = {
    **dict.fromkeys(map(fold, written("named_near")), _WORDS_FOR_NUMBERED[0]),
    **dict.fromkeys(map(fold, written("named_plate_near")), _WORDS_FOR_NUMBERED[-1]),
}
_SPELT_RIGHT = frozenset(fold(word) for word in written("password_misspelt", "password_not_misspelt"))
_WORD_MISSPELT = late(r"(?<![\w/.%@\[-])[^\W\d_]{6,24}(?![\w/%@])")
_UP_TO_NUMBER = late(r"(?:[ \t]|\n(?!\n)|[:=(#\"'“„«→,–*]|-[->]? ?|n[°º]\.?|№|\. ?(?=[A-Z]{0,2}\d))*")
_CALLS_IT = late(rf"(?:{listed('named_is', 'number', 'number_code', 'number_record', 'is', 'is_number')})(?!\w)", re.I)
_SMALL_PLATE, _PLATE, _PLATE_IN_PARTS = (late(shapes(name)[0]["shape"]) for name in ("plate_small", "plate_in_context", "plate"))
_WORD_BEFORE_NUMBER = late(r"[^\W\d_]{1,80}(?:['’-][^\W\d_]{1,80}){0,12}(?![\w])")
_NAME_OF_THING = late(rf"(?:{listed('reference')}){_NUMBER_OR_SIGN}?(?!\w)", re.I)
_TOOL_BETWEEN = late(rf"{listed('no_name_tool')}(?!\w)", re.I)
_NUMBER_OF_THING = late(rf"{listed('number_of_thing', 'reference', 'phone_said', 'account_said')}[-s]?\Z", re.I)
_OF_STATE = late(listed("national_id", "national_id_short"), re.I)
_ANY_NUMBER = late(
    rf"(?<![^\W_])(?P<of>[^\W\d_]{{2,24}})(?:[- ]{{0,2}}{listed('number')}|[- ]{listed('number_short')})(?![^\W\d_])\.?", re.I
)
_PREPOSITION = listed("of_whom", "particle_titled")
_NUMBER_OF = late(
    rf"(?<![^\W_])(?:{listed('number')}\.?|{listed('number_short')}\.?|n[.°º]{{1,2}})\s(?:{_PREPOSITION}\s|d['’])"
    r"(?P<of>[^\W\d_]{3,24})(?![^\W_])",
    re.I,
)
"""What is called a number, of whatever."""


_LONG_NUMBERS = late(
    r"(?<![\w.,/#:+=%&?@-])(?<!\d )(?<!\d/[A-Z] )(?:\d{9,40}|\d{1,12}(?:-\d{1,8}){1,12}|\d{2,5}(?:/\d{2,8}){1,4}|(?<=[A-Z]{2} )"
    r"(?:\d{7,8}|\d{4}(?: \d{4}){2}))(?![\w%€$]|[.,:/-]\d|-\w| \d)"
)
_ABOUT_CAR = late(rf"(?<!\w){listed('car', 'car_near', 'named_plate')}(?!\w)", re.I)
_CHASSIS = late(r"(?<!\w)(?=(?:\d*[A-Z]){3})[A-HJ-NPR-Z\d]{13}\d{4}(?!\w)")
_MONTH_BETWEEN = late(rf"-{listed('month')}-", re.I)
_DAY_OR_YEAR = late(
    r"(?:(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?(?:0[1-9]|[12]\d|3[01])-?\d{0,6})|(?:(?:19|20)\d\d-?)+|(?:19|20)\d\d-\d+|\d{1,2}-\d{1,2}-\d{2,4}"
)
_MANY_ZEROS = late(r"[\d ]+0{5,}")
_THING_BEFORE = late(
    rf"{listed('number_of_thing', 'reference')}(?:[ -]?{listed('number', 'number_code')})?\b\.?\s?[:#]?\s?$", re.I
)


_RELATIONS = written("relation")
_DAY_OR_YEARS = late(r"\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|(?:19|20)\d\d[-/](?:19|20)?\d\d")
_BEHIND_PERSON = late(
    r"\[person\][\s,;:(|–-]{1,3}"
    r"(?:(?:[^\W\d_]{1,12}\.?(?:-[^\W\d_]{1,6}\.?)?|n[.°º]{1,2}|#)[\s:=-]{1,2}){0,3}?(?=[A-Z]{0,4}[-/ ]?\d)"
)
_BEFORE_PERSON = late(
    r"(?<![\w.,/-])(?P<value>[A-Z]{0,3}[-/]?\d{4,10}[A-Z]?)(?:\s\(|,\s|\s[–-]\s|\s|:\s|(?P<field>\s{1,3}[^\W\d_]{3,20}:\s{1,2}))\[person\]"
)
_NUMBER_BEHIND_ROLE = late(
    rf"(?<![\w-]){listed('relation', 'role_field', 'person_numbered')}(?:"
    rf"[ -]?{listed('number', 'number_code', 'number_record')}\.?|\s?n[.°º]{{1,2}})?[\s:#]{{1,2}}(?P<value>"
    rf"(?:[A-Z]{{0,2}}|00-?)\d{{5,10}}[A-Z]?|\d{{3}}[ -]\d{{3}})(?![\w-]|[.,]\d)",
    re.I,
)
_OF_SOMEBODY = late(
    r"(?<![\w.,/-])(?P<value>(?=\d[A-Z/-]{0,9}\d[A-Z/-]{0,9}\d|(?:[A-Z/-]{0,9}\d){5})[A-Z\d][A-Z\d/-]{4,18})[\s,]{1,2}"
    rf"(?i:{listed('whose_value', 'of_whom', 'about_whom')})(?:\s|(?<=['’]))(?:[^\W\d_]{{1,14}}\s){{0,2}}?(?P<who>"
    rf"(?i:{listed('relation', 'person_numbered')}))(?!\w)"
)
_MONTH_NAME = late(rf"[^\W\d_]*{listed('month')}", re.I)


def number_behind_word(text: str) -> Iterator[Span]:
    """What stands behind the word for it, also misspelt, in whatever groups and a few words on."""
    if re.search(r"\d", text) is None:
        return
    known = set()
    for word in _WORDS_FOR_NUMBERED:
        for match in word.pattern.finditer(text):
            if word is not _WORDS_FOR_NUMBERED[0] or not is_reference(text, match.start()):  # "build id"
                for span in _behind_word(text, match.end(), word):
                    known.add(span[0])
                    yield span
    for match in (*_ANY_NUMBER.finditer(text), *_NUMBER_OF.finditer(text)):
        if _NUMBER_OF_THING.search(match.group("of")) is None and not _OF_STATE.match(match.group("of")):
            yield from (span for span in _behind_word(text, match.end(), _ANY_NAME) if span[0] not in known)
    for match in _WORD_MISSPELT.finditer(text):
        if near := _near_word(match.group()):
            yield from _behind_word(text, match.end(), near)


@lru_cache(maxsize=8192)
def _near_word(word: str) -> _NumberedBy | None:
    """What a word with a letter amiss means."""
    folded = fold(word)
    if folded in _NUMBERED_MISSPELT or folded in _SPELT_RIGHT:
        return None
    alike = (meant for meant in _NUMBERED_MISSPELT if meant[0] == folded[0] and abs(len(meant) - len(folded)) < 2)
    return next((_NUMBERED_MISSPELT[meant] for meant in alike if OSA.distance(folded, meant, score_cutoff=1) <= 1), None)


def _behind_word(text: str, at: int, word: _NumberedBy) -> Iterator[Span]:
    """The first code behind a word, if no other thing is named between."""
    words, called, last = 0, False, at + 200
    while words <= word.reach and at < last:
        join = _UP_TO_NUMBER.match(text, at)
        begin = join.end() if join else at
        called = called or any(sign in text[at:begin] for sign in ":=#(→°º")
        if word.shape and (lower := _SMALL_PLATE.match(text, begin)):
            yield *lower.span(), word.kind
            return
        found = code_at(text, begin) if begin > at or words == 0 else None
        if found is not None:
            if word is not _ANY_NAME or not (is_reference(text, begin) or not found.sure):
                fits = word.shape is None or word.shape.fullmatch(text, begin, found.end)
                if fits and (found.sure or called or (words == 0 and not _is_often_things(text[begin : found.end]))):
                    yield begin, found.end, word.kind
            return
        if said := _CALLS_IT.match(text, begin):
            called, at = True, said.end() + text.startswith(".", said.end())
            continue
        between = _WORD_BEFORE_NUMBER.match(text, begin)
        if between is None or _NAME_OF_THING.match(text, begin) or _TOOL_BETWEEN.match(text, begin):
            return
        called, words, at = False, words + 1, between.end()


def _is_often_things(code: str) -> bool:
    """Letters and a digit or two are a thing's as often: "policy HR-17"."""
    return re.search(r"[^\W\d_]", code) is not None and sum(map(str.isdigit, code)) <= 2


def _is_long_number(match: re.Match[str]) -> bool:
    """Whether nothing calls it a thing's: what nobody can name may be anybody's."""
    row, text, begin = match.group(), match.string, match.start()
    digits = sum(map(str.isdigit, row))
    if (digits < 9 and re.search("[-/]", row)) or _DAY_OR_YEAR.fullmatch(row) or _MANY_ZEROS.fullmatch(row):
        return False
    if (digits > 9 and is_valid("isbn", row)) or (len(row) == 13 and is_valid("ean", row)) or UNIT.match(text, match.end()):
        return False
    return not is_reference(text, begin) and _THING_BEFORE.search(text[max(begin - 40, 0) : begin]) is None


def number_behind_person(text: str) -> Iterator[Span]:
    """A code right behind a person's name."""
    for match in _BEHIND_PERSON.finditer(text) if "[person]" in text else ():
        found = code_at(text, match.end())
        has_digits = found and sum(map(str.isdigit, text[found.begin : found.end])) > 3
        if found and has_digits and not _MONTH_NAME.search(match.group()) and (found.sure or found.end - found.begin > 4):
            yield found.begin, found.end, "record-number"


def _is_before_person(match: re.Match[str]) -> bool:
    """Whether a number before a person's name is no year and no order's."""
    return not (YEAR.fullmatch(match.group("value")) or (match.group("field") and is_reference(match.string, match.start())))


def _is_of_somebody(match: re.Match[str]) -> bool:
    """Whether it is a code and no day, and of a person's rather than of an order."""
    of_thing = is_reference(match.string, match.start()) and match.group("who").lower() not in _RELATIONS
    return not of_thing and code_at(match.string, match.start()) is not None and not _DAY_OR_YEARS.fullmatch(match.group("value"))


def _is_no_year(match: re.Match[str]) -> bool:
    """Alone behind a word four digits may be one: "dossier 2024"."""
    return bool(match.group("said").strip()) or YEAR.fullmatch(match.group("value")) is None


def plate_in_context(text: str) -> Iterator[Span]:
    """What may be a plate where the message has a car or a person in it."""
    if re.search(r"\d", text) and (_ABOUT_CAR.search(text) or "[person]" in text):
        yield from ((*match.span(), "record-number") for match in _PLATE.finditer(text))


def _is_no_month(match: re.Match[str]) -> bool:
    return not (_MONTH_BETWEEN.search(match.group()) or is_reference(match.string, match.start()))


CALLED = (
    Finder("record-number", _COURT, digit=True),
    Finder("record-number", _RECORD, valid=_is_no_year, digit=True),
    number_behind_word,
)
FINDERS = (
    *CALLED,
    Finder("record-number", _NUMBER_BEHIND_ROLE, context=("relation", "role_field", "person_numbered")),
    Finder("record-number", _OF_SOMEBODY, valid=_is_of_somebody, context=("relation", "person_numbered")),
    Finder("record-number", _BEFORE_PERSON, valid=_is_before_person, sign="[person]"),
    number_behind_person,
    plate_in_context,
    Finder("record-number", _PLATE_IN_PARTS, valid=_is_no_month, digit=True),
    Finder("record-number", _CHASSIS, digit=True),
)
LAST_FINDERS = (Finder("record-number", _LONG_NUMBERS, valid=_is_long_number),)
"""These know the least of what they find: they look at what nobody else knows."""
