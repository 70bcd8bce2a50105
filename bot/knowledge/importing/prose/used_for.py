"""A sentence such as "Never use AI for summarising complaints" in; what no tool may be used for out, as an item of a list.

Beside that the sentence must say nothing else: some tools, some people or some case are left to others.
"""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.document import unmarked
from bot.knowledge.importing.texts.patterns import any_of, without_number
from bot.knowledge.importing.texts.words import fold, lists, never_words, small_words, tokens, use_words

_WAYS = ("nots", "forbidden")


def used_for(sentence: str) -> str:
    """The deeds and their things, as they stand; empty for any other sentence."""
    said = without_number(unmarked(sentence)).strip(" .!")
    if re.search(r"[:;?]", said) or re.search(lists()["use_doubt"], fold(said)):
        return ""
    begun = next((found for found in _purpose().finditer(said) if _is_frame(said[: found.start()])), None)
    if begun is None:
        return ""
    words = said[begun.end() :].split()
    while words and set(tokens(words[-1])) <= _known("using", "idle_end"):
        words.pop()
    left = said[: begun.start()] + " " + said[begun.end() :].removeprefix(" ".join(words))
    return " ".join(words) if _said(left) & _known("using") else ""


@cache
def _purpose() -> re.Pattern[str]:
    """A word such as "for" before what is done."""
    return re.compile(rf"(?<=\s)(?:{any_of(use_words()['frames']['for'])})\s+", re.IGNORECASE)


@cache
def _known(*names: str) -> frozenset[str]:
    lists_of = use_words()["frames"]
    return frozenset(fold(word) for name in names for word in (lists_of[name] if name in lists_of else never_words()[name]))


@cache
def _elided() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of(small_words()['elided'])})'")


def _said(text: str) -> set[str]:
    return {word if word in _known("tools") else _elided().sub("", word) for word in tokens(text)}


def _is_frame(text: str) -> bool:
    """Whether words say that no tool may be used, and nothing more."""
    said = _said(text)
    ways = sum(bool(said & _known(name)) for name in _WAYS)
    return ways == 1 and bool(said & _known("tools")) and said <= _known(*_WAYS, "tools", "idle", "using")
