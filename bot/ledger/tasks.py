"""Deeds of owners and changes of terms go in; what was done with a task, and which changes are known, come out, oldest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Column, UniqueConstraint
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.witness import Witnesses
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import Deed, Done


class TaskDeedRow(SQLModel, table=True):
    """One deed. Rows are never changed; of two at the same moment one comes second, and looks again."""

    __tablename__ = "task_deeds"
    __table_args__ = (UniqueConstraint("task", "due", "number", name="uq_task_deeds"),)

    id: str = Field(primary_key=True)
    """What makes it one: the click."""
    task: str = Field(index=True)
    due: str
    """The day that the task was for: one that is moved to another day is open again."""
    number: int
    deed: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    until: str = ""
    note: str = ""
    """Redacted."""
    offerings: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    about: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """What was looked at, where the task is about several things."""
    sealed: str = ""
    """Who did it, and whom it was given to, sealed."""


class TermChangeRow(SQLModel, table=True):
    """One change of a page of terms on which something of the policy may rest."""

    __tablename__ = "term_changes"

    id: str = Field(primary_key=True)
    page: str
    day: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    title: str = ""
    topics: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    effective: str = ""
    diff: list[list[str]] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    url: str = ""
    direction: str = ""


class Tasks(Witnesses):
    """Deeds and changes."""

    def keep_deed(self, task: str, due: date, number: int, done: Done) -> bool:
        """Keep the deed that comes as ``number``; False where it is kept already, or somebody was faster."""
        row = {
            **{"id": done.id, "task": task, "due": due.isoformat(), "number": number, "deed": done.deed.value, "at": done.at},
            **{"until": done.until.isoformat() if done.until else "", "note": done.note, "offerings": list(done.offerings)},
            "about": list(done.about),
            "sealed": self._seal.close({"user": done.user, "to": done.to}),
        }
        with self._session() as session:
            is_new = self._insert(session, TaskDeedRow, row)
            if is_new:
                self._witness(session, "task_deeds", [done.id], done.at)
            return is_new

    def deeds(self, task: str = "") -> dict[tuple[str, date], tuple[Done, ...]]:
        """Task and day -> its deeds, oldest first; of all tasks, or of one."""
        wanted = select(TaskDeedRow).order_by(col(TaskDeedRow.task), col(TaskDeedRow.due), col(TaskDeedRow.number))
        with self._session() as session:
            rows = session.exec(wanted.where(TaskDeedRow.task == task) if task else wanted).all()
        found: dict[tuple[str, date], tuple[Done, ...]] = {}
        for row in rows:
            place = (row.task, date.fromisoformat(row.due))
            found[place] = (*found.get(place, ()), self._done(row))
        return found

    def keep_term_change(self, change: TermChange, at: datetime) -> bool:
        """Keep a change once; False where it is known."""
        row: dict[str, Any] = {
            **{"id": change.id, "page": change.page, "day": change.on.isoformat(), "at": at, "title": change.title},
            **{"topics": list(change.topics), "effective": change.effective.isoformat() if change.effective else ""},
            **{"diff": [list(part) for part in change.diff], "url": change.url, "direction": change.direction},
        }
        with self._session() as session:
            is_new = self._insert(session, TermChangeRow, row)
            if is_new:
                self._witness(session, "term_changes", [change.id], at)
            return is_new

    def term_changes(self) -> Sequence[TermChange]:
        """All that are kept, oldest first."""
        with self._session() as session:
            rows = session.exec(select(TermChangeRow).order_by(col(TermChangeRow.at), col(TermChangeRow.id))).all()
        return [_change(row) for row in rows]

    def _done(self, row: TaskDeedRow) -> Done:
        known = self._seal.open(row.sealed) or {}
        until = date.fromisoformat(row.until) if row.until else None
        user, to = str(known.get("user", "")), str(known.get("to", ""))
        return Done(Deed(row.deed), row.at, user, until, to, row.note, tuple(row.offerings), row.id, tuple(row.about))


def _change(row: TermChangeRow) -> TermChange:
    effective = date.fromisoformat(row.effective) if row.effective else None
    diff = tuple((mark, words) for mark, words in row.diff)
    day = date.fromisoformat(row.day)
    return TermChange(row.id, row.page, day, row.title, tuple(row.topics), effective, diff, row.url, row.direction)
