"""A message and one condition's parts go in; which of them the message says hold, and which it says do not, comes out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from bot.reading.conditions.parts import Asked, Part, amounts, stems
from bot.reading.tools.switches import values_at
from bot.reading.words.cues import REMOVALS, Cues
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_BEFORE, _AFTER, _NEAR = 5, 4, 8
"""Words that a negation may stand before or after what it denies, and a promise near it."""
_BUT = small("but", "or")
_OR_WHY = small("or", "why")
_FOLLOWS, _TO_COME = Spoken("to_follow"), Spoken("to_come")
_LONG = 5
"""Letters of a word that may begin a compound."""
Partly = Mapping[frozenset[int], frozenset[int]]
"""Places of what was done to a part alone -> of that part."""
NONE: Partly = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Told:
    """What was said of one condition."""

    met: bool
    unmet: bool
    places: frozenset[int]
    """Places of words that say so."""
    by_name: bool = False
    """The words that stand for the condition say that it is not met, and not a number or what the asker does."""


class Statement:
    """One message, made ready for all conditions."""

    def __init__(
        self,
        tokens: tuple[Token, ...],
        cues: Cues,
        data: set[int],
        languages: tuple[str, ...],
        partly: Partly = NONE,
    ) -> None:
        self.tokens, self.cues, self.data, self.partly = tokens, cues, data, partly
        self.stems = [stems(token, languages) for token in tokens]
        self.negations = [m for m in (*cues.of("read.negation"), *cues.of("fact.denied")) if not self._is_idle(m.first)]
        self.negations += cues.without()
        self.unclaimed = cues.unclaimed
        self.values = {name: values_at(tokens, cues.places(name)) for name in ("read.value_on", "read.value_off")}
        self.negations = [m for m in self.negations if m.first not in self.values["read.value_off"]]
        switches = cues.places("read.on", "read.off")
        self.later = [*cues.of("read.pending"), *cues.of("fact.later"), *cues.of("approval.unmet")]
        self.later = [m for m in self.later if m.last - 1 not in switches]
        self.removals = [m for n in REMOVALS for m in cues.of(n)]
        asking = [m.first for m in (*cues.of("read.need"), *cues.of("read.explain"), *cues.of("fact.asking"))]
        self.asked = {tokens[place].sentence for place in asking}
        self.amounts = [a for a in amounts(tokens, cues, languages[0]) if tokens[a[0]].own]
        claimed = {tokens[m.first].clause for name in ("approval.met", "read.claim") for m in cues.of(name)}
        self.put = {
            p for m in cues.of("read.may") for p in range(m.last, len(tokens)) if tokens[p].clause == tokens[m.first].clause
        }
        self.put = {p for p in self.put if tokens[p].clause not in claimed}
        """Places of what it is asked whether it may go in: that names a thing, and says of it that it is there no more."""
        self.said: dict[str, list[int]] = {}
        """A stem -> where the asker's own words say it of something, in order."""
        for place, token in enumerate(tokens):
            if token.own and place not in data and token.sentence not in self.asked and place not in self.unclaimed:
                for one in self.stems[place]:
                    self.said.setdefault(one, []).append(place)

    def _is_idle(self, place: int) -> bool:
        """Whether a not denies nothing: "why not", "or not"."""
        before = self.tokens[place - 1].folded if place else ""
        return before in _OR_WHY

    def of(self, asked: Asked, concepts: frozenset[str], general: bool = False) -> Told:
        """What it says of a condition. ``concepts``: word lists that the condition is about as well; ``general``: it is a duty of
        all, and who speaks of what must never be says nothing of having done it."""
        hits = [[] if general and part.is_absent and not part.is_switch else self._hits(part) for part in asked.parts]
        elsewhere = self._elsewhere(asked)
        hits = [[place for place in held if place not in elsewhere] for held in hits]
        denied = {p for part, held in zip(asked.parts, hits, strict=True) for p in held if self._fails(part, p)}
        spoken = {p for held in hits for p in held}
        about = spoken | {m.first for name in concepts for m in self.cues.of(name) if not {m.first} <= self.data}
        late = {p for p in about if self._is_late(p, asked) and self.tokens[p].sentence not in self.asked}
        unmet = bool(denied or late) or self._breaks(asked) or self._undone(asked)
        pairs = list(zip(asked.parts, hits, strict=True))
        each = bool(pairs) and all(any(self._holds(part, p) and p not in self.put for p in held) for part, held in pairs)
        limits = self._tells_numbers(asked)
        there = all(self.cues.has(mark) for mark in asked.marks & {"fact.together", "fact.deleted"})
        told_of = each and limits and there and not unmet and not self.cues.has("fact.elsewhere")
        met = told_of and self._tells_all(asked) and all(any(not self._follows(p, part) for p in held) for part, held in pairs)
        told = denied | late | (spoken if told_of or unmet else set())
        return Told(met, unmet, self._around(told, asked), bool(denied or late & spoken or self._is_too_few(asked)))

    def _tells_all(self, asked: Asked) -> bool:
        """Whether it speaks of each thing that the condition asks for in everyday words besides, and none is still to follow: who
        says that the DPA names a vendor has not said that the ticket's number is in the session."""
        own = [p for p, t in enumerate(self.tokens) if t.own and t.sentence not in self.asked and p not in self.unclaimed]
        held = ([p for p in own if any(self._is_one_of(word, loose) for word in self.stems[p])] for loose in asked.loose)
        return all(any(not self._follows(p) and not self._is_denied(p) for p in places) for places in held)

    def _tells_numbers(self, asked: Asked) -> bool:
        """Whether for each limit a number is told that keeps to it."""
        return all(any(unit == limit.unit and limit.holds(n) for _, n, unit in self.amounts) for limit in asked.limits)

    @staticmethod
    def _is_one_of(word: str, loose: frozenset[str]) -> bool:
        """Whether a word is one of some, or begins as a compound of one: "Ticketnummer"."""
        return word in loose or any(len(one) >= _LONG and word.startswith(one) for one in loose)

    def _follows(self, place: int, part: Part | None = None) -> bool:
        """Whether its clause says that it is still to come: "the number follows", "logging I'll switch off later"."""
        here = [token for token in self.tokens if token.clause == self.tokens[place].clause and token.own]
        to_do = part is None or part.is_switch or part.is_switched_on
        return any(t in _FOLLOWS or (to_do and t in _TO_COME) for t in here)

    def _elsewhere(self, asked: Asked) -> set[int]:
        """Places of what was done to a part alone for which the condition has no word."""
        deeds = (deed for deed, part in self.partly.items() if any(not self.stems[place] & asked.words for place in part))
        return set().union(*deeds)

    def speaks_of(self, asked: Asked, concepts: frozenset[str]) -> bool:
        """Whether it names what the condition names beside ``concepts`` (who agrees, what is signed); if that is nothing: yes."""
        if self.cues.places(*concepts) & self._elsewhere(asked):
            return False
        common = self.cues.places(*concepts)
        own = [part for part in asked.parts if part.anchors]
        if not self._tells_all(asked) or not self._tells_numbers(asked):
            return False
        return not asked.party or any(p not in common for part in own for p in self._places(part))

    def places_of_needed(self, asked: Asked) -> set[int]:
        """Where it speaks of what a condition wants to be there, or to be done."""
        needed = (part for part in asked.parts if not (part.is_absent or part.is_taken_out or part.is_switch))
        return {place for part in needed for place in self._places(part)}

    def _hits(self, part: Part) -> list[int]:
        """Where the message speaks of a part. Of what must not be there, one word of several says too little."""
        found = self._places(part)
        singles = sum(len(anchor) == 1 for anchor in part.anchors)
        few = part.is_absent and not part.is_switch and singles > 1 and len({self.tokens[p].folded for p in found}) < 2
        return [] if few else found

    def _places(self, part: Part) -> list[int]:
        found: set[int] = set()
        for anchor in part.anchors:
            begins = {place for one in anchor[0] for place in self.said.get(one, ())} if anchor else ()
            found.update(place for place in begins if place not in found and self._stands(place, anchor))
        return sorted(found)

    def _stands(self, place: int, anchor: tuple[frozenset[str], ...]) -> bool:
        here = self.stems[place : place + len(anchor)]
        return len(here) == len(anchor) and all(one & other for one, other in zip(here, anchor, strict=True))

    def _around(self, told: set[int], asked: Asked) -> frozenset[int]:
        """With the condition's other words in the same clauses: nothing else is read in them."""
        clauses = {self.tokens[p].clause for p in told}
        return frozenset(
            p for p, t in enumerate(self.tokens) if t.clause in clauses and (self.stems[p] & asked.words or t.folded.isdigit())
        )

    def _fails(self, part: Part, place: int) -> bool:
        if part.is_taken_out or part.is_listed:
            return False
        no = self._is_denied(place)
        if part.is_switch:
            return not no and self._near("read.on", place, _AFTER)
        if part.is_switched_on and self._near("read.off", place, _AFTER):
            return not no
        return not no and not self._is_late(place, Asked()) if part.is_absent else no

    def _holds(self, part: Part, place: int) -> bool:
        no = self._is_denied(place)
        if part.is_switch:
            return no or self._near("read.off", place, _AFTER)
        if part.is_switched_on:
            return no == self._near("read.off", place, _AFTER)
        return no if part.is_absent else not no

    def _is_denied(self, place: int) -> bool:
        clause = self.tokens[place].clause
        for cue in self.negations:
            if self.tokens[cue.first].clause != clause:
                continue
            between = self.tokens[min(cue.last, place) : max(cue.first, place)]
            if any(t.folded in _BUT for t in between):
                continue
            if 0 <= place - cue.last < _BEFORE or 0 < cue.first - place <= _AFTER:
                return True
        return False

    def _is_late(self, place: int, asked: Asked) -> bool:
        sentence = self.tokens[place].sentence
        late = list(self.later)
        if "fact.first" in asked.marks:
            late += self.cues.of("fact.afterwards")
        return any(self.tokens[m.first].sentence == sentence and abs(m.first - place) <= _NEAR for m in late)

    def _near(self, name: str, place: int, reach: int) -> bool:
        clause, sentence = self.tokens[place].clause, self.tokens[place].sentence
        values = self.values.get(name.replace("read.", "read.value_"), set())
        if any(0 < p - place <= reach and self.tokens[p].sentence == sentence for p in values):
            return True
        return any(self.tokens[m.first].clause == clause and abs(m.first - place) <= reach for m in self.cues.of(name))

    def _breaks(self, asked: Asked) -> bool:
        """Whether a number that was told is beyond a limit."""
        ago = self.cues.of("limit.ago")
        for place, number, unit in self.amounts:
            when = unit == "time" and any(m.last == place or 0 <= m.first - place <= 3 for m in ago)
            if when or self.tokens[place].sentence in self.asked:
                continue
            if any(unit == limit.unit and not limit.holds(number) for limit in asked.limits):
                return True
        return False

    def _is_too_few(self, asked: Asked) -> bool:
        """Fewer people or rows than the condition wants: nobody says that of other data."""
        least = tuple(limit for limit in asked.limits if limit.least and limit.unit != "time")
        return bool(least) and self._breaks(replace(asked, limits=least))

    def _undone(self, asked: Asked) -> bool:
        """What the asker does, or is, against what is asked: alone, on an own machine, keeps it, leaves it in."""
        against = [("fact.together", "fact.alone"), ("fact.managed", "fact.own_device"), ("fact.insiders", "fact.outsiders")]
        if "fact.deleted" in asked.marks and not any(limit.unit == "time" for limit in asked.limits):
            against.append(("fact.deleted", "fact.kept"))
        if any(mark in asked.marks and self._says(cue) for mark, cue in against):
            return True
        pairs = self.cues.of("fact.together") if "fact.together" in asked.marks else []
        if any(self._is_denied(m.first) and self.tokens[m.first].sentence not in self.asked for m in pairs):
            return True
        gone = {self.tokens[m.first].clause for m in self.removals}
        if self.cues.has("fact.swapped"):
            return False
        if "fact.names" in asked.marks and self._says("fact.named", gone):
            return True
        return any(part.is_taken_out for part in asked.parts) and self._says("fact.still_in", gone)

    def _says(self, name: str, but: set[int] | None = None) -> bool:
        """Whether a list's words stand in a sentence that asks nothing, in another clause than ``but``."""
        said = [self.tokens[m.first] for m in self.cues.of(name)]
        return any(t.sentence not in self.asked and t.clause not in (but or ()) for t in said)
