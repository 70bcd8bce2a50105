"""Tokens go in, the places of words that somebody wrote so that nobody reads them come out: spelt, with marks, or in two."""

from __future__ import annotations

import re

from bot.tongue.small import small
from bot.tongue.text import Token

_SPELT = 3
"""So many single letters in a row are a word that somebody spelt out."""
_ANY_SEX = small("any_sex")
_MARKS = re.compile(r"[$@*#|~^¤€£§°]+")
_PART = 3
"""Letters of the parts of a word that is written in two."""
_WHOLE = 7


def spelt(tokens: tuple[Token, ...], read: frozenset[int]) -> set[int]:
    """Places of words that were spelt out or masked: "p.a.s.s", "c u s t o m e r", "pa$$words"."""
    found: set[int] = set()
    run: list[int] = []
    for place, token in enumerate(tokens):
        run = [*run, place] if len(token.folded) == 1 and token.folded.isalpha() and place not in read and token.own else []
        if "".join(tokens[p].folded for p in run[-_SPELT:]) in _ANY_SEX and all("/" in tokens[p].gap for p in run[-2:]):
            run = run[:-_SPELT]
        article = len(run) == _SPELT and tokens[run[0]].text.islower() and token.text.isupper()  # "a Q&A"
        if len(run) >= _SPELT and not article:
            found.update(run)
        if place and token.own and place not in read and _MARKS.fullmatch(token.gap):
            found.update({place - 1, place})
    return found


def in_two(tokens: tuple[Token, ...], read: frozenset[int], sensitive: frozenset[str], never_first: frozenset[str]) -> set[int]:
    """Places of two words that are one word for sensitive data: "pass words", "pay roll". ``never_first``: "over time"."""
    found: set[int] = set()
    for place in range(1, len(tokens)):
        left, right = tokens[place - 1], tokens[place]
        if {place, place - 1} <= read or right.breaks or not right.own or left.folded in never_first:
            continue
        joined = left.folded + right.folded
        if len(joined) < _WHOLE or min(len(left.folded), len(right.folded)) < _PART:
            continue
        if joined in sensitive or joined.removesuffix("s") in sensitive:
            found.update({place - 1, place})
    return found


def as_names(tokens: tuple[Token, ...], names: frozenset[str], language: str) -> set[int]:
    """Places of words that are family names where they are capitalised in mid-sentence: "the letter from Hunt"."""
    if language == "de" or sum(token.text[:1].isupper() for token in tokens) * 2 > len(tokens):
        return set()
    return {
        place
        for place, token in enumerate(tokens)
        if token.own
        and place
        and token.folded in names
        and token.text[:1].isupper()
        and token.text[1:].islower()
        and token.sentence == tokens[place - 1].sentence
        and not token.breaks
    }
