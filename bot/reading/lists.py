"""The catalog and a list's name go in, its words come out: folded, of one language or of all."""

from __future__ import annotations

from collections.abc import Iterator

from bot.policy.world import Catalog, Words
from bot.tongue.text import fold, stem, words_of
from bot.tongue.unspoken import SPOKEN

_TELLING = (
    "telling.open",
    "telling.org",
    "person.",
    "class.",
    "read.guarded",
    "read.unpublished",
    "read.vague",
    "read.container",
    "container",
)
"""Word lists of words that may be data, or may colour it."""


def words(catalog: Catalog, name: str) -> Words:
    """One word list of the catalog; empty where there is none."""
    return catalog.words.get(name, {})


def all_words(catalog: Catalog, *names: str) -> frozenset[str]:
    """The folded words and phrases of one list or of several, in all languages."""
    listed = (phrases for name in names for phrases in words(catalog, name).values())
    return frozenset(" ".join(words_of(phrase)) for phrases in listed for phrase in phrases)


def in_words(catalog: Catalog, name: str) -> frozenset[tuple[str, ...]]:
    """The same, each as the words that it has."""
    return frozenset(words_of(phrase) for phrase in all_words(catalog, name))


def all_phrases(catalog: Catalog, name: str) -> frozenset[str]:
    """The phrases of one list in all languages, as they stand: patterns with a place for a word."""
    return frozenset(phrase for phrases in words(catalog, name).values() for phrase in phrases)


def deeds(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Family -> the folded words for what its tools do, in all languages; families of which the catalog has such words."""
    families = (family for family in catalog.families.values() if family.does)
    return {family.id: frozenset(fold(word) for said in family.does.values() for word in said) for family in families}


def everyday(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Language -> its frequent words and words for containers."""
    found: dict[str, set[str]] = {}
    listed = [name for name in catalog.words if name.startswith("everyday.")]
    for name in ("read.frequent", "read.container", "container", "handling", "intent.may_i", *listed):
        for language, phrases in words(catalog, name).items():
            found.setdefault(language, set()).update(" ".join(words_of(phrase)) for phrase in phrases)
    return {language: frozenset(held) for language, held in found.items()}


def telling(catalog: Catalog) -> dict[str, frozenset[str]]:
    """Language -> the single words that may be data, whatever else is common."""
    found: dict[str, set[str]] = {}
    kinds = [words for kind in catalog.kinds.values() for words in (kind.words, kind.examples)]
    for language, word in _single_words([*_lists_in(catalog, _TELLING), *kinds]):
        found.setdefault(language, set()).add(word)
    return {language: frozenset(held) for language, held in found.items()}


def stems_in(catalog: Catalog, names: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Language -> the stems of the single words in all lists whose names start so."""
    found: dict[str, set[str]] = {}
    for language, word in _single_words(_lists_in(catalog, names)):
        for tongue in SPOKEN if language == "any" else (language,):
            found.setdefault(tongue, set()).add(stem(word, tongue))
    return {language: frozenset(stems) for language, stems in found.items()}


def _lists_in(catalog: Catalog, names: tuple[str, ...]) -> list[Words]:
    return [lists for name, lists in catalog.words.items() if name.startswith(names)]


def _single_words(lists: list[Words]) -> Iterator[tuple[str, str]]:
    """Language and folded word of every phrase that is one word."""
    for one in lists:
        for language, phrases in one.items():
            for worded in map(words_of, phrases):
                if len(worded) == 1:
                    yield language, worded[0]
