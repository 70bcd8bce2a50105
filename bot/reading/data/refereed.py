"""Words go in, the places where somebody else's manuscript or proposal is said to be judged come out: "I got it for review"."""

from __future__ import annotations

from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, told_kind
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

REFEREED = frozenset({"research-data", "grant-proposal"})
"""Kinds that are given to others to judge."""
_PEER_REVIEW = "peer-review"
_REFEREE = Spoken("referee")
_REVIEW, _FOR, _WHO = Spoken("review"), Spoken("review_for"), Spoken("review_who")
_OWN = small("my")
_REACH = 2
"""Words in front of a thing that say whose it is."""


def judged(tokens: tuple[Token, ...], things: list[int], cues: Cues) -> list[Match]:
    """Where the asker judges one of the ``things``, places of manuscripts and the like: it is theirs who wrote it, and under peer
    review. Not "my own manuscript", nor what the tool is asked to review."""
    others = [at for at in things if not any(t.folded in _OWN for t in tokens[max(0, at - _REACH) : at])]
    denied = cues.places("read.negation")
    found: list[Match] = []
    for place, token in enumerate(tokens):
        if not others or not token.own or denied & {place - 1, place - 2}:
            continue
        before = [t for t in tokens[max(0, place - _REACH) : place] if t.sentence == token.sentence]
        asked = bool(before) and (before[-1] in _FOR or any(t in _WHO for t in before))
        if token in _REFEREE or (token in _REVIEW and asked):
            found.append(Match(place, place + 1, told_kind(_PEER_REVIEW), "name"))
    return found
