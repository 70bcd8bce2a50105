"""An item of a list of tools in; the kinds of data and of work that it lets in out, each as a column is called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_lists import bare as bare_thing
from bot.knowledge.importing.bans.never_lists import phrases_of
from bot.knowledge.importing.permits.leave_lists import Leave
from bot.knowledge.importing.permits.leave_words import only_words
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.patterns import any_of, whole, without_brackets
from bot.knowledge.importing.texts.words import fold, never_words, permit_words, table_words, tokens

_LONGEST = 7
"""Words of one."""
_WHOLE = 14
"""Words of one that a clause narrows, or that a tool is not for."""


def kinds_of(leave: Leave, reader: KindReader) -> Iterator[str]:
    """What is narrowed by a clause, or kept out, is one as a whole: "drawings that customers sent us"."""
    said = _of_tool().sub("", without_brackets(_for().sub("", leave.given))).strip(" .,;")
    if leave.is_ban or _clause().search(said):
        yield from [said] if 0 < len(tokens(said)) <= _WHOLE else []
        return
    for whole_part in re.split(r"[:;,]|\s[–—-]\s", _beside().sub(" ; ", said)):
        part = _data(whole_part.strip())
        for phrase in phrases_of(part, reader) if part else []:
            thing = bare_thing(_data(phrase))
            is_place = thing == phrase and fold(thing.split()[0]) in _within()
            thing = _for().sub("", thing)
            if not is_place and 0 < len(tokens(thing)) <= _LONGEST and (reader.read(thing) or not reader.people(thing)):
                yield thing


def _data(phrase: str) -> str:
    """ "Translation of letters" -> "letters"; empty where it names the work alone."""
    said = _work().sub("", phrase)
    return said if said == phrase else _for().sub("", said)


@cache
def _work() -> re.Pattern[str]:
    """Words for work that a thing begins with, with what joins it to the data: "drafting and shortening of"."""
    works = any_of((*table_words()["page_lists"]["deeds"], *permit_words()["works"]))
    between = any_of((*never_words()["of"], *permit_words()["small"], *permit_words()["joints"]))
    return re.compile(rf"^(?:(?:{works})(?!\w)(?:\s+(?:{between})(?!\w))*,?\s*)+", re.IGNORECASE)


@cache
def _of_tool() -> re.Pattern[str]:
    """ "With the add-in for Word": where the tool stands."""
    return re.compile(rf"\s(?:\S+\s+){{1,2}}(?:{any_of(permit_words()['add_ins'])})(?!\w)[^,;.]*", re.IGNORECASE)


@cache
def _within() -> frozenset[str]:
    return frozenset(fold(word.split()[0]) for word in (*permit_words()["within"], *permit_words()["places"]))


@cache
def _for() -> re.Pattern[str]:
    words = [*table_words()["whose"]["for"], *permit_words()["within"]]
    return re.compile(rf"^(?:(?:{any_of(only_words())})\s+)?(?:{any_of(words)})\s+", re.IGNORECASE)


@cache
def _beside() -> re.Pattern[str]:
    """Words that lead from one kind to another: "also"."""
    return whole(permit_words()["also"])


@cache
def _clause() -> re.Pattern[str]:
    words, behind_comma = any_of(permit_words()["relatives"]), any_of(permit_words()["der"])
    return re.compile(rf"(?:,\s+|\s)(?:{words})\s|,\s+(?:{behind_comma})\s", re.IGNORECASE)


@cache
def reader_of(language: str) -> KindReader:
    """Knows the everyday kinds of data by their words of one language."""
    return KindReader(load_catalog(), language)
