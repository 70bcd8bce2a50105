"""A message's words go in, the words about AI whose meaning it asks for come out; none where it says anything else beside.

Whoever names data, a tool or a use in the same breath asks for leave, and is ruled. So every word must be one of the question, of
a name or of those that add nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bot.policy.house import Knowledge
from bot.policy.world import Catalog
from bot.text.tokens import POSSESSIVE, Token, fold

_ASKS, _BESIDE = "meaning.asks", "meaning.beside"
_JOINTS = re.compile(r"[^\w]+")
_Phrase = tuple[str, ...]


class Meanings:
    """The catalog's meanings, but for those that are names of this policy's data: a class of its own comes first."""

    def __init__(self, knowledge: Knowledge, catalog: Catalog) -> None:
        own = {
            _cut(label)
            for id_ in (*knowledge.policy.data_types, *knowledge.policy.data_classes)
            for label in knowledge.labels.get(id_, {}).values()
        }
        self.names = {
            name: meaning.id
            for meaning in catalog.meanings.values()
            for names in meaning.names.values()
            for name in map(_cut, names)
            if name not in own
        }
        self.asks, self.beside = (_phrases(catalog, name) for name in (_ASKS, _BESIDE))
        self.longest = max((len(phrase) for phrase in (*self.names, *self.asks, *self.beside)), default=0)

    def asked(self, tokens: Iterable[Token]) -> tuple[str, ...]:
        """Ids of meanings, in the order of the message."""
        said = [word for token in tokens if token.own for word in _cut(_whole(token))]
        found: dict[str, None] = {}
        asks, at = False, 0
        while at < len(said):
            phrase = self._longest_at(said, at)
            if not phrase:
                return ()
            asks = asks or phrase in self.asks
            if phrase in self.names:
                found[self.names[phrase]] = None
            at += len(phrase)
        return tuple(found) if asks else ()

    def _longest_at(self, said: list[str], at: int) -> _Phrase:
        """A name before a phrase that asks, and either before what adds nothing; of each the longest."""
        for known in (self.names, self.asks, self.beside):
            for size in range(self.longest, 0, -1):
                phrase = tuple(said[at : at + size])
                if len(phrase) == size and phrase in known:
                    return phrase
        return ()


def _phrases(catalog: Catalog, name: str) -> frozenset[_Phrase]:
    return frozenset(_cut(phrase) for phrases in catalog.words.get(name, {}).values() for phrase in phrases)


def _whole(token: Token) -> str:
    """A word with what folding takes for the sign of an owner: the "is" of "what's"."""
    return token.text if POSSESSIVE.search(token.text) else token.folded


def _cut(text: str) -> _Phrase:
    """Folded words, cut at hyphens and apostrophes: people set them or not."""
    return tuple(word for word in _JOINTS.split(fold(text)) if word)
