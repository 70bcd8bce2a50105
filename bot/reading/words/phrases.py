"""A list's phrase and a message's words go in; whether it stands there, also in another form of its words, comes out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from bot.text.tokens import SPOKEN, Token, fold, stem

Phrase = tuple[tuple[str, str], ...]
"""Each word with the language in which its other forms mean the same; none: it has no other."""


def forms_of(token: Token) -> frozenset[tuple[str, str]]:
    """A word as it stands, and its stem in each language; nothing of a word that is not the asker's own."""
    own = {("", token.folded), *((language, stem(token.folded, language)) for language in SPOKEN)}
    return frozenset(own) if token.own else frozenset()


def phrase_of(text: str, language: str) -> Phrase:
    """Folded words; hyphens part them, as they do in a message."""
    words = fold(text).replace("-", " ").replace("'", " ").split()
    return tuple((language, stem(word, language)) if language in SPOKEN else ("", word) for word in words)


def stands(said: list[frozenset[tuple[str, str]]], place: int, phrase: Phrase) -> bool:
    """``said``: the forms of each word of a message."""
    here = said[place : place + len(phrase)] if place >= 0 else []
    return len(here) == len(phrase) and all(word in forms for forms, word in zip(here, phrase, strict=True))


class Phrases:
    """Many phrases with what each stands for, found by their first words; of those that stand at a place the longest."""

    def __init__(self, named: Iterable[tuple[Phrase, str]]) -> None:
        self._by_first: dict[tuple[str, str], list[tuple[int, Phrase, str]]] = defaultdict(list)
        said = [(phrase, meaning) for phrase, meaning in named if phrase]
        for rank, (phrase, meaning) in enumerate(sorted(said, key=lambda held: -len(held[0]))):
            self._by_first[phrase[0]].append((rank, phrase, meaning))

    def at(self, said: list[frozenset[tuple[str, str]]], place: int) -> tuple[Phrase, str] | None:
        """``said``: the forms of each word of a message."""
        known = (self._by_first.get(form, ()) for form in said[place])
        found = min((held for each in known for held in each if stands(said, place, held[1])), default=None)
        return found[1:] if found else None
