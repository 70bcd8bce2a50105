"""The key of something to be said goes in; how far saying it has come stays, so that a crash cannot make us say it twice."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, update
from sqlmodel import Field, SQLModel, col

from bot.ledger.store.base import Shelf, UTCTime

TOLD_ONCE = "ask_me:"
"""Begins the keys of what a person is told once and never again."""


class OutboxRow(SQLModel, table=True):
    """One thing to be said."""

    __tablename__ = "outbox"

    key: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    """When the last try began (or ended uncertain): until a while after it, the post may still turn up."""
    state: str = "posting"
    """``posting``, ``uncertain``, ``posted``, ``late``, ``refused`` or ``stopped``."""
    ts: str = ""
    """Slack timestamp of the message, once posted."""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Outgoing:
    """How far one thing has come: a row of the outbox as a plain value."""

    key: str
    at: datetime
    state: str
    ts: str = ""
    reason: str = ""


class Outbox(Shelf):
    """The rows behind the say-once protocol. Each method is one transaction; the engine knows their order."""

    def begin_saying(self, key: str, at: datetime) -> Outgoing | None:
        """Claim the right to say it: None where it is ours to say, else the row of who claimed it before."""
        if self._insert_new(OutboxRow, {"key": key, "at": at, "state": "posting", "ts": "", "reason": ""}):
            return None
        # The row can be gone again by now (a rate limit on the other side): then the claim is simply tried again.
        return self.outgoing(key) or self.begin_saying(key, at)

    def outgoing(self, key: str) -> Outgoing | None:
        """How far it has come; None where nobody began."""
        with self._session() as session:
            row = session.get(OutboxRow, key)
            return Outgoing(row.key, row.at, row.state, row.ts, row.reason) if row else None

    def begin_again(self, key: str, was_at: datetime, at: datetime) -> bool:
        """Take an unfinished claim over, if it still is as it was seen; of several takers one gets True."""
        return self._change(key, {"at": at, "state": "posting"}, col(OutboxRow.at) == was_at, _unfinished())

    def still_ours(self, key: str, at: datetime) -> bool:
        """Whether the claim made at ``at`` has not been taken over."""
        row = self.outgoing(key)
        return row is not None and row.at == at and row.state == "posting"

    def said(self, key: str, ts: str) -> None:
        """It stands in the chat. What was cut short meanwhile stays so."""
        self._change(key, {"state": "posted", "ts": ts, "reason": ""}, col(OutboxRow.state) != "stopped")

    def unsure(self, key: str, at: datetime) -> None:
        """It may stand in the chat, and may turn up for a while after ``at``."""
        self._change(key, {"state": "uncertain", "at": at}, _unfinished())

    def not_said(self, key: str, at: datetime) -> None:
        """The try claimed at ``at`` surely does not stand in the chat: as if nobody had begun. Another's claim stays."""
        with self._session() as session:
            session.connection().execute(
                delete(OutboxRow).where(col(OutboxRow.key) == key, col(OutboxRow.at) == at, _unfinished())
            )

    def give_up(self, key: str, state: str, reason: str) -> None:
        """Nothing more is tried: ``late`` (it may stand there, nobody can look) or ``refused`` (it surely does not)."""
        self._change(key, {"state": state, "reason": reason}, _unfinished())

    def stop_saying(self, key: str, at: datetime) -> bool:
        """Claim the key so that it is never said; False where somebody began to say it before. May be repeated."""
        self._insert_new(OutboxRow, {"key": key, "at": at, "state": "stopped", "ts": "", "reason": ""})
        return self.is_stopped(key)

    def cut_short(self, key: str, at: datetime) -> None:
        """What is said bit by bit is not gone on with, however far it has come."""
        if not self.stop_saying(key, at):
            self._change(key, {"state": "stopped"})

    def is_stopped(self, key: str) -> bool:
        """Whether somebody pressed stop before it was said."""
        row = self.outgoing(key)
        return row is not None and row.state == "stopped"

    def _change(self, key: str, values: dict[str, Any], *only_if: Any) -> bool:
        with self._session() as session:
            changed = session.connection().execute(update(OutboxRow).where(col(OutboxRow.key) == key, *only_if).values(**values))
            return bool(changed.rowcount)

    def _forget_posted(self, before: datetime) -> int:
        """But not who was told that they can ask: nobody is told that twice."""
        old = (
            col(OutboxRow.at) < before,
            col(OutboxRow.state).in_(("posted", "stopped")),
            ~col(OutboxRow.key).startswith(TOLD_ONCE, autoescape=True),
        )
        with self._session() as session:
            return int(session.connection().execute(delete(OutboxRow).where(*old)).rowcount)


def _unfinished() -> Any:
    return col(OutboxRow.state).in_(("posting", "uncertain"))
