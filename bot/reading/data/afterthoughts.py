"""Words and the data in them go in; the data comes out, as a guess where all of it is only named in passing behind the question.

"May this file go into Claude? PS: lovely weather" asks of the file, and of no weather. Only what is harmless becomes a guess so,
and a guess grounds no allowed.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from bot.reading.data.pieces import Piece
from bot.tongue.small import small
from bot.tongue.text import Token

_POSTSCRIPT = small("postscript")
_POINTING = small("pointing")
_FRAGMENT = 3
"""Words of a sentence that says no more than what the thing is: "the brochure"."""


def with_afterthoughts_guessed(
    tokens: tuple[Token, ...], pieces: list[Piece], tools: list[tuple[int, int]], containers: frozenset[str]
) -> list[Piece]:
    """``tools``: where tools are named; ``containers``: words for what holds data ("file")."""
    passing = _behind_postscript(tokens) | _behind_thing(tokens, pieces, tools, containers)
    is_idle = all(not p.sensitivity and p.source != "policy" and p.first in passing for p in pieces)
    return [replace(piece, grounded=False) for piece in pieces] if is_idle else pieces


def _behind_postscript(tokens: tuple[Token, ...]) -> frozenset[int]:
    """Places behind the first "PS"."""
    first = next((at for at, token in enumerate(tokens) if at and token.breaks and token.folded in _POSTSCRIPT), len(tokens))
    return frozenset(range(first, len(tokens)))


def _behind_thing(
    tokens: tuple[Token, ...], pieces: list[Piece], tools: list[tuple[int, int]], containers: frozenset[str]
) -> frozenset[int]:
    """Places of later sentences that do not say what a thing is that the question points at: "this file"."""
    asked = {tokens[first].sentence for first, last in tools if first < last}
    named = {tokens[piece.first].sentence for piece in pieces}
    pointed = {
        token.sentence
        for token, thing in pairwise(tokens)
        if token.folded in _POINTING and thing.folded in containers and not thing.breaks
    }
    if not asked & pointed - named:
        return frozenset()
    last, found = max(asked), set()
    for number in {token.sentence for token in tokens if token.sentence > last}:
        here = [place for place, token in enumerate(tokens) if token.sentence == number]
        if len(here) > _FRAGMENT and not any(tokens[place].folded in _POINTING for place in here):
            found |= set(here)
    return frozenset(found)
