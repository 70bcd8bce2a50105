"""The tokens of a message go in, its questions come out as parts; cut only where sentences ask on their own."""

from __future__ import annotations

import re

from bot.tongue.text import CUT, Token

_POINT = re.compile(r"(?:^|\n)\s*[-*•]\s")
_NUMBER = re.compile(r"\d{1,2}")
_AFTER_NUMBER = (". ", ") ")


def split(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Parts that end in a question mark, or the points of a list. Sentences before a question go with it; one part: no cut."""
    if not tokens:
        return []
    parts: list[list[Token]] = [[]]
    for place, token in enumerate(tokens):
        if place and ("?" in token.gap or _POINT.search(token.gap) or _is_numbered(tokens, place)) and parts[-1]:
            parts.append([])
        parts[-1].append(token)
    return [tuple(part) for part in parts if len(part) > 2]


def each_once(parts: list[tuple[Token, ...]]) -> list[tuple[Token, ...]]:
    """Without a question that was asked before; of the same ones that is kept behind which words were left away."""
    found: dict[tuple[str, ...], tuple[Token, ...]] = {}
    for part in parts:
        said = tuple(token.folded for token in part if token.text != CUT)
        found[said] = max(found.get(said, ()), part, key=len)
    return list(found.values())


def _is_numbered(tokens: tuple[Token, ...], place: int) -> bool:
    """Whether a line begins with the number of a point: "2. payroll"."""
    token = tokens[place]
    number = "\n" in token.gap and _NUMBER.fullmatch(token.text) is not None
    return number and place + 1 < len(tokens) and tokens[place + 1].gap in _AFTER_NUMBER
