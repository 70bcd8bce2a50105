"""Places of words go in, phrases come out; and the numbers that stand around a class with a number."""

from __future__ import annotations

from bot.reading.data import Piece
from bot.reading.text import Token


def ranged(tokens: tuple[Token, ...], piece: Piece, beyond: frozenset[str]) -> set[int]:
    """The numbers around a class with a number: "level 1-3", "levels 2 and 3", "above level 1", "L2+"."""
    if not piece.is_class or not any(c.isdigit() for t in tokens[piece.first : piece.last] for c in t.folded):
        return set()
    found = {p for p in range(max(0, piece.first - 2), piece.first) if tokens[p].folded in beyond}
    after = range(piece.last, min(len(tokens), piece.last + 3))
    found |= {p for p in after if tokens[p].folded.isdigit() or tokens[p].folded in beyond}
    if piece.last < len(tokens) and tokens[piece.last].gap.startswith("+"):
        found.add(piece.last - 1)
    return found


def phrases_at(tokens: tuple[Token, ...], places: set[int]) -> tuple[str, ...]:
    """The words at some places, those side by side as one phrase."""
    spans: list[list[int]] = []
    for place in sorted(places):
        if spans and spans[-1][-1] == place - 1 and not tokens[place].breaks:
            spans[-1].append(place)
        else:
            spans.append([place])
    return tuple(dict.fromkeys(" ".join(tokens[p].text for p in span) for span in spans))
