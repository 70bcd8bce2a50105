"""Words go in, the spans that say that a thing is still to come out: "announced only in March", "wird im Mai veröffentlicht"."""

from __future__ import annotations

from bot.tongue.small import Spoken, small
from bot.tongue.text import Token

_OUT = small("coming_out")
_WILL, _IS = Spoken("will_be"), Spoken("is_being")
_WHEN, _MAY, _IN = Spoken("day_ahead"), small("month_or_verb"), small("in_month")
_DONE = Spoken("out_before")
_BEFORE, _PUBLIC = Spoken("before_it"), small("is_out", "coming_out")
_NOT, _YET, _OUTSIDE = Spoken("not_so_far"), Spoken("so_far"), small("is_out")
_THERE = Spoken("is_out", "coming_out", "out_places", "put_up")
_BETWEEN = small("stop", "so_far", "placed", "article", "ours")
_FAR, _NEAR = 8, 4
"""Words between two of them."""


def upcoming(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Spans in which a thing will be announced or come out, or is announced at a time ahead.

    What has been out before ("was announced in March", "bereits im Mai erschienen") is not to come.
    """
    found = []
    for place, token in enumerate(tokens):
        if not token.own or token.folded not in _OUT:
            continue
        near = range(max(0, place - _FAR), min(len(tokens), place + _FAR))
        clause = [at for at in near if tokens[at].clause == token.clause]
        if any(tokens[at] in _DONE for at in clause):
            continue
        marks = [at for at in clause if at < place and tokens[at] in _WILL]
        if not marks and any(tokens[at] in _IS for at in clause):
            marks = [at for at in clause if _is_ahead(tokens, at)]
        found += [(min(place, *marks), max(place, *marks) + 1)] if marks else []
    return found + _not_before(tokens) + _not_yet(tokens)


def _not_yet(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Spans that say that a thing is not out so far: "it hasn't been posted yet", "steht noch nicht auf unserer Seite", and
    "that's not out" at the end of a clause. Only small words stand between the not and where the thing is not."""
    found = []
    for place, token in enumerate(tokens):
        if not token.own or token not in _NOT:
            continue
        clause = [at for at in range(max(0, place - _NEAR), min(len(tokens), place + _FAR)) if tokens[at].clause == token.clause]
        is_late = any(tokens[at] in _YET for at in clause)
        for at in clause:
            span = range(min(place, at), max(place, at) + 1)
            is_last = at == place + 1 and at == clause[-1] and tokens[at].folded in _OUTSIDE
            is_there = is_late and tokens[at] in _THERE and all(tokens[p].folded in _BETWEEN for p in span[1:-1])
            if is_last or is_there:
                found.append((span[0], span[-1] + 1))
    return found


def _not_before(tokens: tuple[Token, ...]) -> list[tuple[int, int]]:
    """Spans that say until when a thing is not out: "before it goes out", "bevor es offiziell ist"."""
    found = []
    for place, token in enumerate(tokens):
        ahead = range(place + 1, min(len(tokens), place + 1 + _NEAR)) if token.own and token in _BEFORE else ()
        out = next((at for at in ahead if tokens[at].folded in _PUBLIC and tokens[at].sentence == token.sentence), 0)
        if out and not any(tokens[at] in _DONE for at in range(place + 1, out)):
            found.append((place, out + 1))
    return found


def _is_ahead(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a word is a time to come: a month too that is a verb as often, behind "in"."""
    return tokens[place] in _WHEN or (tokens[place].folded in _MAY and place > 0 and tokens[place - 1].folded in _IN)
