"""A message goes in; what a policy asks of whoever uses a tool, and the asker leaves undone, comes out: checking, a course, a
word of it; and that somebody has refused whom a duty lets refuse."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from bot.policy.world import Catalog
from bot.reading.words.cues import Cues
from bot.reading.words.lexicon import catalog_index
from bot.reading.words.lists import all_words
from bot.tongue.entries import Match
from bot.tongue.small import Spoken
from bot.tongue.spans import overlap
from bot.tongue.text import Token, tokens_of

_DEED, _CHECK, _COURSE, _REFUSED = "deed.", "deed.check", "deed.course", "refused"
_YES = ("concept.consent", "concept.approval")
"""Word lists of conditions that ask for somebody's yes."""
_BEFORE, _AFTER, _NEAR = 7, 4, 8
"""Words that a denial may stand before or after the word for a deed, and between that word and what it is done to."""
_SELF, _TELLER = Spoken("self"), Spoken("self", "did", "mine")
_REACH = 2
"""Words between the article of a course and its name."""
_DOER = 2
"""Words between "no" and what somebody does not do: who, and "will"."""
_BEGINS = 2
"""Words up to the one with which a sentence orders something: "Always check ..."."""


def duty_reader(catalog: Catalog) -> Callable[[str, str, bool], frozenset[str]]:
    """The reader that import uses for one sentence of a policy, in its language: the deeds that it asks of everybody.

    The last argument says that the sentence commands, by its words or by its place; one that does not has to begin with the
    deed, or to name a person who does it.
    """
    deeds, index = Deeds(catalog), catalog_index(catalog)

    def read(text: str, language: str, commands: bool) -> frozenset[str]:
        tokens = tokens_of(text)
        return deeds.ordered(tokens, Cues(tokens, index.find(tokens, language), (language,)), commands)

    return read


class Deeds:
    """The deeds that the catalog has words for."""

    def __init__(self, catalog: Catalog) -> None:
        every = {name for name in catalog.words if name.startswith(_DEED)}
        self.known = all_words(catalog, f"{_COURSE}.known")
        self.named = {name for name in every if name.count(".") == 1}
        self.paired = {name: tuple(f"{name}.{part}" for part in ("of", "by") if f"{name}.{part}" in every) for name in self.named}

    def asked_for(self, tokens: tuple[Token, ...], cues: Cues) -> frozenset[str]:
        """The deeds that a policy's sentence asks for, and ``refused`` where it lets somebody refuse, or asks for their yes."""
        found = {deed for deed in self.named if any(self._is_done(tokens, m, cues, deed) for m in cues.of(deed))}
        if (cues.has(_REFUSED) and cues.has(f"{_REFUSED}.by")) or any(cues.has(name) for name in _YES):
            found.add(_REFUSED)
        return frozenset(found)

    def ordered(self, tokens: tuple[Token, ...], cues: Cues, commands: bool) -> frozenset[str]:
        """The deeds that a sentence asks of everybody: none that it denies; a course only where it says when, or to take it."""
        denials = [*cues.of("read.negation"), *cues.of("fact.denied"), *cues.without()]
        machine = {tokens[m.first].sentence for m in cues.of(f"{_COURSE}.machine")}
        found = set()
        for deed in self.named:
            ways = (f"{_COURSE}.due", f"{_COURSE}.of") if deed == _COURSE else self.paired[deed]
            done = [m for m in cues.of(deed) if self._beside(tokens, m, cues, ways) and not _is_denied(tokens, m, denials)]
            if deed == _COURSE:
                done = [m for m in done if tokens[m.first].sentence not in machine]
            if any(commands or m.first < _BEGINS or self._by_somebody(tokens, m, cues, deed) for m in done):
                found.add(deed)
        return frozenset(found)

    @staticmethod
    def _by_somebody(tokens: tuple[Token, ...], match: Match, cues: Cues, deed: str) -> bool:
        """Whether a person is named who does it, in the sentence."""
        return any(tokens[m.first].sentence == tokens[match.first].sentence for m in cues.of(f"{deed}.by"))

    def _is_done(self, tokens: tuple[Token, ...], match: Match, cues: Cues, deed: str) -> bool:
        """Whether a deed is done to what it is done to, or by whom it has to be done; a course is asked for by its name."""
        return deed == _COURSE or self._beside(tokens, match, cues, self.paired[deed])

    @staticmethod
    def _beside(tokens: tuple[Token, ...], match: Match, cues: Cues, ways: tuple[str, ...]) -> bool:
        beside = (m for name in ways for m in cues.of(name) if not overlap(m, match))
        return any(
            tokens[m.first].sentence == tokens[match.first].sentence and max(m.first - match.last, match.first - m.last) <= _NEAR
            for m in beside
        )

    def undone(self, tokens: tuple[Token, ...], cues: Cues, data: set[int]) -> frozenset[str]:
        """The deeds that the asker says are left undone. ``data``: places that were read as data: whose course outline is not
        done yet has not said that they took no course."""
        asked = {tokens[m.first].sentence for name in ("read.need", "read.explain", "fact.asking") for m in cues.of(name)}
        later = [m for name in ("read.pending", "fact.later", f"{_COURSE}.proxy") for m in cues.of(name)]
        unsure = cues.unclaimed
        denials = [m for m in (*cues.of("read.negation"), *cues.of("fact.denied"), *cues.without()) if m.first not in unsure]
        found = set()
        for deed in self.named:
            alone = self._said(tokens, cues.of(f"{deed}.not"), asked, set())
            spoken = self._said(tokens, cues.of(deed), asked, {p for p in data if {p - 1, p + 1} & data})
            done = [m for m in spoken if self._beside(tokens, m, cues, self.paired[deed]) or _is_nobodys(tokens, m, denials)]
            # "my course is on Friday"
            to_come = deed == _COURSE and any(_is_denied(tokens, m, later) for m in spoken if m.first not in data)
            less = self._less(tokens, cues, deed, asked, data)
            if alone or to_come or less or any(_is_denied(tokens, m, denials) for m in done):
                found.add(deed)
        if self._goes_out_alone(tokens, cues, asked):
            found.add(_CHECK)
        if any(self._is_open(tokens, m, cues, data) for m in self._said(tokens, cues.of(_COURSE), asked, set())):
            found.add(_COURSE)
        asked |= {tokens[m.first].sentence for m in cues.of(f"{_REFUSED}.asked")}
        if any(self._refuses(tokens, m, cues) for m in self._said(tokens, cues.of(_REFUSED), asked, data)):
            found.add(_REFUSED)
        return frozenset(found)

    def _less(self, tokens: tuple[Token, ...], cues: Cues, deed: str, asked: set[int], data: set[int]) -> bool:
        """Whether a word for leaving it undone stands beside it: "I played truant from the course", "I hide that AI wrote it"."""
        beside = [m for name in (deed, *self.paired[deed]) for m in cues.of(name)]
        clauses = {tokens[m.first].clause for m in beside} - {tokens[place].clause for place in data}
        return any(tokens[m.first].clause in clauses for m in self._said(tokens, cues.of(f"{deed}.less"), asked, data))

    def _goes_out_alone(self, tokens: tuple[Token, ...], cues: Cues, asked: set[int]) -> bool:
        """ "It answers the mails by itself": nobody has looked at what a tool sends alone. "I send it myself" is a person."""
        sent = self._said(tokens, cues.of(f"{_CHECK}.sent"), asked, set())
        alone = {tokens[m.first].clause for m in self._said(tokens, cues.of(f"{_CHECK}.alone"), asked, set())}
        people = {token.clause for token in tokens if token in _SELF}
        return bool({tokens[m.first].clause for m in sent} & alone - people)

    def _is_open(self, tokens: tuple[Token, ...], match: Match, cues: Cues, data: set[int]) -> bool:
        """Whether a clause of its own speaks of the course, and not of having done it: "I slept through the course". A course
        that is a thing to work on has no article of one that is known, or another thing stands beside it."""
        clause = tokens[match.first].clause
        span = set(range(match.first, match.last))
        here = {place for place, token in enumerate(tokens) if token.clause == clause}
        known = match.last - match.first > 1 or any(
            t.folded in self.known for t in tokens[max(0, match.first - _REACH) : match.first]
        )
        told = any(t in _TELLER for t in (tokens[place] for place in here - span))
        if not (known and told) or (data - span) & here or any(m.first in here for m in cues.of("read.may")):
            return False
        return not any(tokens[m.first].sentence == tokens[match.first].sentence for m in cues.of(f"{_COURSE}.of"))

    @staticmethod
    def _said(tokens: tuple[Token, ...], matches: Iterable[Match], asked: set[int], data: set[int]) -> list[Match]:
        """Those that are neither asked about nor names of data."""
        return [m for m in matches if tokens[m.first].sentence not in asked and not {m.first, m.last - 1} <= data]

    @staticmethod
    def _refuses(tokens: tuple[Token, ...], match: Match, cues: Cues) -> bool:
        """Whether somebody who may refuse stands before the word for it, in its clause."""
        return any(
            tokens[m.first].clause == tokens[match.first].clause and m.last <= match.first for m in cues.of(f"{_REFUSED}.by")
        )


def _is_nobodys(tokens: tuple[Token, ...], match: Match, denials: list[Match]) -> bool:
    """ "No engineer is going to check the numbers": the clause begins with who does not."""
    clause = next(place for place, token in enumerate(tokens) if token.clause == tokens[match.first].clause)
    return any(no.first == clause and match.first - no.last >= _DOER for no in denials)


def _is_denied(tokens: tuple[Token, ...], match: Match, denials: list[Match]) -> bool:
    """Whether a denial stands in the clause, not far before the word or close behind it."""
    return any(
        tokens[no.first].clause == tokens[match.first].clause
        and (0 <= match.first - no.first <= _BEFORE or 0 <= no.first - match.last <= _AFTER)
        for no in denials
    )
