"""A part of a message goes in; how much of it only says who wants what of a text comes out: "he wants it on one page"."""

from __future__ import annotations

from itertools import pairwise

from bot.tongue.small import Endings, Spoken
from bot.tongue.text import Token

_GIVER, _GIVES, _DETERMINER = Spoken("task_giver"), Spoken("gives_task"), Spoken("my", "ours", "article")
_SELF, _WISH, _TO = Spoken("self"), Spoken("wishes"), Spoken("wishes_to")
_INFINITIVE = Endings("wish_infinitive")
_NEAR = 4
"""Words of a part among which a wish stands."""


def giver_of(tokens: tuple[Token, ...], part: list[int]) -> int:
    """How many words say that somebody gave the task ("my boss asked me", "she wants"); 0 where they do not."""
    at = int(len(part) > 1 and tokens[part[0]] in _DETERMINER)
    is_given = len(part) > at + 1 and tokens[part[at]] in _GIVER and tokens[part[at + 1]] in _GIVES
    return at + 2 if is_given else 0


def wished_in(tokens: tuple[Token, ...], part: list[int]) -> set[int]:
    """Where a verb stands that the asker wants or has to do: "I want to listen to it", "ich will sie aufhängen"."""
    if not part or tokens[part[0]] not in _SELF or not any(tokens[p] in _WISH for p in part[1:_NEAR]):
        return set()
    begun = next(at for at, p in enumerate(part) if at and tokens[p] in _WISH)
    behind = part[begun + 1 :]
    found = {p for at, p in pairwise(behind) if tokens[at] in _TO}
    return found | {p for p in behind if tokens[p] in _INFINITIVE}
