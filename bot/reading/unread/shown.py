"""Words of one question go in; the persons whom a picture is to show come out as places.

"A photo of our team", "we are all on the picture", "put my boss on the cover": nobody is called by a name, and each is known.
"""

from __future__ import annotations

from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_PICTURES, _DRAWN = Spoken("pictures"), Spoken("pictures", "drawn_things")
_US, _WE, _OF, _NOT = Spoken("shown_us"), Spoken("shown_we"), Spoken("shown_of"), Spoken("shown_not")
_WHOSE, _GROUP, _WANTS = Spoken("shown_whose"), Spoken("shown_group"), Spoken("wants")
_ON, _ARTICLE = Spoken("placed"), small("article", "pointing")
_BETWEEN = 1
"""Words between "my" and a person: "our whole team"."""


def shown(tokens: tuple[Token, ...], tools: frozenset[int]) -> set[int]:
    """``tools``: places of tools' names, of which "team" may be a part."""
    found: set[int] = set()
    drawn = {token.sentence for place, token in enumerate(tokens) if token.own and token in _DRAWN and place not in tools}
    for place, token in enumerate(tokens):
        if not token.own or token.sentence not in drawn or place in tools:
            continue
        if _is_us(tokens, place) or _is_we(tokens, place):
            found.add(place)
        elif token in _WHOSE:
            found |= _group(tokens, place, tools)
    return found


def _is_us(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Of me", "and us", "photo nous montre"; who makes it for whom is in no picture."""
    if not place or tokens[place] not in _US:
        return False
    before = tokens[place - 1]
    return (before in _OF and before not in _NOT) or before in _PICTURES


def _is_we(tokens: tuple[Token, ...], place: int) -> bool:
    """ "We are on the photo": a preposition of place leads to a picture in the clause."""
    if tokens[place] not in _WE:
        return False
    here = [p for p, token in enumerate(tokens) if token.clause == tokens[place].clause and token in _PICTURES]
    return any(any(tokens[p - n] in _ON for n in (1, 2) if p - n >= 0) for p in here)


def _group(tokens: tuple[Token, ...], place: int, tools: frozenset[int]) -> set[int]:
    """ "My boss", "our whole team", unless it is for them, or they only want it."""
    ahead = range(place + 1, min(len(tokens), place + 2 + _BETWEEN))
    person = next((p for p in ahead if tokens[p] in _GROUP and p not in tools and not tokens[p].breaks), 0)
    if not person or (place and tokens[place - 1] in _NOT and not tokens[place].breaks):
        return set()
    wants = person + 1 < len(tokens) and tokens[person + 1] in _WANTS and not tokens[person + 1].breaks
    return set() if wants else set(range(place, person + 1))
