"""Pieces of data go in, the same without what is only a subject come out: an illness on a poster."""

from __future__ import annotations

from bot.reading.data import Piece
from bot.reading.entries import Match
from bot.reading.small import small
from bot.reading.text import POSSESSIVE, Token

_TOPICS = small("topic_kinds")
"""Kinds that are about anybody where nobody in particular is meant."""
_REACH = 5
"""Words between a public thing and what it is about."""
_LINKS = small("about")
_OWN = small("somebodys")
_SOMEBODY = small("somebody_before")
_BETWEEN = small("topic_links")


def without_topics(tokens: tuple[Token, ...], pieces: list[Piece], matches: list[Match]) -> list[Piece]:
    """A word for an illness, a treatment or a faith names what a public thing is about: "a flyer about the flu shot",
    "the flu clinic leaflet". Never where anybody in particular may have it: a person, whose it is, or more data stands in the
    same sentence."""
    people = {tokens[m.first].sentence for m in matches if m.entry.slot == "part" and tokens[m.first].own}
    kept = []
    for piece in pieces:
        if piece.kind not in _TOPICS or not piece.own or tokens[piece.first].sentence in people:
            kept.append(piece)
            continue
        here = [p for p in pieces if tokens[p.first].sentence == tokens[piece.first].sentence and p.own]
        told = [p for p in here if _is_public(p) and _is_topic_of(tokens, piece, p)]
        others = [p for p in here if not _is_public(p) and p.kind not in _TOPICS]
        somebodys = told and (_is_somebodys(tokens, told[-1].last) or _is_called(tokens, min(piece.first, told[-1].first)))
        if not told or others or somebodys:
            kept.append(piece)
    return kept


def _is_topic_of(tokens: tuple[Token, ...], piece: Piece, public: Piece) -> bool:
    if public.last <= piece.first:
        return _is_about(tokens, public.last, piece.first)
    between = tokens[piece.last : public.first]
    if public.first < piece.last or public.is_class or any(t.breaks for t in (*between, tokens[public.first])):
        return False
    return all(token.folded in _BETWEEN for token in between)  # nothing else: "the lab results behind our leaflet" are data


def _is_called(tokens: tuple[Token, ...], first: int) -> bool:
    """Whether it is said whose it is right before it: "her depression leaflet" may be what she wrote of herself."""
    if not first or tokens[first].breaks:
        return False
    return tokens[first - 1].folded in _SOMEBODY or bool(POSSESSIVE.search(tokens[first - 1].text))


def _is_public(piece: Piece) -> bool:
    return piece.grounded and not piece.sensitivity


def _is_about(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Whether words lead from a thing to what it is about; also "public measles page"."""
    between = tokens[first:last]
    if last - first > _REACH or any(t.breaks for t in tokens[first : last + 1]):
        return False
    return not between or any(t.folded in _LINKS for t in between)


def _is_somebodys(tokens: tuple[Token, ...], first: int) -> bool:
    rest = [t for t in tokens[first:] if t.sentence == tokens[first].sentence] if first < len(tokens) else []
    return any(t.folded in _OWN or POSSESSIVE.search(t.text) or t.text.startswith("[") for t in rest)
