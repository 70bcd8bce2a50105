"""Pieces of data go in, the same without what is only a subject come out: an illness on a poster."""

from __future__ import annotations

from bot.reading.data import Piece
from bot.reading.entries import Match
from bot.reading.small import small
from bot.reading.text import POSSESSIVE, Token

_HEALTH = "health-data"
_REACH = 5
"""Words between a public thing and what it is about."""
_LINKS = small("about")
_OWN = small("somebodys")


def without_topics(tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match]) -> list[Piece]:
    """A word for an illness or a treatment names what a public thing is about: "a flyer about the flu shot". Never where
    anybody in particular may have it: a person, whose it is, or more data stands in the same sentence."""
    people = {tokens[m.first].sentence for m in matches if m.entry.slot == "part" and tokens[m.first].own}
    kept = []
    for piece in pieces:
        if piece.kind != _HEALTH or not piece.own or tokens[piece.first].sentence in people:
            kept.append(piece)
            continue
        here = [p for p in pieces if tokens[p.first].sentence == tokens[piece.first].sentence and p.own]
        told = [p for p in here if _is_public(p) and p.last <= piece.first and _is_about(tokens, p.last, piece.first)]
        others = [p for p in here if not _is_public(p) and p.kind != _HEALTH]
        if not told or others or _is_somebodys(tokens, told[-1].last):
            kept.append(piece)
    return kept


def _is_public(piece: Piece) -> bool:
    return piece.grounded and not piece.sensitivity and (piece.mild or piece.source == "policy")


def _is_about(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether words lead from a thing to what it is about; also "public measles page"."""
    between = tokens[first:last]
    if last - first > _REACH or any(t.breaks for t in tokens[first : last + 1]):
        return False
    return not between or any(t.folded in _LINKS for t in between)


def _is_somebodys(tokens: tuple[Token, ...], first: int) -> bool:
    rest = [t for t in tokens[first:] if t.sentence == tokens[first].sentence] if first < len(tokens) else []
    return any(t.folded in _OWN or POSSESSIVE.search(t.text) or t.text.startswith("[") for t in rest)
