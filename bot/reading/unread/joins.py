"""A word that nobody read and the data beside it go in; whether the message joins it to them, or it only says whose they are."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.reading.words.lists import all_words, stems_in
from bot.tongue.index import Index
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.spans import places_of
from bot.tongue.text import Token, stem

_STRONG_MARKS = (":", "+", "&", "/")
_ABOUT_REACH = 7
"""Words after a form or an activity within which it says what it is about."""
_JOIN_REACH = 6
VAGUE_REACH = 4
_HELD, _LISTED = 4, 6
"""Words behind a thing that holds data within which it is said what it holds; with "of" between."""
_OTHER, _STOP = Spoken("other"), small_of("stop")
_CERTAIN, _WITH_IT = small("article") - small("indefinite"), Spoken("and")
_SAID_BEFORE, _ABOUT, _AND = small("said_before"), small("about_it"), small("and_it")
_PERSONAL = 3
"""From this sensitivity on data is about people."""
_TOWARDS = 4
"""Words between a thing and for whom it is."""


def _is_said_before(tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
    """Whether a thing that was read for sure stands before the one that is about it: "the minutes and a deck about them"."""
    solid = [piece for piece in own if piece.grounded and not piece.is_weak and piece.last < place - 1]
    return any(tokens[p].folded in _AND for piece in solid for p in range(piece.last, place - 1))


def _is_attribute(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "other" stands before a thing, which then says what it is: "decisions of other councils"."""
    if tokens[place] not in _OTHER or place + 1 >= len(tokens):
        return False
    behind = tokens[place + 1]
    tongue = behind.tongues[0] if behind.tongues else "en"
    return not behind.breaks and behind.text.isalpha() and behind.folded not in _STOP.get(tongue, ())


class Joins:
    """What binds a word to a piece of data, by the words between them."""

    def __init__(self, catalog: Catalog, index: Index) -> None:
        self.index = index
        self.containers = all_words(catalog, "read.container", "container")
        self.plain = self.containers | all_words(catalog, "read.frequent", "handling")
        for name in catalog.words:
            if name.startswith("everyday."):
                self.plain |= all_words(catalog, name)
        self.vague = all_words(catalog, "read.vague") | self.containers
        self.work = all_words(catalog, "everyday.task")
        self.asking = all_words(catalog, "read.asking")
        self.titles = all_words(catalog, "read.title")
        self.links = all_words(catalog, "read.genitive")
        self.given = all_words(catalog, "read.given")
        self.towards = self.links | all_words(catalog, "read.towards")
        self.joining = all_words(catalog, "read.joiner", "read.join") - self.links
        self.who = stems_in(catalog, ("telling.org", "person."))

    def is_joined(  # noqa: PLR0911, PLR0917 - one return a rule, sets of plain numbers
        self,
        tokens: tuple[Token, ...],
        place: int,
        own: list[Piece],
        joiners: set[int],
        read: frozenset[int],
        tools: frozenset[int] = frozenset(),
    ) -> bool:
        """``tools``: places of tools' names; what stands behind one and a colon is what is asked about, and joins nothing."""
        if self.belongs_to_any(tokens, place, own):
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
            if back > 0 and any(mark in gap for mark in _STRONG_MARKS) and not (":" in gap and back - 1 in tools):
                return True
            if any(mark in gap for mark in "?!;\n") or (back != place and back in read):
                return False
        return False

    def is_vague(self, tokens: tuple[Token, ...], place: int, own: list[Piece], joiners: set[int], read: frozenset[int]) -> bool:
        """A thing that holds data, or a word for people, right behind a joiner: nothing says what is in it."""
        token = tokens[place]
        if place in read or not token.own or "'" in token.text or "’" in token.text or _is_attribute(tokens, place):
            return False
        data = places_of(own)
        if (token.folded in self.asking and place - 1 in joiners and place - 2 in data) or self._is_laid_beside(
            tokens, place, own
        ):
            return True
        # "a list of contacts with phone numbers": what is on it is said, some words on
        reach = _LISTED if place + 1 < len(tokens) and tokens[place + 1].folded in self.links else _HELD
        if token.folded not in self.vague or set(range(place + 1, place + reach)) & data or place - 1 in read:
            return False
        if own and not any(piece.last <= place for piece in own):
            return False
        if token.folded in _SAID_BEFORE and tokens[place - 1].folded in _ABOUT and _is_said_before(tokens, place, own):
            return False
        before = range(max(0, place - VAGUE_REACH), place)
        return any(back in joiners and not any(t.breaks for t in tokens[back + 1 : place + 1]) for back in before)

    def _is_laid_beside(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
        """A piece of work that is there already, right beside a thing that goes in: "the course catalog and our proposal"."""
        first = place - 2
        if (
            first < 1
            or tokens[place].folded not in self.work
            or tokens[place - 1].folded not in _CERTAIN
            or tokens[first] not in _WITH_IT
        ):
            return False
        if any(token.breaks for token in tokens[first : place + 1]):
            return False
        return any(piece.last == first and piece.grounded and not piece.is_weak and not piece.is_class for piece in own)

    def is_whose(self, tokens: tuple[Token, ...], place: int, own: list[Piece], language: str) -> bool:
        """Whether a joined word is a person's name that says whose the data is: "the contract with Mr Berg"."""
        token = tokens[place]
        named = token.folded in self.titles or tokens[place - 1].folded in self.titles
        if not named and (language == "de" or not token.text[:1].isupper() or token.text.isupper()):
            return False
        before = [piece for piece in own if piece.last <= place and tokens[piece.first].sentence == token.sentence]
        return bool(before) and not before[-1].mild and not before[-1].is_weak and place - before[-1].last <= VAGUE_REACH

    def belongs_to_any(self, tokens: tuple[Token, ...], place: int, own: list[Piece]) -> bool:
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

    def only_says_who(self, tokens: tuple[Token, ...], place: int, own: list[Piece], cues: Cues) -> bool:
        """Whether a word for people or a body only says for whom, by whom or whose: "the speech for our drivers", "as a nurse".

        Where the data is known to be about people it adds nothing. What a form is about ("board pack") still counts.
        """
        word = tokens[place].folded
        if not self._is_who(word, cues.language):
            return False
        if {place - 1, place - 2, place - 3} & cues.places("read.self"):
            return True
        here = [piece for piece in own if tokens[piece.first].sentence == tokens[place].sentence]
        if not any(not piece.is_weak for piece in here) or tokens[place - 1].folded in self.joining:
            return False
        if any(self._is_what(tokens, place, piece, frozenset()) for piece in here if piece.is_weak):
            return False
        if tokens[place].folded in self.vague or (place + 1 < len(tokens) and tokens[place + 1].folded in self.containers):
            return False
        return any(piece.sensitivity >= _PERSONAL and not piece.is_weak for piece in here) or any(
            not piece.is_weak and self._leads_to(tokens, piece.last, place, cues.language) for piece in here
        )

    def givers(self, tokens: tuple[Token, ...], own: list[Piece], language: str) -> set[int]:
        """Places of people who gave the harmless data: "open source code that a client sent us" may be theirs."""
        if not all(piece.mild for piece in own):
            return set()
        given = [p for p, t in enumerate(tokens) if t.own and t.folded in self.given and p and not t.breaks]
        near = {p for place in given for p in (place - 1, place - 2) if p >= 0}
        return {p for p in near if self._is_who(tokens[p].folded, language)}

    def _leads_to(self, tokens: tuple[Token, ...], first: int, place: int, language: str) -> bool:
        """Whether "for the new ..." stands between a thing and a word, and nothing that joins more to it."""
        between = tokens[first:place]
        broken = any(t.breaks for t in between)
        if broken or not 1 <= len(between) <= _TOWARDS or between[0].folded not in self.towards:
            return False
        return all(
            t.folded in self.towards or (self.index.is_everyday(t.folded, language) and t.folded not in self.joining)
            for t in between
        )

    def _is_who(self, word: str, language: str) -> bool:
        """Whether a word is one for people or a body."""
        return any(stem(word, tongue) in self.who.get(tongue, ()) for tongue in dict.fromkeys((language, "en")))
