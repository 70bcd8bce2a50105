"""A sentence in; what it lets in or keeps out, of which tools, for whom and under what, out: one reader for all leaves."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from bot.knowledge.importing.permits.leave_words import bans, breaks, leave, only_words
from bot.knowledge.importing.texts.patterns import any_of, without_brackets
from bot.knowledge.importing.texts.words import example_words, has_word, limit_words, permit_words, table_words


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sentence, or an item of a list, says of its tools."""

    text: str
    """All of it; of an item with the tool's name before it."""
    given: str = ""
    """Its words for the data and the uses, without what it asks for; empty where it lets nothing in."""
    condition: str = ""
    """Its words for what it asks for, or takes out of what it lets in."""
    is_ban: bool = False
    tools: tuple[str, ...] = ()
    """As they are written."""
    who: tuple[str, ...] = ()
    """People in lower case; nobody where it is everybody's."""
    line: int = 0
    parts: tuple[str, ...] = ()
    """Of an item: the sentences that it is made of."""


def statement_of(text: str, line: int = 0, tools: tuple[str, ...] = (), *, goes_on: bool = False) -> Statement:
    """``goes_on``: the sentence before lets something in, and this may be the rest of it behind a semicolon: "Use it for rotas;
    for stock lists". ``tools``: those that it is about."""
    given = granted(text)
    gives = (goes_on and given[:1].islower()) or leave().search(given)
    return Statement(text, given if gives else "", condition_of(text), denies(text), tools, line=line)


def granted(text: str) -> str:
    """What a sentence says before anything that it denies, without asides in brackets; what a condition denies is asked for: "as
    long as no name is in it"."""
    bare = _clause().sub(lambda found: " " if bans().search(found[0]) else found[0], without_brackets(text))
    no = bans().search(bare)
    ends = [found.start() for found in breaks().finditer(bare[: no.start()])] if no else []
    return bare[: max(ends, default=0)] if no else bare


def but_for(text: str) -> str:
    """Its words before anything that it excepts: what stands behind is not let in with it."""
    found = _excepted().search(text)
    return text[: found.start()] if found else text


@cache
def _excepted() -> re.Pattern[str]:
    words = (*permit_words()["excepted"], *table_words()["page_lists"]["buts"])
    return re.compile(rf"(?<!\w)(?:{any_of(words)})(?!\w)", re.IGNORECASE)


def denies(text: str) -> bool:
    """Whether a sentence or heading denies anything, its conditions and asides in brackets apart."""
    return bool(bans().search(_clause().sub(" ", without_brackets(text))))


def let_in(text: str) -> str:
    """Its words before what it asks for and before what it denies: "for letters, provided that ..." -> "for letters"."""
    said = _condition().sub("", granted(text)).strip(" ,;.–—-")
    return re.sub(rf"[\s,]+(?:{any_of(only_words())})$", "", said, flags=re.IGNORECASE)


def without_condition(text: str) -> str:
    """A sentence without what it asks for, up to the list that it leads to."""
    return _condition().sub("", text)


def condition_of(text: str) -> str:
    """Its words for what it asks for: from "if" on, else all of a sentence such as "The board has to agree"; or empty."""
    found = _condition().search(text)
    words = [*limit_words()["under"], *permit_words()["condition"], *table_words()["approvals"]]
    return found[0] if found else text if has_word(text, words) else ""


def begins_for(text: str) -> re.Match[str] | None:
    """ "For our own drawings", "not for drawings of customers": what it is for stands behind the match."""
    return _for().match(text)


@cache
def _for() -> re.Pattern[str]:
    words = any_of((*limit_words()["ban"], *only_words(), *permit_words()["also"]))
    return re.compile(rf"^(?:(?:{words})\s+)?(?:{any_of(table_words()['whose']['for'])})\s+", re.IGNORECASE)


@cache
def _begun() -> str:
    words = (*example_words()["conditions"], *permit_words()["only_after"], *table_words()["page_lists"]["asks"])
    return rf"(?<!\w)(?:{any_of(words)})(?!\w)"


@cache
def _condition() -> re.Pattern[str]:
    return re.compile(rf"{_begun()}[^:]*", re.IGNORECASE)


@cache
def _clause() -> re.Pattern[str]:
    """No more of it than its own clause: what is denied behind it is denied."""
    return re.compile(rf"{_begun()}[^,:;.]*", re.IGNORECASE)
