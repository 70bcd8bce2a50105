"""A ledger's address goes in; whether it is as it was written comes out, compared in a thread of its own: no page waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock, Thread

from bot.ledger.errors import LedgerError
from bot.ledger.records import Root
from bot.ledger.verified import Verified, read_roots
from bot.ledger.verify import verify


@dataclass(slots=True)
class Verifying:
    """One comparison at a time, and what the last one found. ``roots``, ``heads``: the files outside the database."""

    database: str
    roots: Path | None = None
    heads: Path | None = None
    key: bytes = b""
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
            self.found, self.problem = verify(self.database, self._outside(), self._tell, self.key), ""
        except LedgerError as problem:
            self.found, self.problem = None, str(problem)
        self.at = datetime.now(UTC)

    def _outside(self) -> Sequence[Root]:
        """The roots and heads of both files; none before the first."""
        found: list[Root] = []
        for file in (self.roots, self.heads):
            if file is None or not file.exists():
                continue
            try:
                found += read_roots(file.read_text(encoding="utf-8"))
            except (OSError, UnicodeDecodeError) as problem:
                raise LedgerError(f"{file} cannot be read ({problem})", "give the file of MAYI_ROOTS or MAYI_HEADS") from problem
        return found

    def _tell(self, done: int, total: int) -> None:
        self.done = (done, total)
