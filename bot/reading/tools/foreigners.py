"""Words beside a tool's name in; whether they say that another organisation has it out: "from our partner university"."""

from __future__ import annotations

from bot.policy.world import Catalog
from bot.reading.tools.named import Named
from bot.reading.words.lists import all_words
from bot.tongue.small import Spoken, small
from bot.tongue.text import POSSESSIVE, Token, fold, words_of

_ARTICLE = small("article", "my")
_OWNED = Spoken("owned_by")
_RELATIVE = Spoken("owned_relative")
_PARTIES = small("other_party")
_THERE, _TOO = Spoken("there"), Spoken("too")
_THEIR = Spoken("their")
_SELF, _ASKS = Spoken("self"), Spoken("asks_may")
_BESIDE = 3
"""Words between "there" and "too", and from "I" to "there"."""
_REACH = 5
"""Words behind a tool's name in which its owner is named."""


class Foreigners:
    """Knows who another organisation is: "a supplier", "the other hospital", "my old school"."""

    def __init__(self, catalog: Catalog) -> None:
        self.houses = {
            fold(word)
            for name in ("organisation", "any_organisation", "employer")
            for word in all_words(catalog, f"maker.{name}")
        }
        self.others = {words_of(phrase) for phrase in all_words(catalog, "maker.other")}

    def have(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """Whether they are said to have the tool: right behind its name, or before it in the genitive."""
        if not named.first < named.last <= len(tokens) or not tokens[named.first].own:
            return False
        told = self._behind(tokens, named) or self._before(tokens, named) or self._there_too(tokens, named)
        return told or _is_theirs(tokens, named)

    def _behind(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """ "Of the client", "from another university", "that the supplier pays for"."""
        clause, at = tokens[named.last - 1].clause, named.last
        words = [t for t in tokens[at : at + _REACH] if t.clause == clause and t.own]
        if not words or words[0].breaks or not (words[0] in _OWNED or words[0] in _RELATIVE):
            return False
        return self._is_other([t.folded for t in words[1:]], whole=False)

    def _before(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """ "Our client's Copilot", "the other department's Copilot"."""
        at = named.first - 1
        if at < 1 or not tokens[at].own or tokens[named.first].breaks or not POSSESSIVE.search(tokens[at].text):
            return False
        bare = fold(POSSESSIVE.sub("", tokens[at].text))
        before = [t.folded for t in tokens[max(0, at - 3) : at] if t.sentence == tokens[at].sentence]
        starts = range(len(before) + 1)
        return any(self._is_other([*before[first:], bare], whole=True) for first in starts)

    def _there_too(self, tokens: tuple[Token, ...], named: Named) -> bool:
        """ "The state university's ChatGPT, I teach there too": a house where the asker is as well is not this one."""
        there = [p for p in range(named.last, len(tokens)) if tokens[p] in _THERE and _is_told_of_self(tokens, p)]
        beside = [t for at in there for t in tokens[max(named.last, at - _BESIDE) : at + _BESIDE]]
        if not any(token in _TOO for token in beside):
            return False
        owner = tokens[max(0, named.first - 1) : named.first]
        behind = tokens[named.last : named.last + _REACH]
        if behind and behind[0] in _OWNED and not behind[0].breaks:
            return any(token.folded in self.houses for token in behind if token.clause == behind[0].clause)
        return any(POSSESSIVE.search(t.text) and fold(POSSESSIVE.sub("", t.text)) in self.houses for t in owner)

    def _is_other(self, words: list[str], whole: bool) -> bool:
        """Whether words begin with another organisation: articles, "other" where it is a word for any, and the word. ``whole``:
        and nothing behind it."""
        at = 0
        while at < len(words) and words[at] in _ARTICLE and not self._other_at(words, at):
            at += 1
        size = self._other_at(words, at)
        rest = words[at + size :]
        if not size:
            found = bool(rest) and rest[0] in _PARTIES
            return found and (not whole or len(rest) == 1 or (len(rest) == 2 and rest[1] in self.houses))
        near = rest[:2]
        return any(word in self.houses | _PARTIES for word in (near[-1:] if whole else near)) and (
            not whole or len(rest) <= len(near)
        )

    def _other_at(self, words: list[str], at: int) -> int:
        """How many words of "another" begin here."""
        return max((size for size in (1, 2, 3) if tuple(words[at : at + size]) in self.others), default=0)


def _is_theirs(tokens: tuple[Token, ...], named: Named) -> bool:
    """ "May our supplier use their Copilot": whose it is stands before the name, and the party before that."""
    at = named.first - 1
    if at < 1 or tokens[at] not in _THEIR or tokens[named.first].breaks:
        return False
    return any(t.own and t.folded in _PARTIES and t.sentence == tokens[at].sentence for t in tokens[:at])


def _is_told_of_self(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "I" stands not far before a word, in its clause, and asks for nothing: "may I put it there" does."""
    before = range(max(1, place - _BESIDE), place)
    return any(
        tokens[p] in _SELF and tokens[p].clause == tokens[place].clause and tokens[p - 1] not in _ASKS
        for p in before
        if tokens[p].own
    )
