"""How far a model is believed: the level that its exam reached on this machine, and what the owner lets it ground."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Level(StrEnum):
    """From nothing to all; each holds what those before it hold."""

    NONE = "none"
    """It may add guesses that make a ruling stricter."""
    GUARD = "guard"
    """It may make a ruling stricter, and object to one."""
    HARMLESS = "harmless"
    """It may ground an allowed for classes that the owner names."""
    FULL = "full"
    """It may ground any allowed."""

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


@dataclass(frozen=True, slots=True)
class Trust:
    """What a record of an exam admits. No text of a message, a page or a model makes one."""

    level: Level = Level.NONE
    classes: frozenset[str] = frozenset()
    """At level ``harmless``: the data types and classes that it may ground an allowed for."""
    lifts: bool = False
    """Whether both models together may take away what words read by name."""
    floor: float = 0.0
    """The least probability that an allowed may rest on."""
    record: str = ""
    """Id of the exam's record."""

    def within(self, limits: Limits) -> Trust:
        """No further than an owner wants."""
        level = self.level if self.level.rank <= limits.highest.rank else limits.highest
        return replace(self, level=level, classes=limits.classes, lifts=self.lifts and level is Level.FULL)


@dataclass(frozen=True, slots=True)
class Limits:
    """policy.yaml, ``model:``: how far the owner lets a model be believed at most, whatever its exam says."""

    highest: Level = Level.FULL
    classes: frozenset[str] = frozenset()
    """Data types and classes that a model at level ``harmless`` may ground an allowed for."""
    wrong_at_most: float = 0.01
    """Share of the allowed that it grounds, with 95 % confidence."""


NO_TRUST = Trust()
