"""Pieces of a message go in; what the policy calls it that the names are taken out of them comes out."""

from __future__ import annotations

from bot.policy.house import Knowledge
from bot.policy.policy import becomes_of
from bot.reading.data.pieces import Piece
from bot.reading.data.ties import Ties
from bot.reading.left_out.beyond_telling import unknown_places
from bot.reading.left_out.removals import is_doubtful, is_removed_after, is_taken_out
from bot.reading.left_out.scope import Scope, is_for_tool
from bot.reading.words.cues import REMOVALS, Cues
from bot.tongue.index import Index
from bot.tongue.small import small
from bot.tongue.spans import places_of
from bot.tongue.text import Token, tokens_of

_PHRASES, _UNKNOWN = small("names_removed"), small("nobody_known")
_SENSITIVE = 3


def is_changed(piece: Piece) -> bool:
    """Whether a piece can be milder once people cannot be told from it: what is sensitive for another reason, such as passwords
    or merger plans, is what it was."""
    return piece.personal or piece.is_class or piece.sensitivity < _SENSITIVE


def kept_as_is(ties: Ties, knowledge: Knowledge) -> frozenset[str]:
    """Ids of data types and classes that hold what nobody can make milder by taking people out."""

    def is_fixed(kind: str) -> bool:
        return ties.sensitivity(kind) >= _SENSITIVE and not ties.is_personal(kind)

    every = knowledge.vocabulary.data.values()
    return frozenset(terms.id for terms in every if any(is_fixed(kind) for kind in (*terms.catalog, *terms.perhaps)))


class Cleaning:
    """Reads "I take off the names" as what was done to the rest, where the policy says what that makes of it."""

    def __init__(self, knowledge: Knowledge, index: Index) -> None:
        self.policy = knowledge.policy
        self.done, self.unknown = (_called(index, phrases) for phrases in (_PHRASES, _UNKNOWN))

    def of(
        self, tokens: tuple[Token, ...], scope: Scope, cues: Cues, tools: list[tuple[int, int]]
    ) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """Transformation -> the pieces of which the policy says what it makes. Nothing where it is doubtful that they are out,
        or where a tool is to take them out."""
        names = [Piece(at, at + 1, (), tokens[at].text, "", "") for at in sorted(cues.places("fact.names")) if tokens[at].own]
        told = {last for _, last in tools} & {m.first for m in cues.of("read.removal_command")}
        if not names or told or any(is_doubtful(tokens, name, cues) for name in names):
            return ()
        data, named = [*scope.kept, *scope.left_out], frozenset(place for first, last in tools for place in range(first, last))
        held = places_of([*data, *names])
        if not all(is_taken_out(tokens, n, held, cues, named) or is_removed_after(tokens, n, data, cues) for n in names):
            return ()
        if not scope.kept:  # a reply: it is about what the thread is about
            return tuple((done, ()) for done in self.done)
        return tuple((done, rest) for done in self.done if (rest := tuple(p for p in scope.kept if self._becomes(p, done))))

    def beyond_telling(
        self, tokens: tuple[Token, ...], scope: Scope, cues: Cues, tools: list[tuple[int, int]]
    ) -> tuple[tuple[str, tuple[Piece, ...]], ...]:
        """The same for "so that nobody could tell who it is": it is anonymised, unless a tool is to take it out."""
        said = min(unknown_places(tokens, cues), default=None)
        if said is None or is_doubtful(tokens, Piece(said, said + 1, (), tokens[said].text, "", ""), cues):
            return ()
        sentence = tokens[said].sentence
        gone = [m for name in REMOVALS for m in cues.of(name) if tokens[m.first].sentence == sentence]
        if any(is_for_tool(tokens, match, tools) for match in gone if match.first < said):
            return ()
        if not scope.kept:
            return tuple((done, ()) for done in self.unknown)
        return tuple((done, rest) for done in self.unknown if (rest := tuple(p for p in scope.kept if self._becomes(p, done))))

    def _becomes(self, piece: Piece, done: str) -> bool:
        return piece.own and any(done in becomes_of(self.policy, id_) for id_ in piece.types)


def _called(index: Index, phrases: frozenset[str]) -> tuple[str, ...]:
    """What a policy calls it that this was done."""
    matches = [match for phrase in sorted(phrases) for match in index.find(tokens_of(phrase), "en")]
    return tuple(dict.fromkeys(match.entry.id for match in matches if match.entry.slot == "transformation"))
