"""Words of one question and its data go in; what later sentences and clauses tell of people comes out as places.

"You can read from it who did it", "mostly about those who stopped", "it happened to one of them", "a recipe for Els, who may not
have salt": every word is an everyday one, and each tells of somebody.
"""

from __future__ import annotations

from collections.abc import Callable

from bot.reading.data.pieces import Piece
from bot.reading.redaction.people.given_names import GIVEN
from bot.reading.unread.inside import rest_of
from bot.reading.unread.told_of import is_leave
from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_WHO, _BEFORE_WHO = Spoken("asks_person"), Spoken("told_from")
_ASKS = Spoken("asks_who", "asks_may", "asks_is")
_THOSE, _RELATIVE, _BY = Spoken("those_people"), Spoken("people_relative"), Spoken("for_or_by")
_DUTY, _DENIED = Spoken("whose_duty"), Spoken("not_so_far", "nobody", "no_longer")
_SOME, _OF, _THEM = Spoken("one_or_more"), Spoken("one_of"), Spoken("of_people")
_FOR, _WHOSE, _SHE = Spoken("for"), small("article", "ours", "my"), Spoken("he_or_she")
_PLURAL = {tongue: tuple(endings) for tongue, endings in Spoken("plural_last").by_language.items()}
_LEAST, _QUOTED = 2, 6
"""Words behind "who" that tell something, and how many of all are quoted."""
_LETTERS = 3


def told_of_people(
    tokens: tuple[Token, ...], own: list[Piece], tools: frozenset[int], is_common: Callable[[Token], bool]
) -> set[int]:
    """``tools``: places of tools' names; ``is_common``: whether everybody uses a word."""
    named = [piece for piece in own if not piece.is_class]
    found = _named_with_clause(tokens, tools, is_common)
    first = min((tokens[piece.first].sentence for piece in named), default=None)
    if first is None:
        return found
    asked = {tokens[p].sentence for p in tools} | {tokens[piece.first].sentence for piece in named}
    later = {token.sentence for token in tokens if token.own} - asked - set(range(first + 1))
    is_many = any(_is_plural(tokens[piece.last - 1]) for piece in named)
    for place, token in enumerate(tokens):
        if not place or token.sentence not in later or _is_question(tokens, place):
            continue
        if _is_who(tokens, place) or _is_those(tokens, place) or (not is_many and _is_one_of(tokens, place)):
            found |= set(rest_of(tokens, place)[:_QUOTED])
    return found


def _is_question(tokens: tuple[Token, ...], place: int) -> bool:
    first = next(at for at, token in enumerate(tokens) if token.sentence == tokens[place].sentence)
    return tokens[first] in _ASKS


def _is_who(tokens: tuple[Token, ...], place: int) -> bool:
    """ "You would know from it who has to go", and no "the colleague who wrote it"."""
    rest = rest_of(tokens, place)
    if tokens[place] not in _WHO or len(rest) <= _LEAST or is_leave(tokens, rest) or tokens[place].breaks:
        return False
    is_duty = tokens[rest[1]] in _DUTY and not any(tokens[p] in _DENIED for p in rest)
    return tokens[place - 1] in _BEFORE_WHO and not is_duty


def _is_those(tokens: tuple[Token, ...], place: int) -> bool:
    """ "Those who stopped"; "for those who are new" says who reads it."""
    behind = place + 1
    if tokens[place] not in _THOSE or behind >= len(tokens) or tokens[behind] not in _RELATIVE:
        return False
    return tokens[place - 1] not in _BY and len(rest_of(tokens, behind)) > 1


def _is_one_of(tokens: tuple[Token, ...], place: int) -> bool:
    """ "One of them", where no several things are spoken of."""
    return tokens[place] in _SOME and place + 2 < len(tokens) and tokens[place + 1] in _OF and tokens[place + 2] in _THEM


def _is_plural(token: Token) -> bool:
    return any(token.folded.endswith(_PLURAL.get(tongue, ())) for tongue in token.tongues or ("en",))


def _named_with_clause(tokens: tuple[Token, ...], tools: frozenset[int], is_common: Callable[[Token], bool]) -> set[int]:
    """ "For Els, who ...", "for Wilma? She ...": somebody with a name, of whom something is told."""
    found: set[int] = set()
    for place in range(1, len(tokens) - 2):
        token, behind = tokens[place], tokens[place + 1]
        before = place - 1 - (tokens[place - 1].folded in _WHOSE)
        if place in tools or not token.own or before < 0 or tokens[before] not in _FOR or token.breaks or not behind.breaks:
            continue
        told = "," in behind.gap and behind in _RELATIVE and _is_name(token, is_common)
        if told or (behind.sentence != token.sentence and behind in _SHE and _is_name(token, lambda _: False)):
            found |= {place, *rest_of(tokens, place + 1)[:_QUOTED]}
    return found


def _is_name(token: Token, is_common: Callable[[Token], bool]) -> bool:
    """A given name with its capital; in German, where every noun has one, it has to be listed."""
    if not token.text[:1].isupper() or token.text.isupper() or not token.text.isalpha() or len(token.text) < _LETTERS:
        return False
    return token.folded in GIVEN or ("de" not in token.tongues and not is_common(token))
