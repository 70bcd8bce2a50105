"""Conditions that forbid a use ("the tool does not rank people") and a message go in; those come out that its use breaks."""

from __future__ import annotations

import re
from collections import Counter

from bot.policy.words import Texts
from bot.policy.world import Catalog
from bot.reading.askers.uses import is_said
from bot.reading.words.cues import Cues
from bot.tongue.index import Index
from bot.tongue.small import small
from bot.tongue.text import Token, tokens_of

_PARTS = re.compile(r"[;.:]\s+")
_NOTS, _UNLESS = small("ban_not"), small("ban_unless")
_BEFORE = 2
"""Words that a deed may stand before the not: "KI bewertet keine Bewerber"."""
_MANY = 3
"""Languages of a condition."""
_FEW = 2
"""So many deeds of one use name it without whom they are done to: "does not rank, score, hire or dismiss"."""


class Forbidding:
    """What the conditions of one policy forbid a tool to be used for, in terms of the catalog's uses."""

    def __init__(self, texts: dict[str, Texts], catalog: Catalog, index: Index) -> None:
        self.index = index
        self.uses = sorted({name.split(".")[1] for name in catalog.words if name.startswith("use.")})
        """Every use of the catalog."""
        named = {id_: self._named(said) for id_, said in texts.items()}
        self.bans = {id_: uses for id_, uses in named.items() if uses}

    def _named(self, texts: Texts) -> frozenset[str]:
        """The uses that a text forbids; one that a single one of many languages seems to name is another word there."""
        found = Counter(use for language, text in texts.items() for use in self._named_in(text, language))
        return frozenset(use for use, times in found.items() if times > 1 or len(texts) < _MANY)

    def _named_in(self, text: str, language: str) -> set[str]:
        found = set()
        for part in _PARTS.split(text):
            tokens = tokens_of(part)
            words = [token.folded for token in tokens]
            first = next((place for place, word in enumerate(words) if word in _NOTS), None)
            if first is not None and not any(word in _UNLESS for word in words):
                found |= self._behind(tokens, Cues(tokens, self.index.find(tokens, language), (language,)), first)
        return found

    def _behind(self, tokens: tuple[Token, ...], cues: Cues, first: int) -> set[str]:
        """The uses that are named behind the first not of a part."""
        found = set()
        for use in self.uses:
            said = [m for part in ("", ".topic") for m in cues.of(f"use.{use}{part}") if m.first > first]
            done = [m for part in (".act", ".says", ".topic") for m in cues.of(f"use.{use}{part}") if m.first >= first - _BEFORE]
            deeds = {tokens[m.first].folded for m in done}
            whom = [m for m in cues.of(f"use.{use}.of") if m.first > first]
            if said or (deeds and whom) or len(deeds) >= _FEW:
                found.add(use)
        return found

    def broken(self, tokens: tuple[Token, ...], cues: Cues, carried: frozenset[str]) -> frozenset[str]:
        """The conditions that forbid what the asker has in mind. ``carried``: uses of which the thread has named whom."""
        said = {use for use in frozenset().union(*self.bans.values()) if is_said(tokens, cues, use, carried)}
        return frozenset(id_ for id_, uses in self.bans.items() if uses & said)
