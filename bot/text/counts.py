"""A language and a word go in, how often people use it comes out: wordfreq's counts of books, films, news and the web.

wordfreq keeps each of two million words as a text in a table, some 200 MB, and takes seconds to make it. Here each is one number
of eight bytes, its hash before its frequency, in a flat file that is made once. Of it the first number of each block stands in
memory; a look-up reads one block. Of a thousand million strange words less than one is taken for one that was counted.
"""

from __future__ import annotations

import unicodedata
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, lru_cache
from importlib.metadata import version
from pathlib import Path

from bot.text.flat import Flat, Part, key_of, lines, packed
from bot.text.kept import digest_of_files, kept
from bot.text.tokens import SPOKEN, fold

_STEP = (1 << 11) - 1
_HASH = (1 << 64) - 1 - _STEP
_BLOCK = 512
"""Numbers that are read at once."""
_TOP = 900
"""Hundredths of a Zipf unit at wordfreq's first step; each further one is a hundredth less."""
_OFTEN = 3.0
"""Zipf frequency from which on the words of our languages are kept as texts as well."""


class Counts:
    """The words of one language, by how often they are used."""

    def __init__(self, firsts: Sequence[int], block: Callable[[int], Sequence[int]]) -> None:
        """Numbers in rising order, each a word's hash and its step: the ``firsts`` of all blocks, and a block by its place."""
        self._firsts, self._block = firsts, block

    @classmethod
    def of(cls, numbers: array[int]) -> Counts:
        """Of numbers in memory."""
        return cls(numbers[::_BLOCK], lambda place: numbers[place * _BLOCK : (place + 1) * _BLOCK])

    @classmethod
    def kept(cls, name: str) -> Counts:
        """Of numbers of the flat file."""
        held, size = flat(), _BLOCK * array("Q").itemsize
        firsts = held.part(_firsts(name)).cast("Q")
        return cls(firsts, lambda place: memoryview(held.piece(name, place * size, size)).cast("Q"))

    def zipf(self, word: str) -> float:
        """Log10 of a word's uses among 10^9 words; 0 where it was never counted."""
        wanted = key_of(word) & _HASH
        place = bisect_right(self._firsts, wanted | _STEP) - 1
        if place < 0:
            return 0.0
        block = self._block(place)
        at = bisect_left(block, wanted)
        found = block[at] if at < len(block) else 0
        return (_TOP - (found & _STEP)) / 100 if found & _HASH == wanted and at < len(block) else 0.0


@lru_cache(maxsize=32)
def counts(language: str) -> Counts:
    """The counted words of a language, as they are written."""
    return Counts.kept(f"counts.{language}") if language in SPOKEN else Counts.of(_numbers(_listed(language)))


@lru_cache(maxsize=32)
def bare_counts(language: str) -> Counts:
    """Those of them that are written with accents, folded."""
    return Counts.kept(f"bare.{language}") if language in SPOKEN else Counts.of(_numbers(_bare(_listed(language))))


@lru_cache(maxsize=100_000)
def how_common(word: str, language: str) -> float:
    """Log10 of a folded word's uses among 10^9 words of a language, written with or without accents."""
    return max(counts(language).zipf(word), bare_counts(language).zipf(word))


@lru_cache(maxsize=50_000)
def usual(word: str, language: str) -> float:
    """Log10 of the uses of a word in small letters among 10^9 words of any language of ``listed``, by wordfreq's small lists."""
    return _small(language).zipf(unicodedata.normalize("NFC", word).casefold())


@cache
def listed() -> frozenset[str]:
    """Languages of which wordfreq has a small list and needs no other package to find their words in a text."""
    return frozenset(flat().lines("listed"))


@lru_cache(maxsize=64)
def _small(language: str) -> Counts:
    return Counts.kept(f"small.{language}")


def words_from(language: str, least: float) -> Iterator[tuple[str, float]]:
    """The words of a language from a Zipf frequency on, with it; the most frequent first."""
    is_kept = language in SPOKEN and least >= _OFTEN
    steps = (line.split(" ") if line else [] for line in flat().lines(f"often.{language}")) if is_kept else _listed(language)
    for step, words in zip(range(_steps(least)), steps, strict=False):
        yield from ((word, (_TOP - step) / 100) for word in words)


# --- the flat file -----------------------------------------------------------------------------------------------------


@cache
def flat() -> Flat:
    """The counts of our languages."""
    return kept("counts", digest(), made, takes_seconds=True)


@cache
def digest() -> str:
    """Of wordfreq's lists, which change with its version, and of the code that counts, folds and packs."""
    here = Path(__file__).parent
    return digest_of_files((here / name for name in ("counts.py", "flat.py", "tokens.py")), version("wordfreq"))


def made() -> bytes:
    """The flat file's bytes; takes some seconds."""
    import wordfreq  # noqa: PLC0415 - as above

    parts: dict[str, Part] = {}
    counted: dict[str, array[int]] = {}
    for language in SPOKEN:
        steps = _listed(language)
        counted |= {f"counts.{language}": _numbers(steps), f"bare.{language}": _numbers(_bare(steps))}
        parts[f"often.{language}"] = lines(" ".join(words) for words in steps[: _steps(_OFTEN)])
    apart = _written_apart()
    for language in apart:
        counted[f"small.{language}"] = _numbers(wordfreq.get_frequency_list(language, "small"))
        wordfreq.get_frequency_list.cache_clear()
    parts["listed"] = lines(apart)
    for name, numbers in counted.items():
        parts |= {_firsts(name): numbers[::_BLOCK], name: numbers.tobytes()}  # of which only blocks are read
    return packed(parts)


def _written_apart() -> list[str]:
    """The languages whose words are written apart."""
    import wordfreq  # noqa: PLC0415 - as above
    from wordfreq.language_info import get_language_info  # noqa: PLC0415 - as above

    return sorted(one for one in wordfreq.available_languages("small") if get_language_info(one)["tokenizer"] == "regex")


def _steps(least: float) -> int:
    """How many of wordfreq's steps there are from a Zipf frequency on."""
    return _TOP - round(100 * least) + 1


def _numbers(steps: Iterable[Iterable[str]]) -> array[int]:
    """``steps``: words as often used as each other, the most frequent first; of two places of one word the first counts."""
    found: dict[int, int] = {}
    for step, words in enumerate(steps):
        for word in words:
            hashed = key_of(word) & _HASH
            found.setdefault(hashed, hashed | step)
    return array("Q", sorted(found.values()))


def _firsts(name: str) -> str:
    return f"{name} firsts"


def _bare(listed: Iterable[list[str]]) -> Iterator[list[str]]:
    return ([fold(word) for word in words if not word.isascii()] for words in listed)


def _listed(language: str) -> list[list[str]]:
    """The words of each step, none for a language that has no such list. wordfreq is to keep none of it."""
    import wordfreq  # noqa: PLC0415 - as above

    if language not in wordfreq.available_languages("large"):
        return []
    listed = wordfreq.get_frequency_list(language, "large")
    wordfreq.get_frequency_list.cache_clear()
    return listed
