"""What was read of a message goes in, the words that nobody read come out: joined to its data, or only standing beside it.

Never allow because one harmless phrase was found. A word is no reason to ask where everybody uses it (``read.frequent``,
``everyday.*``), where it only says how something is asked, or where it only says whose a thing is ("clinic invoices").
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.reading.cues import Cues
from bot.reading.data import Piece
from bot.reading.index import Index, Match
from bot.reading.lexicon import all_words
from bot.reading.text import Token, words_of

_STRONG_MARKS = (":", "+", "&", "/")
_ABOUT_REACH = 7
"""Words after a form or an activity within which it says what it is about."""
_JOIN_REACH = 6
_VAGUE_REACH = 3
_TOLD = 4
"""Letters from which on a word of a tool's name is known by itself."""
_SPELT = 3
"""So many single letters in a row are a word that somebody spelt out."""


@dataclass(frozen=True, slots=True)
class Unread:
    """Phrases that were not read. ``joined``: the message says that they go in too; ``beside``: they only stand there."""

    joined: tuple[str, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """Token places by what was read there. ``talk``: words that only say how something is asked."""

    read: frozenset[int]
    talk: frozenset[int]


class Guard:
    """Finds what was not read, for one policy."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.containers = all_words(catalog, "read.container") | all_words(catalog, "container")
        self.plain = all_words(catalog, "read.frequent") | all_words(catalog, "handling")
        for name in catalog.words:
            if name.startswith("everyday."):
                self.plain |= all_words(catalog, name)
        self.plain |= self.containers
        self.asking = all_words(catalog, "read.asking")
        self.vague = all_words(catalog, "read.vague") | self.containers
        self.plan_nouns = all_words(catalog, "read.plan_noun")
        self.links = all_words(catalog, "read.genitive")
        rows = (*((t.label, *t.names) for t in knowledge.vocabulary.tools.values()),)
        self.of_tools = frozenset(word for names in rows for name in names for word in words_of(name) if len(word) >= _TOLD)

    def unread(self, tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match], places: Places, cues: Cues) -> Unread:
        """``pieces``: the data that is used."""
        own = [piece for piece in pieces if piece.own]
        content = self._content(tokens, places, cues)
        joiners = {m.last - 1 for m in matches if m.entry.id in ("read.joiner", "read.join") and m.via != "fuzzy"} - places.read
        joined = {p for p in content if not own or self._is_joined(tokens, p, own, joiners, places.read)}
        loose = {p for p in content if not self._belongs_to_any(tokens, p, own)}
        joined |= {p for p in loose if own and (p + 1 in joined or p - 1 in joined)}
        joined |= {p for p in range(len(tokens)) if own and self._is_vague(tokens, p, own, joiners, places)}
        beside = loose - joined
        return Unread(_phrases(tokens, joined), _phrases(tokens, beside))

    def _content(self, tokens: tuple[Token, ...], places: Places, cues: Cues) -> set[int]:
        known = places.read | places.talk
        found = {p for p in range(len(tokens)) if p not in known and self._is_content(tokens, p, cues.language)}
        found |= _spelt(tokens, places.read)
        negated = cues.places("read.negation")
        found = {p for p in found if not (p - 1 in negated and not tokens[p].breaks)}
        found = {p for p in found if not (p + 1 < len(tokens) and tokens[p + 1].folded in self.plan_nouns)}
        if not cues.has("read.unpublished"):
            published = cues.places("read.published") - places.read
            found = {p for p in found if not published & {p + 1, p + 2}}
        return found

    def _is_content(self, tokens: tuple[Token, ...], place: int, language: str) -> bool:
        token = tokens[place]
        word = token.folded
        if not token.own or len(word) < 2 or word in self.plain or token.text.startswith("["):
            return False
        letters = sum(letter.isalpha() for letter in word)
        if letters < 2 and not (letters and len(word) > _SPELT):
            return False
        return word not in self.of_tools and not self.index.is_everyday(word, language)

    def _is_joined(  # noqa: PLR0911 - one return a rule
        self, tokens: tuple[Token, ...], place: int, own: list[Piece], joiners: set[int], read: frozenset[int]
    ) -> bool:
        if self._belongs_to_any(tokens, place, own):
            return False
        if any(self._is_what(tokens, place, piece, read) for piece in own):
            return True
        sentence = tokens[place].sentence
        if not any(abs(tokens[piece.first].sentence - sentence) <= 1 for piece in own):
            return False
        for back in range(place, max(-1, place - _JOIN_REACH), -1):
            if back != place and back in joiners:
                return True
            gap = tokens[back].gap
            if back > 0 and any(mark in gap for mark in _STRONG_MARKS):
                return True
            if any(mark in gap for mark in "?!;\n") or (back != place and back in read):
                return False
        return False

    def _is_vague(self, tokens: tuple[Token, ...], place: int, own: list[Piece], joiners: set[int], places: Places) -> bool:
        """A thing that holds data, or a word for people, right behind a joiner: nothing says what is in it."""
        token = tokens[place]
        if place in places.read or not token.own:
            return False
        data = {at for piece in own for at in range(piece.first, piece.last)}
        if token.folded in self.asking and place - 1 in joiners and place - 2 in data:
            return True
        if token.folded not in self.vague or set(range(place + 1, place + 4)) & data or place - 1 in places.read:
            return False
        if not any(piece.last <= place for piece in own):
            return False
        before = range(max(0, place - _VAGUE_REACH), place)
        return any(back in joiners and not any(t.breaks for t in tokens[back + 1 : place + 1]) for back in before)

    def _belongs_to_any(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        return any(self._belongs(tokens, place, piece) for piece in own)

    def _belongs(self, tokens: tuple[Token, ...], place: int, piece: Piece) -> bool:
        """Whether a word only says which or whose: "clinic" in "clinic invoices", "tenants" in "invoices of the tenants"."""
        if piece.is_weak or piece.is_class:
            return False
        if place + 1 == piece.first and not tokens[piece.first].breaks:
            return True
        return 1 <= place - piece.last <= 2 and all(t.folded in self.links for t in tokens[piece.last : place])

    def _is_what(self, tokens: tuple[Token, ...], place: int, piece: Piece, read: frozenset[int]) -> bool:
        """Whether a word says what a form or an activity is about: "grammar check of the autopsy", "internal dossier"."""
        if tokens[piece.first].sentence != tokens[place].sentence:
            return False
        after = 0 <= place - piece.last <= _ABOUT_REACH and not read & set(range(piece.last, place))
        if piece.is_weak:
            before = 1 <= piece.first - place <= 2 and not any(t.breaks for t in tokens[place + 1 : piece.first + 1])
            return before or after
        linked = all(t.folded in self.plain for t in tokens[piece.last : place])
        return piece.is_class and not piece.mild and place - piece.last in (0, 1) and linked


def _spelt(tokens: tuple[Token, ...], read: frozenset[int]) -> set[int]:
    """Places of words that were spelt out: "p.a.s.s", "c u s t o m e r"."""
    found: set[int] = set()
    run: list[int] = []
    for place, token in enumerate(tokens):
        run = [*run, place] if len(token.folded) == 1 and token.folded.isalpha() and place not in read and token.own else []
        if len(run) >= _SPELT:
            found.update(run)
    return found


def _phrases(tokens: tuple[Token, ...], places: set[int]) -> tuple[str, ...]:
    spans: list[list[int]] = []
    for place in sorted(places):
        if spans and spans[-1][-1] == place - 1 and not tokens[place].breaks:
            spans[-1].append(place)
        else:
            spans.append([place])
    return tuple(dict.fromkeys(" ".join(tokens[p].text for p in span) for span in spans))
