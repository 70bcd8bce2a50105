"""Words go in, the spans that say of what is put before the public by its form that it is not out come out: "comes out at noon",
"which marketing still has to release", "nobody has seen it", "as it will be printed".
"""

from __future__ import annotations

from bot.tongue.small import Spoken
from bot.tongue.text import Token, clauses_of

_THINGS = Spoken("publication")
_COMPOUNDS = {tongue: tuple(w for w in _THINGS.by_language[tongue] if len(w) > 4) for tongue in ("nl", "de")}
"""What a longer word ends in: "Websitetext"."""
_GOES, _OUT = Spoken("goes_out"), Spoken("is_out")
_THEN = Spoken("out_then")
_WILL, _PRINTED = Spoken("will_be"), Spoken("put_up", "coming_out", "is_out")
_APPEARS, _WHEN = Spoken("appears"), Spoken("day_ahead", "is_being")
_NOBODY, _SEEN = Spoken("nobody"), Spoken("put_up", "coming_out", "seen_by")
_STILL, _IT, _THERE = Spoken("still"), Spoken("stands_for_thing"), Spoken("is_out", "out_places")
_DONE = Spoken("out_before")
_NEAR, _FAR = 3, 6
"""Words between two of them, and in a language whose verb has its other half at the end."""


def not_out(tokens: tuple[Token, ...], tools: frozenset[int]) -> list[tuple[int, int]]:
    """``tools``: places of tools' names."""
    found: list[tuple[int, int]] = []
    things = [place for place, token in enumerate(tokens) if token.own and _is_thing(token)]
    told = {(tokens[p].sentence + more) for p in things for more in (0, 1)}
    for here in clauses_of(tokens).values():
        if not any(tokens[at].own and tokens[at].sentence in told for at in here):
            continue
        named = [at for at in here if at in things]
        if not any(tokens[at] in _DONE for at in here):
            found += _goes_out(tokens, here)
        thing = named[0] if named else here[0] - 1
        found += [*_nobodys(tokens, here), *_still(tokens, [at for at in here if at > thing], tools, bool(named))]
    return found


def _is_thing(token: Token) -> bool:
    return token in _THINGS or any(token.folded.endswith(_COMPOUNDS.get(tongue, ())) for tongue in token.tongues)


def _goes_out(tokens: tuple[Token, ...], here: list[int]) -> list[tuple[int, int]]:
    """ "Goes out tomorrow", "geht erst nach der Sitzung raus", "will be printed", "erscheint im Mai"."""
    found = []
    for at in here:
        token = tokens[at]
        far = _FAR if {"nl", "de"} & set(token.tongues) else _NEAR
        near = [p for p in here if at < p <= at + far]
        goes = next((p for p in near if tokens[p] in _OUT and _is_last(tokens, p)), 0) if token in _GOES else 0
        will = next((p for p in near if tokens[p] in _PRINTED), 0) if token in _WILL else 0
        appears = at if token in _APPEARS and any(tokens[p] in _WHEN for p in here if abs(at - p) <= far) else 0
        found += [(at, end + 1) for end in (goes, will, appears) if end]
    return found


def _is_last(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether nothing says how it comes out: "comes out too long"."""
    behind = place + 1
    return behind >= len(tokens) or tokens[behind].breaks or tokens[behind] in _THEN


def _nobodys(tokens: tuple[Token, ...], here: list[int]) -> list[tuple[int, int]]:
    """ "Nobody has seen it", "which we never sent"."""
    return [
        (at, p + 1)
        for at in here
        if tokens[at] in _NOBODY
        for p in [next((p for p in here if at < p <= at + _FAR and tokens[p] in _SEEN), 0)]
        if p
    ]


def _still(tokens: tuple[Token, ...], here: list[int], tools: frozenset[int], named: bool) -> list[tuple[int, int]]:
    """ "Which they still have to check", "while she is still reading it". ``here``: places behind the thing;
    ``named``: whether it stands in this clause itself."""
    stills = [at for at in here if tokens[at] in _STILL]
    if not stills or any(tokens[at] in _THERE for at in here):
        return []
    before = [at for at in here if at < stills[0]]
    is_told = any(tokens[at] in _IT for at in before)
    is_behind = named and not any(at in tools for at in here if at > stills[0])
    return [(stills[0], stills[0] + 1)] if is_told or is_behind else []
