"""One sentence of a policy goes in; the deeds that it asks of everybody come out: checking, a course, a word of it."""

from __future__ import annotations

from collections.abc import Callable

from bot.policy.world import Catalog
from bot.reading.words.cues import Cues
from bot.reading.words.lexicon import catalog_index
from bot.text.entries import Match
from bot.text.spans import overlap
from bot.text.tokens import Token, tokens_of

_DEED, _COURSE = "deed.", "deed.course"
_BEFORE, _AFTER, _NEAR = 7, 4, 8
"""Words that a denial may stand before or after the word for a deed, and between that word and what it is done to."""
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
        self.named = {name for name in every if name.count(".") == 1}
        self.paired = {name: tuple(f"{name}.{part}" for part in ("of", "by") if f"{name}.{part}" in every) for name in self.named}

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

    @staticmethod
    def _beside(tokens: tuple[Token, ...], match: Match, cues: Cues, ways: tuple[str, ...]) -> bool:
        beside = (m for name in ways for m in cues.of(name) if not overlap(m, match))
        return any(
            tokens[m.first].sentence == tokens[match.first].sentence and max(m.first - match.last, match.first - m.last) <= _NEAR
            for m in beside
        )


def _is_denied(tokens: tuple[Token, ...], match: Match, denials: list[Match]) -> bool:
    """Whether a denial stands in the clause, not far before the word or close behind it."""
    return any(
        tokens[no.first].clause == tokens[match.first].clause
        and (0 <= match.first - no.first <= _BEFORE or 0 <= no.first - match.last <= _AFTER)
        for no in denials
    )
