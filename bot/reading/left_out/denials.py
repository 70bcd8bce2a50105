"""A denial and a piece of data go in; whether that piece is wholly denied comes out: "no client names", "keine Kundendaten".

Only a denial with nothing left to add counts: "no patient file, only pages of it", "no diagnosis yet", "no client data besides
the usual" tell of some that is there.
"""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_OPENERS = small("openers")
_ONLY = small("only")
_CANNOT, _WHY = small("cannot"), small("why")
_REMOVING = ("read.removal_before", "read.removal_after", "read.removal_verb", "read.removal_particle")
_AND, _BUT = Spoken("and", "or"), small("but", "breaking")
_WHOSE = small("openers", "ours", "my", "their", "theirs_before", "genitive")
_THERE = small("contains", "goes_in", "copula", "denied_there", "how_done", "whole_thing", "what_tells")
_INTO = small("into", "in", "held_in", "for")
_REST = small("plain_rest")
_ONLY_THAT = Spoken("only", "only_that")
_TOLD = ("read.within", "read.negation", "read.may", "read.need", "read.courtesy", "read.feedback", "read.negated_sensitivity")
"""Lists of which a clause behind a denial may have words: it asks, thanks or denies more."""
_REACH = 4
"""Words between a preposition and the tool or data that it leads to."""
_ARTICLES = 2
"""Words between a denial and what it is said of."""
_SHORT = 3
"""Words of a clause that only names a thing: "no client names, initials"."""


def is_denied(tokens: tuple[Token, ...], first: int, cues: Cues) -> bool:
    """ "no client names", "keine Kundendaten": the negation stands at the phrase that begins there, with nothing but an article
    between. What is asked after a denial ("why can't CVs go there", "warum keine CVs") is there all the same."""
    removing = cues.places(*_REMOVING)
    for match in cues.of("read.negation"):
        if match.last > first or first - match.last > _ARTICLES or match.first - 1 in removing:
            continue  # "leave out nothing of the plan"
        if tokens[match.first].folded in _CANNOT or (match.first and tokens[match.first - 1].folded in _WHY):
            continue
        between = tokens[match.last : first]
        if any(t.folded not in _OPENERS for t in between) or any(t.breaks for t in tokens[match.last : first + 1]):
            continue
        if any(t.folded in _ONLY for t in tokens[match.last : first]) or tokens[match.first].folded in _ONLY:
            continue
        return True
    return False


def is_closed(tokens: tuple[Token, ...], piece: Piece, known: set[int], cues: Cues) -> bool:
    """Whether nothing behind a denied piece says that there is some of it. ``known``: places of data and of tools' names."""
    told = known | cues.places(*_TOLD)
    place = piece.last
    while place < len(tokens) and not tokens[place].breaks:
        token = tokens[place]
        if token.folded in _BUT:
            return _adds_known(tokens, place + 1, known)
        if not (place in told or token in _AND or token.folded in _WHOSE | _THERE):
            return token.folded in _INTO and bool(known & set(range(place, place + _REACH)))
        place += 1
    return place == len(tokens) or _adds_known(tokens, place, told)


def _adds_known(tokens: tuple[Token, ...], first: int, told: set[int]) -> bool:
    """Whether the clause that begins there adds nothing that nobody read: "just the steps", "thanks", "can I?"."""
    last = first + 1
    while last < len(tokens) and not tokens[last].breaks:
        last += 1
    clause = range(first, min(last, len(tokens)))
    if not clause:
        return True
    only = any(tokens[p] in _ONLY_THAT for p in clause[:2])
    named = [p for p in clause if p in told or tokens[p].folded in _REST]
    if only:
        others = (p for p in clause if tokens[p] not in _ONLY_THAT and tokens[p].folded not in _WHOSE)
        return bool(named) and all(p in named for p in others)
    return bool(named) or len(clause) > _SHORT
