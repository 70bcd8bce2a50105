"""A policy's bans of pictures of somebody go in; where a message is about such pictures, and where only about who would be in
them, comes out.

"Photos of pupils never go in" is no ban of pupils' names, but one of "a class photo with my pupil in it".
"""

from __future__ import annotations

import re
from dataclasses import replace

from bot.policy.house import Knowledge
from bot.policy.words import Effect
from bot.text.entries import Match
from bot.text.index import Index
from bot.text.small import small
from bot.text.tokens import Token, tokens_of, words_of

_PICTURES = small("pictures")
_GENITIVE = small("genitive")
_ELIDED = re.compile(r"\b(d)['’](\w)", re.IGNORECASE)
_PAIR = 3
"""Words of "photos of pupils"."""
_LEAST = 4
"""Letters of a word for pictures that is seen at the end of a longer one: "Klassenfoto"."""


class Pictured:
    """Knows a policy's bans of pictures."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        types, language = knowledge.policy.data_types, knowledge.vocabulary.languages[0]
        held = [terms for id_, terms in knowledge.vocabulary.data.items() if id_ in types and _is_pictures(terms.label)]
        bans = [terms for terms in held if _is_ban(knowledge, terms.id)]
        whose = {terms.id: index.find(tokens_of(_parts(terms.label)[-1]), language) for terms in bans}
        self.bans = {id_: frozenset(m.entry.id for m in found if m.entry.slot == "kind") for id_, found in whose.items()}
        """Id of each ban -> the kinds of data that the people in the pictures are."""

    def names_people_only(self, tokens: tuple[Token, ...], match: Match) -> bool:
        """Whether it is the people of such a ban ("pupils") in a message that speaks of no pictures."""
        return match.entry.id in self.bans and not _has_picture(tokens)

    def also(self, tokens: tuple[Token, ...], matches: list[Match]) -> list[Match]:
        """Such bans where a message speaks of pictures and of their people in other words."""
        if not self.bans or not _has_picture(tokens):
            return []
        said = [m for m in matches if m.entry.slot == "kind"]
        pairs = ((m, id_) for m in said for id_, kinds in self.bans.items() if m.entry.id in kinds)
        return [replace(m, entry=replace(m.entry, slot="data", id=id_, source="policy"), via="example") for m, id_ in pairs]


def _parts(label: str) -> tuple[str, ...]:
    """Words; of French ones what is elided stands alone: "photos d'élèves"."""
    return words_of(_ELIDED.sub(r"\1 \2", label))


def _is_pictures(label: str) -> bool:
    worded = _parts(label)
    return len(worded) == _PAIR and worded[1] in _GENITIVE | {"d"} and worded[0] in _PICTURES


def _is_ban(knowledge: Knowledge, id_: str) -> bool:
    """Whether no cell rules a kind of data, but rules that keep it out."""
    held = knowledge.policy.data_types[id_]
    effects = {rule.effect for rule in knowledge.policy.rules if id_ in rule.data}
    return not held.classes and not held.is_a and effects == {Effect.FORBID}


def _has_picture(tokens: tuple[Token, ...]) -> bool:
    return any(_is_picture(token.folded) for token in tokens)


def _is_picture(word: str) -> bool:
    """By itself, or as a part of a longer word: unread compounds stay pictures, which is the stricter reading."""
    return word in _PICTURES or any(len(one) >= _LEAST and one in word for one in _PICTURES)
