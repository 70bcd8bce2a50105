"""Words of one question and its data go in; words that leave open what the thing is, or what else is in it, come out as places.

"There is more in it than that", "the rest is something else", "if you can call it that", "no idea what is in it": what was read
is then not all, or not what it is called.
"""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.reading.unread.inside import rest_of
from bot.tongue.small import Spoken
from bot.tongue.spans import places_of
from bot.tongue.text import Token

_MORE, _INSIDE, _NO = Spoken("open_more"), Spoken("open_inside"), Spoken("not", "no", "nothing", "none_of")
_CALL, _IT, _REST, _IS = Spoken("open_call"), Spoken("open_it"), Spoken("open_rest"), Spoken("copula", "asks_is")
_UNSURE, _WHAT, _ASKS = Spoken("open_unsure"), Spoken("free_what"), Spoken("asks_may_i")
_ONLY, _PART = Spoken("only", "only_that"), Spoken("piece_of_it", "first", "open_part")
_THERE = Spoken("copula", "asks_is", "contains", "open_there")
_SHORT, _NEAR, _BESIDE = 12, 4, 2
"""Words of a clause that says only that; words between "no idea" and "what", and between "call" and "it"."""


def left_open(tokens: tuple[Token, ...], own: list[Piece], tools: frozenset[int]) -> set[int]:
    """``tools``: places of tools' names."""
    data = places_of(piece for piece in own if (piece.mild or not piece.is_class) and not piece.is_weak)
    found: set[int] = set()
    place = 0
    while place < len(tokens):
        here = rest_of(tokens, place)
        words = [p for p in here if tokens[p].own]
        place = here[-1] + 1
        if len(words) not in range(2, _SHORT + 1) or (tools | data) & set(words) or tokens[words[0]] in _ASKS:
            continue
        if _has_more(tokens, words) or _is_called(tokens, words) or _has_rest(tokens, words) or _is_unsure(tokens, words):
            found |= set(words[:_SHORT])
    return found


def _has_more(tokens: tuple[Token, ...], words: list[int]) -> bool:
    """ "There is more in it", "da ist noch mehr drin"."""
    more = [p for p in words if tokens[p] in _MORE]
    inside = [p for p in words if tokens[p] in _INSIDE]
    is_told = any(tokens[p] in _THERE for p in words)
    return is_told and bool(more) and bool(inside) and not any(tokens[p] in _NO for p in words)


def _is_called(tokens: tuple[Token, ...], words: list[int]) -> bool:
    """ "That is what I call it", "zo noem ik het maar": by whom it is called something else, nobody says."""
    calls = [p for p in words if tokens[p] in _CALL]
    return any(abs(p - call) <= _BESIDE and tokens[p] in _IT for call in calls for p in words if p != call)


def _has_rest(tokens: tuple[Token, ...], words: list[int]) -> bool:
    """ "The rest is something else", "only the first page is one"."""
    verbs = [p for p in words if tokens[p] in _IS]
    if not verbs or any(tokens[p] in _NO for p in words):
        return False
    only = tokens[words[0]] in _ONLY and any(tokens[p] in _PART for p in words if p < verbs[0])
    return only or any(tokens[p] in _REST for p in words if p < verbs[0])


def _is_unsure(tokens: tuple[Token, ...], words: list[int]) -> bool:
    """ "No idea what is in it", "ich weiß nicht, was alles drin ist"."""
    inside = any(tokens[p] in _INSIDE for p in words)
    what = next((p for p in words if tokens[p] in _WHAT), None)
    if what is None or not inside:
        return False
    before = range(max(0, what - _NEAR), what)
    return any(tokens[p] in _UNSURE for p in before) and any(tokens[p] in _NO for p in before)
