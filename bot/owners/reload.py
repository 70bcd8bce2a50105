"""A look at the knowledge folder: a good edit is taken over and corrects old answers, a broken one is told to the owner."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


@dataclass(slots=True)
class Reload:
    """Hot reload. The last good policy goes on answering whatever the files look like; see the knowledge room's store."""

    refresh: Callable[[], Sequence[object]]
    """Reads what changed; gives the faults that keep the files from being used, each of which prints as one line."""
    version: Callable[[], str]
    """The version that answers now."""
    correct: Callable[[], object]
    """Tells those whose answers have changed."""
    digest: Callable[[str], str]
    enqueue: Callable[[str, dict[str, Any]], None]
    publish: Callable[[], None]
    """Keeps the version that answers now, to compare later ones with."""
    _told: str = field(default="", init=False)
    _corrected: str = field(default="", init=False)

    def __call__(self, now: datetime) -> str:
        """One look; gives the version that answers. The first one also finds edits that were made while we were down."""
        lines = [str(fault) for fault in self.refresh()]
        found = self.digest("\n".join(lines)) if lines else ""
        if found and found != self._told:
            # The day is in the id: after a restart the owner is told again at most once a day, and of a new fault at once.
            self.enqueue(f"faults:{found}:{now.date()}", {"kind": "faults", "lines": lines, "version": self.version()})
        self._told = found
        if self.version() != self._corrected:
            version = self.version()
            self.publish()
            self.correct()
            self._corrected = version  # last, so that a failed correction is done again at the next look
        return self.version()
