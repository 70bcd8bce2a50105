"""What the form of advice needs from the house, as callables with harmless defaults, and the values it gives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.policy.talks.checks import Entry, Who


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to answer: what may be said, as values and labels, and what is taken where nobody says anything."""

    name: str
    label: str
    choices: tuple[tuple[str, str], ...]
    usual: str


@dataclass(frozen=True, slots=True)
class Heard:
    """What words behind the command fill in: data with its labels, and how it was understood."""

    language: str = ""
    data: tuple[Entry, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Told:
    """The answer in words: lines on top, where each kind of data goes, ways with their dots in each dimension, lists under
    headings, small print."""

    headline: tuple[str, ...] = ()
    kinds: tuple[str, tuple[str, ...]] = ("", ())
    """A heading, and a line for each."""
    ways: tuple[str, ...] = ()
    grades: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """Dimension, and the dots of each way."""
    lists: tuple[tuple[str, tuple[str, ...]], ...] = ()
    small: tuple[str, ...] = ()


def nothing_asked(_language: str) -> tuple[Asked, ...]:
    """There is nothing to answer."""
    return ()


def nothing_heard(_words: str) -> Heard | None:
    """Nothing was understood."""
    return None


def nothing_told(_who: Who, _language: str, _data: tuple[str, ...], _answers: Mapping[str, str]) -> Told:
    """Nothing is known."""
    return Told()


@dataclass(frozen=True, slots=True)
class AdviceDoors:
    """Callables of the form."""

    asked: Callable[[str], tuple[Asked, ...]] = nothing_asked
    tell: Callable[[Who, str, tuple[str, ...], Mapping[str, str]], Told] = nothing_told
    """Who, language, ids of data, answers by name."""
    hear: Callable[[str], Heard | None] = nothing_heard
    """Words behind the command; None where they are a question of their own."""
