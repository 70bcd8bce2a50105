"""Texts of a policy in, its language out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.importing.texts.words import small_words, tokens


def guess_language(text: str, more: Iterable[str] = ()) -> str:
    """The language whose small words are the most frequent; English where nothing tells."""
    words = tokens(" ".join((text, *more)))
    counts = {language: sum(word in small for word in words) for language, small in small_words()["of_language"].items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "en"
