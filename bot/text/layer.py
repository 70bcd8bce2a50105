"""The tables of one layer of phrases go in, the parts of a flat file come out; and of such a file the same tables, read in place.

Nothing is decoded before a message has its word: the phrases of the whole catalog open in a millisecond.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable, Iterator

from bot.text.entries import Entry
from bot.text.flat import Flat, Part, key_of, lines
from bot.text.lookups import FlatTable, Tongues, Worded, set_parts, shape_of, table_parts, words_parts
from bot.text.table import Node, Table

_TOP = 0x9E37_79B9_7F4A_7C15
_MASK = (1 << 64) - 1
_ENTRIES = ("single", "squashed", "pairs")
"""Tables from a text to entries."""
_WORDS = ("behind", "before")
"""Tables from a word to words."""
_BY_TONGUE = ("known", "starts", "said")
"""Words by language of which one only asks whether a word is among them."""
_SETS = ("names", "own", "house", "coined", "plan_words", "accented")
_MOST = 50_000
"""Steps from phrase to phrase that are remembered."""

State = int
"""A place in the tree of phrases: a hash of the words that lead there."""


def layer_parts(table: Table) -> dict[str, Part]:
    """The parts of a flat file that hold a table; ``Layer`` reads them."""
    numbers: dict[Entry, int] = {}
    senses: dict[tuple[str, ...], int] = {}

    def ids_of(entries: Iterable[Entry]) -> bytes:
        return array("I", [numbers.setdefault(entry, len(numbers)) for entry in entries]).tobytes()

    parts = table_parts("paths", {state: ids_of(node.entries) for state, node in _nodes(table.root)})
    for name in _ENTRIES:
        held: dict[str, list[Entry]] = getattr(table, name)
        parts |= table_parts(name, {key_of(text): ids_of(entries) for text, entries in held.items()})
    for name in _WORDS:
        parts |= words_parts(name, {word: sorted(beside) for word, beside in getattr(table, name).items()})
    parts |= words_parts("by_shape", {shape_of(*shape): words for shape, words in table.by_shape.items()})
    for name in _BY_TONGUE:
        parts |= set_parts(name, getattr(table, name))
    parts |= {name: lines(sorted(getattr(table, name))) for name in _SETS}
    said = [senses.setdefault((e.slot, e.id, e.via, e.source, e.language), len(senses)) for e in numbers]
    worded = [" ".join(entry.words).encode() for entry in numbers]
    ends = array("I", [0])
    for one in worded:
        ends.append(ends[-1] + len(one))
    about = {"senses": list(senses), "languages": table.languages}
    return parts | {"about": json.dumps(about).encode(), "sense": array("I", said), "word_ends": ends, "words": b"".join(worded)}


def _nodes(root: Node) -> Iterator[tuple[State, Node]]:
    """Every place of the tree, each with its hash; raises ValueError where two have one (one tree of 10^9)."""
    seen = {_TOP}
    todo = [(_TOP, root)]
    while todo:
        state, node = todo.pop()
        yield state, node
        for key, child in node.children.items():
            below = _below(state, key)
            if below in seen:
                raise ValueError(f"two phrases have one hash, at `{key}`")
            seen.add(below)
            todo.append((below, child))


def _below(state: State, key: str) -> State:
    return ((state ^ key_of(key)) * _TOP + 1) & _MASK


class Layer:
    """The phrases of one layer, as ``Table`` has them."""

    def __init__(self, flat: Flat) -> None:
        about = json.loads(flat.text("about"))
        self.flat = flat
        self.languages: tuple[str, ...] = tuple(about["languages"])
        self._senses = [tuple(sense) for sense in about["senses"]]
        self._sense, self._word_ends = flat.part("sense").cast("I"), flat.part("word_ends").cast("I")
        self._paths = FlatTable(flat, "paths")
        self._entries: dict[int, Entry] = {}
        self._steps: dict[tuple[State, str], State | None] = {}
        self.top: State = _TOP
        self.single, self.squashed, self.pairs = (Entries(self, FlatTable(flat, name)) for name in _ENTRIES)
        self.behind, self.before = (Worded(flat, name) for name in _WORDS)
        self._shapes = Worded(flat, "by_shape")
        self._known, self._starts, self.said = (Tongues(flat, name) for name in _BY_TONGUE)
        self.names, self.own, self.house, self.coined, self.plan_words, self.accented = (
            frozenset(flat.lines(name)) for name in _SETS
        )

    def step(self, state: State, key: str) -> State | None:
        """Where a word (or ``~`` and its stem) leads from a place in the tree; None where no phrase goes on so."""
        place = (state, key)
        try:
            return self._steps[place]
        except KeyError:
            there = _below(state, key)
            below = there if there in self._paths else None
            if len(self._steps) > _MOST:
                self._steps.clear()
            self._steps[place] = below
            return below

    def entries_at(self, state: State) -> tuple[Entry, ...]:
        """What the phrases that end here mean."""
        return self.entries_of(self._paths.get(state))

    def entries_of(self, ids: bytes | None) -> tuple[Entry, ...]:
        """Numbers of entries, as bytes -> the entries."""
        return tuple(self._entry(number) for number in memoryview(ids).cast("I")) if ids else ()

    def shaped(self, letter: str, length: int) -> tuple[str, ...]:
        """Words, and stems of long ones behind ``~``, that begin with a letter and are of a length."""
        return self._shapes.get(shape_of(letter, length))

    def knows(self, word: str, lang: str = "") -> bool:
        """Whether a word stands in a phrase of a language, or of any where none is told, or everybody uses it there."""
        return any(self._known.has(one, word) for one in ((lang,) if lang else self._known.langs))

    def begins(self, word: str, lang: str) -> bool:
        """Whether a phrase of a language begins with a word, or with the stem behind ``~``."""
        return self._starts.has(lang, word)

    def every_entry(self) -> Iterator[Entry]:
        """All of them, each once."""
        return (self._entry(number) for number in range(len(self._sense)))

    def _entry(self, number: int) -> Entry:
        found = self._entries.get(number)
        if found is None:
            slot, id_, via, source, language = self._senses[self._sense[number]]
            first = self._word_ends[number]
            words = str(self.flat.piece("words", first, self._word_ends[number + 1] - first), "utf-8")
            found = self._entries[number] = Entry(slot, id_, via, source, tuple(words.split(" ")), language)
        return found


class Entries:
    """Texts -> entries."""

    def __init__(self, layer: Layer, table: FlatTable) -> None:
        self._layer, self._table = layer, table

    def get(self, text: str, default: tuple[Entry, ...] = ()) -> tuple[Entry, ...]:
        """The entries of a text."""
        return self._layer.entries_of(self._table.get(key_of(text))) or default

    def __contains__(self, text: str) -> bool:
        return key_of(text) in self._table
