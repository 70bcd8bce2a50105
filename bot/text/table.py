"""Phrases go in, the tables of one layer come out: phrases by their words, glued together, by the letters of their words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise

from bot.text.entries import MADE, Entry
from bot.text.small import small
from bot.text.tokens import stem, transliterated, words_of

LONGEST_PHRASE = 9
LONG_WORD = 10
"""Letters from which on a misspelling is looked for among stems as well."""
_STOPS = small("stop")
_THINGS = frozenset({"row", "offering", "tool", "toolplan", "brand", "plan", "account", "data", "kind"})
"""Slots whose phrases are things: what stands together in one is known to."""
_ALONE = frozenset({"plan", "account"})


@dataclass(slots=True)
class Node:
    children: dict[str, Node] = field(default_factory=dict)
    entries: list[Entry] = field(default_factory=list)


class Table:
    """The phrases of one layer: of a policy, or of the catalog."""

    def __init__(self, languages: tuple[str, ...]) -> None:
        self.languages = languages
        """Stemmed in these, beside the phrase's own language."""
        self.frequent: Mapping[str, frozenset[str]] = {}
        self.root = Node()
        self.squashed: dict[str, list[Entry]] = {}
        self.single: dict[str, list[Entry]] = {}
        """Data words of one token, for compounds."""
        self.known: defaultdict[str, set[str]] = defaultdict(set)
        self.said: defaultdict[str, set[str]] = defaultdict(set)
        """Words of the catalog's phrases by the phrase's language; ``known`` holds everyday words as well."""
        self.own: set[str] = set()
        """Words of the policy's own phrases."""
        self.starts: defaultdict[str, set[str]] = defaultdict(set)
        self.by_shape: dict[tuple[str, int], list[str]] = {}
        self.names: set[str] = set()
        self.house: set[str] = set()
        """Names of tools that are the organisation's own."""
        self.coined: set[str] = set()
        """Words of such names that are in no dictionary: each names its tool, or what its tool stands in."""
        self.behind: dict[str, set[str]] = {}
        """Words of phrases for things, each with those that stand right behind it; words of grammar left away."""
        self.before: dict[str, set[str]] = {}
        """The same the other way round."""
        self.plan_words: set[str] = set()
        """Single words for a plan or an account."""
        self.accented: set[str] = set()
        """Single words for what was done to data that are written with an accent, folded."""
        self.pairs: dict[str, list[Entry]] = {}
        """Names of two words, by the first letters of both, for misspellings of both words."""

    def add(self, phrase: str, slot: str, id_: str, via: str = "name", source: str = "policy", language: str = "any") -> None:  # noqa: PLR0917 - spans are plain numbers
        """Index a phrase. ``language``: ``any``, or the one whose inflection it has."""
        spelt = words_of(phrase)
        written_out = words_of(transliterated(phrase)) if language in ("de", "any") else spelt
        for words in (spelt,) if written_out == spelt else (spelt, written_out):
            if not words or len(words) > LONGEST_PHRASE:
                continue
            entry = Entry(slot, id_, via, source, words, language)
            self._insert(words, entry)
            for lang in self.languages if language == "any" else (language,):
                self._insert([f"~{stem(word, lang)}" for word in words], entry)
            self.known[language].update(words)
            (self.own if source == "policy" else self.said[language]).update(words)
            self.starts[language].update((words[0], "~" + stem(words[0], "en" if language == "any" else language)))
            if slot == "transformation" and len(words) == 1 and words[0] != phrase.lower():
                self.accented.add(words[0])
            if slot in _THINGS and via != MADE:
                self._keep_company(words, slot in _ALONE)
            if slot in ("row", "offering", "tool", "brand") and via != MADE:
                joined = "".join(words)
                if len(joined) >= 5 and len(words) <= 4:
                    self._keep(self.squashed, joined, entry)
                if len(words) == 2 and min(map(len, words)) >= 4:
                    self._keep(self.pairs, words[0][0] + words[1][0], entry)
            if slot in ("data", "kind", "part") and len(words) == 1 and len(words[0]) >= 4:
                self._keep(self.single, words[0], entry if slot != "part" else Entry("kind", id_, via, source, words, language))

    def _keep_company(self, words: tuple[str, ...], alone: bool) -> None:
        said = [word for word in words if word not in _STOPS]
        if alone and len(words) == 1:
            self.plan_words.add(words[0])
        for one, other in pairwise(said):
            self.behind.setdefault(one, set()).add(other)
            self.before.setdefault(other, set()).add(one)

    def _keep(self, table: dict[str, list[Entry]], key: str, entry: Entry) -> None:
        held = table.setdefault(key, [])
        if entry not in held:
            held.append(entry)

    def _insert(self, path: Iterable[str], entry: Entry) -> None:
        node = self.root
        for key in path:
            below = node.children.get(key)
            if below is None:
                below = node.children[key] = Node()
            node = below
        if entry not in node.entries:
            node.entries.append(entry)

    def ready_for_fuzzy(self, frequent: Mapping[str, frozenset[str]], never: frozenset[str]) -> None:
        """Which words a misspelling may be corrected to: words of names and data, none that everybody uses, no ordinary names."""
        for language, common in frequent.items():
            self.known[language].update(common)
        self.frequent = frequent or self.frequent
        targets: set[str] = set()
        stack = [self.root]
        while stack:
            node = stack.pop()
            stack.extend(node.children.values())
            for entry in node.entries:
                if entry.slot in ("row", "offering", "tool", "brand", "plan", "data", "kind") and entry.via != MADE:
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
        for lang in self.languages:
            key = "~" + stem(word, lang)
            if len(key) > LONG_WORD and key in self.root.children:
                self.by_shape.setdefault((key[1], len(key) - 1), []).append(key)

    # --- looked up while the layer is not whole yet, as in ``Layer`` ---------------------------------------------------

    @property
    def top(self) -> Node:
        """Where every phrase begins."""
        return self.root

    def step(self, node: Node, key: str) -> Node | None:
        """Where a word (or ``~`` and its stem) leads from a place in the tree; None where no phrase goes on so."""
        return node.children.get(key)

    def entries_at(self, node: Node) -> list[Entry]:
        """What the phrases that end here mean."""
        return node.entries

    def shaped(self, letter: str, length: int) -> list[str]:
        """Words, and stems of long ones behind ``~``, that begin with a letter and are of a length."""
        return self.by_shape.get((letter, length), [])

    def knows(self, word: str, lang: str = "") -> bool:
        """Whether a word stands in a phrase of a language, or of any where none is told, or everybody uses it there."""
        return any(word in self.known.get(one, ()) for one in ((lang,) if lang else self.known))

    def begins(self, word: str, lang: str) -> bool:
        """Whether a phrase of a language begins with a word, or with the stem behind ``~``."""
        return word in self.starts.get(lang, ())
