"""A language goes in; how much of what staff ask is about a kind of data, or says a word, comes out, with an example."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from importlib.resources import files as packaged

import yaml

from bot.knowledge.catalog import load_catalog
from bot.knowledge.importing.texts.kinds import kind_reader
from bot.knowledge.importing.texts.words import tokens
from bot.reading.words.language import stops_of
from bot.text.tokens import tokens_of

_SEVERAL = 3
_ASKED = ("may_i", "which_tool", "compare")
_LEAST_OF_WORDS, _LEAST_OF_KIND = 0.05, 0.001
"""Share of questions with a word of the document, or of a kind of the catalog, that none of the messages has: what an
organisation writes a sentence about is asked there more often than anywhere."""


class Shares:
    """Counted over messages that are no test's."""

    def __init__(self, language: str) -> None:
        messages = [text for lang in dict.fromkeys((language, "en")) for text in _messages(lang)]
        reader, self._texts = kind_reader(load_catalog(), language), messages
        self._about: dict[str, str] = {}
        self._kinds: Counter[str] = Counter()
        for text in messages:
            kinds = reader.anywhere(text)
            self._kinds.update(kinds)
            for kind in kinds:
                self._about.setdefault(kind, text)
        self._messages = [frozenset(tokens(text)) for text in messages]

    def of_kind(self, kind: str) -> float:
        """At least a little: somebody may ask about anything."""
        return max(self._kinds[kind] / len(self._messages), _LEAST_OF_KIND)

    def of_words(self, phrases: Sequence[str]) -> float:
        """Messages that hold all words of one of these."""
        runs = [frozenset(tokens(phrase)) for phrase in phrases]
        held = sum(any(run and run <= words for run in runs) for words in self._messages)
        return max(held / len(self._messages), _LEAST_OF_WORDS)

    def about_kind(self, kind: str) -> str:
        """One of the messages that is about a kind; empty where none is."""
        return self._about.get(kind, "")

    def saying(self, phrases: Sequence[str]) -> str:
        """One of the messages that hold all words of one of these."""
        runs = [frozenset(tokens(phrase)) for phrase in phrases]
        held = (any(run and run <= words for run in runs) for words in self._messages)
        return next((text for text, is_held in zip(self._texts, held, strict=True) if is_held), "")


@cache
def _messages(language: str) -> tuple[str, ...]:
    path = packaged("bot.catalog") / "examples" / "intents.yaml"
    examples = yaml.safe_load(path.read_text("utf-8"))["examples"]
    return tuple(text for intent in _ASKED for text in examples[intent].get(language, ()))


@cache
def words_of_questions(language: str) -> frozenset[str]:
    """Words that stand in questions about anything, folded: those of a language's grammar, and those of several messages."""
    said = Counter(word for text in _messages(language) for word in {token.folded for token in tokens_of(text)})
    return stops_of(language) | {word for word, count in said.items() if count >= _SEVERAL}


@cache
def shares_in(language: str) -> Shares:
    """Counted once."""
    return Shares(language)
