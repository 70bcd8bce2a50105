"""The word lists of permissions in; the words and patterns that ``permit_words`` looks for out."""

from __future__ import annotations

import re
from functools import cache

from bot.knowledge.importing.texts.patterns import any_of, whole
from bot.knowledge.importing.texts.words import example_words, fold, limit_words, lists, permit_words, table_words, tokens

_FEW = 2
"""Letters of what is no word of leave yet ("in")."""


@cache
def words_of_bans() -> tuple[str, ...]:
    words = [*limit_words()["ban"], *table_words()["ban_heads"], *permit_words()["bans"], *table_words()["page_lists"]["buts"]]
    return tuple(fold(word) for word in words if len(word) > 1)


@cache
def plain_phrases() -> tuple[str, ...]:
    """Several words that narrow nothing together, longer ones first."""
    words = [*permit_words()["plain"], *up_to_words(), *table_words()["whose"]["anybody"]]
    return tuple(sorted((fold(word) for word in words if " " in word), key=len, reverse=True))


@cache
def plain_words() -> frozenset[str]:
    words = [*permit_words()["plain"], *table_words()["level_lists"]["up_to"], *table_words()["whose"]["anybody"]]
    return frozenset(tokens(word)[0] for word in words if len(tokens(word)) == 1)


@cache
def giving_words() -> tuple[str, ...]:
    """Words that a yes has: a use, or an "only"."""
    page = table_words()["page_lists"]
    return (*permit_words()["uses"], *page["may"], *only_words(), *table_words()["class_columns"]["before"])


@cache
def bans() -> re.Pattern[str]:
    words = [word for word in (*limit_words()["ban"], *table_words()["ban_heads"], *permit_words()["bans"]) if len(word) > 1]
    return whole(words)


@cache
def outs() -> re.Pattern[str]:
    small = any_of([*permit_words()["small"]])
    return re.compile(rf"(?<!\w)(?:{any_of(permit_words()['excepted'])})\s+(?:(?:{small})\s+){{0,3}}$", re.IGNORECASE)


@cache
def breaks() -> re.Pattern[str]:
    """Between what is allowed and what the same sentence denies: "for Open information, but not for Working information"."""
    return re.compile(rf"[,;]|(?<!\w)(?:{any_of(table_words()['page_lists']['buts'])})(?!\w)", re.IGNORECASE)


@cache
def leave() -> re.Pattern[str]:
    page = table_words()["page_lists"]
    words = [
        *table_words()["may"],
        *permit_words()["may_you"],
        *page["may"],
        *page["use"],
        *table_words()["only"],
        *limit_words()["only"],
    ]
    words = [word for word in (*words, *lists()["cells"]["allow"]) if len(word) > _FEW]
    return whole(words)


@cache
def may_words() -> re.Pattern[str]:
    words = [*table_words()["may"], *permit_words()["may_you"], *table_words()["page_lists"]["may"]]
    return whole(words)


def only_words() -> list[str]:
    return [*table_words()["only"], *limit_words()["only"], *table_words()["level_lists"]["only"]]


def up_to_words() -> list[str]:
    return [*table_words()["level_lists"]["up_to"], *table_words()["class_columns"]["before"]]


@cache
def up_to() -> re.Pattern[str]:
    """What ends in "up to", and at most three words behind it."""
    return re.compile(rf"(?<!\w)(?:{any_of(up_to_words())})\s+(?:\w+\s+){{0,3}}$", re.IGNORECASE)


@cache
def grants() -> re.Pattern[str]:
    """A clause that grants what a thing is: ", even though these are Guarded"."""
    return re.compile(rf",?\s*\b(?:{any_of(table_words()['level_lists']['although'])})\b[^,;.]*", re.IGNORECASE)


@cache
def licensed() -> re.Pattern[str]:
    """A clause that only speaks of having the licence: "If you hold a licence"."""
    nouns = any_of([*lists()["accounts"]["nouns"], *lists()["accounts"]["kinds"]])
    under = any_of([*limit_words()["under"], *example_words()["conditions"]])
    return re.compile(rf"(?:^|,\s*)(?:{under})\s+(?:[^\s,;.]+\s+){{0,4}}(?:{nouns})\b,?", re.IGNORECASE)
