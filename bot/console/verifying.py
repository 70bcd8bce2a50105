"""Settings go in; whether the log is as it was written comes out, compared in a thread of its own: no page waits."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Lock, Thread

from bot.ledger.store.errors import LedgerError
from bot.ledger.verifying.outside import Outside
from bot.ledger.verifying.verified import Verified
from bot.settings import Settings


@dataclass(slots=True)
class Verifying:
    """One comparison at a time, with itself and the files outside the database, and what the last one found."""

    settings: Settings
    found: Verified | None = None
    problem: str = ""
    """What kept the last one from being made."""
    at: datetime | None = None
    done: tuple[int, int] = (0, 0)
    """Records compared, of how many."""
    _thread: Thread | None = None
    _lock: Lock = field(default_factory=Lock)

    @property
    def is_running(self) -> bool:
        """Whether a comparison is under way."""
        return self._thread is not None and self._thread.is_alive()

    def start(self) -> bool:
        """Begin one; False where one is under way."""
        with self._lock:
            if self.is_running:
                return False
            self.done = (0, 0)
            self._thread = Thread(target=self.look, name="verify", daemon=True)
            self._thread.start()
            return True

    def look(self) -> None:
        """Compare, and wait for it."""
        try:
            self.found, self.problem = self._outside().look(self.settings.database, self._tell, self.settings.secret), ""
        except LedgerError as problem:
            self.found, self.problem = None, str(problem)
        self.at = datetime.now(UTC)

    def _outside(self) -> Outside:
        """The roots and heads of both files; none before the first."""
        found = Outside()
        if self.settings.roots is not None and self.settings.roots.exists():
            found.add_roots(self.settings.roots)
        found.add_heads(self.settings.heads_file)
        return found

    def _tell(self, done: int, total: int) -> None:
        self.done = (done, total)
