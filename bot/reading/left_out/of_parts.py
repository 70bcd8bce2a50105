"""A word for what was done to data goes in; whether it is said of a named part of it comes out: "the logo is blacked out".

Then nothing was done to the whole, whatever the policy makes of data to which that was done. The thing that it is said of stands
behind it ("I blacked out the logo", "mit geschwärztem Logo") or before it ("le logo est masqué"); where none stands there, or
one that means the whole ("it", "the file", "everything personal"), it is said of the whole. Where it is unsure, of a part.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from bot.reading.words.cues import Cues
from bot.reading.words.language import is_stop, stops_of
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import Token

_ARTICLES, _LINKS = Spoken("openers", "ours", "my", "their", "article"), Spoken("part_link")
_GENITIVE = small_of("genitive").get("de", frozenset())
_AND, _WITH = Spoken("and", "or"), small("bearing", "without", "without_short")
_AGAIN, _RELATIVE = Spoken("it_again"), Spoken("owned_relative", "asks_who_relative")
_EVERYTHING, _EVERY = small("out_all"), small("whole", "each_of")
_IF, _SELF = Spoken("on_condition"), Spoken("self", "did")
_HOW = small("how_done")
_WHOLE, _TELLS, _OF_TELLS = small("whole_thing"), small("that_tells"), small("what_tells")
_INFINITIVE = {tongue: tuple(sorted(ends)) for tongue, ends in small_of("infinitive").items()}
"""Endings of verbs that stand right before the thing that they are said of."""
_IDENTIFYING = small("identifying")
_OF_ANYTHING = "redacted"
"""What is done to amounts as well: who says that all that is personal is blacked out has not said that the amounts are."""
_PLUS = "+"
_HEAD_FIRST = {("fr",), ("es",)}
"""Languages in which what a thing is called stands before what it is of, and an adjective behind it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What may be done to the whole. ``places``: where the data that is asked about is named; ``tools``: where tools are;
    ``phrases``: transformation -> what the policy's own words for it say is taken out; ``opens``: the message begins a thread."""

    places: frozenset[int] = frozenset()
    tools: frozenset[int] = frozenset()
    phrases: dict[str, tuple[frozenset[str], ...]] = field(default_factory=dict)
    opens: bool = True


@dataclass(frozen=True, slots=True)
class _Named:
    """Places of what a thing is called, and of what it is of or in. ``bare``: no article stands before it."""

    head: tuple[int, ...] = ()
    tail: tuple[int, ...] = ()
    bare: bool = False
    strictly: bool = False
    """What it is of may be the thing itself: "auf der Rechnung der Name"."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a transformation is said of. ``places``: where it is named, none where it is not; ``beside``: what it is of or in."""

    is_part: bool
    places: frozenset[int] = frozenset()
    beside: frozenset[int] = frozenset()


def thing_of(tokens: tuple[Token, ...], match: Match, cues: Cues, meant: Meant) -> Thing:
    """What somebody says that a transformation was done to."""
    return _Reader(tokens, match, cues, meant).thing()


class _Reader:
    """Looks for the thing that one transformation is said of."""

    def __init__(self, tokens: tuple[Token, ...], match: Match, cues: Cues, meant: Meant) -> None:
        self.tokens, self.match, self.cues, self.meant = tokens, match, cues, meant
        self.helping = cues.places("read.auxiliary")

    def thing(self) -> Thing:
        """What it is said of."""
        if row := self._row_of_all():
            return Thing(is_part=False, places=row)
        if self.cues.places("fact.names") & set(range(self.match.first, self.match.last)):
            return Thing(is_part=False)  # "without names" says itself what is out
        behind = self._behind()
        named = behind if behind is not None else self._before()
        if named is None or (not named.head and not named.tail):
            return Thing(is_part=False)
        # of "the anonymised answers" they are what goes in; so they are behind "with", where nothing else does
        alone = named.head[:1] == (min(self.meant.places, default=-1),)
        goes_in = self.meant.opens and behind is not None and named.bare and (alone or not self._is_added())
        return Thing(not goes_in and not self._is_whole(named), frozenset(named.head), frozenset(named.tail))

    def _is_whole(self, named: _Named) -> bool:
        if any(phrase <= self._words(named.head) for phrase in self._phrases()):
            return True
        head = [place for place in named.head if not self._says_all(place)]
        if not head or named.strictly:
            return self._are_whole(head) and self._are_whole([p for p in named.tail if not self._says_all(p)])
        last = head[-1] in self.meant.places and self.meant.opens
        return self._are_whole(head) or (last and self.tokens[head[-1]].tongues[:1] not in _HEAD_FIRST)

    def _are_whole(self, places: list[int]) -> bool:
        tells = any(self.tokens[place].folded in _TELLS for place in places)
        known = _TELLS | (_OF_TELLS if tells else frozenset())
        if self.match.entry.id == _OF_ANYTHING:
            known = frozenset()
        thing = self._thing(places)  # a "file" is one where nothing stands behind it: "file names" are none
        return all(
            place in self.meant.places or self.tokens[place].folded in (known | _WHOLE if place == thing else known)
            for place in places
        )

    def _thing(self, places: list[int]) -> int:
        """Of the words that a thing is called by the one that says what it is."""
        first = bool(places) and self.tokens[places[0]].tongues[:1] in _HEAD_FIRST
        return (min if first else max)(places, default=-1)

    def _row_of_all(self) -> frozenset[int]:
        """ "All names and numbers", "alle Namen und Nummern": whatever tells people apart."""
        sentence = self.tokens[self.match.first].sentence
        here = [p for p, token in enumerate(self.tokens) if token.sentence == sentence and token.own and self._is_content(p)]
        names = self.cues.places("fact.names") & set(here)
        numbers = {p for p in here if self.tokens[p].folded in _IDENTIFYING}
        first = min(names | numbers, default=0)
        every = first > 0 and self.tokens[first - 1].folded in _EVERY
        others = [p for p in here if p not in names | numbers and not self._says_all(p)]
        is_row = names and numbers and every and self._are_whole(others)
        return frozenset({first - 1, *names, *numbers}) if is_row else frozenset()

    def _phrases(self) -> tuple[frozenset[str], ...]:
        return self.meant.phrases.get(self.match.entry.id, ())

    def _words(self, places: tuple[int, ...]) -> frozenset[str]:
        return frozenset(self.tokens[place].folded for place in places)

    def _says_all(self, place: int) -> bool:
        return self.tokens[place].folded in _EVERY | _EVERYTHING

    def _is_added(self) -> bool:
        """Whether a "with" or a comma stands before it: "with blacked out logo"."""
        at = self.match.first - 1
        while at >= 0 and not self.tokens[at + 1].breaks and self.tokens[at] in _ARTICLES:
            at -= 1
        return at >= 0 and (self.tokens[at + 1].breaks or self.tokens[at].folded in _WITH)

    def _is_content(self, place: int) -> bool:
        """Whether a word there may name a thing."""
        token = self.tokens[place]
        if self.match.first <= place < self.match.last or place in self.meant.tools or token.folded in _HOW or not token.own:
            return False
        if token.folded in _EVERYTHING:
            return True
        if token.tongues[:1] in _HEAD_FIRST and token.folded.endswith(_INFINITIVE[token.tongues[0]]):
            return False  # "mettre des candidatures anonymisées"
        stop = any(token.folded in stops_of(one) for one in token.tongues) if token.tongues else is_stop(token.folded)
        return len(token.folded) > 1 and not stop and token not in _ARTICLES and place not in self.helping

    def _behind(self) -> _Named | None:
        """What stands right behind it; a thing without words where a word for all of it does."""
        at, is_told = self.match.last, False
        while self._is_open(at) and (self.tokens[at] in _SELF or (at in self.helping and self._is_plain(at))):
            is_told, at = is_told or self.tokens[at] in _SELF, at + 1  # "geschwärzt habe ich das Logo"
        if not self._is_open(at) or (at > self.match.last and not is_told):
            return None
        first, bare = at, True
        while self._is_open(at) and (self.tokens[at] in _ARTICLES or self._says_all(at)) and not self._is_content(at):
            bare, at = False, at + 1
        if first == at and self.tokens[at] in _AGAIN:
            return _Named()
        if not self._is_open(at) or not self._is_content(at):
            return _Named() if at > first and any(self._says_all(p) for p in range(first, at)) else None
        if bare and self.tokens[at].tongues[:1] in _HEAD_FIRST:
            return None  # "la facture anonymisée" has its thing before it
        rows: list[list[int]] = [[]]
        while self._is_open(at) and (self._is_content(at) or self.tokens[at] in _LINKS or self.tokens[at] in _ARTICLES):
            if self._is_content(at):
                rows[-1].append(at)
            elif rows[-1]:
                rows.append([])
            at += 1
        return _Named(tuple(rows[0]), tuple(p for row in rows[1:] for p in row), bare)

    def _is_plain(self, place: int) -> bool:
        return self.tokens[place] not in _AND and self.tokens[place] not in _ARTICLES

    def _is_open(self, place: int) -> bool:
        """Whether a phrase that begins right behind it goes on to that place."""
        return place < len(self.tokens) and not self.tokens[place].breaks and place not in self.meant.tools

    def _before(self) -> _Named | None:
        """What stands nearest before it."""
        at = self.match.first - 1
        while at >= 0 and not self._is_content(at):
            token = self.tokens[at]
            linked = at > 0 and self.tokens[at - 1] in _LINKS
            if self.tokens[at + 1].breaks and not self._goes_over(at + 1):
                return None
            if at in self.meant.tools or token in _IF or (token in _AGAIN and not linked and not self._is_relative(at)):
                return None
            at -= 1
        if at < 0 or (self.tokens[at + 1].breaks and not self._goes_over(at + 1)):
            return None
        return self._collected(self._beyond_aside(at))

    def _goes_over(self, place: int) -> bool:
        """Whether what begins there tells of the thing before the comma: "the logo, which is blacked out", "das Logo, auf der
        Rechnung, ist geschwärzt"."""
        if self.match.first == place:
            return False
        first = self.tokens[place]
        return first.sentence == self.tokens[place - 1].sentence and (first in _RELATIVE or place in self.helping)

    def _is_relative(self, place: int) -> bool:
        return self.tokens[place] in _RELATIVE and place > 0 and (self.tokens[place].breaks or self._is_content(place - 1))

    def _beyond_aside(self, at: int) -> int:
        """Without a clause between commas that only tells of the thing before it: "das Logo, das oben steht, ist geschwärzt"."""
        first = at
        while first > 0 and not self.tokens[first].breaks:
            first -= 1
        aside = self.tokens[first] in _RELATIVE or self.tokens[first] in _LINKS
        same = first > 0 and self.tokens[first - 1].sentence == self.tokens[at].sentence
        over = any(self.tokens[p].breaks for p in range(at + 1, self.match.first + 1))
        return first - 1 if aside and same and over and self._is_content(first - 1) else at

    def _collected(self, at: int) -> _Named:
        """The thing whose last word stands there, with what it is of."""
        heads: list[list[int]] = [[]]
        strictly, bare = False, True
        while at >= 0:
            token = self.tokens[at]
            if self._is_content(at):
                heads[-1].insert(0, at)
            elif token in _LINKS and heads[-1]:
                heads.append([])
            elif token in _ARTICLES or self._says_all(at):
                bare = False
                german = token.folded in _GENITIVE and token.tongues[:1] == ("de",)
                genitive = german and at > 0 and not token.breaks and self._is_content(at - 1)
                if genitive:
                    heads.append([])
                    strictly = True
                elif at == 0 or token.breaks or self.tokens[at - 1] not in _LINKS:
                    break
            elif token.folded not in _HOW:
                break
            if token.breaks or _PLUS in token.gap:
                break
            at -= 1
        held = [head for head in heads if head]
        wider = self._antecedent(at)
        held += [wider] if wider else []
        return _Named(tuple(held[-1]), tuple(p for head in held[:-1] for p in head), bare, strictly)

    def _antecedent(self, at: int) -> list[int]:
        """The thing that a clause without a comma tells of: "the logo that is on the invoice"."""
        while at > 0 and not self.tokens[at].breaks:
            if self.tokens[at] in _RELATIVE and self._is_content(at - 1):
                return [at - 1]
            at -= 1
        return []
