"""A text goes in; the places of one kind of value come out, by patterns, a validator and words of context."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.redaction.spans import Span
from bot.text.patterns import late, listed, written
from bot.text.word_files import word_file

_LETTERS_OF_WORD = late(r"[^\W\d_]+")
SENTENCE = late(r"(?:[^\n.!?]|[.!?](?!\s|$)){1,400}")
YEAR = late(r"(?:19|20)\d\d")
UNIT = late(rf"\s{{0,2}}{listed('unit')}(?!\w)", re.I)  # behind a number: what makes an amount of it


Find = Callable[[str], Iterable[Span]]  # what finds values in a text: a ``Finder``, or a function where patterns do not do


class Finder:
    """What finds one kind of value: ``patterns``, of which a match must be ``valid`` as well.

    Nothing is looked for unless the text holds a word of the lists ``context``, ``sign`` and, with ``digit``, a digit; with
    ``sentence`` only where all of that stands in the same sentence. Of a match its group ``value`` or ``other`` is the value, all
    of it where there is neither.
    """

    def __init__(
        self,
        kind: str,
        *patterns: re.Pattern[str],
        valid: Callable[[re.Match[str]], object] | None = None,
        context: tuple[str, ...] = (),
        sign: str = "",
        digit: bool = False,
        sentence: tuple[re.Pattern[str], ...] = (),
    ) -> None:
        self.kind, self.patterns, self.valid = kind, patterns, valid
        self.context, self.sign, self.digit, self.sentence = context, sign, digit, sentence

    def __call__(self, text: str) -> Iterable[Span]:
        """Begin, end and kind of each value."""
        if self.sign not in text or (self.digit and not _has_digit(text)) or (self.context and not has_word(text, *self.context)):
            return ()
        if self.sentence:
            parts = sentences_with(text, *self.sentence)
            matches = [match for pattern in self.patterns for part in parts for match in pattern.finditer(text, *part)]
        else:
            matches = list(self.patterns[0].finditer(text))
            for pattern in self.patterns[1:]:
                matches += pattern.finditer(text)
        return (
            [(*value_span(match), self.kind) for match in matches if self.valid is None or self.valid(match)] if matches else ()
        )


@lru_cache(maxsize=8)
def _has_digit(text: str) -> bool:
    return re.search(r"\d", text) is not None


def shapes(name: str, file: str = "numbers.yaml") -> Any:
    """What a file of the catalog's shapes lists there: each with its ``shape``, a regular expression, and what it is of."""
    return word_file(Path(__file__).parents[1] / "catalog" / "shapes" / file)[name]


def value_span(match: re.Match[str]) -> tuple[int, int]:
    """Where the value of a match stands."""
    names = match.re.groupindex
    return next((match.span(name) for name in ("value", "other") if name in names and match.start(name) >= 0), match.span())


@lru_cache(maxsize=32)
def sentences_with(text: str, *patterns: re.Pattern[str]) -> tuple[tuple[int, int], ...]:
    """Begin and end of each sentence in which every pattern is found."""
    if any(pattern.search(text) is None for pattern in patterns):
        return ()
    parts = (part.span() for part in SENTENCE.finditer(text))
    return tuple(part for part in parts if all(pattern.search(text, *part) for pattern in patterns))


def has_word(text: str, *names: str) -> bool:
    """False: no word of the lists ``names`` stands there with no letter before and behind it."""
    return not _words_in(text).isdisjoint(_first_words(*names))


@lru_cache(maxsize=8)
def _words_in(text: str) -> frozenset[str]:
    return frozenset(_LETTERS_OF_WORD.findall(text.lower()))


@cache
def _first_words(*names: str) -> frozenset[str]:
    return frozenset(found.group() for word in written(*names) if (found := _LETTERS_OF_WORD.search(word.lower())))
