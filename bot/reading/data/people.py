"""Words for people go in, the places where they are data about people come out: "customer letters", "a report about a pupil"."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.data.asides import FOR
from bot.reading.data.bearing import names_borne
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, told_kind
from bot.tongue.small import small
from bot.tongue.text import Token

_PERSON_NAME = "person-name"
"""The kind of people's names."""
_BEHIND = ("fr", "es")
"""Languages where who a list is about stands right behind it: "fiches usagers"."""
_ABOUT = 3
"""Words from "about" to the people."""
_HOLDERS = tuple(small("data_head"))


def named(tokens: tuple[Token, ...], cues: Cues, busy: set[int]) -> list[Match]:
    """People's names that a thing bears are data about people, whatever the thing is."""
    entry = told_kind(_PERSON_NAME)
    return [Match(place, place + 1, entry, "name") for place in names_borne(tokens, cues) if place not in busy]


class People:
    """Tells people that data is about from those who ask, use a tool or get something."""

    def __init__(self, catalog: Catalog, containers: frozenset[str]) -> None:
        self.kinds, self.containers = catalog.kinds, containers

    def told(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, busy: set[int]) -> list[Match]:
        """Words for people where a thing is of them or about them."""
        about = {m.last - 1 for m in cues.of("read.about")}
        found: list[Match] = []
        for match in self._spoken(matches, cues):
            if match.first in busy:
                continue
            holds = self._is_thing(tokens, match.last, busy) and not tokens[match.last].breaks
            held = cues.language in _BEHIND and self._is_thing(tokens, match.first - 1, busy) and not tokens[match.first].breaks
            told = any(place in about for place in range(max(0, match.first - _ABOUT), match.first))
            if holds or told or held or self._is_within(tokens, match):
                found.append(Match(match.first, match.last + holds, match.entry, match.via))
        return found

    def alone(self, tokens: tuple[Token, ...], matches: list[Match], cues: Cues, busy: set[int]) -> list[Match]:
        """Where no data was read at all, words for people are data about them, as a guess: "the weekly talk on our residents".

        Not the people who use the tool, ask, or get something: "may our students use it", "as a teacher", "for a customer".
        """
        who = {place + n for place in cues.places("read.self") for n in range(1, 4)}
        users = {place - n for place in cues.places("read.uses_it") for n in range(1, 4)}
        found: list[Match] = []
        for match in self._spoken(matches, cues):
            served = {tokens[p].folded for p in range(max(0, match.first - 2), match.first)} & FOR
            if match.via != "fuzzy" and not served and tokens[match.first].own and match.first not in busy | who | users:
                found.append(match)
        return found

    def _spoken(self, matches: list[Match], cues: Cues) -> list[Match]:
        """Words for people in a language that is spoken here."""
        return [
            m
            for m in matches
            if m.entry.slot == "part" and m.entry.id in self.kinds and m.entry.language in ("any", cues.language, "en")
        ]

    def _is_within(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """Whether a compound is a thing that holds something about the people before it: "Fahrerdaten", "passagiersgegevens"."""
        word = tokens[match.first].folded
        return match.part and word.endswith(_HOLDERS)

    def _is_thing(self, tokens: tuple[Token, ...], place: int, busy: set[int]) -> bool:
        """Whether there is a list, a letter or the like, that holds something."""
        return 0 <= place < len(tokens) and place not in busy and tokens[place].folded in self.containers
