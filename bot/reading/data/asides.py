"""Tokens and cues go in, the places of what is said aside come out: who asks, by which key, on which list something stands.

Such words say nothing of the data, whatever they mean elsewhere.
"""

from __future__ import annotations

from bot.reading.words.cues import Cues
from bot.tongue.small import small
from bot.tongue.text import Token

_NEAR = 4
"""Words between a key and who has it, or which tool it is for."""
_GIVEN = 6
"""Words between a key and who gave it."""
_HERE = 6
"""Words of a clause that only says who asks."""
_INTRO = 7
_LOGIN = small("login_end")
_LINKS = small("aside")
_INSIDE = small("inside")
_WITH = small("key_with")
_PLACED = small("placed")
_WHOSE = small("list_of")
"""Behind a list, they say what is on it."""
FOR = small("for")
_ROUTES = small("key_way")


def asides(tokens: tuple[Token, ...], cues: Cues, tools: list[tuple[int, int]]) -> frozenset[int]:
    """``tools``: token spans of tools that were named."""
    found = (
        cues.places("aside.said")
        | _audience(tokens, cues)
        | _keys(tokens, cues, tools)
        | _rolls(tokens, cues)
        | _who(tokens, cues)
    )
    return frozenset(found)


def _audience(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """ "Our guide for the new hires": for whom something is."""
    found: set[int] = set()
    for match in cues.of("aside.audience"):
        before = [tokens[p].folded for p in range(max(0, match.first - 2), match.first)]
        if any(word in FOR for word in before) and not tokens[match.first].breaks:
            found |= set(range(match.first, match.last))
    return found


def _keys(tokens: tuple[Token, ...], cues: Cues, tools: list[tuple[int, int]]) -> set[int]:
    """ "We have a key for the campus model", "with the key that the platform team gave us": access, no secret that is pasted."""
    used = {p for first, last in tools for p in range(first, last)} | cues.places("read.served")
    had, granted, kept = (cues.places(name) for name in ("read.had", "read.granted", "read.kept"))
    found: set[int] = set()
    for match in cues.of("read.key"):
        first, last, clause = match.first, match.last, tokens[match.first].clause
        before = [p for p in range(max(0, first - _NEAR), first) if tokens[p].clause == clause]
        after = [p for p in range(last, min(len(tokens), last + _GIVEN)) if tokens[p].clause == clause]
        follows = tokens[last].folded if after else ""
        holder = [p for p in before if p in had]
        through = bool(holder) and all(tokens[p].folded in _WITH for p in holder)
        handed = bool(set(after) & granted)
        routed = any(t.folded in _ROUTES and t.clause == clause for t in tokens[max(0, first - 8) : first])
        meant = bool(set(after[:_NEAR]) & used) and (follows not in _INSIDE or not through)
        named = bool(set(before) & used) and follows not in _INSIDE
        inside = follows in _INSIDE
        stays = bool(set(before[-2:]) & kept) and not inside
        has = bool(holder) and (handed or (meant and not through) or (through and routed and not inside))
        if stays or has or (through and named and tokens[last - 1].folded in _LOGIN):
            found |= set(range(first, last))
    return found


def _rolls(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """ "The use case isn't in the register", "de repo staat op de lijst": where something stands, not what is on a list."""
    stands = cues.places("read.stands")
    found: set[int] = set()
    for match in cues.of("read.roll"):
        clause = tokens[match.first].clause
        before = [p for p in range(max(0, match.first - 6), match.first) if tokens[p].clause == clause]
        behind = {p for p in range(match.last, min(len(tokens), match.last + 2)) if tokens[p].clause == clause}
        placed = [p for p in before if tokens[p].folded in _PLACED or (tokens[p].folded == "a" and cues.language in ("es", "fr"))]
        follows = tokens[match.last].folded if match.last < len(tokens) and not tokens[match.last].breaks else ""
        stood = {p for p in stands & set(before) if placed and p < placed[-1]} | (stands & behind)
        if placed and stood and follows not in _WHOSE:
            found |= set(range(placed[-1], match.last))
    return found


def _who(tokens: tuple[Token, ...], cues: Cues) -> set[int]:
    """ "I'm the business partner for surgery", "Front desk at the dental clinic.", "Fellow here."."""
    people, fields = cues.places("aside.who"), cues.places("aside.who", "aside.field")
    found: set[int] = set()
    for match in cues.of("read.intro"):
        run = _run(tokens, match.last, fields)
        if run & fields:
            found |= run
    asks = cues.places("aside.asks")
    for clause in sorted({token.clause for token in tokens}):
        here = [p for p, token in enumerate(tokens) if token.clause == clause]
        if len(here) > _HERE or here[-1] == len(tokens) - 1 or not tokens[here[0]].own:
            continue
        ends = tokens[here[-1] + 1].gap
        starts = here[0] == 0 or tokens[here[0]].sentence != tokens[here[0] - 1].sentence
        told = set(here) & people and any(mark in ends for mark in ".:\n")
        if not starts or not (told or set(here) & asks or _asks_next(tokens, here[-1] + 1, asks)):
            continue
        if set(here) & fields and all(p in fields | asks or tokens[p].folded in _LINKS for p in here):
            found |= set(here)
    return found


def _asks_next(tokens: tuple[Token, ...], place: int, asks: set[int]) -> bool:
    """Whether the next clause is nothing else than "quick one:"."""
    here = [p for p, token in enumerate(tokens) if token.clause == tokens[place].clause]
    return set(here) <= asks


def _run(tokens: tuple[Token, ...], first: int, known: set[int]) -> set[int]:
    """Words from ``first`` on that are known or only link such words, without the links behind the last of them."""
    run: list[int] = []
    for place in range(first, min(len(tokens), first + _INTRO)):
        if (place > first and tokens[place].breaks) or not (place in known or tokens[place].folded in _LINKS):
            break
        run.append(place)
    while run and run[-1] not in known:
        run.pop()
    return set(run)


def code_names(tokens: tuple[Token, ...], cues: Cues, taken: set[int]) -> list[tuple[int, int]]:
    """Spans of names of programs with hyphens, "planner-ui": their parts are no data. ``taken``: places of tools' names."""
    named, of_repo = cues.places("read.code_name"), cues.places("read.code_name_of_repo") if cues.has("read.repo") else set()
    found, first = [], 0
    for place in range(1, len(tokens) + 1):
        if place < len(tokens) and tokens[place].gap == "-":
            continue
        if place - first > 1 and place - 1 in named | of_repo and not set(range(first, place)) & taken:
            found.append((first, place))
        first = place
    return found
