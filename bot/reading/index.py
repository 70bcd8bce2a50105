"""Phrases go in, an index comes out that finds all of them in a row of tokens: inflected, squashed, compound or misspelt."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain

from rapidfuzz.distance import OSA

from bot.reading.common import Harmless, common_words
from bot.reading.text import LONGEST_WORD, Token, fold, is_form_of, is_slip, stem, transliterated, words_of

LONGEST_PHRASE = 9
_PLAN_NAME = 5
"""A second word of fewer letters than these is misspelt by one letter too many only: "Claude Teem" may be anything."""
_HOUSE_NAME = 9
"""Letters of a name of the house's own from which on two of them may be wrong."""
LONG_WORD = 10
"""Letters from which on a misspelling is looked for among stems as well."""
_STEM_SLACK = {"en": 2}
"""How many letters two words of one stem may differ: "publication" is not "public"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a phrase means. ``slot``: row, offering, tool, brand, family, plan, account, hosting, data, kind, transformation,
    met, unmet, context or word; ``id``: within that slot."""

    slot: str
    id: str
    via: str = "name"
    source: str = "policy"
    words: tuple[str, ...] = ()
    language: str = "any"


@dataclass(frozen=True, slots=True)
class Match:
    """An entry at tokens ``first`` to ``last`` (``last`` excluded). ``part``: only a part of a compound word was read."""

    first: int
    last: int
    entry: Entry
    via: str
    part: bool = False

    @property
    def size(self) -> int:
        return self.last - self.first


@dataclass(slots=True)
class _Node:
    children: dict[str, _Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


class Index:
    """All phrases of one policy and the catalog."""

    def __init__(self, languages: tuple[str, ...], base: Index | None = None) -> None:
        self.languages = languages
        """Stemmed in these, beside the phrase's own language."""
        self.base = base
        """The catalog's index, built once per process; this one adds a policy's words to it."""
        self.frequent: dict[str, frozenset[str]] = base.frequent if base else {}
        self.root = _Node()
        self.squashed: dict[str, list[Entry]] = {}
        self.single: dict[str, list[Entry]] = {}
        """Data words of one token, for compounds."""
        self.known: dict[str, set[str]] = {}
        self.starts: dict[str, set[str]] = {}
        self.by_shape: dict[tuple[str, int], list[str]] = {}
        self.names: set[str] = set()
        self.house: set[str] = set()
        """Names of tools that are the organisation's own."""
        self.pairs: dict[str, list[Entry]] = {}
        """Names of two words, by the first letters of both, for misspellings of both words."""
        self._corrections: dict[str, tuple[str, ...]] = {}
        self._everyday: dict[str, frozenset[str]] = {}
        self.harmless: Harmless = base.harmless if base else Harmless()
        """Which words stand for no data."""
        self._layers: tuple[Index, ...] = (self, base) if base else (self,)

    def add(self, phrase: str, slot: str, id_: str, via: str = "name", source: str = "policy", language: str = "any") -> None:  # noqa: PLR0917 - spans are plain numbers
        """Index a phrase. ``language``: ``any``, or the one whose inflection it has."""
        spellings = dict.fromkeys(
            (words_of(phrase), words_of(transliterated(phrase)) if language in ("de", "any") else words_of(phrase))
        )
        for words in spellings:
            if not words or len(words) > LONGEST_PHRASE:
                continue
            entry = Entry(slot, id_, via, source, words, language)
            self._insert(words, entry)
            for tongue in self.languages if language == "any" else (language,):
                stems = tuple("~" + stem(word, tongue) for word in words)
                self._insert(stems, entry)
            self.known.setdefault(language, set()).update(words)
            self.starts.setdefault(language, set()).update(
                (words[0], "~" + stem(words[0], "en" if language == "any" else language))
            )
            if slot in ("row", "offering", "tool", "brand"):
                joined = "".join(words)
                if len(joined) >= 5 and len(words) <= 4:
                    self._keep(self.squashed, joined, entry)
                if len(words) == 2 and min(map(len, words)) >= 4:
                    self._keep(self.pairs, words[0][0] + words[1][0], entry)
            if slot in ("data", "kind", "part") and len(words) == 1 and len(words[0]) >= 4:
                self._keep(self.single, words[0], entry if slot != "part" else Entry("kind", id_, via, source, words, language))

    def _keep(self, table: dict[str, list[Entry]], key: str, entry: Entry) -> None:
        held = table.setdefault(key, [])
        if entry not in held:
            held.append(entry)

    def _insert(self, path: tuple[str, ...], entry: Entry) -> None:
        node = self.root
        for key in path:
            node = node.children.setdefault(key, _Node())
        if entry not in node.entries:
            node.entries.append(entry)

    def ready_for_fuzzy(self, frequent: dict[str, frozenset[str]], never: frozenset[str]) -> None:
        """Which words a misspelling may be corrected to: words of names and data, none that everybody uses, no ordinary names."""
        for language, common in frequent.items():
            self.known.setdefault(language, set()).update(common)
        self.frequent = frequent or self.frequent
        targets: set[str] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            stack.extend(node.children.values())
            for entry in node.entries:
                if entry.slot in ("row", "offering", "tool", "brand", "plan", "data", "kind"):
                    targets.update(word for word in entry.words if len(word) >= 5 and word.isalpha())
                    if entry.slot in ("row", "offering", "tool", "brand", "plan"):
                        self.names.update(entry.words)
        squashes = {word for word in self.squashed if word.isalpha()}
        self.names |= squashes
        for word in sorted((targets | squashes) - never):
            self.by_shape.setdefault((word[0], len(word)), []).append(word)
            self._by_stem(word)

    def _by_stem(self, word: str) -> None:
        """A long word may be misspelt in another form than the one that is known."""
        if len(word) < LONG_WORD:
            return
        for tongue in self.languages:
            key = "~" + stem(word, tongue)
            if len(key) > LONG_WORD and key in self.root.children:
                self.by_shape.setdefault((key[1], len(key) - 1), []).append(key)

    # --- finding -----------------------------------------------------------------------------------------------------

    def find(self, tokens: tuple[Token, ...], language: str) -> list[Match]:
        """Every phrase in the tokens, overlapping ones too. ``language``: the message's."""
        tongues = tuple(dict.fromkeys((language, "en", *self.languages)))
        keys = [self._keys(token, tongues) for token in tokens]
        corrected = [self._corrected(token, tongues) for token in tokens]
        found: dict[tuple[int, int, str, str], Match] = {}
        for first in range(len(tokens)):
            self._walk(tokens, keys, corrected, first, found)
            self._squashes(tokens, first, tongues, found)
            self._misspelt_pairs(tokens, first, tongues, found)
        self._compounds(tokens, found, language)
        return list(found.values())

    def _keys(self, token: Token, tongues: tuple[str, ...]) -> tuple[str, ...]:
        return _keys_of(token.folded, tongues)

    def _walk(
        self,
        tokens: tuple[Token, ...],
        keys: list[tuple[str, ...]],
        corrected: list[tuple[str, ...]],
        first: int,
        found: dict[tuple[int, int, str, str], Match],
    ) -> None:
        nodes: list[tuple[_Node, bool]] = [(layer.root, False) for layer in self._layers]
        for last in range(first, min(len(tokens), first + LONGEST_PHRASE)):
            if last > first and tokens[last].breaks and tokens[last].gap != ";":
                return
            reached: list[tuple[_Node, bool]] = []
            for node, fuzzy in nodes:
                for key in keys[last]:
                    child = node.children.get(key)
                    if child is not None:
                        reached.append((child, fuzzy))
                for key in corrected[last]:
                    child = node.children.get(key)
                    if child is not None:
                        reached.append((child, True))
            if not reached:
                return
            nodes = reached
            for node, fuzzy in nodes:
                for entry in node.entries:
                    # One list may hold a word in several languages, and only one of them is the message's.
                    place = (first, last + 1, entry.slot, f"{entry.id}|{entry.language}" if entry.slot == "word" else entry.id)
                    if place in found and (found[place].via != "fuzzy" or fuzzy):
                        continue
                    if fuzzy or _same_words(entry, tokens[first : last + 1]):
                        found[place] = Match(first, last + 1, entry, "fuzzy" if fuzzy else entry.via)

    def _squashes(
        self, tokens: tuple[Token, ...], first: int, tongues: tuple[str, ...], found: dict[tuple[int, int, str, str], Match]
    ) -> None:
        """Names written apart or glued: "chat gpt", "deep seek", "co-pilot"; also misspelt ("chat gtp")."""
        joined = ""
        for last in range(first, min(len(tokens), first + 3)):
            if last > first and tokens[last].breaks:
                return
            joined += tokens[last].folded
            hits, via = self._squashed(joined), ""
            unknown = (
                last > first and len(joined) >= 6 and not all(self._knows(t.folded, tongues) for t in tokens[first : last + 1])
            )
            if not hits and unknown:
                near = [word for word in self._nearest(joined) if abs(len(word) - len(joined)) <= 1]
                hits, via = [entry for word in near for entry in self._squashed(word)], "fuzzy"
                hits = [entry for entry in hits if _is_likely(entry, tokens[first : last + 1])]
            for entry in hits:
                key = (first, last + 1, entry.slot, entry.id)
                found.setdefault(key, Match(first, last + 1, entry, via or entry.via))

    def _misspelt_pairs(
        self, tokens: tuple[Token, ...], first: int, tongues: tuple[str, ...], found: dict[tuple[int, int, str, str], Match]
    ) -> None:
        """Names of two words with a letter wrong in each: "claud cod". A word of the language is no misspelling by itself."""
        if first + 1 >= len(tokens) or tokens[first + 1].breaks:
            return
        one, two = tokens[first].folded, tokens[first + 1].folded
        if min(len(one), len(two)) < 3:
            return
        for entry in (e for layer in self._layers for e in layer.pairs.get(one[0] + two[0], ())):
            off = [OSA.distance(said, meant, score_cutoff=1) for said, meant in zip((one, two), entry.words, strict=True)]
            if max(off) > 1 or not any(off):
                continue
            if (off[0] and self.is_known(one, tongues[0])) or (off[1] and self.is_everyday(two, tongues[0])):
                continue
            if off[1] and not off[0] and self.is_known(two, tongues[0]):
                continue
            if not _is_likely(entry, tokens[first : first + 2]):
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
        heads: list[Entry] = []
        modifiers: list[Entry] = []
        for cut in range(4, len(word) - 2):
            left, right = word[:cut], word[cut:]
            if not heads and len(right) >= 4:
                heads = self._single(right, language)
            bare = [left] + [
                left[: -len(glue)]
                for glue in ("s", "n", "en", "er", "es", "e")
                if left.endswith(glue) and len(left) - len(glue) >= 4
            ]
            for form in bare:
                modifiers = modifiers or self._single(form, language)
        return [*heads, *modifiers]

    def _single(self, word: str, language: str) -> list[Entry]:
        hits = [entry for layer in self._layers for entry in layer.single.get(word, ())]
        if not hits:
            children = [layer.root.children.get("~" + stem(word, language)) for layer in self._layers]
            hits = [
                entry
                for child in children
                if child is not None
                for entry in child.entries
                if entry.slot in ("data", "kind") and abs(len(entry.words[0]) - len(word)) <= 3
            ]
        return [entry for entry in hits if entry.language in ("any", language)]

    def _squashed(self, word: str) -> list[Entry]:
        return [entry for layer in self._layers for entry in layer.squashed.get(word, ())]

    def _knows(self, word: str, tongues: tuple[str, ...]) -> bool:
        return any(word in layer.known.get(tongue, ()) for layer in self._layers for tongue in ("any", *tongues))

    # --- misspellings ------------------------------------------------------------------------------------------------

    def _corrected(self, token: Token, tongues: tuple[str, ...]) -> tuple[str, ...]:
        word = token.folded
        if len(word) < 5 or not word.isalpha() or self.is_known(word, tongues[0]):
            return ()
        for tongue in ("any", *tongues):
            for layer in self._layers:
                starts = layer.starts.get(tongue, ())
                if word in starts or "~" + stem(word, "en" if tongue == "any" else tongue) in starts:
                    return ()
        return tuple(target for target in self._nearest(word) if target != word)

    def _nearest(self, word: str) -> tuple[str, ...]:
        """The words that this one may be a misspelling of: the nearest, all of them where equally near."""
        found = self._corrections.get(word)
        if found is None:
            if len(self._corrections) > 20_000:
                self._corrections.clear()
            found = self._corrections[word] = self._look_near(word)
        return found

    def _look_near(self, word: str) -> tuple[str, ...]:
        most = 1 if len(word) <= 8 else 2
        best = most + 1
        nearest: list[str] = []
        firsts = {word[0], word[1]}
        for length in range(len(word) - most, len(word) + most + 1):
            for letter in firsts:
                for target in chain.from_iterable(layer.by_shape.get((letter, length), ()) for layer in self._layers):
                    bare = target.removeprefix("~")
                    distance = OSA.distance(word, bare, score_cutoff=most)
                    if distance > best or distance > most or not _may_be(word, bare, distance):
                        continue
                    if len(word) - len(bare) > 1 and bare in self.house:
                        continue
                    if distance < best:
                        best, nearest = distance, []
                    nearest.append(target)
        if not nearest and len(word) >= _HOUSE_NAME - 1:
            # The house's own names are rare words: two letters may be wrong in them.
            shapes = (self.by_shape.get((word[0], length), ()) for length in range(len(word), len(word) + 3))
            house = (name for name in chain.from_iterable(shapes) if name in self.house and len(name) >= _HOUSE_NAME)
            nearest = [name for name in house if OSA.distance(word, name, score_cutoff=2) <= 2]
        if len(nearest) > 1:
            own = [target for target in nearest if any(target in words for words in self.known.values())]
            nearest = own if own else nearest
            names = [target for target in nearest if any(target in layer.names for layer in self._layers)]
            nearest = list(dict.fromkeys(nearest))
            # A letter that fell out or moved is likelier than another letter: "payrol" is payroll, not patrol.
            slips = [target for target in nearest if is_slip(word, target.removeprefix("~"))]
            nearest = slips if best == 1 and slips and not _one_stem(nearest) else nearest
            nearest = names if len(names) == 1 else nearest if _one_stem(nearest) else []
        return tuple(nearest)

    def is_listed(self, word: str, language: str) -> bool:
        """Whether this very word is one that everybody uses and that names no data."""
        return any(word in self.frequent.get(tongue, ()) for tongue in (language, "en", "any"))

    def is_everyday(self, word: str, language: str) -> bool:
        """Whether a word, or another form of it, is one that everybody uses and that names no data."""
        if self.is_listed(word, language):
            return True
        return any(stem(word, tongue) in self.everyday_stems(tongue) for tongue in (language, "en"))

    def is_common(self, word: str, language: str) -> bool:
        """Whether a word stands for no data: an everyday one, or a common one of the language that is not held back."""
        return self.harmless.is_common(word, language)

    def is_known(self, word: str, language: str) -> bool:
        """Whether a word is everyday or common in its language, data or not: never a misspelling of another."""
        return self.is_everyday(word, language) or word in common_words(language)

    def everyday_stems(self, language: str) -> frozenset[str]:
        """The stems of the frequent words, in one language."""
        held = self._everyday.get(language)
        if held is None:
            held = self._everyday[language] = frozenset(
                stem(word, language) for word in self.frequent.get(language, ()) if len(word) > 3
            )
        return held

    def data_words(self) -> frozenset[str]:
        """The single words for data of this layer."""
        return frozenset(self.single)

    def every_word(self) -> frozenset[str]:
        """All words of names and of data, of this layer and the one below."""
        return frozenset(word for layer in self._layers for word in (*layer.names, *layer.single))

    def corrections(self, word: str) -> tuple[str, ...]:
        """What ``find`` took a word for; empty where it was not corrected."""
        return self._corrections.get(word, ())


@lru_cache(maxsize=50_000)
def _keys_of(word: str, tongues: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((word, *("~" + stem(word, tongue) for tongue in tongues))))


def _same_words(entry: Entry, tokens: tuple[Token, ...]) -> bool:
    if entry.slot in ("account", "plan", "hosting", "brand", "tool", "toolplan") and len(entry.words) == 1:
        return tokens[0].folded in (entry.words[0], entry.words[0] + "s")
    if entry.id == "ignore":
        return entry.words == tuple(token.folded for token in tokens)
    if entry.slot == "kind" and len(entry.words) == 1:
        return is_form_of(tokens[0].folded, entry.words[0], entry.language)
    if entry.slot == "transformation" and len(entry.words) == 1:
        # What was done has the ending of a participle: "coded" answers are no "codes", and no "code".
        return tokens[0].folded.startswith(entry.words[0])
    # A product's name has no inflected forms: "contracted AI" is no "Contract AI".
    slack = 1 if entry.slot in ("brand", "tool", "toolplan") else _STEM_SLACK.get(entry.language, 3)
    return all(
        word == token.folded or (min(len(word), len(token.folded)) >= 3 and abs(len(word) - len(token.folded)) <= slack)
        for word, token in zip(entry.words, tokens, strict=True)
    )


def _may_be(word: str, target: str, distance: int) -> bool:
    if word[0] != target[0] and sorted(word[:2]) != sorted(target[:2]):
        return False
    if min(len(word), len(target)) <= 5:
        return len(word) != len(target) or sorted(word) == sorted(target)
    return distance <= (1 if len(word) <= 8 else 2)


def _is_likely(entry: Entry, tokens: tuple[Token, ...]) -> bool:
    """Whether each word of a misspelt name of as many words may be meant: "DeepI Pro" is not DeepL Pro, "Claude Teem" no plan."""
    if len(entry.words) != len(tokens):
        return True
    wrong = [(place, token.folded, word) for place, (token, word) in enumerate(zip(tokens, entry.words, strict=True))]
    wrong = [(place, said, word) for place, said, word in wrong if said != word]
    return all(_may_be(said, word, OSA.distance(said, word)) for _, said, word in wrong) and not any(
        place and len(said) <= len(word) < _PLAN_NAME for place, said, word in wrong
    )


def _one_stem(words: list[str]) -> bool:
    bare = [word.removeprefix("~") for word in words]
    return len({word[: max(4, len(word) - 3)] for word in bare}) == 1


def longest(matches: list[Match], slots: frozenset[str]) -> list[Match]:
    """Of the matches of some slots those that no longer one covers; equally long ones all stay."""
    mine = sorted((m for m in matches if m.entry.slot in slots), key=lambda m: (-m.size, m.first))
    taken: dict[int, tuple[int, int]] = {}
    kept = []
    for match in mine:
        spans = {taken.get(place) for place in range(match.first, match.last)}
        if spans <= {None} or spans == {(match.first, match.last)}:
            kept.append(match)
            for place in range(match.first, match.last):
                taken[place] = (match.first, match.last)
    return sorted(kept, key=lambda m: m.first)


def folded(text: str) -> str:
    """A phrase as the index sees it: folded words, one space between."""
    return " ".join(fold(word) for word in words_of(text))
