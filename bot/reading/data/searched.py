"""Pieces of data and words of a search go in; the pieces come out without what is only searched for ("rules about sick pay")."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.entries import Match, told_kind
from bot.tongue.small import Spoken
from bot.tongue.text import POSSESSIVE, Token

_KIND = "legislation"
"""The kind of what anybody may look up: laws, and rules that are published."""
_SEARCHES, _BOTH = "suits.search-assistant", ("read.searches", "read.on_the_web")
_THINGS, _LEADS = Spoken("searched_for"), Spoken("searched_about")
_SAID = Spoken("person_said", "somebody", "somebodys", "somebody_before")
_REACH, _BEFORE = 6, 2
"""Words from the rules to what they are about; words before the rules that may say whose they are."""
_YEAR = 4

OfKind = Callable[[tuple[Token, ...], Match], list[Piece]]
"""The pieces of a kind of the catalog at some place."""


def searched(tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, of_kind: OfKind) -> list[Piece]:
    """Who looks up "the newest rules about sick pay" on the web tells of nobody's sick leave: a topic is no data.

    Never where other data is named, anybody in particular may be meant, or the rules are somebody's own.
    """
    if not (cues.has(_SEARCHES) or all(cues.has(name) for name in _BOTH)):
        return pieces
    for place, token in enumerate(tokens):
        if not (token.own and token in _THINGS):
            continue
        last = _end_of_topic(tokens, place)
        here = [p for p in pieces if p.own and tokens[p.first].sentence == token.sentence]
        topics = [p for p in here if place - 1 <= p.first and p.last <= last]
        last = max((p.last for p in topics), default=last)
        told = of_kind(tokens, Match(min(place, last - 1), last, told_kind(_KIND), "name"))
        is_of_people = any(p.personal for p in topics)
        is_public = is_of_people and bool(told) and all(p.types and p.grounded and p.mild for p in told)
        if topics and len(topics) == len(here) and is_public and not _is_somebodys(tokens, place):
            return sorted([*(p for p in pieces if p not in topics), *told], key=lambda piece: (piece.first, piece.last))
    return pieces


def _end_of_topic(tokens: tuple[Token, ...], place: int) -> int:
    """The place behind what rules are about: a word leads to it, and nothing breaks it off."""
    rest = list(range(place, min(len(tokens), place + _REACH)))
    end = next((b for _, b in pairwise(rest) if tokens[b].breaks), rest[-1] + 1)
    led = next((at for at in range(place + 1, end) if tokens[at] in _LEADS), None)
    return end if led is not None else place + 1


def _is_somebodys(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether words around the topic or in another sentence say whose it is, or name somebody by a number or a mark."""
    here = tokens[place].sentence
    around = [token for at, token in enumerate(tokens) if at >= place - _BEFORE or token.sentence != here]
    named = (token for token in around if token in _SAID or POSSESSIVE.search(token.text) or token.text.startswith("["))
    numbers = (token.folded for token in around if any(c.isdigit() for c in token.folded))
    return any(True for _ in named) or any(len(number) != _YEAR or not number.isdigit() for number in numbers)
