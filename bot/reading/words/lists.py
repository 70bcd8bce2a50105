"""The catalog and a list's name go in, its words come out: folded, of one language or of all."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from bot.policy.world import Catalog, Words
from bot.text.flat import Flat, Part, digest_of, lines, packed
from bot.text.kept import digest_of_code, kept
from bot.text.tokens import SPOKEN, fold, stem, stemmed_by, words_of

_ROOMS = Path(__file__).parents[2]
CODE = digest_of_code(_ROOMS / "reading", _ROOMS / "text")
"""Of the code, as it was imported, that makes the catalog's flat files."""
_opened: dict[str, Flat] = {}
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
    """The lists of a catalog that was read from files, folded and stemmed once for all."""
    if not catalog.digest:
        return None
    held = _opened.get(catalog.digest)
    if held is None:
        held = _opened[catalog.digest] = kept("lists", lists_digest(catalog), lambda: made(catalog))
    return held


def lists_digest(catalog: Catalog) -> str:
    """Of the catalog, the stemmers, and the code that folds and stems its words."""
    return digest_of(*(one.encode() for one in (catalog.digest, stemmed_by(), CODE)))


def made(catalog: Catalog) -> bytes:
    """The bytes of the flat file: each list folded, and by language the stems of its single words."""
    parts: dict[str, Part] = {name: lines(sorted(set(_folded(catalog, name)))) for name in catalog.words}
    for name in catalog.words:
        parts |= {f"{name} {lang}": lines(sorted(stems)) for lang, stems in _stems(catalog, name).items()}
    return packed(parts)


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
    for language, word in _single_words([*lists_in(catalog, _TELLING), *kinds]):
        found.setdefault(language, set()).add(word)
    return {language: frozenset(held) for language, held in found.items()}


def stems_in(catalog: Catalog, names: tuple[str, ...]) -> dict[str, frozenset[str]]:
    """Language -> the stems of the single words in all lists whose names start so."""
    held = _kept(catalog)
    found: dict[str, set[str]] = {}
    for name in (one for one in catalog.words if one.startswith(names)):
        stems = {t: held.lines(f"{name} {t}") for t in SPOKEN if f"{name} {t}" in held} if held else _stems(catalog, name)
        for lang, some in stems.items():
            found.setdefault(lang, set()).update(some)
    return {language: frozenset(stems) for language, stems in found.items()}


def _stems(catalog: Catalog, name: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for language, word in _single_words([catalog.words[name]]):
        for lang in SPOKEN if language == "any" else (language,):
            found.setdefault(lang, set()).add(stem(word, lang))
    return found


def lists_in(catalog: Catalog, names: tuple[str, ...]) -> list[Words]:
    """The lists whose names start so."""
    return [catalog.words[name] for name in catalog.words if name.startswith(names)]


def _single_words(lists: list[Words]) -> Iterator[tuple[str, str]]:
    """Language and folded word of every phrase that is one word."""
    for one in lists:
        for language, phrases in one.items():
            for worded in map(words_of, phrases):
                if len(worded) == 1:
                    yield language, worded[0]
