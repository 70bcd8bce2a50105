"""Lists of words in, parts of patterns out: for what must be found in a text as it is written, not as folded words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from bot.knowledge.importing.texts.words import lists, small_words

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
