"""Text goes in; numbers of papers, records, cars and telephones come out that stand behind what has them, a few words on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.redaction.numbers.code_shapes import code_at
from bot.redaction.numbers.named_numbers import is_reference
from bot.redaction.spans import Span
from bot.text.patterns import before, late, listed, written
from bot.text.tokens import fold

_NUMBER = rf"(?:[ -]?{listed('number', 'number_code', 'number_record')}\b\.?|[ -]?n[°º]|[ -]?#)"


@dataclass(frozen=True, slots=True)
class _Head:
    kind: str
    pattern: re.Pattern[str]
    reach: int
    """Words that may stand between it and its number."""
    shape: re.Pattern[str] | None = None
    """How its numbers look, where they look like nothing else."""


_EDGE = r"(?<![\w-])"
_NO_AMOUNT = r"(?<![ \dµmnk]g/)"
"""What is "g/dl" is no licence."""
_NO = late(r"(?!)")
_PLATE = late(r"(?=[\w -]*[A-ZÀ-Ö])(?=[\w -]*\d)(?:[ -]?\w){5,9}")
_HEADS = (
    _Head("national-id", late(rf"{_EDGE}{_NO_AMOUNT}{listed('national_id', 'named_document')}{_NUMBER}?(?![^\W\d_])", re.I), 6),
    _Head(
        "record-number",
        late(
            rf"{_EDGE}(?:(?:{before(written('of_before'))})?{listed('whose')}{_NUMBER}|"
            rf"{_NUMBER} ?(?:{before(written('of_whom'))})?"
            rf"{listed('whom', 'whom_short', 'named_record')}|{listed('record', 'named_record')}{_NUMBER}?)(?![^\W\d_])",
            re.I,
        ),
        4,
    ),
    _Head("record-number", late(rf"{_EDGE}{listed('device')}{_NUMBER}?(?![^\W_])", re.I), 1),
    _Head("record-number", late(rf"{_EDGE}{listed('plate', 'named_plate')}(?![^\W_])", re.I), 4, _PLATE),
)
NUMBERED = tuple(head.pattern for head in _HEADS)
"""How numbers of people and of what they have are called."""
_NEAR_TO = {
    **dict.fromkeys(written("named_near"), _HEADS[0]),
    **dict.fromkeys(written("named_plate_near"), _HEADS[-1]),
}
_ANY = _Head("record-number", _NO, 1)
_FOLDED = {fold(word): head for word, head in _NEAR_TO.items()}
_RIGHT = frozenset(fold(word) for word in written("password_misspelt", "password_not_misspelt"))
_WORD = late(r"(?<![\w/.%@\[-])[^\W\d_]{6,24}(?![\w/%@])")
_JOIN = late(r"(?:[ \t]|\n(?!\n)|[:=(#\"'“„«→,–*]|-[->]? ?|n[°º]\.?|№|\. ?(?=[A-Z]{0,2}\d))*")
_SAID = late(rf"(?:{listed('named_is', 'number', 'number_code', 'number_record', 'is', 'is_number')})(?!\w)", re.I)
_LOWER_PLATE = late(
    r"(?=[\w-]*\d)(?=[\w-]*[a-z])[a-z\d]{1,3}(?:-[a-z\d]{1,4}){2}(?![\w-])|[a-z]{1,3}-[a-z]{1,2} ?\d{1,4}(?!\w)|"
    r"[a-z]{2}\d\d ?[a-z]{3}(?!\w)|[a-z]{2} ?\d{3} ?[a-z]{2}(?!\w)|\d{4} ?[a-z]{3}(?!\w)"
)
_BETWEEN = late(r"[^\W\d_]{1,80}(?:['’-][^\W\d_]{1,80}){0,12}(?![\w])")
_THING = late(rf"(?:{listed('reference')}){_NUMBER}?(?!\w)", re.I)
_TOOL = late(rf"{listed('no_name_tool')}(?!\w)", re.I)
_OF_THING = late(rf"{listed('number_of_thing', 'reference', 'phone_said', 'account_said')}[-s]?\Z", re.I)
_OF_STATE = late(listed("national_id", "national_id_short"), re.I)
_ANY_NUMBER = late(
    rf"(?<![^\W_])(?P<of>[^\W\d_]{{2,24}})(?:[- ]{{0,2}}{listed('number')}|[- ]{listed('number_short')})(?![^\W\d_])\.?", re.I
)
_OF = listed("of_whom", "particle_titled")
_NUMBER_OF = late(
    rf"(?<![^\W_])(?:{listed('number')}\.?|{listed('number_short')}\.?|n[.°º]{{1,2}})\s(?:{_OF}\s|d['’])"
    r"(?P<of>[^\W\d_]{3,24})(?![^\W_])",
    re.I,
)
"""What is called a number, of whatever."""
_THREE = late(
    r"(?<![\w./@#:+-])(?=(?:-?\w){6,7}(?!\w))(?:[A-Z]{1,3}-\d{1,3}-[A-Z]{1,3}|\d{1,3}-[A-Z]{2,3}-\d{1,3}|"
    r"[A-Z]{2}-[A-Z]{2}-\d\d|\d\d-[A-Z]{2}-[A-Z]{2}|\d-[A-Z]{3}-\d{3})(?![\w/@-]|\.\w)|"
    r"(?<![\w./@#:+-])[A-ZÄÖÜ]{2,3}-[A-Z]{2} \d{3,4}(?![\w/@-]|[.,]\d)"
)
"""A number plate in three parts, as in the Netherlands, France and Belgium."""
_MONTH = late(rf"-{listed('month')}-", re.I)
_FEWEST = 2
_FARTHEST = 200
"""Signs behind a word within which its code begins, however many words that only call it so stand between."""


def named_codes(text: str) -> Iterator[Span]:
    """What stands behind the word for it, in whatever groups and a few words on."""
    if re.search(r"\d", text) is None:
        return
    yield from (found := list(_headed(text)))
    known = {begin for begin, _, _ in found}
    for match in (*_ANY_NUMBER.finditer(text), *_NUMBER_OF.finditer(text)):
        if _OF_THING.search(match.group("of")) is None and not _OF_STATE.match(match.group("of")):
            yield from (span for span in _behind(text, match.end(), _ANY) if span[0] not in known)
    for match in _THREE.finditer(text):
        if not _MONTH.search(match.group()) and not is_reference(text, match.start()):
            yield *match.span(), "record-number"
    for match in _WORD.finditer(text):
        if near := _misspelt(match.group()):
            yield from _behind(text, match.end(), near)


def _headed(text: str) -> Iterator[Span]:
    """What stands behind the words for what has a number."""
    for head in _HEADS:
        for match in head.pattern.finditer(text):
            if head is _HEADS[0] and is_reference(text, match.start()):
                continue  # "build id"
            yield from _behind(text, match.end(), head)


@lru_cache(maxsize=8192)
def _misspelt(word: str) -> _Head | None:
    """Of what a word with a letter amiss is the word."""
    folded = fold(word)
    if folded in _FOLDED or folded in _RIGHT:
        return None
    return next(
        (
            head
            for meant, head in _FOLDED.items()
            if meant[0] == folded[0]
            and abs(len(meant) - len(folded)) < _FEWEST
            and OSA.distance(folded, meant, score_cutoff=1) <= 1
        ),
        None,
    )


def _is_short(code: str) -> bool:
    """Letters and a digit or two are a thing's as often: "policy HR-17"."""
    return re.search(r"[^\W\d_]", code) is not None and sum(map(str.isdigit, code)) <= _FEWEST


def _behind(text: str, at: int, head: _Head) -> Iterator[Span]:
    """The first code behind a word, if no other thing is named between."""
    words, called = 0, False
    last = at + _FARTHEST
    while words <= head.reach and at < last:
        join = _JOIN.match(text, at)
        begin = join.end() if join else at
        called = called or any(sign in text[at:begin] for sign in ":=#(→°º")
        if begin > at or words == 0:
            found = code_at(text, begin)
            if found is not None:
                if head is _ANY and is_reference(text, found.begin):
                    return
                fits = head.shape is None or head.shape.fullmatch(text, found.begin, found.end)
                is_called = called or (words == 0 and not _is_short(text[found.begin : found.end]))
                if fits and (found.sure or (is_called and head is not _ANY)):
                    yield found.begin, found.end, head.kind
                return
        if head.shape and (lower := _LOWER_PLATE.match(text, begin)):
            yield *lower.span(), head.kind
            return
        if said := _SAID.match(text, begin):
            called, at = True, said.end() + text.startswith(".", said.end())
            continue
        if _THING.match(text, begin) or _TOOL.match(text, begin):
            return
        between = _BETWEEN.match(text, begin)
        if between is None:
            return
        called, words, at = False, words + 1, between.end()
