"""A reply that only tells what somebody did about the matter goes in; the same without them comes out: "the landlord agreed".

Who agrees, checks or refuses is no data that goes in. What it says of a condition was read already; nothing is met by this.
"""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.talk import Item
from bot.reading.build import Builder, Parts
from bot.reading.data.pieces import Piece
from bot.reading.words.language import is_stop
from bot.tongue.entries import Match
from bot.tongue.small import Spoken, small
from bot.tongue.spans import places_of

_REFUSED, _BY = "refused", "refused.by"
_DID = ("approval.met", "fact.grants", "deed.check")
"""Word lists of a yes, and of a look at it."""
_ASKS = ("read.may", "read.additive", "read.need", "read.asking", "read.correction", "fact.asking")
_DEPARTMENTS = Spoken("department")
_IDLE = small("pointing", "of_it", "interjection", "settled", "self", "my", "ours", "counted")
_LONGEST = 10
"""Words of such a reply."""


def of_somebody(parts: Parts, item: Item, builder: Builder) -> Parts | None:
    """The reply without those who did something of what was asked about; none where it says anything else, asks, or names what
    may go in: "finance approved the patient list". A refusal has to be of a condition that the answer hangs on."""
    own = [piece for piece in parts.scope.kept if piece.own]
    words = [token for token in parts.tokens if token.own]
    if not own or len(words) > _LONGEST or parts.tools or parts.scope.left_out:
        return None
    refusals = parts.cues.of(_REFUSED)
    deeds = refusals or [match for name in _DID for match in parts.cues.of(name)]
    deed = min(deeds, key=lambda match: match.first, default=None)
    asks = parts.cues.places(*_ASKS) - places_of(deeds)
    if deed is None or asks or (refusals and not parts.unmet & builder.conditions_of(item.question)):
        return None
    are_people = all(piece.last <= deed.first and _is_somebody(parts, piece, refuses=bool(refusals)) for piece in own)
    if not are_people or _says_more(parts, own, deeds):
        return None
    told = frozenset(range(len(parts.tokens)))
    return replace(parts, scope=replace(parts.scope, kept=()), unread=(), beside=(), stated=told)


def _is_somebody(parts: Parts, piece: Piece, *, refuses: bool) -> bool:
    """Whether it is a person or a department: a contract may refuse as well, and is approved itself."""
    if refuses and piece.last - 1 in parts.cues.places(_BY):
        return True
    return not piece.grounded or (piece.last - piece.first == 1 and parts.tokens[piece.first] in _DEPARTMENTS)


def _says_more(parts: Parts, own: list[Piece], deeds: list[Match]) -> bool:
    known = places_of(own) | places_of(deeds) | parts.cues.places(_BY, "read.negation", "read.auxiliary") | parts.stated
    rest = (token.folded for place, token in enumerate(parts.tokens) if token.own and place not in known)
    return any(word not in _IDLE and not is_stop(word) for word in rest)
