"""How far a model is believed: the level that it reached on this machine, and what the owner lets it say."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum


class Level(StrEnum):
    """From nothing to all; each holds what those before it hold."""

    OFF = "off"
    """It is not asked."""
    PROPOSES = "proposes"
    """Its noes and its yes-ifs are answers; what it would allow waits for the asker's click."""
    BELIEVED = "believed"
    """Where both passes agree it may ground an allowed."""

    @property
    def rank(self) -> int:
        return tuple(Level).index(self)


OF_OLD = {"none": Level.OFF, "guard": Level.PROPOSES, "harmless": Level.PROPOSES, "full": Level.BELIEVED}
"""The words of version 0.1.0."""


@dataclass(frozen=True, slots=True)
class Trust:
    """What a record of an admission or an exam admits. No text of a message, a page or a model makes one."""

    level: Level = Level.OFF
    lifts: bool = False
    """Whether both passes together may take away what words read by name."""
    floor: float = 0.0
    """The least probability that an allowed may rest on."""
    record: str = ""
    """Id of the record."""
    both: bool = False
    """Whether both passes are asked below ``BELIEVED`` as well: they are quick enough."""

    def within(self, limits: Limits) -> Trust:
        """No further than an owner wants."""
        level = self.level if self.level.rank <= limits.highest.rank else limits.highest
        return replace(self, level=level, lifts=self.lifts and level is Level.BELIEVED)


@dataclass(frozen=True, slots=True)
class Limits:
    """policy.yaml, ``model:``: how far the owner lets a model be believed at most, whatever its exam says."""

    highest: Level = Level.BELIEVED
    wrong_at_most: float = 0.01
    """Share of the allowed that it grounds, with 95 % confidence."""
    exam: str = ""
    """``when_idle``: the bot sits the exam while nobody asks; ``by_hand``: ``mayi exam`` does; empty: nobody said."""


WHEN_IDLE, BY_HAND = "when_idle", "by_hand"
NO_TRUST = Trust()
