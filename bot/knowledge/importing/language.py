"""Texts of a policy in, its language out."""

from __future__ import annotations

from collections.abc import Iterable

from bot.knowledge.importing.words import tokens

# The commonest small words of each language that the four others do not have.
_SMALL = {
    "en": {"the", "and", "is", "are", "with", "for", "of", "not", "be", "this", "that"},
    "nl": {"het", "een", "van", "zijn", "niet", "voor", "met", "wordt", "mag", "en", "bij", "gegevens"},
    "de": {"der", "das", "und", "ist", "nicht", "mit", "für", "fur", "ein", "eine", "von", "werden", "daten", "dürfen", "durfen"},
    "fr": {"le", "les", "des", "et", "est", "une", "pas", "pour", "avec", "dans", "données", "donnees"},
    "es": {"el", "los", "las", "del", "y", "es", "una", "para", "con", "por", "datos", "uso"},
}


def guess_language(text: str, more: Iterable[str] = ()) -> str:
    """The language whose small words are the most frequent; English where nothing tells."""
    words = tokens(" ".join((text, *more)))
    counts = {language: sum(word in small for word in words) for language, small in _SMALL.items()}
    best = max(counts, key=lambda language: counts[language])
    return best if counts[best] else "en"
