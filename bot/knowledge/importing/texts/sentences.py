"""A text in; its sentences out: those of prose, the statements of a rule, and what is said of a list."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import example_words, fold, lists

_END = re.compile(r"(?<=[.!?])\s+(?=(?:«\s?)?[\"“„*(]*[A-ZÄÖÜÀ-Ý0-9])|(?<=[.!?]\*\*)\s+(?=[*_][A-ZÄÖÜÀ-Ý])")
_TITLED = re.compile(r"^(?:(?:\S{1,6}\s+)?([*_]{1,2})[^*_]{2,80}\1[.]|[*_]{1,2}\d{1,2}(?:\.\d{1,2})*[.])$")
"""A term alone, or only its number: what explains it comes behind it."""
_PART = re.compile(r";\s+|(?<=[.!])\s+(?!\d|[^\W\d_]+\s+\d{4}\b)")
"""A day is no end: "am 28. Februar 2027"."""
_BEGUN = re.compile(r"(?:;|(?<=[.!]))\s+(?=[\"“„«(]*[A-ZÄÖÜÀ-Ý])")
_LONGEST = 20
"""Letters of a month's name, and more."""
_LISTED = re.compile(r"(?<=\w[\w)])\.\s+")


def sentences_of(text: str) -> list[str]:
    """The sentences of a paragraph; behind "z. B." and the like none ends."""
    ends = tuple(f" {short}" for short in example_words()["abbreviations"])
    found, start = [], 0
    for gap in _END.finditer(text):
        told = text[start : gap.start()]
        if _is_within_day(text, gap):
            continue
        if not f" {told}".replace("(", " ").endswith(ends) and not _TITLED.match(told):
            found.append(told)
            start = gap.end()
    return [*found, text[start:]]


def statements_of(text: str, *, begun: bool = False) -> list[str]:
    """What a rule says, each on its own: its sentences, and what a semicolon parts. A question goes on into what answers it.

    ``begun``: only what begins with a capital, where names and addresses have full stops within.
    """
    found, start = [], 0
    for gap in (_BEGUN if begun else _PART).finditer(text):
        told = text[start : gap.start()]
        if not _is_within_day(text, gap) and not (text[gap.start()] == ";" and told.count("(") > told.count(")")):
            found.append(told)
            start = gap.end()
    return [*found, text[start:]]


def list_sentences_of(text: str) -> list[str]:
    """The sentences of what lists things, without their full stops: they may begin in small letters."""
    return _LISTED.split(text)


def _is_within_day(text: str, gap: re.Match[str]) -> bool:
    """Whether a gap stands between the number of a day and its month: "bis zum 28. Februar"."""
    day, month = text[max(0, gap.start() - 4) : gap.start()], text[gap.end() : gap.end() + _LONGEST]
    return bool(re.search(r"\b\d{1,2}\.$", day) and _month().match(fold(month)))


@cache
def _month() -> re.Pattern[str]:
    return re.compile(rf"(?:{any_of(month for names in lists()['months'].values() for month in names)})\b")
