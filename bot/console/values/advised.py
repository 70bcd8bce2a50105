"""What the page of advice shows, as plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from bot.console.values.shown import Choice, Table


@dataclass(frozen=True, slots=True)
class AdviceWish:
    """What somebody picked: kinds of data, and the other answers by their names. What is none is passed over."""

    data: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=dict)
    role: str = ""
    words: str = ""
    """What they have, in words: they pick what they name."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One thing to answer."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    chosen: str
    """Also where it was only assumed."""


@dataclass(frozen=True, slots=True)
class Grade:
    """One way in one dimension: dots for the eye, words for the ear."""

    dots: str
    said: str


@dataclass(frozen=True, slots=True)
class GradeRow:
    """One dimension."""

    label: str
    grades: tuple[Grade, ...]


@dataclass(frozen=True, slots=True)
class Lines:
    """Sentences under a heading."""

    title: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AdviceShown:
    """The whole page of advice."""

    heard: tuple[str, ...] = ()
    """How words were understood, line by line."""
    asked: tuple[Asked, ...] = ()
    data: tuple[Choice, ...] = ()
    chosen: frozenset[str] = frozenset()
    roles: tuple[str, ...] = ()
    headline: tuple[str, ...] = ()
    ways: tuple[str, ...] = ()
    rows: tuple[GradeRow, ...] = ()
    splits: Table | None = None
    lines: tuple[Lines, ...] = ()
    why: tuple[Table, ...] = ()
    """One table a way: each cell with what decided and what would change it."""
    remarks: tuple[str, ...] = ()
