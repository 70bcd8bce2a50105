"""A word of a message goes in; whether people talk with it, so that it is no value, comes out."""

from __future__ import annotations

import re
from functools import lru_cache

from bot.text.common import LEAST, common_words
from bot.text.patterns import late, listed, written
from bot.text.small import small
from bot.text.tokens import fold

_GRAMMAR = small("stop") | frozenset(map(fold, written("no_value", "no_value_said", "password_talk", "small_words")))
_TOOL_WORD = late(rf"{listed('no_name_tool')}\w{{0,3}}|\w+{listed('no_name_tool_ending')}", re.I)
_KEYS = small("key_row")
_LETTERS = late(r"[^\W\d_]+")
_SHORTEST_UNCOMMON = 5


def is_grammar(word: str) -> bool:
    """Whether a sentence goes on with it: an article, a verb of asking, "too", "never"."""
    return fold(word.strip(".,;:!?()\"'“”„«»")) in _GRAMMAR


@lru_cache(maxsize=8192)
def is_common(word: str) -> bool:
    """Whether everybody uses it in one of the five languages, or it is a tool's name."""
    folded = fold(word)
    return folded in _GRAMMAR or bool(_TOOL_WORD.fullmatch(word)) or any(folded in common_words(language) for language in LEAST)


def is_tool(word: str) -> bool:
    """Whether it is a tool's name, or begins with one."""
    return _TOOL_WORD.fullmatch(word) is not None


def is_key_row(word: str) -> bool:
    """Whether its letters lie side by side on a keyboard: somebody tries whether anything answers."""
    return any(fold(word) in row for row in _KEYS)


def is_uncommon(word: str) -> bool:
    """Whether a word, or a part of a joined one, is one that hardly anybody uses, and long enough to be no shortening."""
    parts = _LETTERS.findall(word)
    return len(word) >= _SHORTEST_UNCOMMON and bool(parts) and not all(is_common(part) for part in parts)
