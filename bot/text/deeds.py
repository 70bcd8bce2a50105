"""A word for a deed goes in, the list of the catalog with all words that say the same comes out: "sign off" says "decide".

They are read where a rule waits for such a deed and only asks for a look first; nothing is forbidden or allowed by them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache

from bot.text.small import small_of
from bot.text.tokens import stem

DECIDING = "deciding"
"""No everyday work is such a deed: whoever asks a tool for it is told of a ban on it, whatever else stands beside it."""
_REACH = 4
"""Words within which those of one phrase stand: "sign the van off"."""


@cache
def _lists() -> dict[str, Mapping[str, frozenset[str]]]:
    return {
        DECIDING: small_of("as_deciding"),
        "summing_up": small_of("as_summing_up"),
        "writing": small_of("as_writing"),
        "translating": small_of("as_translating"),
        "choosing": small_of("as_choosing"),
    }


@cache
def _singles(name: str, language: str) -> frozenset[str]:
    """Stems of the words that stand alone."""
    return frozenset(stem(word, language) for word in _lists()[name].get(language, ()) if " " not in word)


@cache
def _phrases(name: str, language: str) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(phrase.split()) for phrase in sorted(_lists()[name].get(language, ())) if " " in phrase)


def deed_of(word: str, languages: Iterable[str]) -> str:
    """The list that a folded word is in; empty for any other word. What is decided already ("we have not decided") is left to no
    tool: of that list a word counts as it stands."""
    return next((name for language in languages for name in _lists() if _is_in(name, word, language)), "")


def _is_in(name: str, word: str, language: str) -> bool:
    if name == DECIDING:
        return word in _lists()[name].get(language, ())
    return stem(word, language) in _singles(name, language)


def places_of_deed(name: str, said: Sequence[str], languages: Iterable[str]) -> set[int]:
    """Where the folded words of a sentence say a deed of one list."""
    found = set[int]()
    for language in languages:
        singles = _singles(name, language)
        found |= {at for at, word in enumerate(said) if stem(word, language) in singles}
        found |= {at for phrase in _phrases(name, language) for at in _starts(phrase, said)}
    return found


def _starts(phrase: tuple[str, ...], said: Sequence[str]) -> Iterator[int]:
    """Where a phrase begins whose words stand near each other, in their order."""
    for at in (place for place, word in enumerate(said) if word == phrase[0]):
        behind, end = iter(said[at + 1 : at + _REACH + len(phrase) - 1]), phrase[1:]
        if all(word in behind for word in end):
            yield at
