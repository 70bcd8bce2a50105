"""Words of one question and its data go in; what they tell of something that no list names comes out as places.

"Say who has to go", "sorting them is like sorting a memo", "a start-up's app built on X", "what his mother wrote us": what is to
be found out, what goes in, or what it goes into is another thing than the one that was read.
"""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.reading.unread.inside import rest_of
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import Token

_PERSON, _FINDS, _LEAVE = Spoken("asks_person"), Spoken("finds_person"), Spoken("asks_leave")
_GOES_ON = frozenset(small_of("finds_person")) - {"any"}
"""Languages in which "who" behind any other word goes on with a thing before it."""
_ASKS, _DOES = Spoken("asks_may"), Spoken("who_does")
_FOR = small("for")
_LIKE, _COPULA = Spoken("equated"), Spoken("copula")
_BUILT, _ON = Spoken("built"), Spoken("built_on")
_WHAT, _IS_WHAT, _PASSED, _HERE = Spoken("free_what"), Spoken("is_what"), Spoken("passed_on"), small("talks_here")
_LEAST, _QUOTED = 2, 6
"""Words behind "who" that tell something; how many of all are quoted, and how far off what was built or passed on may stand."""
_NEAR, _BESIDE = 4, 2
"""Words between a likeness and the thing; between a verb, or a tool, and its small words."""


def told_of(tokens: tuple[Token, ...], own: list[Piece], tools: frozenset[int]) -> set[int]:
    """Places of what is told of another thing than was read. ``tools``: places of tools' names."""
    return found_out(tokens) | _likened(tokens, own) | _built_on(tokens, tools) | passed_on(tokens)


def found_out(tokens: tuple[Token, ...]) -> set[int]:
    """ "And say who has to go", "...: whom do we keep?": somebody is to be found out, chosen or judged, and no tool's owner."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        if not place or not token.own or token not in _PERSON or place in found:
            continue
        rest = rest_of(tokens, place)
        is_short = len(rest) < _LEAST or (len(rest) <= _LEAST + 1 and tokens[rest[1]] in _COPULA)  # "who is that?"
        if is_short or is_leave(tokens, rest) or not _is_opened_by_finding(tokens, place):
            continue
        found |= set(rest[:_QUOTED])
    return found


def is_leave(tokens: tuple[Token, ...], rest: list[int]) -> bool:
    """Whether "who" and the words behind it ask who gives leave, or owns a tool."""
    return any(tokens[p] in _LEAVE for p in rest)


def _is_opened_by_finding(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether "who" asks, and does not only go on with the person before it ("the colleague who ...")."""
    token, before = tokens[place], tokens[place - 1]
    if before.folded in _FOR and not token.breaks:
        return False  # "for who works nights": who is to read it
    if not _GOES_ON & set(token.tongues) or before.sentence != token.sentence:
        return True
    if token.breaks and token.gap.strip() == ",":
        return place + 1 < len(tokens) and (tokens[place + 1] in _ASKS or tokens[place + 1] in _DOES)
    return token.breaks or before in _FINDS


def _likened(tokens: tuple[Token, ...], own: list[Piece]) -> set[int]:
    """ "Sorting them is like sorting a memo": the thing that was read is not what goes in, but what that is likened to."""
    found: set[int] = set()
    for piece in own:
        before = [p for p in range(max(0, piece.first - _NEAR), piece.first) if tokens[p].clause == tokens[piece.first].clause]
        likes = [p for p in before if tokens[p].own and tokens[p] in _LIKE]
        if likes and any(tokens[p] in _COPULA for p in range(max(0, likes[0] - _BESIDE), likes[0])):
            found |= set(range(likes[0], piece.last))
    return found


def _built_on(tokens: tuple[Token, ...], tools: frozenset[int]) -> set[int]:
    """ "A start-up's app, built on X": what somebody built on a tool is another one, whatever it is called."""
    found: set[int] = set()
    for place in sorted(tools):
        before = range(max(0, place - _QUOTED), place)
        if place - 1 in tools or tokens[place].breaks or not any(tokens[p] in _ON for p in before[-_BESIDE:]):
            continue
        built = [p for p in before if tokens[p].own and tokens[p] in _BUILT and tokens[p].clause == tokens[place].clause]
        found |= set(range(built[-1], place)) if built else set()
    return found


def passed_on(tokens: tuple[Token, ...]) -> set[int]:
    """ "What his mother wrote us", "was uns die Tochter anvertraut hat": a thing of somebody's, whatever is in it."""
    found: set[int] = set()
    for place, token in enumerate(tokens):
        rest = rest_of(tokens, place)[: _QUOTED + _BESIDE] if token.own and token in _WHAT else []
        told = next((p for p in rest[_BESIDE:] if tokens[p] in _PASSED), None)
        if rest[_BESIDE:] and token in _IS_WHAT and not token.breaks and place and tokens[place - 1] in _COPULA:
            told = rest[-1]
        if told is not None and not any(tokens[p].folded in _HERE for p in rest if p < told):
            found |= set(rest[:_QUOTED])
    return found
