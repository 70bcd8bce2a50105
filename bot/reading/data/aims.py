"""Pieces of data go in, the same without what only says what it is all for come out: an occasion, who reads it, what is made.

"For the investors' call", "patients will read it", "make a checklist of it": nothing of that goes into a tool. A piece is dropped
only where other data is left that was read for sure, is at least as sensitive and of no milder class.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.data.asides import FOR
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_OCCASIONS, _INDEFINITE = Spoken("occasion"), Spoken("indefinite")
_AND = Spoken("and")
_MAKES, _INTO = Spoken("makes"), Spoken("turned_into")
_ARTICLES = small("article", "ours", "my")
_REACH = 3
"""Words before an occasion that say whose it is, or what it is about."""
_READERS, _VERB = 4, 2
_IS = ("=", ":")
_TOPICS = small("topic_kinds")
"""An illness is nobody who reads."""
_HARMLESS, _GUARDED = 1, 2
"""Sensitivities: what is made of data, and who is there, is hardly more than that."""


def without_aims(
    tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, rank: Callable[[tuple[str, ...]], int]
) -> list[Piece]:
    """The pieces that are put in. ``rank``: the strictest rank of data's classes in the policy."""
    told = told_readers(tokens, cues)
    readers = _readers(tokens, cues) | told
    given = [piece for piece in pieces if piece.own and piece.grounded and not piece.is_weak]
    aims = [piece for piece in pieces if piece.own and _is_aim(tokens, piece, readers, given)]
    if not aims:
        return pieces
    left = [piece for piece in given if piece not in aims]
    most = max((piece.sensitivity for piece in left), default=-1)
    strictest = max((rank(piece.types) for piece in left), default=-1)
    milder = [p for p in aims if p.sensitivity <= max(most, _HARMLESS) and rank(p.types) <= strictest]
    read = [piece for piece in aims if piece.first in told and piece.personal and piece.kind not in _TOPICS]
    dropped = [piece for piece in aims if left and (piece in milder or piece in read or _is_of_people(tokens, piece))]
    return [piece for piece in pieces if piece not in dropped]


def _is_of_people(tokens: tuple[Token, ...], piece: Piece) -> bool:
    """Whether it is a lone word for people, whoever they are, or one with the occasion itself."""
    is_lone = piece.last - piece.first == 1 or tokens[piece.last - 1] in _OCCASIONS
    return is_lone and piece.personal and piece.sensitivity <= _GUARDED + 1


def _is_aim(tokens: tuple[Token, ...], piece: Piece, readers: frozenset[int], given: list[Piece]) -> bool:
    if piece.first in readers:
        return piece.last - piece.first == 1
    return piece.sensitivity <= _GUARDED + 1 and (_is_of_occasion(tokens, piece, given) or _is_made(tokens, piece, given))


def _is_of_occasion(tokens: tuple[Token, ...], piece: Piece, given: list[Piece]) -> bool:
    """Whether it stands right before an occasion that "for" leads to, or behind it: "for the investors' call", "pour la réunion
    client". Where no data is named before the "for", what follows is put in: "para la reunión los salarios y la agenda"."""
    near = range(max(0, piece.first - _REACH + 1), min(len(tokens), piece.last + 1))
    occasion = next((place for place in reversed(near) if tokens[place] in _OCCASIONS), None)
    if occasion is None or _is_broken(tokens, min(occasion, piece.first), max(occasion + 1, piece.last)):
        return False
    leads = _for(tokens, min(occasion, piece.first))
    if leads is None or leads == 0 or tokens[leads - 1] in _AND:
        return False
    return any(one.last <= leads for one in given)


def _for(tokens: tuple[Token, ...], place: int) -> int | None:
    """Where a "for" stands that leads to a place, with an article or a word or two between."""
    for before in range(place - 1, max(-1, place - 1 - _REACH), -1):
        if tokens[before + 1].breaks:
            return None
        if tokens[before].folded in FOR:
            return before
    return None


def _is_made(tokens: tuple[Token, ...], piece: Piece, given: list[Piece]) -> bool:
    """Whether it is what the tool is to make: "into a checklist", "to write a memo", "the figures for a memo"."""
    at = piece.first - 1
    if at < 1 or tokens[at] not in _INDEFINITE or _is_broken(tokens, at - 1, piece.first + 1):
        return False
    made = any(
        token in _MAKES and not token.breaks for token in tokens[piece.last : piece.last + _VERB]
    )  # "om een memo te maken"
    leads = tokens[at - 1] in _MAKES or tokens[at - 1] in _INTO
    follows = tokens[at - 1].folded in FOR and any(one.last < at for one in given)
    return made or leads or (follows and not piece.mild)  # "for a general question" is one


def _readers(tokens: tuple[Token, ...], cues: Cues) -> frozenset[int]:
    """Places right behind words that say who reads what comes out."""
    found: set[int] = set()
    for match in cues.of("aside.readers"):
        for place in range(match.last, min(len(tokens), match.last + _READERS)):
            if tokens[place].breaks and place > match.last:
                break
            found.add(place)
    return frozenset(found)


def told_readers(tokens: tuple[Token, ...], cues: Cues) -> frozenset[int]:
    """Places of those of whom it is said outright that they read it, whoever they are: "audience = patients". A lone "audience"
    may be a thing of an audience."""
    found: set[int] = set()
    for match in cues.of("aside.readers"):
        place = match.last
        if place < len(tokens) and (match.size > 1 or tokens[place].gap.strip() in _IS):
            found |= {match.first, place, place + (tokens[place].folded in _ARTICLES)}
    return frozenset(found)


def _is_broken(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    return any(token.breaks for token in tokens[first + 1 : last])
