"""A safe text goes in; whether it is no more than names of files, links or a pasted text comes out: nobody asks anything."""

from __future__ import annotations

import re

from bot.policy.talk import Intent
from bot.reading.patterns import listed
from bot.reading.text import Token

_FILE = rf"[^\s/()<>]+\.{listed('file_ending')}"
_LINK = r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/[^\s()<>]*)?"
_BARE = re.compile(rf"[\W_]*(?:(?:{_FILE}|{_LINK})[\W_]*(?:\s[\W_]*|\Z))+", re.I)
_SAYS_NOTHING = frozenset({Intent.OFF_TOPIC, Intent.GREETING, Intent.FEEDBACK, Intent.TASK, Intent.EXPLAIN, Intent.ADVICE})
"""What such names were taken for by words in them: "image.png" greets nobody."""
MOST_TOOLS = 12
"""Tools that one answer can tell apart."""


def bare(text: str, tokens: tuple[Token, ...], intent: Intent) -> Intent:
    """The intent where somebody sent names of files or links and nothing else, or pasted a text without a word of their own."""
    if intent not in _SAYS_NOTHING:
        return intent
    if _BARE.fullmatch(text.strip()):
        return Intent.BARE
    return intent if any(token.own for token in tokens) else Intent.PASTED
