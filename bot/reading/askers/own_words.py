"""A message goes in; the places come out of words that the policy's owner says are no data, or are those of people who ask.

They are met as they were written, before anything was put right, and never misspelt: a word for what is sensitive is not taken
for one of these because it is near to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from bot.policy.vocabulary import Vocabulary
from bot.reading.askers.groups import is_asker
from bot.reading.data.pieces import Piece
from bot.reading.words.cues import Cues
from bot.reading.words.language import stops_of
from bot.text.entries import Entry, Match
from bot.text.small import small
from bot.text.tokens import Token, fold, is_form_of, words_of

_OURS, _FOR = small("ours"), small("for")
_ASKER = Entry("word", "own.askers")
Phrases = tuple[tuple[str, ...], ...]


class OwnWords:
    """Both lists of one policy."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self.no_data, self.askers = _phrases(vocabulary.no_data), _phrases(vocabulary.askers)
        self.languages = tuple(dict.fromkeys((*vocabulary.languages, "en")))

    def places(self, tokens: tuple[Token, ...], pieces: list[Piece], cues: Cues, tools: list[tuple[int, int]]) -> set[int]:
        """``pieces``: the data that was read; ``tools``: token spans of tools that were named."""
        if not self.no_data and not self.askers:
            return set()
        return self._no_data(tokens, pieces) | self._askers(tokens, cues, tools)

    def _no_data(self, tokens: tuple[Token, ...], pieces: list[Piece]) -> set[int]:
        """A policy's own name of data wins: who says both by mistake is asked, or told no."""
        named = [(p.first, p.last) for p in pieces if p.source == "policy"]
        found: set[int] = set()
        for first, last in self._spans(tokens, self.no_data, ()):
            if not any(begin <= first and last <= end for begin, end in named):
                found |= set(range(first, last))
        return found

    def _askers(self, tokens: tuple[Token, ...], cues: Cues, tools: list[tuple[int, int]]) -> set[int]:
        """Where somebody asks as one of them, or for them: "may our trustees use", "trustee here", "for trustees". What is
        about them, or theirs, stays data."""
        found: set[int] = set()
        for first, last in self._spans(tokens, self.askers, self.languages):
            if is_asker(tokens, Match(first, last, _ASKER, "name"), cues, tools) or _is_for(tokens, first, last, cues.language):
                found |= set(range(first, last))
        return found

    @staticmethod
    def _spans(tokens: tuple[Token, ...], phrases: Phrases, languages: tuple[str, ...]) -> Iterator[tuple[int, int]]:
        """``languages``: those whose other forms of a word count as well."""
        said = [fold(token.text) for token in tokens]
        for words in phrases:
            size = len(words)
            for first in range(len(tokens) - size + 1):
                here = tokens[first : first + size]
                if not all(token.own for token in here) or any(token.breaks for token in here[1:]):
                    continue
                pairs = zip(said[first : first + size], words, strict=True)
                if all(one == word or any(is_form_of(one, word, lang) for lang in languages) for one, word in pairs):
                    yield first, first + size


def _is_for(tokens: tuple[Token, ...], first: int, last: int, language: str) -> bool:
    """Whether something is for them, and no thing of theirs follows: "for our trustees in Copilot", not "for trustee records"."""
    at = first - 1 if first and tokens[first - 1].folded in _OURS else first
    if not at or tokens[at - 1].folded not in _FOR or tokens[at].breaks:
        return False
    behind = tokens[last] if last < len(tokens) else None
    return behind is None or behind.breaks or behind.folded in stops_of(language)


def _phrases(said: Iterable[str]) -> Phrases:
    return tuple(words for phrase in said if (words := words_of(phrase)))
