"""Texts of a policy's files go in; whether two say the same in words, and which file took something from where, come out."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.knowledge.importing.texts.words import tokens

_AT = re.compile(r"(guidance/[\w./-]+\.md):(\d+)")
FEWEST = 3
"""Words of a sentence that says anything."""
_MUCH = 0.8
"""Share of a sentence's words from which on another one says the same."""


class Words:
    """The words of a text, to be looked for in others apart from marks, case and blanks."""

    __slots__ = ("_run", "_words")

    def __init__(self, text: str) -> None:
        said = tokens(text)
        self._run = f" {' '.join(said)} " if said else ""
        self._words = frozenset(said)

    def stands_beside(self, other: Words) -> bool:
        """Whether one stands in the other."""
        return bool(self._run and other._run) and (self._run in other._run or other._run in self._run)

    def is_much_of(self, other: Words) -> bool:
        """Whether nearly all words of a sentence stand in another one: a note of the table and the same note below the text."""
        return len(self._words) > FEWEST and len(self._words & other._words) >= _MUCH * len(self._words)


def cited_in(files: Mapping[str, str]) -> dict[tuple[str, int], str]:
    """(Document, line) -> the file that says it took something from there."""
    found: dict[tuple[str, int], str] = {}
    for path, text in sorted(files.items()):
        if path.endswith(".yaml"):
            for match in _AT.finditer(text):
                found.setdefault((match[1], int(match[2])), path)
    return found
