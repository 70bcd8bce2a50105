"""A text goes in; whether another one says the same comes out."""

from __future__ import annotations

from bot.knowledge.importing.texts.words import tokens

_FEWEST = 3
"""Words of a sentence that says anything."""
_MUCH = 0.8
"""Share of a sentence's words from which on another one says the same."""


class SaidWords:
    """The words of a text, to be looked for in others apart from marks, case and blanks."""

    __slots__ = ("_run", "_words")

    def __init__(self, text: str) -> None:
        said = tokens(text)
        self._run = f" {' '.join(said)} " if said else ""
        self._words = frozenset(said)

    def stands_beside(self, other: SaidWords) -> bool:
        """Whether one stands in the other."""
        return bool(self._run and other._run) and (self._run in other._run or other._run in self._run)

    def is_much_of(self, other: SaidWords) -> bool:
        """Whether nearly all words of a sentence stand in another one: a note of the table and the same note below the text."""
        return len(self._words) > _FEWEST and len(self._words & other._words) >= _MUCH * len(self._words)
