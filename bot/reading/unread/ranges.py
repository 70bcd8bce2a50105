"""Places of words go in, phrases come out; and the words around a class that make it a range of classes."""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.tongue.small import small
from bot.tongue.text import Token

_NOT = small("not", "no")
"""Behind a class they deny something else: "level 2 is not off limits"."""
_BEFORE, _AFTER = 3, 4
"""Words before and behind a class that may make it a range."""


def ranged(tokens: tuple[Token, ...], piece: Piece, beyond: frozenset[str], graver: frozenset[str]) -> set[int]:
    """The words around a class that say it is not the only one: "level 1-3", "levels 2 and 3", "above level 1", "L2+".

    ``beyond``: words that say so beside a class with a number; ``graver``: beside any class ("darker than amber").
    """
    if not piece.is_class:
        return set()
    numbered = any(c.isdigit() for t in tokens[piece.first : piece.last] for c in t.folded)
    near = range(max(0, piece.first - _BEFORE), min(len(tokens), piece.last + _AFTER))
    around = [p for p in near if tokens[p].sentence == tokens[piece.first].sentence]
    found = {p for p in around if tokens[p].folded in graver and not piece.first <= p < piece.last}
    if numbered:
        close = range(piece.first - _BEFORE, piece.last + _AFTER - 1)
        found |= {p for p in around if p in close and _widens(tokens[p], p >= piece.last, beyond)}
        if piece.last < len(tokens) and tokens[piece.last].gap.startswith("+"):
            found.add(piece.last - 1)
    return found


def _widens(token: Token, behind: bool, beyond: frozenset[str]) -> bool:
    """Whether a word near a class with a number makes it a range. ``behind``: it stands after the class."""
    if behind and token.folded in _NOT:
        return False
    return token.folded in beyond or (behind and token.folded.isdigit())


def phrases_at(tokens: tuple[Token, ...], places: set[int]) -> tuple[str, ...]:
    """The words at some places, those side by side as one phrase."""
    spans: list[list[int]] = []
    for place in sorted(places):
        if spans and spans[-1][-1] == place - 1 and not tokens[place].breaks:
            spans[-1].append(place)
        else:
            spans.append([place])
    return tuple(dict.fromkeys(" ".join(tokens[p].text for p in span) for span in spans))
