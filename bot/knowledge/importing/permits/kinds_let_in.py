"""A statement in; the kinds of data that it lets in out, each as a column is called: known ones, and others that it names.

What an item of a list of tools is for is data. In a sentence a kind that nobody knows ("ring programmes") counts where it names
its data: at its beginning, behind "for", or behind what is done with it. One of its words must tell something and be no everyday
word, and one that stands alone must be rare: "letters" hold anything, and would let in any letter.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from itertools import dropwhile

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.bans.never_lists import bare as bare_thing
from bot.knowledge.importing.bans.never_lists import phrases_of
from bot.knowledge.importing.classes.strictness import ClassWords, what_like
from bot.knowledge.importing.permits.leave_words import leave, plain_words
from bot.knowledge.importing.permits.statements import Statement, without_condition, without_for
from bot.knowledge.importing.texts.kinds import KindReader, kind_reader
from bot.knowledge.importing.texts.patterns import any_of, whole, without_brackets, without_deed, without_determiner
from bot.knowledge.importing.texts.words import (
    fold,
    generic_data,
    has_word,
    lists,
    never_words,
    permit_words,
    small_words,
    table_words,
    tokens,
)
from bot.text.counts import how_common

_LONGEST = 6
"""Words of one; of one that an item names, one more."""
_WHOLE = 14
"""Words of one that a clause narrows, or that a tool is not for."""
_ALONE, _BESIDE = 4.0, 5.0
"""How common (log10 of its uses among 10^9 words) a word is at most that names a kind alone, and beside another word."""
_HALF = 2


def kinds_of(said: Statement, reader: KindReader) -> Iterator[str]:
    return _of_item(said, reader) if said.parts else _of_sentence(said, reader)


def _of_item(said: Statement, reader: KindReader) -> Iterator[str]:
    """What is narrowed by a clause, or kept out, is one as a whole: "drawings that customers sent us"."""
    told = _of_tool().sub("", without_brackets(without_for(said.given))).strip(" .,;")
    if said.is_ban or _narrowing().search(told):
        yield from [told] if 0 < len(tokens(told)) <= _WHOLE else []
        return
    for whole_part in re.split(r"[:;,]|\s[–—-]\s", whole(permit_words()["also"]).sub(" ; ", told)):
        part = _data(whole_part.strip())
        for phrase in phrases_of(part, reader) if part else []:
            thing = bare_thing(_data(phrase))
            is_place = thing == phrase and fold(thing.split()[0]) in _within()
            thing = without_for(thing)
            if not is_place and 0 < len(tokens(thing)) <= _LONGEST + 1 and (reader.read(thing) or not reader.people(thing)):
                yield thing


def _of_sentence(said: Statement, reader: KindReader) -> Iterator[str]:
    told, opener, at, is_list = without_condition(said.given), "", 0, False
    for product in said.tools:
        told = told.replace(product, " , ")
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


def _data(phrase: str) -> str:
    """ "Translation of letters" -> "letters"; empty where it names the work alone."""
    said = _work().sub("", phrase)
    return said if said == phrase else without_for(said)


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
def _narrowing() -> re.Pattern[str]:
    words, behind_comma = any_of(permit_words()["relatives"]), any_of(permit_words()["der"])
    return re.compile(rf"(?:,\s+|\s)(?:{words})\s|,\s+(?:{behind_comma})\s", re.IGNORECASE)


def reader_of(language: str) -> KindReader:
    """Knows the everyday kinds of data by their words of one language."""
    return kind_reader(load_catalog(), language)
