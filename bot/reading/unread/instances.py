"""Words of one question go in; what is told of examples, screenshots and the like in it comes out as places.

"The examples are real", "the screenshots are from the live system", "slide 4 shows a real foot": whatever harmless thing was
read, what stands in it is somebody's, unless it is said to be made up.
"""

from __future__ import annotations

from collections.abc import Set

from bot.reading.data.office import things_in
from bot.reading.unread.inside import rest_of
from bot.reading.unread.remarked import is_known
from bot.tongue.small import Spoken, small_of
from bot.tongue.text import Token

_INSTANCE, _IS, _TAKEN = Spoken("instance"), Spoken("copula", "asks_is"), Spoken("instance_is")
_COMPOUND = {tongue: tuple(sorted(words)) for tongue, words in small_of("instance").items() if tongue in {"de", "nl"}}
"""Languages in which a thing and what it is for are one word ("Testfälle")."""
_REAL, _HARMLESS, _NOT = Spoken("real_alone"), Spoken("instance_harmless"), Spoken("not", "no", "asks_is_not")
_ASKS, _ARTICLE = Spoken("asks_may", "asks_who", "on_condition"), Spoken("article", "openers", "its")
_NEAR, _QUOTED, _LETTERS, _BETWEEN = 4, 6, 4, 3
"""Words between a thing and what is told of it; words that are quoted; letters of a word with another in it; words between "is"
and "real"."""


def told_of_instances(tokens: tuple[Token, ...], idle: Set[int]) -> set[int]:
    """``idle``: places of tools and of what was read for sure."""
    found: set[int] = set()
    told = any(map(_is_instance, tokens))
    things = frozenset(p for span in things_in(tokens) for p in range(*span)) if told else frozenset[int]()
    for place, token in enumerate(tokens):
        if not token.own or place in found:
            continue
        rest = rest_of(tokens, place)
        if _is_instance(token) and place not in idle and _is_told(tokens, place, rest, things):
            found |= set(rest[: _QUOTED + _NEAR])
        elif place and (token in _REAL) and _is_said_real(tokens, place):
            found |= {place - 1, place}
    return found


def _is_instance(token: Token) -> bool:
    ends = _COMPOUND.get(token.tongues[0] if token.tongues else "", ())
    return token in _INSTANCE or (bool(ends) and len(token.folded) > 2 * _LETTERS and token.folded.endswith(ends))


def _is_told(tokens: tuple[Token, ...], place: int, rest: list[int], things: frozenset[int]) -> bool:
    """Whether a verb stands shortly behind it, the clause asks nothing, and it is not said to be made up. ``things``: places of
    everyday things of an office."""
    start = place
    while start and not tokens[start].breaks and tokens[start - 1].sentence == tokens[place].sentence:
        start -= 1
    before = tokens[start:place]
    if any(t not in _ARTICLE and t not in _INSTANCE for t in before[-2:]) and len(before) > 1:
        return False
    verbs = [p for p in rest[1 : _NEAR + 1] if tokens[p] in _IS or tokens[p] in _TAKEN]
    if not verbs or (rest[-1] == verbs[0] and tokens[verbs[0]] in _IS) or any(t in _ASKS for t in before):
        return False
    if things & set(rest) and is_known(tokens, rest[1:], things):
        return False  # "the photo is of the new coffee machine"
    return not any(tokens[p] in _HARMLESS or tokens[p] in _NOT for p in rest)


def _is_said_real(tokens: tuple[Token, ...], place: int) -> bool:
    """ "They are real", "it is all real": and the clause ends."""
    ends = place + 1 == len(tokens) or tokens[place + 1].breaks
    before = [p for p in range(max(0, place - _BETWEEN), place) if tokens[p].sentence == tokens[place].sentence]
    if not ends or any(t.breaks for t in tokens[place - len(before) + 1 : place + 1]):
        return False
    said = [p for p in before[1:] if tokens[p] in _IS]
    return bool(said) and not any(tokens[p] in _NOT or tokens[p] in _ASKS for p in before)
