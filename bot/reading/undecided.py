"""Words of a message that say that something is not in it, or not so, go in; what is left open by them comes out.

"Without the client names", "anonymised", "on our website already" and "no salaries in it" may loosen a no that names carry, so
what stands beside them only ranks choices: nobody but a model that is believed, or the asker's hand, takes anything out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.text.entries import Match
from bot.text.small import Spoken, small
from bot.text.spans import places_of
from bot.text.tokens import Token

_AND, _AGREES = Spoken("and"), small("interjection")
_NEAR = 2
"""Words between "no" and what is denied."""
_OUT = ("read.removal_before", "read.removal_after", "read.removal_verb", "read.exception", "read.published")


def as_they_may_not_be(pieces: Iterable[Piece], tokens: tuple[Token, ...], cues: Cues, tools: frozenset[int]) -> Iterator[Piece]:
    """The pieces; as a guess where their sentence takes something out or changes it, or a no stands before them. Values stay.
    ``tools``: where names of tools and vendors begin; "without Microsoft" takes no data out."""
    out = [match for name in _OUT for match in cues.of(name) if match.last not in tools or tokens[match.last].breaks]
    out += cues.changes
    unpublished = cues.of("read.unpublished")
    for piece in pieces:
        said = [*out, *unpublished] if piece.mild else out
        beside = (one for one in said if one.last <= piece.first or piece.last <= one.first)  # "published texts" are a name
        is_open = any(tokens[one.first].sentence == tokens[piece.first].sentence for one in beside)
        is_open = piece.via != "detector" and (is_open or is_denied(tokens, piece.first, cues))
        yield replace(piece, via="undecided", grounded=False) if is_open else piece


def is_denied(tokens: tuple[Token, ...], place: int, cues: Cues) -> bool:
    """Whether a no stands right before a place."""
    clause = tokens[place].clause
    return any(0 <= place - match.last <= _NEAR and tokens[match.first].clause == clause for match in cues.of("read.negation"))


def claimed(said: list[Match], tokens: tuple[Token, ...], end: str) -> list[Match]:
    """Of the policy's own words for conditions that hold, those that are told: from their sentence on the message says nothing
    else, and asks nothing. "The names are out, the initials stay" and "once the names are out" tick no box. ``end``: the marks
    behind the last word."""
    if not said or "?" in end:
        return []
    first = min(tokens[match.first].sentence for match in said)
    rest = set(range(len(tokens))) - places_of(said)
    more = (tokens[place] for place in rest if tokens[place].sentence >= first)
    is_told = all(token in _AND or token.folded in _AGREES for token in more)
    return said if is_told and all(tokens[match.first].own for match in said) else []


def is_denied_to_hold(match: Match, tokens: tuple[Token, ...], cues: Cues) -> bool:
    """Whether the policy's own words for a condition that does not hold stand in a clause that denies nothing ("to rank the
    candidates")."""
    clause = tokens[match.first].clause
    no = (one for one in cues.of("read.negation") if not match.first <= one.first < match.last)
    return tokens[match.first].own and not any(tokens[one.first].clause == clause for one in no)
