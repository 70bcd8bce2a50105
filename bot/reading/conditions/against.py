"""A message goes in, with what conditions ask for; what is said against them in other words than theirs comes out: data are left
as they are, a switch stays on, a step is skipped, and of what was spoken of before "that never happened".

Only ever stricter: nothing is met by what is read here.
"""

from __future__ import annotations

from collections.abc import Iterable, Set
from functools import cached_property

from bot.policy.world import Catalog
from bot.reading.words.cues import REMOVALS, Cues
from bot.reading.words.language import is_stop
from bot.tongue.entries import Entry, Match
from bot.tongue.small import Spoken
from bot.tongue.spans import overlap, places_of
from bot.tongue.text import Token

_SORT, _WANTED, _OF, _BARE, _DEED = "against.", ".wanted", ".of", ".bare", ".deed"
_LEFT, _KEPT = "against.left", "against.kept"
_IDLE = ("fact.names", "read.removal_particle", "read.frequent", "read.negation", "fact.denied", "against.doing", _LEFT)
_NOTHING = Spoken("nothing")
_BEFORE, _AFTER, _NEAR = 6, 4, 10
"""Words that something left may stand before or after what is left, and between words that say one thing together."""
_NO, _LAST = 3, 7
"""Words that a not may stand before what it denies, and one that ends its clause behind it."""
_NOUN = 4
"""Letters of a word that may name something else."""


class Against:
    """The sorts of conditions that the catalog has words against."""

    def __init__(self, catalog: Catalog) -> None:
        self.sorts = tuple(sorted(n.removesuffix(_WANTED) for n in catalog.words if n.startswith(_SORT) and n.endswith(_WANTED)))
        self.paired = frozenset(sort for sort in self.sorts if f"{sort}{_OF}" in catalog.words)

    def wanted(self, cues: Cues) -> frozenset[str]:
        """The sorts of a condition's text."""
        return frozenset(sort for sort in self.sorts if cues.has(f"{sort}{_WANTED}"))


class Contrary:
    """What one message says against conditions. ``named``: places of data and of words of conditions."""

    def __init__(self, tokens: tuple[Token, ...], cues: Cues, against: Against, named: Set[int]) -> None:
        self.tokens, self.cues, self.against, self.named = tokens, cues, against, named
        asking = ("read.need", "fact.asking")
        self.asked = {tokens[m.first].sentence for name in asking for m in cues.of(name)}
        nothing = (p for p, token in enumerate(tokens) if token.own and token in _NOTHING)
        self.negations = [*cues.of("read.negation"), *(Match(p, p + 1, Entry("word", "nothing"), "name") for p in nothing)]
        self.left = [m for m in cues.of(_LEFT) if self._counts(m.first)]

    def _counts(self, place: int) -> bool:
        return self.tokens[place].sentence not in self.asked and place not in self.cues.unclaimed

    @cached_property
    def sorts(self) -> frozenset[str]:
        """The sorts of conditions of which it says that they do not hold."""
        said = (
            sort for sort in self.against.sorts if self._is_said(sort) or self._is_denied(sort) or self.leaves(self._spoken(sort))
        )
        return frozenset(said)

    def _is_said(self, sort: str) -> bool:
        beside = self.cues.of(f"{sort}{_OF}")
        told = [m for m in self.cues.of(sort) if self._holds(m)]
        if any(sort not in self.against.paired or self._has_beside(m, beside) for m in told):
            return True
        bare = [m for m in self.cues.of(f"{sort}{_BARE}") if self._holds(m)]
        return any(self._has_beside(m, beside) and not self._names_other(m, sort) for m in bare)

    def _is_denied(self, sort: str) -> bool:
        """Whether the words by which such conditions ask are denied: "not been removed", "löschen werde ich es nicht"."""
        if any(self._has_no(m) for m in self.cues.of(f"{sort}{_WANTED}") if self._counts(m.first)):
            return True
        done = (m for m in self.cues.of(f"{sort}{_DEED}") if self._counts(m.first))
        return any(self._has_no(m) and not self._names_other(m, sort) for m in done)

    def _has_no(self, match: Match) -> bool:
        clause = self.tokens[match.first].clause
        for no in (m for m in (*self.negations, *self.left) if self.tokens[m.first].clause == clause and not overlap(m, match)):
            ends = no.last == len(self.tokens) or self.tokens[no.last].clause != clause
            if 0 <= match.first - no.last < _NO or (ends and 0 <= no.first - match.last < _LAST):
                return True
        return False

    def _spoken(self, sort: str) -> set[int]:
        """Where it speaks of what conditions of a sort ask for."""
        done = places_of(m for name in REMOVALS for m in self.cues.of(name)) | places_of(self.cues.changes)
        return self.cues.places(f"{sort}{_WANTED}") | (done if sort == _KEPT else set())

    def _holds(self, match: Match) -> bool:
        """Whether it stands there as a statement, and no not before it."""
        clause = self.tokens[match.first].clause
        denied = (m for m in self.negations if self.tokens[m.first].clause == clause and 0 <= match.first - m.last < _NO)
        return self._counts(match.first) and not any(denied)

    def _has_beside(self, match: Match, beside: Iterable[Match]) -> bool:
        sentence = self.tokens[match.first].sentence
        return any(
            self.tokens[m.first].sentence == sentence
            and max(m.first - match.last, match.first - m.last) <= _NEAR
            and not overlap(m, match)
            for m in beside
        )

    def _names_other(self, match: Match, sort: str) -> bool:
        """Whether its clause names what is neither data nor of the conditions: "leave the layout as it is"."""
        known = self.named | self.cues.places(*(f"{sort}{kind}" for kind in ("", _OF, _BARE, _DEED)), *_IDLE)
        clause = self.tokens[match.first].clause
        here = (p for p, token in enumerate(self.tokens) if token.clause == clause and token.own and p not in known)
        return any(len(self.tokens[p].folded) >= _NOUN and not is_stop(self.tokens[p].folded) for p in here)

    def leaves(self, spoken: Set[int]) -> bool:
        """Whether what is spoken of at some places is left: in its clause, or in a clause behind it that says no more."""
        told = {place for place in spoken if self._counts(place)}
        if any(self.tokens[place].sentence not in self.asked for place in spoken & self.cues.never_done):
            return True
        near = (
            place - m.last < _BEFORE and m.first - place <= _AFTER for place in told for m in self.left if self._is_with(place, m)
        )
        return any(near)

    def _is_with(self, place: int, match: Match) -> bool:
        return self.tokens[place].clause == self.tokens[match.first].clause and not match.first <= place < match.last
