"""Keys and what each has go in as parts of a flat file; look-ups in place come out: tables, words of a text, sets and lists by
language.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping

from bot.tongue.flat import Flat, Part, key_of, lines


def table_parts(name: str, rows: Mapping[int, bytes]) -> dict[str, Part]:
    """The parts of a table from keys (``key_of``) to bytes, which ``FlatTable`` looks up."""
    keys, at, held = array("Q"), array("I", [0]), bytearray()
    for key in sorted(rows):
        keys.append(key)
        held += rows[key]
        at.append(len(held))
    return {f"{name}.keys": keys, f"{name}.at": at, f"{name}.held": held}


class FlatTable:
    """Keys of 64 bits -> bytes."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._flat, self._name = flat, f"{name}.held"
        self._keys = flat.part(f"{name}.keys").cast("Q")
        self._at = flat.part(f"{name}.at").cast("I")
        self._size = len(self._keys)

    def get(self, key: int) -> bytes | None:
        """What a key has; None where it is not there."""
        place = bisect_left(self._keys, key)
        if place == self._size or self._keys[place] != key:
            return None
        first = self._at[place]
        return self._flat.piece(self._name, first, self._at[place + 1] - first)

    def __contains__(self, key: int) -> bool:
        place = bisect_left(self._keys, key)
        return place < self._size and self._keys[place] == key

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[int]:
        return iter(self._keys)


def words_parts(name: str, words: Mapping[str, Iterable[str]]) -> dict[str, Part]:
    """The parts of words by text, in their order, which ``Worded`` looks up."""
    return table_parts(name, {key_of(text): lines(held) for text, held in words.items()})


def shape_of(letter: str, length: int) -> str:
    """The text under which ``Worded`` has the words that begin with a letter and are of a length."""
    return f"{letter}{length}"


def by_shape(words: Iterable[str], shortest: int = 1) -> dict[str, list[str]]:
    """Words of letters alone by their shape, each shape's in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for word in sorted(words):
        if len(word) >= shortest and word.isalpha():
            found.setdefault(shape_of(word[0], len(word)), []).append(word)
    return found


class Worded:
    """Texts -> words."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._table = FlatTable(flat, name)
        self._found: dict[str, tuple[str, ...]] = {}

    def get(self, text: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """The words of a text; remembered, since a row of them is looked through again and again."""
        found = self._found.get(text)
        if found is None:
            held = self._table.get(key_of(text))
            if held is None:
                return default
            found = self._found[text] = tuple(str(held, "utf-8").split("\n")) if held else ()
        return found


def set_parts(name: str, words: Mapping[str, Iterable[str]]) -> dict[str, Part]:
    """The parts of words by language, which ``Tongues`` looks up."""
    parts = table_parts(name, {key_of(f"{tongue} {word}"): b"" for tongue, held in words.items() for word in held})
    return parts | {f"{name} tongues": lines(sorted(words))}


class Tongues:
    """Languages -> words, of which one asks whether a word is among them."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._table = FlatTable(flat, name)
        self.tongues = flat.lines(f"{name} tongues")

    def has(self, tongue: str, word: str) -> bool:
        """Whether a word is in the set of a language (``any`` for words of all)."""
        return key_of(f"{tongue} {word}") in self._table

    def get(self, tongue: str, default: Container[str] = ()) -> Container[str]:
        """The words of a language, of which one asks whether a word is among them."""
        return Among(self, tongue) if tongue in self.tongues else default


class Among:
    """The words of one language of ``Tongues``."""

    def __init__(self, tongues: Tongues, tongue: str) -> None:
        self._tongues, self._tongue = tongues, tongue

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._tongues.has(self._tongue, word)


def list_parts(name: str, words: Mapping[str, Iterable[str]]) -> dict[str, Part]:
    """The parts of words by language, which ``Lists`` reads."""
    parts: dict[str, Part] = {f"{name}.{tongue}": lines(sorted(held)) for tongue, held in words.items()}
    return parts | {f"{name} tongues": lines(sorted(words))}


class Lists(Mapping[str, frozenset[str]]):
    """Languages -> words; the words of a language are read when they are first asked for."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._flat, self._name, self._tongues = flat, name, flat.lines(f"{name} tongues")
        self._read: dict[str, frozenset[str]] = {}

    def __getitem__(self, tongue: str) -> frozenset[str]:
        found = self._read.get(tongue)
        if found is None:
            if tongue not in self._tongues:
                raise KeyError(tongue)
            found = self._read[tongue] = frozenset(self._flat.lines(f"{self._name}.{tongue}"))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._tongues)

    def __len__(self) -> int:
        return len(self._tongues)
