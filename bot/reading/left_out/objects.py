"""A word of removal and a piece of data go in; whether that piece is the very thing that is taken out comes out.

"Without the client names", "I deleted the paragraph with the care plan": nothing stands between them that is another thing or
another deed. "Without changing the client names", "I deleted the title above the care plan" leave the data where it is.
"""

from __future__ import annotations

from bot.reading.data.pieces import Piece
from bot.reading.words.language import is_stop
from bot.tongue.small import Spoken, small, small_of
from bot.tongue.text import Token

_AND = Spoken("and", "or")
_WHOSE = small("openers", "ours", "my", "their", "theirs_before", "out_all", "each_of", "how_done")
_PART = small("piece_of_it", "identifying", "whole_thing")
_LINKS = small("part_link", "bearing", "genitive", "part_beside")
_BESIDE = small("part_link", "part_beside")
_GOES_IN = small("goes_in")
_THAT, _TO = Spoken("that_clause"), Spoken("to_deed")
_DEED = {tongue: tuple(sorted(ends)) for tongue, ends in small_of("deed_ending").items()}
_INFINITIVE = {tongue: tuple(sorted(ends)) for tongue, ends in small_of("infinitive").items()}
"""Endings of verbs that stand right behind "without", where nouns stand behind an article."""
_INFIX = "zu"
_HEAD_FIRST = ("fr", "es")
"""Languages in which nothing but small words stands before what a thing is called."""
_COMPOUNDS = ("en",)
"""Languages in which another word behind a thing makes it another one: "the care plan title"."""
_LETTERS = 4


def is_object(tokens: tuple[Token, ...], start: int, piece: Piece, data: set[int], tools: frozenset[int] = frozenset()) -> bool:
    """``start``: right behind the word of removal; ``data``: places of all data; ``tools``: places of tools' names."""
    at = start + (start < len(tokens) and tokens[start].folded in _GOES_IN)  # "without mentioning the names"
    first = at
    for place in range(at, piece.first + 1):
        if place < piece.first and tokens[place] in _AND:
            first = place + 1
        elif "," in tokens[place].gap:
            first = max(first, place)
    if any(_is_deed(tokens, place, start) for place in range(at, piece.first) if place not in data):
        return False
    return _is_thing(tokens, first, piece, data) and _ends(tokens, piece, data, tools)


def is_head(tokens: tuple[Token, ...], piece: Piece, data: set[int]) -> bool:
    """Whether what is said behind a piece is said of it, and not of another thing beside it: "the title above the care plan"."""
    at = piece.first - 1
    while at >= 0 and not tokens[at + 1].breaks and tokens[at].folded in _WHOSE - _BESIDE and at not in data:
        at -= 1
    if at < 1 or tokens[at + 1].breaks or tokens[at].breaks or tokens[at].folded not in _BESIDE or at in data:
        return True
    head = tokens[at - 1]
    return at - 1 in data or head.folded in _PART or is_stop(head.folded)


def _is_thing(tokens: tuple[Token, ...], first: int, piece: Piece, data: set[int]) -> bool:
    """Whether only small words, a part that holds the piece or one word that says which it is stand before it."""
    said, is_held = 0, False
    for place in range(first, piece.first):
        token = tokens[place]
        if place in data or token.folded in _PART:
            is_held = True
        elif token.folded in _WHOSE or (is_held and token.folded in _LINKS):
            continue
        elif is_stop(token.folded) or (token.tongues[:1] and token.tongues[0] in _HEAD_FIRST):
            return False
        else:
            said += 1
    return said <= 1


def _is_deed(tokens: tuple[Token, ...], place: int, start: int) -> bool:
    """Whether a verb stands there, or a clause begins that has one."""
    token = tokens[place]
    tongue = token.tongues[0] if token.tongues else "en"
    if token in _THAT:
        return True
    ends = (*_DEED.get(tongue, ()), *(_INFINITIVE.get(tongue, ()) if place == start else ()))
    return len(token.folded) > _LETTERS and token.folded.endswith(ends)


def _ends(tokens: tuple[Token, ...], piece: Piece, data: set[int], tools: frozenset[int]) -> bool:
    """Whether nothing behind the piece makes another thing of it, or does something to it."""
    place = piece.last
    while place < len(tokens) and not tokens[place].breaks:
        token = tokens[place]
        tongue = token.tongues[0] if token.tongues else "en"
        if tongue in _COMPOUNDS and place == piece.last and not _is_small(token, place, data | tools):
            return False
        if token in _TO and place + 1 < len(tokens) and not tokens[place + 1].breaks:
            return tokens[place + 1].folded in _GOES_IN
        if tongue == "de" and _INFIX in token.folded[2:-_LETTERS] and token.folded.endswith("n"):
            return token.folded in _GOES_IN
        place += 1
    return True


def _is_small(token: Token, place: int, known: set[int]) -> bool:
    word = token.folded
    return place in known or word in _GOES_IN | _PART | small("how_done") or is_stop(word) or token in _AND
