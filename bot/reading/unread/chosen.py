"""Words of one question go in; where a tool is to say which of several comes first, or is taken, comes out as places.

"Say which block we do first", "pick from those who wrote back": whoever waits for it is decided about. Only of things of which
nobody waits ("which title", "which of the offers") a machine may say which.
"""

from __future__ import annotations

from bot.reading.unread.inside import rest_of
from bot.tongue.small import Spoken
from bot.tongue.text import Token

_CHOOSES, _WHICH, _FREELY = Spoken("chooses"), Spoken("chosen_which", "asks_which"), Spoken("chosen_freely", "asks_one")
_ORDER, _FROM = Spoken("chosen_order"), Spoken("chosen_from")
_THOSE, _RELATIVE = Spoken("those_people"), Spoken("people_relative")
_WHICH_ONE = Spoken("asks_which")
_FAR, _NEAR, _QUOTED = 12, 3, 6
"""Words between a verb and what it asks for, between "from" and those who are chosen, and how many are quoted."""


def chosen(tokens: tuple[Token, ...], data: set[int]) -> set[int]:
    """``data``: places of data that was read; of it any may be told apart ("which of the offers")."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if not token.own or token not in _CHOOSES:
            continue
        ahead = [p for p in range(place + 1, min(len(tokens), place + _FAR)) if tokens[p].sentence == token.sentence]
        for at in ahead:
            rest = rest_of(tokens, at)
            if _is_which(tokens, rest, data) or _is_some(tokens, rest, at - place):
                found |= set(rest[:_QUOTED])
                break
    return found


def _is_which(tokens: tuple[Token, ...], rest: list[int], data: set[int]) -> bool:
    """ "Which home", "what comes first"; no "which title", which nobody waits for."""
    if tokens[rest[0]] not in _WHICH or len(rest) <= _NEAR - 1:
        return False
    if any(tokens[p] in _ORDER for p in rest):
        return tokens[rest[1]] not in _FREELY or tokens[rest[0]] not in _WHICH_ONE
    return tokens[rest[0]] in _WHICH_ONE and tokens[rest[1]] not in _FREELY and not data & set(rest[:_NEAR])


def _is_some(tokens: tuple[Token, ...], rest: list[int], far: int) -> bool:
    """ "From those who wrote back", close behind the verb."""
    if tokens[rest[0]] not in _FROM or far > _NEAR:
        return False
    those = next((p for p in rest[1 : _NEAR + 1] if tokens[p] in _THOSE), 0)
    return bool(those) and any(tokens[p] in _RELATIVE for p in rest if p > those)
