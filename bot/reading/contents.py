"""A text that is no question goes in; the kinds of data that it holds come out as ids of the policy, without a word of it.

All of it counts, quoted or not. By words and shapes only: nothing goes to a model or into a cache, and what is seen here may
make a ruling stricter and never grounds an allowed.
"""

from __future__ import annotations

from bot.policy.talks.checks import Looked
from bot.policy.talks.talk import Asker, Intent
from bot.reading.data.pieces import Piece
from bot.reading.door import LONGEST, make_safe
from bot.reading.reader import Reader
from bot.reading.words.language import language_of
from bot.text.tokens import Token, tokens_of

HAPPENED = frozenset({Intent.INCIDENT, Intent.REPORT})
_WINDOW, _OVERLAP = 400, 20
"""Words that are looked at together, and words of the one before that are seen again."""
_TELLS_LANGUAGE = 4_000
_UNTIED = 2
"""From this sensitivity on something that the policy has no name for is worth a remark."""


class Contents:
    """Looks into texts for one policy version."""

    def __init__(self, reader: Reader) -> None:
        self.reader = reader

    def __call__(self, text: str, names: tuple[str, ...] = (), language: str = "") -> Looked:
        """``names``: of attached files; they are read as words. ``language``: whoever wrote it, where its words cannot tell."""
        safe = make_safe(text)
        tokens = tokens_of("\n".join((safe.text, *(make_safe(name).text for name in names))))
        words = tuple(token.folded for token in tokens)
        language = language_of(words, safe.text[:_TELLS_LANGUAGE], "", language or self.reader.house.language)
        pieces = [piece for part in _windows(tokens) for piece in self._pieces(part, language)]
        found = dict.fromkeys((*self.of_kinds(safe.kinds), *(id_ for piece in pieces for id_ in piece.types)))
        said = self.reader.read_words(safe, None, Asker()) if safe.text.strip() else None
        return Looked(
            language=language,
            kinds=safe.kinds,
            data=tuple(found),
            untied=any(not piece.types and piece.sensitivity >= _UNTIED for piece in pieces),
            is_incident=said is not None and any(item.intent in HAPPENED for item in said.items),
            is_cut=len(text) > LONGEST,
        )

    def of_kinds(self, kinds: tuple[str, ...]) -> tuple[str, ...]:
        """What values of these shapes are in the policy: nobody can take them for a mistake of the reading."""
        return tuple(dict.fromkeys(id_ for kind in kinds for id_ in self.reader.looker.data.ties.of_detector(kind).ids))

    def _pieces(self, tokens: tuple[Token, ...], language: str) -> list[Piece]:
        """Without what is mild: one harmless phrase says nothing of the rest of a text."""
        matches = [match for match in self.reader.index.find(tokens, language) if match.via != "fuzzy"]
        found = self.reader.looker.data.pieces(tokens, matches, (), [])
        return [piece for piece in found if not self._is_mild(piece) and not (piece.is_weak and piece.source != "policy")]

    def _is_mild(self, piece: Piece) -> bool:
        """Whether it can only be of the mildest class: what is public or harmless."""
        mild, types = set(self.reader.looker.data.ties.mild), self.reader.knowledge.policy.data_types
        return bool(piece.types) and all(
            id_ in mild or (id_ in types and set(types[id_].classes) <= mild and types[id_].classes) for id_ in piece.types
        )


def _windows(tokens: tuple[Token, ...]) -> list[tuple[Token, ...]]:
    starts = range(0, max(len(tokens), 1), _WINDOW)
    ends = [*starts[1:], len(tokens)]
    return [tokens[max(0, first - _OVERLAP) : last] for first, last in zip(starts, ends, strict=True)]
