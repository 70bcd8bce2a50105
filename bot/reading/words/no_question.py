"""A safe text goes in; whether it is no more than names of files, links or a pasted text comes out: nobody asks anything."""

from __future__ import annotations

import re

from bot.policy.talks.talk import SMALL_TALK, Intent
from bot.text.patterns import listed
from bot.text.tokens import Token

_FILE = rf"[^\s/()<>]+\.{listed('file_ending')}"
_LINK = r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?::\d+)?(?:/[^\s()<>]*)?"
_NAME = re.compile(rf"{_FILE}|{_LINK}", re.I)
_CORE = re.compile(r"[^\W_](?:.*[^\W_])?")
"""What is left of a word without the signs around it: each sign stands at one end, in one way."""
_SAYS_NOTHING = SMALL_TALK | {Intent.OFF_TOPIC, Intent.TASK, Intent.EXPLAIN, Intent.ADVICE}
_BY_NAME = _SAYS_NOTHING | {Intent.REPORT, Intent.INCIDENT, Intent.TERMS, Intent.WHICH_TOOL}
"""What such names were taken for by words in them: "image.png" greets nobody, and "report.pdf" reports nothing."""
MOST_TOOLS = 12
"""Tools that one answer can tell apart."""


def bare(text: str, tokens: tuple[Token, ...], intent: Intent) -> Intent:
    """The intent where somebody sent names of files or links and nothing else, or pasted a text without a word of their own."""
    if intent in _BY_NAME and is_bare(text):
        return Intent.BARE
    return Intent.PASTED if intent in _SAYS_NOTHING and not any(token.own for token in tokens) else intent


def is_bare(text: str) -> bool:
    """Whether a text is names of files or links and nothing else: they are of no language."""
    cores = [core.group() for word in text.split() if (core := _CORE.search(word))]
    return bool(cores) and all(_NAME.fullmatch(core) for core in cores)
