"""Keys and what each has go in as parts of a flat file; look-ups in place come out: tables, words of a text, sets and lists by
language.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Container, Iterable, Iterator, Mapping

from bot.text.flat import Flat, Part, key_of, lines


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
    parts = table_parts(name, {key_of(f"{lang} {word}"): b"" for lang, held in words.items() for word in held})
    return parts | {f"{name} langs": lines(sorted(words))}


class Tongues:
    """Languages -> words, of which one asks whether a word is among them."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._table = FlatTable(flat, name)
        self.langs = flat.lines(f"{name} langs")

    def has(self, lang: str, word: str) -> bool:
        """Whether a word is in the set of a language (``any`` for words of all)."""
        return key_of(f"{lang} {word}") in self._table

    def get(self, lang: str, default: Container[str] = ()) -> Container[str]:
        """The words of a language, of which one asks whether a word is among them."""
        return Among(self, lang) if lang in self.langs else default


class Among:
    """The words of one language of ``Tongues``."""

    def __init__(self, langs: Tongues, lang: str) -> None:
        self._langs, self._lang = langs, lang

    def __contains__(self, word: object) -> bool:
        return isinstance(word, str) and self._langs.has(self._lang, word)


def list_parts(name: str, words: Mapping[str, Iterable[str]]) -> dict[str, Part]:
    """The parts of words by language, which ``Lists`` reads."""
    parts: dict[str, Part] = {f"{name}.{lang}": lines(sorted(held)) for lang, held in words.items()}
    return parts | {f"{name} langs": lines(sorted(words))}


class Lists(Mapping[str, frozenset[str]]):
    """Languages -> words; the words of a language are read when they are first asked for."""

    def __init__(self, flat: Flat, name: str) -> None:
        self._flat, self._name, self._langs = flat, name, flat.lines(f"{name} langs")
        self._read: dict[str, frozenset[str]] = {}

    def __getitem__(self, lang: str) -> frozenset[str]:
        found = self._read.get(lang)
        if found is None:
            if lang not in self._langs:
                raise KeyError(lang)
            found = self._read[lang] = frozenset(self._flat.lines(f"{self._name}.{lang}"))
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._langs)

    def __len__(self) -> int:
        return len(self._langs)
