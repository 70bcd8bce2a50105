"""A row's name in; the people that alone may use it out: "GPT-NL (pilot team Data)", "Claude (only for HR)"."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache, lru_cache

from bot.knowledge.importing.cells.effects import CellWord
from bot.knowledge.importing.texts.patterns import any_of
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    group_words,
    has_word,
    lists,
    sentence_words,
    table_words,
    tokens,
)

_ASIDE = re.compile(r"\(([^()]*)\)|\s[–—-]\s(.+)$")
_CO = "co"
"""Before "pilot" it is a product's name."""


@lru_cache(maxsize=20_000)
def limited_to(name: str) -> str:
    """The aside of a name that says whose the row is; empty where it names a plan or an account ("company account only")."""
    return next((part for part in _asides(name) if names_people(part)), "")


def weigh_people(word: CellWord, name: str) -> CellWord:
    """A cell of a row that is some people's: its yes is none for everybody."""
    people = limited_to(name)
    if not people and word.effect == "allow" and not word.doubt and _is_pilot(tokens(" ".join(_asides(name)))):
        return replace(word, doubt=f"allowed, and the row is called “{name}”; nothing says who is in the pilot")
    if not people or word.effect not in ("allow", "conditional"):
        return word
    if word.effect == "conditional":
        return replace(word, condition=f"{word.condition}; {people}") if word.condition else word
    doubt = f"allowed, and the row is called “{name}”; taken as conditional"
    return replace(word, effect="conditional", condition=people, doubt=doubt)


def _asides(name: str) -> list[str]:
    return [part.strip() for found in _ASIDE.findall(name) for part in found if part.strip()]


def _is_pilot(words: tuple[str, ...]) -> bool:
    return any(word in table_words()["whose"]["pilot"] and words[at - 1 : at] != (_CO,) for at, word in enumerate(words))


def names_people(part: str) -> bool:
    """Whether words beside or in a row's name say whose it is: some people's, and not everybody's."""
    words = tokens(part)
    said = table_words()["whose"]
    if not words or set(words) & set(said["all"]):
        return False
    if _is_pilot(words) and set(words) & {*said["team"], *said["units"]} and set(words) - {*_limits(), *said["idle"]}:
        return True  # "pilot team Data"
    if not set(words) - _idle():
        return False
    is_only = bool({words[0], words[-1]} & {fold(word) for word in table_words()["only"]})
    is_only = is_only and not has_word(part, sentence_words()["about_data"])
    people = {fold(word) for kind in table_words()["askers"].values() for word in kind}
    is_for = words[0] in said["for"] and bool(has_word(part, sorted(people)))
    return _is_pilot(words) or is_only or is_for or _names_unit(words)


def names_some(said: str) -> bool:
    """Whether a cell that says who may use a tool names others than everybody; what it says is a limit, though nobody can read
    it."""
    whose = table_words()["whose"]
    return bool(set(tokens(said)) - {fold(word) for word in (*whose["all"], *whose["everybody"])}) and not _are_all(said)


def _are_all(said: str) -> bool:
    """ "Everybody with a company sign-in", "anybody, on request from the desk": all people, and how they come by it."""
    whose, asked = table_words()["whose"], any_of(table_words()["on_request"])
    before, *behind = re.split(rf"(?:\b\w+\s+)?\b(?:{asked})\b", said, maxsplit=1, flags=re.IGNORECASE)
    words = tokens(before)
    first = {tokens(word)[0] for word in (*whose["all"], *whose["anybody"])}
    nouns = tuple(fold(word) for word in lists()["accounts"]["nouns"])
    idle = (*lists()["accounts"]["company"], *whose["everybody"], *whose["with"], *example_words()["articles"])
    known = {part for word in idle for part in tokens(word)}
    rest = [word for word in words[1:] if word not in known and not word.endswith(nouns)]
    return bool(words) and words[0] in first and not rest and (bool(behind) or any(word.endswith(nouns) for word in words))


def _names_unit(words: tuple[str, ...]) -> bool:
    """ "Marketing team", "Abteilung Recht", and not "run by the IT department": a team of no name is a plan."""
    said = table_words()["whose"]
    units = {*said["units"], *said["team"]}
    is_unit = len(words) > 1 and (words[-1] in units or words[0] in said["units"])
    return is_unit and bool(set(words) - _idle() - units) and not set(words) & {fold(word) for word in said["by"]}


@cache
def _idle() -> frozenset[str]:
    """Words that say nothing of people: of plans, accounts, hosting, versions, and those of limits themselves."""
    told = [name for names in (*lists()["plans"].values(), *lists()["hosting"].values()) for name in names]
    told += [*lists()["accounts"]["nouns"], *lists()["accounts"]["company"], *lists()["accounts"]["personal"]]
    told += [name for kind in ("free", "personal", "public", "generic") for name in group_words(kind)]
    said = table_words()["whose"]
    told += [*said["idle"], *lists()["paid"], *_limits()]
    return frozenset(word for name in told for word in tokens(str(name)))


@cache
def _limits() -> frozenset[str]:
    """Words of limits themselves."""
    said = table_words()["whose"]
    told = [*said["pilot"], *said["for"], *said["team"], *said["units"], *table_words()["only"]]
    return frozenset(word for name in told for word in tokens(name))
