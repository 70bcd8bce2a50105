"""Text goes in; numbers of papers, records, cars and telephones come out that stand behind what has them, a few words on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA

from bot.reading.redaction.code_shapes import code_at
from bot.reading.redaction.spans import Span
from bot.tongue.patterns import before, listed, written
from bot.tongue.text import fold

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
_PLATE = re.compile(r"(?=[\w -]*[A-ZÀ-Ö])(?=[\w -]*\d)(?:[ -]?\w){5,9}")
_HEADS = (
    _Head("national-id", re.compile(rf"{_EDGE}{listed('national_id', 'named_document')}{_NUMBER}?(?![^\W\d_])", re.I), 6),
    _Head(
        "record-number",
        re.compile(
            rf"{_EDGE}(?:(?:{before(written('of_before'))})?{listed('whose')}{_NUMBER}|{_NUMBER} ?(?:{before(written('of_whom'))})?"
            rf"{listed('whom', 'whom_short', 'named_record')}|{listed('record', 'named_record')}{_NUMBER}?)(?![^\W\d_])",
            re.I,
        ),
        4,
    ),
    _Head("record-number", re.compile(rf"{_EDGE}{listed('plate', 'named_plate')}(?![^\W_])", re.I), 4, _PLATE),
)
_NEAR_TO = {
    **dict.fromkeys(written("named_near"), _HEADS[0]),
    **dict.fromkeys(written("named_plate_near"), _HEADS[2]),
}
_FOLDED = {fold(word): head for word, head in _NEAR_TO.items()}
_RIGHT = frozenset(fold(word) for word in written("password_misspelt", "password_not_misspelt"))
_WORD = re.compile(r"(?<![\w/.%@\[-])[^\W\d_]{6,24}(?![\w/%@])")
_JOIN = re.compile(r"(?:[ \t]|\n(?!\n)|[:=(#\"'“„«→,–*]|-[->]? ?|n[°º]\.?|№|\.(?=[A-Z]?\d))*")
_SAID = re.compile(rf"(?:{listed('named_is', 'number', 'number_code', 'number_record', 'is', 'is_number')})(?!\w)", re.I)
_BETWEEN = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*(?![\w])")
_THING = re.compile(rf"(?:{listed('reference')}){_NUMBER}?(?!\w)", re.I)
_TOOL = re.compile(rf"{listed('no_name_tool')}(?!\w)", re.I)
_STOPS = re.compile(r"[.!?;¿¡]|\n\n")
_FEWEST = 2
"""A sign that a plain number is the head's own."""


def named_codes(text: str) -> Iterator[Span]:
    """What stands behind the word for it, in whatever groups and a few words on."""
    if re.search(r"\d", text) is None:
        return
    for head in _HEADS:
        for match in head.pattern.finditer(text):
            yield from _behind(text, match.end(), head)
    for match in _WORD.finditer(text):
        if near := _misspelt(match.group()):
            yield from _behind(text, match.end(), near)


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
            if meant[0] == folded[0] and abs(len(meant) - len(folded)) < _FEWEST and OSA.distance(folded, meant, score_cutoff=1) <= 1
        ),
        None,
    )


def _behind(text: str, at: int, head: _Head) -> Iterator[Span]:
    """The first code behind a word, if no other thing is named between."""
    words, called = 0, False
    while words <= head.reach:
        join = _JOIN.match(text, at)
        begin = join.end() if join else at
        called = called or any(sign in text[at:begin] for sign in ":=#(→°º")
        if begin > at or words == 0:
            found = code_at(text, begin)
            if found is not None:
                fits = head.shape is None or head.shape.fullmatch(text, found.begin, found.end)
                if fits and (found.sure or called or words == 0):
                    yield found.begin, found.end, head.kind
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
