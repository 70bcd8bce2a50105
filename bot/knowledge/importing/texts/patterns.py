"""Lists of words in, parts of patterns out: for what must be found in a text as it is written, not as folded words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bot.knowledge.importing.texts.words import example_words, fold, lists, small_words

_NUMBER = re.compile(r"^\s*(?:§\s*\d+|\(?(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,2})*[.)]{0,2}|\(?[A-Za-z][.)])\s+(?=\S)")
_BRACKETS = re.compile(r"\s*\([^()]*\)")


def any_of(words: Iterable[str]) -> str:
    """Finds any of the words, the longest first; the blanks of a phrase may be of any width."""
    return _any_of(tuple(words))


@lru_cache(maxsize=2_000)
def _any_of(words: tuple[str, ...]) -> str:
    ordered = sorted(words, key=len, reverse=True)
    return "|".join(r"\s+".join(map(re.escape, word.split())) for word in ordered)


def whole(words: Iterable[str]) -> re.Pattern[str]:
    """Finds any of the words where no letter stands beside it, in small letters or large."""
    return _whole(tuple(words))


@lru_cache(maxsize=2_000)
def _whole(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.IGNORECASE)


@cache
def joiners(language: str = "") -> str:
    """Any word that joins the things of a list in a text of the language; without one, Dutch words as well, which are rare in
    names of tools."""
    of = small_words()["joiners"]
    return any_of([*of["any"], *of.get(language or "nl", ())])


@cache
def parter(signs: str, language: str = "") -> re.Pattern[str]:
    """Parts a list at one of some signs, a pattern, or at a word such as "and"."""
    return re.compile(rf"\s*(?:{signs}|(?<![\w-])(?:{joiners(language)})(?![\w-]))\s*", re.IGNORECASE)


def without_number(text: str) -> str:
    """A heading, a paragraph or a sentence without what numbers it: "3.2 ", "(4) ", "§ 5 ", "a) "."""
    return _NUMBER.sub("", text)


def without_brackets(text: str) -> str:
    """ "Copilot (company login)" -> "Copilot"."""
    return _BRACKETS.sub("", text)


def pieces(text: str, language: str = "") -> list[str]:
    """The things of a list as it is written: "our passwords, pay slips/rotas and keys". A part between two signs may be empty."""
    return parter("[,;/]", language).split(text)


@cache
def _determiner() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(small_words()['determiners'])})\s+", re.IGNORECASE)


def without_determiner(text: str) -> str:
    """ "Our passwords" -> "passwords"."""
    return _determiner().sub("", text)


@cache
def _deed() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(lists()['list_deeds'])})\s+", re.IGNORECASE)


def without_deed(text: str) -> str:
    """ "Entering passwords" -> "passwords"."""
    return _deed().sub("", text)


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
