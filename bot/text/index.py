"""Phrases go in, an index comes out that finds all of them in a row of tokens: inflected, squashed, compound or misspelt."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from rapidfuzz.distance import OSA

from bot.text.common import LEAST, OTHER, Harmless, common_words
from bot.text.entries import MADE, Entry, Match, is_nearer, same_words
from bot.text.layer import Layer
from bot.text.lookups import Worded
from bot.text.misspelt import Misspelt, is_likely
from bot.text.small import small
from bot.text.table import LONGEST_PHRASE, Table
from bot.text.tokens import LONGEST_WORD, Token, is_contracted, is_form_of, is_slip, stem

_PLAIN, SHORTEST_STEM = 6, 2
"""Letters from which on a common word at the end of a compound is its head."""
_GLUES = tuple(sorted(small("glue")))
_DATA, _NAMES = frozenset({"kind", "data"}), frozenset({"tool", "brand", "vendor"})
_THINGS = _DATA | _NAMES
_STOP, _NO_NAMES = small("stop"), small("no_names")


class Index:
    """All phrases of one policy and the catalog."""

    def __init__(self, layer: Table | Layer, base: Index | None = None, harmless: Harmless | None = None) -> None:
        self.layer: Any = layer
        """The policy's phrases: a table while they are added, then as a flat file has them."""
        self.base = base
        """The catalog's index, opened once per process; a policy's words stand above it."""
        self.languages = layer.languages
        """A policy's own, and English."""
        self.harmless: Harmless = base.harmless if base else harmless or Harmless()
        """Which words stand for no data."""
        self.frequent: Mapping[str, frozenset[str]] = self.harmless.everyday
        self.mild_kinds: frozenset[str] = base.mild_kinds if base else frozenset()
        """Kinds of data that are harmless or internal."""
        self.harmless_kinds: frozenset[str] = base.harmless_kinds if base else frozenset()
        self.layers: tuple[Any, ...] = (layer, base.layer) if base else (layer,)
        self._misspelt = Misspelt(self.layers)
        self._everyday: dict[str, frozenset[str]] = {}
        self._shapes: dict[str, Worded] = {}

    def shapes(self, name: str, language: str) -> Worded:
        """The catalog's words by first letter and length (``shape_of``). ``name``: ``right`` for all that are spelt right, or
        ``near`` for those that a word that nobody read may be a misspelling of."""
        if self.base:
            return self.base.shapes(name, language)
        key = f"{name}.{language if language in LEAST else OTHER}"
        found = self._shapes.get(key)
        if found is None:
            found = self._shapes[key] = Worded(self.layer.flat, key)
        return found

    def find(self, tokens: tuple[Token, ...], language: str) -> list[Match]:
        """Every phrase in the tokens, overlapping ones too. ``language``: the message's."""
        langs = tuple(dict.fromkeys((language, "en", *self.languages)))
        keys = [self._keys(token, tuple(dict.fromkeys((*langs, *token.langs)))) for token in tokens]
        corrected = [self.corrected(token, langs) for token in tokens]
        found: dict[tuple[int, int, str, str], Match] = {}
        for first in range(len(tokens)):
            self._walk(tokens, keys, corrected, first, found, language)
            self._squashes(tokens, first, langs, found)
            self._misspelt_pairs(tokens, first, langs, found)
        self._compounds(tokens, found, language)
        named = {m.first for m in found.values() if m.entry.slot in _NAMES and m.entry.words == (tokens[m.first].folded,)}
        return [m for m in found.values() if not _is_by_chance(m, tokens, named)]

    def _keys(self, token: Token, langs: tuple[str, ...]) -> tuple[str, ...]:
        return _keys_of(token.folded, langs)

    def _walk(  # noqa: PLR0917 - what is walked over, and from where
        self,
        tokens: tuple[Token, ...],
        keys: list[tuple[str, ...]],
        corrected: list[tuple[str, ...]],
        first: int,
        found: dict[tuple[int, int, str, str], Match],
        language: str,
    ) -> None:
        nodes = [(layer, layer.top, False) for layer in self.layers]
        for last in range(first, min(len(tokens), first + LONGEST_PHRASE)):
            if last > first and tokens[last].breaks and tokens[last].gap != ";":
                return
            reached = []
            for layer, node, fuzzy in nodes:
                for key in keys[last]:
                    child = layer.step(node, key)
                    if child is not None:
                        reached.append((layer, child, fuzzy))
                for key in corrected[last]:
                    child = layer.step(node, key)
                    if child is not None:
                        reached.append((layer, child, True))
            if not reached:
                return
            nodes = reached
            for layer, node, fuzzy in nodes:
                for entry in (one for one in layer.entries_at(node) if not (fuzzy and one.via == MADE)):
                    # One list may hold a word in several languages, and only one of them is the message's.
                    place = (first, last + 1, entry.slot, f"{entry.id}|{entry.language}" if entry.slot == "word" else entry.id)
                    held = found.get(place)
                    if held is not None and (held.via != "fuzzy" or fuzzy) and not is_nearer(entry, held, language, fuzzy):
                        continue
                    if fuzzy or same_words(entry, tokens[first : last + 1]):
                        found[place] = Match(first, last + 1, entry, "fuzzy" if fuzzy else entry.via)

    def _squashes(
        self, tokens: tuple[Token, ...], first: int, langs: tuple[str, ...], found: dict[tuple[int, int, str, str], Match]
    ) -> None:
        """Names written apart or glued: "chat gpt", "deep seek", "co-pilot"; also misspelt ("chat gtp")."""
        joined = ""
        for last in range(first, min(len(tokens), first + 3)):
            if last > first and tokens[last].breaks:
                return
            joined += tokens[last].folded
            if last > first and not _written_apart(tokens[first : last + 1], langs):
                continue
            hits, via = self._squashed(joined), ""
            unknown = (
                last > first and len(joined) >= 6 and not all(self._knows(t.folded, langs) for t in tokens[first : last + 1])
            )
            if not hits and unknown:
                near = [word for word in self._misspelt.nearest(joined) if abs(len(word) - len(joined)) <= 1]
                hits, via = [entry for word in near for entry in self._squashed(word)], "fuzzy"
                hits = [entry for entry in hits if is_likely(entry, tokens[first : last + 1])]
            for entry in hits:
                key = (first, last + 1, entry.slot, entry.id)
                found.setdefault(key, Match(first, last + 1, entry, via or entry.via))

    def _misspelt_pairs(
        self, tokens: tuple[Token, ...], first: int, langs: tuple[str, ...], found: dict[tuple[int, int, str, str], Match]
    ) -> None:
        """Names of two words with a letter wrong in each: "claud cod". A word of the language is no misspelling by itself."""
        if first + 1 >= len(tokens) or tokens[first + 1].breaks:
            return
        one, two = tokens[first].folded, tokens[first + 1].folded
        if min(len(one), len(two)) < 3:
            return
        for entry in (e for layer in self.layers for e in layer.pairs.get(one[0] + two[0], ())):
            off = [OSA.distance(said, meant, score_cutoff=1) for said, meant in zip((one, two), entry.words, strict=True)]
            if max(off) > 1 or not any(off):
                continue
            if (off[0] and self.is_known(one, langs[0])) or (off[1] and self.is_everyday(two, langs[0])):
                continue
            if off[1] and not off[0] and self.is_known(two, langs[0]):
                continue
            if not is_likely(entry, tokens[first : first + 2]):
                continue
            found.setdefault((first, first + 2, entry.slot, entry.id), Match(first, first + 2, entry, "fuzzy"))

    def _compounds(self, tokens: tuple[Token, ...], found: dict[tuple[int, int, str, str], Match], language: str) -> None:
        """Dutch and German words made of several: the head (last part) and what it is about are both read."""
        if language not in ("nl", "de"):
            return
        covered = {place for first, last, slot, _ in found if slot in ("data", "kind") for place in range(first, last)}
        for place, token in enumerate(tokens):
            if place in covered or not 8 <= len(token.folded) <= LONGEST_WORD or self.is_common(token.folded, language):
                continue
            for entry in self._parts(token.folded, language):
                found.setdefault((place, place + 1, entry.slot, entry.id), Match(place, place + 1, entry, "compound", part=True))

    def _parts(self, word: str, language: str) -> list[Entry]:
        """The head of a compound and what it is about. A head that is harmless or internal says what the whole is only where
        what stands before it is read, too, or names no data: a "Suchtberatungseinladung" is no invitation like others.
        What is harmless in front of a head that nobody knows says nothing, and a head that is a common word has no other in
        it: a "rapportsjabloon" is no "loon"."""
        heads: list[Entry] = []
        modifiers: list[Entry] = []
        told = plain = False
        for cut in range(4, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if not heads and not plain and len(right) >= 4:
                heads = self._single(right, language)
                told = bool(heads) and self._names_no_data(left, language)
                plain = not heads and len(right) >= _PLAIN and self._is_word(right, language)
            for form in (left, *_unglued(left)):
                modifiers = modifiers or self._single(form, language)
        if not heads:
            modifiers = [entry for entry in modifiers if entry.id not in self.harmless_kinds]
        if not modifiers and not told and all(entry.id in self.mild_kinds for entry in heads):
            return []
        return [*heads, *modifiers]

    def _is_word(self, part: str, language: str) -> bool:
        """Whether the end of a compound is by itself a common word that names no data."""
        return (self.is_listed(part, language) or part in common_words(language)) and self.is_common(part, language)

    def _names_no_data(self, part: str, language: str) -> bool:
        """Whether the first part of a compound is a common word that names no data, or two of them glued together."""
        if any(self.is_common(form, language) for form in (part, *_unglued(part))):
            return True
        cuts = ((part[:cut], part[cut:]) for cut in range(4, len(part) - 3))
        return any(
            any(self.is_common(form, language) for form in (right, *_unglued(right)))
            and any(self.is_common(form, language) for form in (left, *_unglued(left)))
            for left, right in cuts
        )

    def _single(self, word: str, language: str) -> list[Entry]:
        hits = [entry for layer in self.layers for entry in layer.single.get(word, ())]
        if not hits:
            children = [(layer, layer.step(layer.top, "~" + stem(word, language))) for layer in self.layers]
            hits = [
                entry
                for layer, child in children
                if child is not None
                for entry in layer.entries_at(child)
                if entry.slot in ("data", "kind") and is_form_of(word, entry.words[0], language)
            ]
        return [entry for entry in hits if entry.language in ("any", language)]

    def _squashed(self, word: str) -> list[Entry]:
        return [entry for layer in self.layers for entry in layer.squashed.get(word, ())]

    def _knows(self, word: str, langs: tuple[str, ...]) -> bool:
        return any(layer.knows(word, lang) for layer in self.layers for lang in ("any", *langs))

    def corrected(self, token: Token, langs: tuple[str, ...]) -> tuple[str, ...]:
        """What a misspelt word may be, as words and stems of known phrases."""
        word = token.folded
        if len(word) < 5 or not word.isalpha() or self.is_known(word, langs[0]):
            return ()
        if any(layer.begins(word, lang) for lang in ("any", *langs) for layer in self.layers):
            return ()
        nearest = [target for target in self._misspelt.nearest(word) if target != word]
        stems = ((lang, "~" + stem(word, "en" if lang == "any" else lang)) for lang in ("any", *langs))
        if any(layer.begins(form, lang) for lang, form in stems for layer in self.layers):
            # It may be another form of a word that begins a phrase, or a word that a letter fell out of ("employe").
            nearest = [target for target in nearest if is_slip(word, target)]
        whole = {target for target in nearest if target.startswith("~") or any(target in layer.names for layer in self.layers)}
        meant = [form for target in nearest for form in ((target,) if target in whole else _keys_of(target, langs))]
        return tuple(dict.fromkeys(meant))

    def is_listed(self, word: str, language: str) -> bool:
        """Whether this very word is one that everybody uses and that names no data."""
        return any(word in self.frequent.get(lang, ()) for lang in (language, "en", "any"))

    def is_everyday(self, word: str, language: str) -> bool:
        """Whether a word, or another form of it, is one that everybody uses and that names no data."""
        if self.is_listed(word, language):
            return True
        return any(stem(word, lang) in self.everyday_stems(lang) for lang in (language, "en"))

    def is_common(self, word: str, language: str) -> bool:
        """Whether a word stands for no data: an everyday one, or a common one of the language that is not held back."""
        return self.harmless.is_common(word, language)

    def is_known(self, word: str, language: str) -> bool:
        """Whether a word is everyday or common in its language, data or not: never a misspelling of another."""
        return self.is_everyday(word, language) or word in common_words(language)

    def everyday_stems(self, language: str) -> frozenset[str]:
        """The stems of the frequent words, in one language: the catalog's, the same for every policy."""
        if self.base:
            return self.base.everyday_stems(language)
        held = self._everyday.get(language)
        if held is None:
            held = self._everyday[language] = frozenset(
                stem(word, language) for word in self.frequent.get(language, ()) if len(word) > 3
            )
        return held


def _is_by_chance(match: Match, tokens: tuple[Token, ...], named: set[int]) -> bool:
    """Whether a word is a thing in no more than its letters: two words drawn into one ("I'll"), or a name that has the stem of
    another word ("OpenAI" that of the Dutch "openbaar"). ``named``: places of names as they are written."""
    if match.last - match.first > 1 or match.entry.slot not in _THINGS:
        return False
    is_other = match.entry.slot in _DATA and match.first in named and match.entry.words != (tokens[match.first].folded,)
    return is_other or is_contracted(tokens, match.first)


def _written_apart(tokens: tuple[Token, ...], langs: tuple[str, ...]) -> bool:
    """Whether words may be one name written apart: "i translate" in "may I translate it" and "well said" are not."""
    said = [token.folded for token in tokens]
    if " ".join(said) in _NO_NAMES:
        return False
    everyday = (word in _STOP or any(word in common_words(lang) for lang in langs) for word in said)
    return _STOP.isdisjoint(said) or not all(everyday)


def _unglued(part: str) -> list[str]:
    """The first part of a compound without the letters that glue it to the next."""
    return [part[: -len(glue)] for glue in _GLUES if part.endswith(glue) and len(part) - len(glue) >= 4]


@lru_cache(maxsize=50_000)
def _keys_of(word: str, langs: tuple[str, ...]) -> tuple[str, ...]:
    """The word, and its stems. A word of grammar that is cut to a letter or two stands for itself alone: "als" is no "alles"."""
    stems = (stem(word, lang) for lang in langs)
    return tuple(
        dict.fromkeys((word, *(f"~{one}" for one in stems if one == word or len(one) > SHORTEST_STEM or word not in _STOP)))
    )
