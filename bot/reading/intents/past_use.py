"""Cues and tools of a message go in; whether it tells of something that was put into a tool already comes out.

A verb of putting, done by somebody (or told without a subject: "just pasted ..."), that reaches a tool is an incident; so is
one beside a word for an accident. What is only supposed, asked for or denied is not.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.reading.words.cues import Cues
from bot.text.entries import Match
from bot.text.small import small, small_of
from bot.text.tokens import Token

_INTO, _FED = small("went_into"), small("fed")
_MAYBE_PRESENT = small("same_in_past")
"""Present, or the deed of somebody who was asked to: past only with a word for when, or for an accident."""
_FIRST_PERSON = small("did")
_NOBODY = small("no_doer")
_GIVES = small("gave")
_MAY = small_of("may")["en"]
"""Before whoever does a deed of today."""
_REACH = 5
"""Words between "into" and the name of the tool."""
_BEFORE = 10


@dataclass(frozen=True, slots=True)
class Told:
    """What a message tells of a deed. ``supposed``: it is only supposed or asked about."""

    done: bool = False
    supposed: bool = False
    by_asker: bool = False


def told(
    tokens: tuple[Token, ...],
    cues: Cues,
    tools: tuple[tuple[int, int], ...],
    sensitive: bool,
    data: frozenset[int] = frozenset(),
) -> Told:
    """``tools``: where tools are named; ``data``: where data is; ``sensitive``: data that matters is named."""
    has_ai = bool(tools) or cues.has("read.ai")
    accident = bool(cues.of("told.accident")) or bool(cues.of("read.incident_after"))
    supposed = False
    for match in _deeds(cues):
        deed = _Deed(tokens, cues, match, tools, data)
        if deed.is_denied():
            continue
        reaches = deed.reaches_tool() or (deed.by_tool() and (deed.is_dated() or accident))
        counts = reaches or (accident and (has_ai or (sensitive and deed.goes_in())))
        if not counts or not deed.is_done(accident):
            continue
        if deed.is_supposed() or (not accident and deed.leads_to_a_question(data)):
            supposed = supposed or deed.is_supposed()
            continue
        return Told(True, False, deed.by_asker())
    bare = accident and bool(tools) and sensitive and cues.has("told.past") and not cues.has("read.may")
    return Told(bare, supposed, bare)


def _deeds(cues: Cues) -> list[Match]:
    names = ("read.incident_past", "told.more", "told.landed", "told.put")
    found = [match for name in names for match in cues.of(name)]
    found += cues.of("read.incident_did") if cues.has("read.incident_after") else []
    return [match for match in found if _as_listed(cues.tokens, match)]


def _as_listed(tokens: tuple[Token, ...], match: Match) -> bool:
    """Word for word: "paste" is no form of "pasted" here."""
    return tuple(token.folded for token in tokens[match.first : match.last]) == match.entry.words


@dataclass(frozen=True, slots=True)
class _Deed:
    """One verb of putting something somewhere."""

    tokens: tuple[Token, ...]
    cues: Cues
    match: Match
    tools: tuple[tuple[int, int], ...]
    data: frozenset[int]

    def _near(self, *names: str, before: int, after: int = 0) -> list[int]:
        """Places of words of some lists around the verb, in its sentence."""
        first, last = self.match.first, self.match.last
        sentence = self.tokens[first].sentence
        spots = self.cues.places(*names)
        return [
            place
            for place in range(max(0, first - before), min(len(self.tokens), last + after))
            if place in spots and not first <= place < last and self.tokens[place].sentence == sentence
        ]

    def is_done(self, accident: bool) -> bool:
        """Whether somebody did it: a person or a tool before the verb, or no subject at all."""
        landed = self.match.entry.id == "told.landed"
        dated = self.is_dated()
        if self.match.entry.id == "told.put":
            return bool(self._near("told.now", before=4, after=4)) or (accident and self.by_tool())
        if self.tokens[self.match.first].folded in _MAYBE_PRESENT:
            return (dated and not self._is_asked_how()) or accident
        someone = bool(self._near("read.incident_person", before=_BEFORE, after=2))
        return landed or someone or self._starts() or self.by_tool() or dated

    def _is_asked_how(self) -> bool:
        """ "How do I put the text that is already out into Claude?" is of today."""
        who = self.match.first - 1
        return who > 0 and who in self.cues.places("read.incident_person") and self.tokens[who - 1].folded in _MAY

    def is_dated(self) -> bool:
        """Whether it is said when; "posters already presented" says it of the posters."""
        return not self.data.issuperset(self._near("told.now", before=_BEFORE, after=_BEFORE + 4))

    def _starts(self) -> bool:
        """Whether it stands first, with no subject; other verbs than those of putting are adjectives there."""
        first, polite = self.match.first, self.cues.places("read.greeting", "read.courtesy")
        while first and first - 1 in polite:  # "hi there, pasted ..."
            first -= 1
        begins = not first or self.tokens[first - 1].sentence != self.tokens[self.match.first].sentence
        return begins and self.match.entry.id != "told.more"

    def by_tool(self) -> bool:
        """Whether a tool itself did it: "Cursor just sent ..."."""
        first = self.match.first
        return any(last <= first <= last + 2 and self._same_clause(last - 1, first) for _, last in self.tools)

    def reaches_tool(self) -> bool:
        """Whether it went into a tool: "pasted into X", "in X geplakt", "a mis dans X"."""
        return any(self._reaches(first, last) and not self._asks_between(first) for first, last in self.tools)

    def _asks_between(self, tool: int) -> bool:
        """Whether permission is asked for between the verb and the tool: "sent me a list, may I put it into X"."""
        between = range(self.match.last, tool)
        return any(place in between for place in self.cues.places("read.may", "told.if"))

    def _reaches(self, first: int, last: int) -> bool:
        begin, end = self.match.first, self.match.last
        into = [place for place in range(max(0, first - _REACH), first) if self.tokens[place].folded in _INTO]
        if not into and not (self.match.entry.id == "told.landed" or self.tokens[begin].folded in _FED):
            return False
        if first >= end:
            clauses = self.tokens[first].clause - self.tokens[begin].clause
            return self.tokens[first].sentence == self.tokens[begin].sentence and (
                clauses == 0 or self._one_breath(end, first, into)
            )
        return last <= begin <= last + 3 and self.tokens[first].sentence == self.tokens[begin].sentence

    def _one_breath(self, end: int, first: int, into: list[int]) -> bool:
        """A list or a remark between verb and tool; the word "into" stands right before the tool, with no comma between."""
        return any(place >= end - 1 and self._same_clause(place, first) for place in into)

    def _same_clause(self, one: int, other: int) -> bool:
        return self.tokens[one].clause == self.tokens[other].clause

    def goes_in(self) -> bool:
        """Whether it went into something, or away to somebody."""
        begin, end = self.match.first, self.match.last
        after = self.tokens[end : end + 14]
        return any(t.folded in _INTO and t.sentence == self.tokens[begin].sentence for t in after)

    def is_supposed(self) -> bool:
        """Whether it is only supposed, or permission is asked for it."""
        sure = self.cues.places("told.accident", "told.now")
        return any(place not in sure for place in self._near("told.if", "read.may", before=40))

    def is_denied(self) -> bool:
        """Whether it was not done, or only access was given."""
        gives = self.tokens[self.match.first].folded in _GIVES and bool(self._near("told.access", before=0, after=3))
        return gives or bool(self._near("told.not", before=2))

    def leads_to_a_question(self, data: frozenset[int]) -> bool:
        """Whether it is only how a question begins: "we put X into Y already, can the salaries go too?"."""
        asked = min((m.first for m in self.cues.of("read.may") if m.first >= self.match.last), default=len(self.tokens))
        return any(place > asked for place in data)

    def by_asker(self) -> bool:
        """Whether the asker did it, as far as it is said."""
        people = [self.tokens[place].folded for place in self._near("read.incident_person", before=_BEFORE, after=2)]
        named = [word for word in people if word not in _NOBODY]
        return named[-1] in _FIRST_PERSON if named else not self.by_tool()
