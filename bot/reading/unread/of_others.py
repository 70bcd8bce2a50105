"""Words of one question go in; what they tell in everyday words of somebody else, or of live rows, comes out as places.

"What the neurologist said about her mum", "that his father knows nobody any more", "copied out of prod, real people": what goes
in may be of any sort then, whatever harmless thing or person was read beside it.
"""

from __future__ import annotations

from bot.reading.unread.inside import rest_of
from bot.reading.unread.told_of import passed_on
from bot.tongue.small import Spoken
from bot.tongue.text import Token

_THEIR, _KIN, _THAT = Spoken("of_third"), Spoken("kin"), Spoken("that_clause")
_DOCTOR, _PASSED, _ABOUT = Spoken("doctor"), Spoken("passed_on"), Spoken("tells_about")
_OF_WHOM = Spoken("tells_about", "tells_of", "for")
_REAL, _ONES, _DENIED = Spoken("real"), Spoken("real_ones"), Spoken("none_of")
_COPIED, _LIVE = Spoken("copied"), Spoken("live_place")
_REACH, _LEAST, _QUOTED = 4, 2, 6
"""Words between "that" and whose kin it is; words behind them that tell something; words that are quoted."""
_FAR = 7
"""Words behind a doctor in which it is said of whom."""
_REMARK = 4
"""Words of a remark that says no more than that people or names are real."""


def told_of_others(tokens: tuple[Token, ...]) -> set[int]:
    """Places of what is told of somebody's kin, by somebody about another, or of real people and live rows."""
    kin = {p for p, token in enumerate(tokens) if p and token.own and token in _KIN and tokens[p - 1] in _THEIR}
    told = {p for p in passed_on(tokens) if _is_of_kin(tokens, p, kin)}
    return told | _that_they(tokens, kin) | _by_doctors(tokens) | _live(tokens)


def _that_they(tokens: tuple[Token, ...], kin: set[int]) -> set[int]:
    """ "A message to Marta that her father no longer knows anybody": it says of him what nobody has read."""
    found: set[int] = set()
    for place in sorted(kin):
        before = range(max(0, place - 1 - _REACH), place - 1)
        opened = [p for p in before if tokens[p] in _THAT and tokens[p].sentence == tokens[place].sentence]
        rest = rest_of(tokens, place)
        if opened and len(rest) > _LEAST:
            found |= set(rest[:_QUOTED])
    return found


def _is_of_kin(tokens: tuple[Token, ...], place: int, kin: set[int]) -> bool:
    return any(tokens[p].sentence == tokens[place].sentence for p in kin)


def _by_doctors(tokens: tuple[Token, ...]) -> set[int]:
    """ "The letter the surgeon wrote for Mr Bos", "de brief van de oncoloog over mevrouw Smit": told by who treats people."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        rest = rest_of(tokens, place) if token.own and token in _DOCTOR else []
        told = next((p for p in rest[1:_REACH] if tokens[p] in _PASSED), None)
        of = [p for p in rest[1:_FAR] if tokens[p] in (_OF_WHOM if told is not None and p > told else _ABOUT)]
        if of and rest[-1] > of[0]:
            found |= set(rest[:_QUOTED])
    return found


def _live(tokens: tuple[Token, ...]) -> set[int]:
    """ "The rows are copied out of prod", ", real people": nothing made up, whatever it is."""
    found: set[int] = set()
    for clause in sorted({token.clause for token in tokens}):
        here = [p for p, token in enumerate(tokens) if token.clause == clause and token.own]
        if not here or any(tokens[p] in _DENIED for p in here):
            continue
        real = any(tokens[p] in _REAL for p in here) and any(tokens[p] in _ONES for p in here)
        live = any(tokens[p] in _LIVE for p in here) and any(tokens[p] in _COPIED for p in here)
        if (real and len(here) <= _REMARK) or live:
            found |= set(here[-_QUOTED:])
    return found
