"""A person and the policy as it is go in; what they have not read of it yet comes out, and that they have read it is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.policy.changes.change import Flip
from bot.policy.talks.home import Viewer

READ, MET = "read", "met"


@dataclass(frozen=True, slots=True)
class Owed:
    """What somebody is asked to read: the version, the one they knew, and what differs for them."""

    version: str
    since: str
    flips: tuple[Flip, ...]


@dataclass(frozen=True, slots=True)
class Acknowledge:
    """Nobody is asked to read the version that they came in with, nor one that changes nothing for them."""

    is_wanted: Callable[[], bool]
    """Whether policy.yaml asks for it."""
    current: Callable[[], str]
    last_known: Callable[[str], str]
    """Pseudonym -> the version that they know; empty where they were never met."""
    first_answered_by: Callable[[str], str]
    """Pseudonym -> the version that gave their first answer; empty where they never asked."""
    published_before: Callable[[str], str]
    """Version -> the one before it; empty where it is the first."""
    differ: Callable[[str, Viewer], tuple[Flip, ...]]
    """An earlier version -> what today's changes of it for this person."""
    is_published: Callable[[str], bool]
    keep: Callable[[str, str, str], None]
    """Pseudonym, version, ``read`` or ``met``."""

    def owed(self, viewer: Viewer) -> Owed | None:
        """What this person has to acknowledge; None where there is nothing."""
        if not self.is_wanted():
            return None
        version = self.current()
        known = self.last_known(viewer.asker.id) or self._meet(viewer.asker.id, version)
        if known == version:
            return None
        flips = self.differ(known, viewer)
        return Owed(version, known, flips) if flips else None

    def read(self, viewer: Viewer, version: str) -> None:
        """They say that they have read it. A version that was never published here is not taken."""
        if self.is_wanted() and self.is_published(version):
            self.keep(viewer.asker.id, version, READ)

    def _meet(self, person: str, version: str) -> str:
        """Whom nobody met before knows the policy that answered them first, else the one before the last change."""
        known = self.first_answered_by(person)
        if not (known and self.is_published(known)):
            known = self.published_before(version) or version
        self.keep(person, known, MET)
        return known
