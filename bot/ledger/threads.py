"""What a thread has settled goes in, the same comes out until it expires. Keys are keyed hashes: no channel, no person."""

from __future__ import annotations

import hmac
import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, delete
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import Shelf, UTCTime, in_batches
from bot.ledger.store.canonical import canonical
from bot.ledger.store.records import moment

log = logging.getLogger("mayi.ledger")


class ThreadRow(SQLModel, table=True):
    """The state of one thread for one person."""

    __tablename__ = "threads"

    key: str = Field(primary_key=True)
    """Keyed hash of team, channel, thread and asker."""
    place: str = Field(default="", index=True)
    """Keyed hash of team, channel and thread, for "are we in this thread?"."""
    state: dict[str, Any] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    receipt: str = ""
    seal: str = ""
    """What only the house can write beside all this: a state that somebody put here is none. Releases before wrote none."""
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))


class Threads(Shelf):
    """The states of threads. Ours, never the chat's history."""

    def thread(self, key: str, now: datetime) -> dict[str, Any] | None:
        """What the thread has settled, or None where nothing is known (any more), or the house did not write it here."""
        with self._session() as session:
            return self._state_of(session.get(ThreadRow, key), now)

    def last_in_thread(self, place: str, now: datetime) -> dict[str, Any] | None:
        """What the thread at a place has settled for whoever was answered there last."""
        wanted = select(ThreadRow).where(ThreadRow.place == place, ThreadRow.expires_at > now)
        with self._session() as session:
            return self._state_of(session.exec(wanted.order_by(col(ThreadRow.expires_at).desc()).limit(1)).first(), now)

    def _state_of(self, row: ThreadRow | None, now: datetime) -> dict[str, Any] | None:
        if row is None or row.expires_at <= now:
            return None
        if not hmac.compare_digest(row.seal.encode(), self._sealed(row).encode()):
            log.warning("the memory of a thread is none that this release wrote there: it counts as none")
            return None
        return row.state

    def keep_thread(self, key: str, state: dict[str, Any], *, expires_at: datetime, place: str = "", receipt: str = "") -> None:
        """Keep the state, in place of an older one. An empty ``place`` leaves the known one.

        Two messages of one thread may be answered at the same moment.
        """
        fresh = ThreadRow(key=key, place=place, state=state, receipt=receipt, expires_at=expires_at)
        if self._insert_new(ThreadRow, {**fresh.model_dump(), "seal": self._sealed(fresh)}):
            return
        with self._session() as session:
            row = session.get(ThreadRow, key) or ThreadRow(key=key, expires_at=expires_at)
            row.state, row.receipt, row.expires_at = state, receipt, expires_at
            row.place = place or row.place
            row.seal = self._sealed(row)
            session.add(row)

    def _sealed(self, row: ThreadRow) -> str:
        return self._seal.mark("thread", row.key, row.place, canonical(row.state), row.receipt, moment(row.expires_at))

    def forget_threads(self, keys: Sequence[str]) -> None:
        """Forget what these threads have settled."""
        with self._session() as session:
            for some in in_batches(keys):
                session.connection().execute(delete(ThreadRow).where(col(ThreadRow.key).in_(some)))

    def is_our_thread(self, place: str, now: datetime) -> bool:
        """Whether we have answered somebody in this thread lately."""
        with self._session() as session:
            return (
                session.exec(select(ThreadRow.key).where(ThreadRow.place == place, ThreadRow.expires_at > now).limit(1)).first()
                is not None
            )

    def _forget_expired_threads(self, now: datetime) -> int:
        with self._session() as session:
            return int(session.connection().execute(delete(ThreadRow).where(col(ThreadRow.expires_at) <= now)).rowcount)
