"""A row of a table goes in; under which headings of columns it changed, and what it says there, come out."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.vendors.judging.aligning import Change
from bot.vendors.judging.clauses import Sentence
from bot.vendors.judging.cleaning import cells, key
from bot.vendors.judging.cues import words_of

_YEAR = re.compile(r"\d{4}")
_NUMBER = re.compile(r"\d+")


@dataclass(frozen=True)
class Columns:
    """The headings of the columns in which a row changed, compared text."""

    headings: str = ""
    says_more: bool = False
    """Whether an answer changed, or a number: not only how the row is worded."""


def columns_of(change: Change) -> Columns:
    """Nothing for a change that is no row of one table before and after; a new row speaks for itself."""
    was, now = change.before, change.after
    if was is None or now is None or not now.columns or len(was.columns) != len(now.columns):
        return Columns()
    pairs = zip(now.columns, map(key, cells(was.raw)), map(key, cells(now.raw)), strict=False)
    changed = [(heading, old, new) for heading, old, new in pairs if old != new]
    says_more = any(_NUMBER.findall(old) != _NUMBER.findall(new) or _answer(old) != _answer(new) for _, old, new in changed)
    return Columns(" ".join(heading for heading, _, _ in changed), says_more)


def _answer(cell: str) -> int:
    first = next(iter(cell.split()), "")
    return (first in words_of("yes")) - (first in words_of("no"))


def dated(sentence: Sentence) -> list[str]:
    """What says a day: the sentence, or each cell of a row with the heading of its column."""
    if not sentence.columns:
        return [sentence.text]
    pairs = zip(sentence.columns, cells(sentence.raw), strict=False)
    return [sentence.text, *(f"{heading}: {cell}" for heading, cell in pairs if heading and _YEAR.search(cell))]
