"""Matches of phrases go in; out come those that mean it where they say what was done to data: "code" is no French "codé"."""

from __future__ import annotations

from functools import lru_cache

from bot.tongue.common import common_words
from bot.tongue.counts import words_from
from bot.tongue.entries import Match
from bot.tongue.text import Token, fold

NO_CHANGE = "read.no_change"
"""The list of phrases that hold such a word in another sense ("mock interview")."""
_ACCENTED = 3.0
"""Zipf frequency from which on a word without accents is one that people write on purpose."""


@lru_cache(maxsize=8)
def _bare_words(language: str) -> frozenset[str]:
    """The common words of a language that are written without an accent."""
    return frozenset(word for word, _ in words_from(language, _ACCENTED) if word.isascii())


def that_are_done(matches: list[Match], tokens: tuple[Token, ...], language: str, accented: frozenset[str]) -> list[Match]:
    """Without what only looks like something that was done to data. ``accented``: folded words that have an accent when they
    mean it."""
    senses = [m for m in matches if m.entry.id == NO_CHANGE and m.entry.language in ("any", language) and m.via != "fuzzy"]

    def is_meant(match: Match) -> bool:
        if match.entry.slot != "transformation":
            return True
        if any(other.first <= match.first < other.last for other in senses):
            return False
        return _is_own_word(tokens, match, language, accented) if match.size == 1 else _is_no_article(tokens, match)

    return [match for match in matches if is_meant(match)]


def _is_own_word(tokens: tuple[Token, ...], match: Match, language: str, accented: frozenset[str]) -> bool:
    """A word of another language counts as it is listed, and where the message's own has no such word; one that is listed with
    an accent counts without only where that is no word by itself ("masque")."""
    token, listed = tokens[match.first], match.entry.words[0]
    if match.entry.language not in ("any", language):
        return token.folded == listed and token.folded not in common_words(language)
    return listed not in accented or fold(token.text) != token.text.lower() or token.folded not in _bare_words(language)


def _is_no_article(tokens: tuple[Token, ...], match: Match) -> bool:
    """Whether the letter that stands for a name at the end of a phrase is written as one: "Client A" and no "the client a"."""
    last = tokens[match.last - 1].text
    if len(match.entry.words[-1]) > 1:
        return True
    return last.isupper() and not tokens[match.last - 2].text.isupper()
