"""The tokens of a message go in, its questions come out as parts; cut only where sentences ask on their own."""

from __future__ import annotations

import re

from bot.reading.text import Token

_NUMBERED = re.compile(r"(?:^|\n)\s*(?:\d{1,2}[.)]|[-*•])\s")


def split(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    """Parts that end in a question mark, or the points of a list. Sentences before a question go with it; one part: no cut."""
    if not tokens:
        return []
    parts: list[list[Token]] = [[]]
    for place, token in enumerate(tokens):
        if place and ("?" in token.gap or _NUMBERED.search(token.gap)) and parts[-1]:
            parts.append([])
        parts[-1].append(token)
    return [tuple(part) for part in parts if len(part) > 2]
