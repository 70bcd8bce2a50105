"""Phrases that were found (pieces of data, matches, names of tools) go in; the places of words that they cover come out."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol


class Span(Protocol):
    """Tokens ``first`` to ``last``, ``last`` excluded."""

    @property
    def first(self) -> int: ...

    @property
    def last(self) -> int: ...


def places_of(spans: Iterable[Span]) -> set[int]:
    """Places of the words of all spans."""
    return {place for span in spans for place in range(span.first, span.last)}


def places_in(spans: Iterable[tuple[int, int]]) -> set[int]:
    """The same, of spans that are pairs of first and last."""
    return {place for first, last in spans for place in range(first, last)}
