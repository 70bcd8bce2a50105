"""Words by which the policy tells one row go in, the rows that a word for a tool beside them means come out: "the chat behind
Okta", "le truc au sous-sol", "the seal one"."""

from __future__ import annotations

from collections.abc import Mapping

from bot.policy.vocabulary import ToolTerms
from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.text.entries import Match
from bot.text.index import Index
from bot.text.small import small
from bot.text.spans import places_of
from bot.text.tokens import SPOKEN, Token, quote_of, words_of

_MARK = "small.mark_"
_THINGS, _LINKS = small("told_thing", "gadget", "gadget_vague"), small("told_link")
_ANYBODYS = small("my", "anybodys")
_REACH = 5
"""Words between the word for a tool and what it is told by."""
_BEFORE = 2
"""Words before the tool that say whose it is."""


class ToldBy:
    """What the rows of one policy are told by, in the policy's words and those of other languages for the same mark."""

    def __init__(self, catalog: Catalog, index: Index, terms: Mapping[str, ToolTerms]) -> None:
        self.index = index
        marks = [
            frozenset(word for words in catalog.words[name].values() for word in words)
            for name in catalog.words
            if name.startswith(_MARK)
        ]
        self.marks = frozenset(word for mark in marks for word in mark)
        found: dict[str, set[str]] = {}
        for row in terms.values():
            for phrase in row.told_by:
                for word in words_of(phrase):
                    for form in (word, *(w for mark in marks if word in mark for w in mark)):
                        found.setdefault(form, set()).add(row.id)
        self.rows = {word: frozenset(rows) for word, rows in found.items()}

    def named(self, tokens: tuple[Token, ...], matches: list[Match]) -> Named | None:
        """The rows that a word for a tool means by what stands beside it; all of them where the words disagree."""
        data = places_of(m for m in matches if m.entry.slot == "data" and m.via != "fuzzy")
        told = self.told(tokens)
        things = frozenset(p for p, token in enumerate(tokens) if token.own and token.folded in _THINGS) if told else frozenset()
        spans = [(place, thing) for place in told if (thing := self._beside(tokens, place, things, told)) >= 0]
        if not spans or set(told) & data:
            return None
        first, last = min(min(span) for span in spans), max(max(span) for span in spans) + 1
        if any(t.folded in _ANYBODYS for t in tokens[max(0, first - _BEFORE) : last]):
            return None
        rows = frozenset(row for rows in told.values() for row in rows)
        return Named(first, last, rows=rows, quote=quote_of(tokens, first, last), via="alias", is_kind=True)

    def places(self, named: Named, tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
        """Where the marks stand that are beside the name of a tool."""
        told, here = self.told(tokens), frozenset(range(named.first, min(named.last, len(tokens))))
        return [(place, place + 1) for place in told if self._beside(tokens, place, here, told) >= 0]

    def of(self, named: Named, tokens: tuple[Token, ...]) -> frozenset[str]:
        """The rows that stand beside the name of a tool ("Copilot with the seal"); none where words disagree."""
        told = self.told(tokens)
        here = frozenset(range(named.first, min(named.last, len(tokens))))
        around = tokens[max(0, named.first - _BEFORE) : named.first]
        if not told or not here or any(t.folded in _ANYBODYS for t in around):
            return frozenset()
        beside = [rows for place, rows in told.items() if self._beside(tokens, place, here, told) >= 0]
        return frozenset.intersection(*told.values()) if beside else frozenset()

    def told(self, tokens: tuple[Token, ...]) -> dict[int, frozenset[str]]:
        """The places of words that tell rows, in this form or as one more than one."""
        said = {p: (token.folded, token.folded.removesuffix("s")) for p, token in enumerate(tokens) if token.own and self.rows}
        return {p: self.rows[form] for p, forms in said.items() for form in forms[-1:] + forms[:1] if form in self.rows}

    def _beside(self, tokens: tuple[Token, ...], place: int, things: frozenset[int], told: Mapping[int, frozenset[str]]) -> int:
        """Where the word for the tool stands: right behind what tells it, or before it with only small words between."""
        if place + 1 in things and not tokens[place + 1].breaks:
            return place + 1
        for at in range(place - 1, max(-1, place - _REACH - 2), -1):
            if tokens[at + 1].breaks or not tokens[at].own:
                return -1
            if at in things:
                return at if self._ends(tokens, place) else -1
            if tokens[at].folded not in _LINKS and at not in told:
                return -1
        return -1

    def _ends(self, tokens: tuple[Token, ...], place: int) -> bool:
        """Whether the name or mark ends here: "the bot in the basement", and not "the bot in the basement archive"."""
        if place + 1 >= len(tokens) or tokens[place + 1].breaks:
            return True
        after = tokens[place + 1].folded
        return after in _LINKS | _THINGS | self.marks or any(self.index.is_listed(after, lang) for lang in SPOKEN)
