"""The catalog and a list's name go in, its words come out: folded, of one language or of all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.policy.world import Catalog, Words
from bot.text.flat import Flat, digest_of, lines, packed
from bot.text.kept import digest_of_code, kept
from bot.text.tokens import fold, words_of

_ROOMS = Path(__file__).parents[2]
CODE = digest_of_code(_ROOMS / "reading", _ROOMS / "text")
"""Of the code, as it was imported, that makes the catalog's flat files."""
_opened: dict[str, Flat] = {}


def words(catalog: Catalog, name: str) -> Words:
    """One word list of the catalog; empty where there is none."""
    return catalog.words.get(name, {})


def all_words(catalog: Catalog, *names: str) -> frozenset[str]:
    """The folded words and phrases of one list or of several, in all languages."""
    held = _kept(catalog)
    known = [name for name in names if name in catalog.words]
    sets = [_read(held, name) if held else frozenset(_folded(catalog, name)) for name in known]
    return sets[0] if len(sets) == 1 else frozenset().union(*sets)


@lru_cache(maxsize=2_000)
def _read(held: Flat, name: str) -> frozenset[str]:
    """One list, which many readers hold: they share it."""
    return frozenset(held.lines(name))


def _folded(catalog: Catalog, name: str) -> Iterator[str]:
    return (" ".join(words_of(phrase)) for phrases in catalog.words[name].values() for phrase in phrases)


def _kept(catalog: Catalog) -> Flat | None:
    """The lists of a catalog that was read from files, folded once for all."""
    if not catalog.digest:
        return None
    held = _opened.get(catalog.digest)
    if held is None:
        held = _opened[catalog.digest] = kept("lists", lists_digest(catalog), lambda: made(catalog))
    return held


def lists_digest(catalog: Catalog) -> str:
    """Of the catalog, and the code that folds its words."""
    return digest_of(catalog.digest.encode(), CODE.encode())


def made(catalog: Catalog) -> bytes:
    """The bytes of the flat file: each list folded."""
    return packed({name: lines(sorted(set(_folded(catalog, name)))) for name in catalog.words})


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


def lists_in(catalog: Catalog, names: tuple[str, ...]) -> list[Words]:
    """The lists whose names start so."""
    return [catalog.words[name] for name in catalog.words if name.startswith(names)]
