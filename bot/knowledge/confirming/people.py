"""A sentence that gives leave goes in; the people whom it gives it to come out, as roles: "design engineers", "entwicklung"."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from itertools import dropwhile

from bot.knowledge.importing.permits.leave_words import may_words, only_words, plain_words
from bot.knowledge.importing.texts.patterns import parter, whole
from bot.knowledge.importing.texts.words import (
    example_words,
    fold,
    generic_data,
    has_word,
    limit_words,
    lists,
    permit_words,
    table_words,
    tokens,
)

_LONGEST = 5
"""Words of a role's name."""
_WORD = re.compile(r"[^\W_]+(?:[.'’&-][^\W_]+)*")
_ELIDED = re.compile(r"^(\s*[^\W\d_])['’](?=\w)")
"""An article that lost its vowel: "l'équipe"."""


@dataclass(frozen=True, slots=True)
class People:
    """Reads them in the sentences of one policy. ``is_thing``: whether words name a tool or data of it."""

    is_thing: Callable[[str], bool]
    language: str = ""

    def of(self, said: str) -> tuple[str, ...]:
        """In lower case, in the order of the sentence; nobody where it gives leave to all, or does not say to whom."""
        may = may_words().search(said)
        found = self._listed(said[: may.start()]) if may else ()
        kept, (name, colon, _) = _reserved().search(said), said.partition(":")
        told = [*(_ends().split(said[may.end() :]) if may else ()), *([name] if colon else ())]
        if kept:  # "reserved for HR"; "dem Vertrieb vorbehalten"
            told = [_ends().split(said[kept.end() :])[0], _article().split(said[: kept.start()])[-1], *told]
        return found or next(filter(None, (self._listed(chunk, known_only=True) for chunk in told)), ())

    def _listed(self, text: str, *, known_only: bool = False) -> tuple[str, ...]:
        """The people of a list, from its end back to what is none. ``known_only``: only those named by a word for people."""
        found: list[str] = []
        for part in reversed(parter("[,;:–—]", self.language).split(text)):
            name = _bare(part)
            is_short = 0 < len(name.split()) <= _LONGEST
            if not is_short or is_everybody(name) or self.is_thing(part) or _is_other(name):
                break
            if known_only and not _is_known(name):
                break
            found.append(name)
        return tuple(dict.fromkeys(reversed(found)))


def is_everybody(name: str) -> bool:
    """Whether it names nobody in particular: "all staff", "everyone"."""
    whose = table_words()["whose"]
    return set(tokens(name)) <= {*map(fold, (*whose["everybody"], *whose["all"], *whose["anybody"])), *plain_words()}


def _bare(part: str) -> str:
    """A name without its article, and without "staff of" before it."""
    words = _WORD.findall(_ELIDED.sub(r"\1 ", part.lower()))
    whose = {fold(word) for word in table_words()["whose"]["everybody"]} | _small()
    words = list(dropwhile(lambda word: fold(word) in _small(), words))
    while len(words) > 1 and words[-1] in only_words():
        words.pop()  # "HR only"
    if len(words) > 1 and {fold(words[0]), fold(words[1])} <= whose:
        words = list(dropwhile(lambda word: fold(word) in whose, words))
    return " ".join(words)


def _is_other(name: str) -> bool:
    """Whether it is no people's name: it has a digit, begins with "for" or "if", or is of words that all data has."""
    said = tokens(name)
    begins = {fold(word) for word in (*table_words()["whose"]["for"], *permit_words()["within"])}
    has_odd = any(any(map(str.isdigit, word)) for word in said) or has_word(name, limit_words()["under"])
    return bool(has_odd) or not said or said[0] in begins or any(word in generic_data() - _within_names() for word in said)


def _is_known(name: str) -> bool:
    whose = table_words()["whose"]
    words = [*permit_words()["teams"], *permit_words()["people"], *whose["units"], *whose["team"]]
    return bool(has_word(name, words)) or name.endswith(tuple(lists()["roles"]["ends"]))


@cache
def _small() -> frozenset[str]:
    words = (*lists()["roles"]["determiners"], *lists()["owners"], *example_words()["articles"], *only_words())
    return frozenset(fold(word) for word in words)


@cache
def _within_names() -> frozenset[str]:
    return _small() | {fold(word) for word in lists()["roles"]["joins"]}


@cache
def _ends() -> re.Pattern[str]:
    """Before or behind the people: by whom, for whom, with what."""
    return whole([*table_words()["whose"]["for"], *permit_words()["within"], *permit_words()["agents"], *permit_words()["uses"]])


def is_reserved(said: str) -> bool:
    """Whether it shuts out all but those whom it names: "reserved for HR"."""
    return bool(_reserved().search(said))


@cache
def _reserved() -> re.Pattern[str]:
    return whole(permit_words()["reserved"])


@cache
def _article() -> re.Pattern[str]:
    return whole((*lists()["roles"]["determiners"], *lists()["owners"], *example_words()["articles"]))
