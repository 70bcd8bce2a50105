"""The house's rooms go in; whether everything runs comes out: what the doctor looks at, the queue, the last backup, the seal."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Protocol

from bot.knowledge.history.store import KnowledgeStore
from bot.ledger.ledger import Ledger
from bot.ledger.store.records import BACKUP
from bot.policy.finding import Finding, fault, note, ok
from bot.settings import Settings
from bot.wiring.doctor import look_at

KEPT_SECONDS = 30
"""How long what was looked at is shown again: looking asks Slack, Ollama and both databases."""
BACKUP_DAYS = 7
"""A log whose last backup is older would lose more than a week."""
LONG_QUEUE = 20
Work = Callable[[], tuple[int, int, int]]
"""How many pieces of work are under way, how many failed for good, and how many wait for a database."""


class Rooms(Protocol):
    """What is looked at."""

    @property
    def settings(self) -> Settings: ...

    @property
    def store(self) -> KnowledgeStore: ...

    @property
    def ledger(self) -> Ledger: ...


@dataclass(slots=True)
class Kept:
    """What was found, for a short while."""

    found: list[Finding] = field(default_factory=list)
    at: float = 0.0
    lock: Lock = field(default_factory=Lock)

    def of(self, look: Callable[[], list[Finding]]) -> list[Finding]:
        """As it was found, or found anew."""
        with self.lock:
            if not self.at or time.monotonic() - self.at > KEPT_SECONDS:
                self.found, self.at = look(), time.monotonic()
            return self.found


def health(rooms: Rooms, work: Work | None) -> list[Finding]:
    """Everything. ``work``: None where the bot runs in another process."""
    found, now = look_at(rooms.settings), datetime.now(UTC)
    for one in rooms.store.faults:
        found.append(fault("policy files", "fault", problem=one))
    behind = rooms.ledger.count_days(now, 1)
    found.append(note("usage", "behind") if behind else ok("usage", "well"))
    return [*found, _queue(work), _backup(rooms.ledger, now), _seal(rooms.ledger)]


def _queue(work: Work | None) -> Finding:
    if work is None:
        return note("queue", "elsewhere")
    waiting, failed, away = work()
    if away:
        return fault("queue", "away", count=away)
    if failed:
        return fault("queue", "failed", count=waiting, failed=failed)
    if waiting > LONG_QUEUE:
        return note("queue", "long", count=waiting)
    return ok("queue", "well", count=waiting)


def _backup(ledger: Ledger, now: datetime) -> Finding:
    last = ledger.records(BACKUP, 1)
    if not last:
        return note("last backup", "never")
    said = json.loads(last[0].public)
    at = datetime.fromisoformat(said["at"]).replace(tzinfo=UTC)
    known = {"at": f"{at:%Y-%m-%d %H:%M}", "rows": f"{said['rows']:,}"}
    old = now - at > timedelta(days=BACKUP_DAYS)
    return note("last backup", "old", days=BACKUP_DAYS, **known) if old else ok("last backup", "well", **known)


def _seal(ledger: Ledger) -> Finding:
    roots, waiting, records = ledger.roots(), ledger.unsealed(), f"{ledger.head().place:,}"
    if waiting:
        root = f"{roots[-1].day} ({roots[-1].place:,})" if roots else "–"
        return note("seal", "waiting", count=f"{waiting:,}", root=root)
    if not roots:
        return ok("seal", "no_root", records=records)
    return ok("seal", "well", records=records, day=str(roots[-1].day), place=f"{roots[-1].place:,}")
