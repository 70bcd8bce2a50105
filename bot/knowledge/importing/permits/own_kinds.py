"""A sentence that gives leave in; the kinds of data that it lets in, in its words, out: known ones, and others that it names.

A kind that nobody knows ("ring programmes") counts where a leave names its data: at its beginning, behind "for", or behind what
is done with it. One of its words must tell something and be no everyday word, and one that stands alone must be rare: "letters"
hold anything, and would let in any letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import dropwhile

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_lists import phrases_of
from bot.knowledge.importing.classes.strictness import ClassWords, what_like
from bot.knowledge.importing.permits.leave_words import leave, plain_words
from bot.knowledge.importing.texts.kinds import KindReader
from bot.knowledge.importing.texts.patterns import any_of, whole, without_deed, without_determiner
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    generic_data,
    has_word,
    lists,
    permit_words,
    small_words,
    table_words,
    tokens,
)
from bot.tongue.counts import how_common

_LONGEST = 6
"""Words of one."""
_ALONE, _BESIDE = 4.0, 5.0
"""How common (log10 of its uses among 10^9 words) a word is at most that names a kind alone, and beside another word."""
_HALF = 2


def kinds_let_in(said: str, products: list[str], reader: KindReader) -> Iterator[str]:
    """``products``: the tools that it gives leave for."""
    for product in products:
        said = said.replace(product, " , ")
    told, opener, at, is_list = _if().sub("", said), "", 0, False
    for found in (*_framing().finditer(told), None):
        closer = found[0] if found else ""
        is_list = is_list or (opener == ":" and not leave().search(told, at))
        chunk = told[at : found.start() if found else len(told)]
        if is_list and tokens(opener):  # "names for a cocktail, quiz questions"
            chunk, opener = chunk.partition(",")[2], ":"
        is_whose = not opener and fold(closer) in _may() and not _passive().search(told, at)
        yield from _of_chunk(chunk, opener, reader, may_be_own=not is_whose)
        if found:
            opener, at = closer, found.end()


def _of_chunk(chunk: str, opener: str, reader: KindReader, *, may_be_own: bool) -> Iterator[str]:
    """Of the words between two that only frame a leave. ``may_be_own``: they are not those who may do it."""
    words = list(dropwhile(lambda word: fold(word.strip(",")) in plain_words(), chunk.split()))
    while words and fold(words[-1]) in permit_words()["beside"]:
        words.pop()
    text = _without_deeds(" ".join(words).strip(" ,"))
    found = [one for one in (phrases_of(text, reader) if text else []) if 0 < len(tokens(one)) <= _LONGEST]
    people = [one for one in found if _is_of_people(one) or (reader.people(one) and not reader.read(one))]
    if _HALF * len(people) > len(found):
        return  # "marketing, fundraising and the literary department"
    found = [one for one in found if one not in people and not {*tokens(one)} <= _holders()]
    is_known = any(_is_known(one, reader) for one in found)
    is_place = may_be_own and not chunk.lstrip().startswith(",") and (fold(opener) in _names_data() or opener in ("", ":"))
    yield from (one for one in found if is_known or (is_place and _is_own(one, text, reader.language)))


def _is_known(phrase: str, reader: KindReader) -> bool:
    """Whether it is a kind of data, or says that it is for all, is out, or is for the house."""
    is_out = has_word(phrase, lists()["published"]) or what_like(ClassWords("", phrase)) in ("public", "internal")
    return bool(is_out or reader.read(phrase))


def _is_own(phrase: str, text: str, language: str) -> bool:
    """Whether words can stand for a kind of their own: nothing of a sentence in them, and no "to visiting companies"."""
    said = tokens(phrase)
    is_led = re.search(rf"(?<!\w)(?:{any_of(lists()['prepositions'])})\s+(?:\w+\s+)?{re.escape(phrase)}", text, re.IGNORECASE)
    idle = {*map(fold, (*table_words()["page_lists"]["deeds"], *lists()["accounts"]["nouns"], *lists()["accounts"]["kinds"]))}
    if is_led or said[-1] in _small() | idle or {*said} & _no_names():
        return False
    of_it = [word for word in said if word not in generic_data() | plain_words() | _small()]
    most = _BESIDE if len(of_it) > 1 else _ALONE
    return any(word not in _holders() and how_common(word, language) < most for word in of_it)


@cache
def _holders() -> frozenset[str]:
    """Words for what holds data and says nothing of it: "letters", "a photo"."""
    return frozenset(fold(word) for words in load_catalog().words["container"].values() for word in words)


def _is_of_people(phrase: str) -> bool:
    """Whether words name people alone: a team, a department, "fundraising staff"."""
    words = phrase.split()
    end = next((at for at, word in enumerate(words) if at and fold(word) in _small()), len(words))
    whose = table_words()["whose"]
    heads = {fold(word) for word in (*whose["units"], *whose["team"], *whose["everybody"], *whose["anybody"])} - _small()
    said = tokens(without_determiner(" ".join(words[:end])))
    if not said or said[-1] in heads or (said[0] in heads and len(said) > 1):
        return bool(said)
    return all(word in {*map(fold, (*permit_words()["teams"], *permit_words()["people"]))} for word in said)


def _without_deeds(text: str) -> str:
    """ "To draft letters" -> "letters"."""
    before = ""
    while text != before:
        before, text = text, without_deed(_deeds().sub("", text))
    return text


@cache
def _deeds() -> re.Pattern[str]:
    return re.compile(rf"^(?:{any_of([*table_words()['page_lists']['deeds'], *permit_words()['to_do']])})\s+", re.IGNORECASE)


@cache
def _names_data() -> frozenset[str]:
    """Words behind which a leave names its data."""
    words = permit_words()
    return frozenset(fold(word) for word in (*table_words()["whose"]["for"], *words["uses"], *words["may_you"]))


@cache
def _may() -> frozenset[str]:
    """What people may, as against what is allowed."""
    return frozenset(map(fold, table_words()["may"])) - frozenset(map(fold, lists()["cells"]["allow"]))


@cache
def _passive() -> re.Pattern[str]:
    return whole(permit_words()["passives"])


@cache
def _small() -> frozenset[str]:
    return frozenset(fold(word) for word in (*lists()["prepositions"], *permit_words()["between"], *small_words()["determiners"]))


@cache
def _no_names() -> frozenset[str]:
    return frozenset(fold(word) for word in permit_words()["no_names"])


@cache
def _framing() -> re.Pattern[str]:
    """Words of a leave that are not of the data, and signs between its parts: "may be used for"."""
    words = permit_words()
    whose = table_words()["whose"]
    told = [
        *table_words()["may"],
        *words["may_you"],
        *words["uses"],
        *words["within"],
        *words["agents"],
        *words["passives"],
        *whose["for"],
    ]
    return re.compile(
        rf"[:;.()]|\s[–—-]\s|(?<![\w-])(?:{any_of(word for word in told if len(word) > 1)})(?![\w-])", re.IGNORECASE
    )


@cache
def _if() -> re.Pattern[str]:
    """A condition, with all that stands behind it up to a list: no data that a leave lets in."""
    return re.compile(rf"(?<!\w)(?:{any_of(example_words()['conditions'])})(?!\w)[^:]*", re.IGNORECASE)
