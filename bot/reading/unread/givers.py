"""A part of a message goes in; how much of it only says who gave the task comes out: "he wants it on one page"."""

from __future__ import annotations

from bot.tongue.small import Spoken
from bot.tongue.text import Token

_GIVER, _GIVES, _DETERMINER = Spoken("task_giver"), Spoken("gives_task"), Spoken("my", "ours", "article")


def giver_of(tokens: tuple[Token, ...], part: list[int]) -> int:
    """How many words say that somebody gave the task ("my boss asked me", "she wants"); 0 where they do not."""
    at = int(len(part) > 1 and tokens[part[0]] in _DETERMINER)
    is_given = len(part) > at + 1 and tokens[part[at]] in _GIVER and tokens[part[at + 1]] in _GIVES
    return at + 2 if is_given else 0
