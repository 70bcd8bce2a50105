"""Words that say that a thing is out already go in, with pieces of data; the pieces come out, what is published as such."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from bot.reading.cues import Cues
from bot.reading.data import Piece
from bot.reading.small import Spoken, small
from bot.reading.text import Token

Publishing = Callable[[tuple[Token, ...], int, int], list[Piece]]
"""What the words at some places are where they say that a thing is published: data of the policy's mildest class, or nothing."""
_AT = 3
"""Words between a thing and what says that it is published."""
_LONG = 6
"""Words between a thing and what is said of it behind "that" or a comma."""
_SOON = 4
"""Words behind which it is not yet published ("on our website from next week on")."""
_TURNS = 2
"""Words behind which a verb says that it is still to come ("auf unserer Seite stehen soll")."""
_JOINING = small("joining")
_LINKS = small("out_links")
_RELATIVE = small("out_relative")
_VOID = small("out_void")
_TURN = small("out_turn")
_LATER = small("out_later")
_ALL = small("out_all")
_THINGS = Spoken("publication")
_DOUBTS = small("out_doubt")
_OF = Spoken("bearing_of", "out_about")
_MOST = 2
"""Sensitivity up to which a thing is public by the asker's word that it is out."""


@dataclass(frozen=True, slots=True)
class Claims:
    """``held``: spans of words that say that a thing is published; ``void``: places of those that only seem to."""

    held: tuple[tuple[int, int], ...]
    void: frozenset[int]


def claims_of(tokens: tuple[Token, ...], cues: Cues) -> Claims:
    """A claim is void where it is denied, still to come ("will be on our website"), or an accident ("by mistake", "leaked")."""
    wrong = {tokens[m.first].sentence for m in cues.of("read.out_wrongly")}
    held, void = [], set()
    for match in cues.of("read.published"):
        if tokens[match.first].sentence in wrong or is_to_come(tokens, match.first, match.last):
            void |= set(range(match.first, match.last))
        else:
            held.append((match.first, match.last))
    return Claims(tuple(held), frozenset(void))


def is_to_come(tokens: tuple[Token, ...], first: int, last: int, within: int = _SOON) -> bool:
    """Whether words that say that a thing is out say so of a later day: "will be", "from Monday on", "public next week".
    ``within``: so many words behind them the day is looked for."""
    place = first - 1
    while place >= 0 and not tokens[place + 1].breaks and tokens[place].folded in _LINKS | _VOID:
        if tokens[place].folded in _VOID:
            return True
        place -= 1
    behind = [t.folded for t in tokens[last : last + within] if t.clause == tokens[last - 1].clause]
    return bool(set(behind[:_TURNS]) & _TURN or set(behind) & _LATER)


def things_out(tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, publish: Publishing) -> list[Piece]:
    """With the one thing of the message that is put before the public by its form, where it is said to be out already: "a page
    that is on our site already", "a published guideline", "the annual report? It is online".

    Only where nothing but public data was read beside it, nothing is denied or joined, and no draft is spoken of. Weak: a
    word that nobody read says what it is about, and what holds anything ("the list", "the file") is told by no form.
    """
    doubted = cues.has("read.unpublished") or cues.has("read.negation") or any(t.folded in _DOUBTS for t in tokens)
    things = [place for place, token in enumerate(tokens) if token.own and token in _THINGS]
    if doubted or any(p.own and not p.mild for p in pieces) or len({tokens[place].folded for place in things}) != 1:
        return pieces
    data = {place for piece in pieces for place in range(piece.first, piece.last)}
    for first, last in claims_of(tokens, cues).held:
        behind = any(t.folded in _JOINING or t in _OF for t in tokens[last : last + _AT] if t.clause == tokens[last - 1].clause)
        for place in things:
            if place not in data and (_is_said_of(tokens, place, first, last) and not behind):
                found = publish(tokens, place, place + 1)
                return sorted([*pieces, *(replace(p, is_weak=True) for p in found)], key=lambda piece: (piece.first, piece.last))
    return pieces


def _is_said_of(tokens: tuple[Token, ...], place: int, first: int, last: int) -> bool:
    """Whether words that say that something is out say it of the thing at a place: right behind or before it, or alone."""
    if last == place and not tokens[place].breaks:
        after = tokens[place + 1] if place + 1 < len(tokens) and not tokens[place + 1].breaks else None
        return after is None or after not in _OF
    if place < first and _is_linked(tokens, place + 1, first):
        return True
    sentence = [p for p, token in enumerate(tokens) if token.sentence == tokens[first].sentence]
    alone = all(first <= p < last or tokens[p].folded in _LINKS for p in sentence)
    return alone and place < first and tokens[place].sentence == tokens[first].sentence - 1


def without_published(tokens: tuple[Token, ...], kept: list[Piece], published: set[int]) -> list[Piece]:
    """Without what is called public right beside it, where the words that say so are data of the policy themselves."""
    kept = [p for p in kept if not _is_published(tokens, p, published, kept)]
    return [p for p in kept if not _is_called_public(p, kept)]


def made_public(tokens: tuple[Token, ...], kept: list[Piece], claims: Claims, publish: Publishing) -> list[Piece]:
    """What is said to be out already is published data: "the price list that is on our site already", "everything is".

    Never data about people, whatever a person says of it, nor what is more sensitive than business usually is, nor what nobody
    read: "the brief that is online already" may be a paper that stays out of every tool.
    """
    found = list(kept)
    for first, last in claims.held:
        public = publish(tokens, first, last)
        covered = [p for p in found if _is_meant(tokens, p, first)]
        if not covered and _is_of_all(tokens, first):
            covered = [p for p in found if p.own and not p.mild]
        if public and covered and all(_may_be_public(p) for p in covered):
            found = [p for p in found if p not in covered] + public
    return sorted(found, key=lambda piece: (piece.first, piece.last))


def _may_be_public(piece: Piece) -> bool:
    return piece.own and not piece.is_class and not piece.personal and piece.sensitivity <= _MOST


def _is_meant(tokens: tuple[Token, ...], piece: Piece, first: int) -> bool:
    """Whether only words that link stand between a thing and what is said of it: "the list that is already ..."."""
    return not piece.mild and _is_linked(tokens, piece.last, first)


def _is_linked(tokens: tuple[Token, ...], last: int, first: int) -> bool:
    """Whether nothing but links stands between a thing that ends at ``last`` and the words at ``first`` that say it is out."""
    between = range(last, first)
    if last > first or len(between) > _LONG or any(tokens[p].folded not in _LINKS for p in between):
        return False
    breaks = [p for p in (*between, first) if tokens[p].breaks or "(" in tokens[p].gap]
    return all(p == last and (tokens[p].gap == " (" or tokens[p].folded in _RELATIVE) for p in breaks)


def _is_of_all(tokens: tuple[Token, ...], first: int) -> bool:
    """ "Everything is already on our website": said of all that is used."""
    clause = [p for p in range(first) if tokens[p].clause == tokens[first].clause]
    return any(tokens[p].folded in _ALL for p in clause) and all(tokens[p].folded in _LINKS | _ALL for p in clause)


def _is_published(tokens: tuple[Token, ...], piece: Piece, published: set[int], kept: list[Piece]) -> bool:
    """A thing that is published is public, whatever its kind usually is; never what is about persons or secret."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > _MOST or not any(p.mild for p in kept):
        return False
    near = (range(place + 1, piece.first) if place < piece.first else range(piece.last, place) for place in published)
    return any(
        len(between) <= _AT and not any(tokens[p].breaks or tokens[p].folded in _JOINING for p in between) for between in near
    )


def _is_called_public(piece: Piece, kept: list[Piece]) -> bool:
    """ "public meeting minutes": the asker's word for the class stands at a phrase that is harmless enough to take it."""
    if piece.mild or piece.is_class or not piece.own or piece.sensitivity > 1:
        return False
    return any(other.is_class and other.mild and 0 <= piece.first - other.last <= 1 for other in kept)
