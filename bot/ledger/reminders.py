"""A reminder and its due points go in; each due point gets exactly one outcome: posted, or covered by a later post."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, or_, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import Shelf, UTCTime, in_batches
from bot.policy.due.days import Schedule


class ReminderRow(SQLModel, table=True):
    """One reminder: a schedule (``cron`` in ``zone``) or one-off due points, and how far it has come."""

    __tablename__ = "reminders"

    id: str = Field(primary_key=True)
    cron: str = ""
    zone: str = "UTC"
    due_points: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    """Local wall times without offset, oldest first; empty where ``cron`` is set."""
    channel: str = ""
    cursor: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    """All due points up to here have an outcome planned; None: not looked at yet."""


class ReminderOutcomeRow(SQLModel, table=True):
    """What became of one due point."""

    __tablename__ = "reminder_outcomes"

    reminder: str = Field(primary_key=True)
    due: str = Field(primary_key=True)
    """Local wall time without offset: an hour that a clock change repeats is one due point."""
    outcome: str = "owed"
    """``owed`` (planned, not yet said), ``posted``, ``late`` (perhaps posted), ``covered``, ``settled`` (seen to before it was
    due), ``withdrawn`` (taken out of the files), ``empty`` (a digest of nothing); ``refused`` until a later post covers it."""
    covered_by: str = ""
    """The due point whose post covers this one."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    ts: str = ""
    place: str = ""
    """Where it was posted: a channel as policy.yaml writes it, or a person's id."""


class Reminders(Shelf):
    """Reminders and what became of their due points."""

    def keep_reminders(self, wanted: Sequence[Schedule]) -> dict[str, ReminderRow]:
        """Keep what the knowledge says of reminders now, each once; their cursors stay. Gives their rows by id."""
        asked = {one.reminder: one for one in wanted}
        with self._session() as session:  # it is looked at every few seconds: most often there is nothing to write
            rows: dict[str, ReminderRow] = {}
            for ids in in_batches(list(asked)):
                rows |= {row.id: row for row in session.exec(select(ReminderRow).where(col(ReminderRow.id).in_(ids))).all()}
            for id_ in sorted(asked):  # in one order, so that no two replicas wait for each other
                one = asked[id_]
                values: dict[str, Any] = {"zone": one.zone, "channel": one.channel, "due_points": list(one.due_points)}
                new = {"id": id_, "cron": "", "cursor": None, **values}
                if id_ not in rows and self._insert(session, ReminderRow, new):
                    rows[id_] = ReminderRow(**new)
                    continue
                row = rows[id_] = rows.get(id_) or session.get_one(ReminderRow, id_)
                for name, value in values.items():
                    if getattr(row, name) != value:
                        setattr(row, name, value)
        return rows

    def reminder(self, reminder: str) -> ReminderRow | None:
        """One reminder."""
        with self._session() as session:
            return session.get(ReminderRow, reminder)

    def plan_outcomes(self, reminder: str, dues: Sequence[str], at: datetime) -> list[str]:
        """Plan the outcomes of all due points that have passed, oldest first; gives those that are still to be said.

        The latest is owed and covers all before it that nobody has planned. What was planned before stays as it is, whoever
        planned it, but for a refused one, which the latest covers now. A second call plans nothing new.
        """
        if not dues:
            return []
        *earlier, latest = dues
        self._insert_new(ReminderOutcomeRow, _outcome(reminder, latest, "owed", "", at))
        for due in earlier:
            self._insert_new(ReminderOutcomeRow, _outcome(reminder, due, "covered", latest, at))
        with self._session() as session:
            session.connection().execute(
                update(ReminderOutcomeRow)
                .where(_of(reminder), col(ReminderOutcomeRow.outcome) == "refused", col(ReminderOutcomeRow.due) < latest)
                .values(outcome="covered", covered_by=latest, at=at)
            )
            return list(
                session.exec(
                    select(ReminderOutcomeRow.due)
                    .where(_of(reminder), ReminderOutcomeRow.outcome == "owed", col(ReminderOutcomeRow.due).in_(dues))
                    .order_by(col(ReminderOutcomeRow.due))
                ).all()
            )

    def move_cursors(self, reminders: Sequence[str], to: datetime) -> None:
        """Move cursors forward; never back, whichever replica comes last."""
        behind = or_(col(ReminderRow.cursor).is_(None), col(ReminderRow.cursor) < to)
        with self._session() as session:
            for ids in in_batches(sorted(reminders)):
                wanted = select(ReminderRow).where(col(ReminderRow.id).in_(ids), behind).order_by(col(ReminderRow.id))
                for row in session.exec(wanted.with_for_update()).all():
                    row.cursor = to

    def settle_outcomes(self, reminder: str, dues: Sequence[str], at: datetime) -> None:
        """Due points that passed after the task was seen to: nothing is owed any more. What was planned before stays."""
        for due in dues:
            self._insert_new(ReminderOutcomeRow, _outcome(reminder, due, "settled", "", at))

    def planned_outcomes(self, before: datetime) -> Sequence[ReminderOutcomeRow]:
        """The due points that were planned before a moment and have no outcome."""
        owed = select(ReminderOutcomeRow).where(ReminderOutcomeRow.outcome == "owed", col(ReminderOutcomeRow.at) < before)
        with self._session() as session:
            return session.exec(owed.order_by(col(ReminderOutcomeRow.reminder), col(ReminderOutcomeRow.due))).all()

    def last_posted(self, reminders: Sequence[str]) -> dict[str, ReminderOutcomeRow]:
        """Of each reminder the due point that was posted last; of those of which none was, nothing."""
        last: dict[str, ReminderOutcomeRow] = {}
        with self._session() as session:
            for ids in in_batches(reminders):
                wanted = select(ReminderOutcomeRow).where(col(ReminderOutcomeRow.reminder).in_(ids))
                posted = wanted.where(ReminderOutcomeRow.outcome == "posted").order_by(col(ReminderOutcomeRow.due))
                last |= {row.reminder: row for row in session.exec(posted).all()}
        return last

    def keep_outcome(self, reminder: str, due: str, outcome: str, *, at: datetime, ts: str = "", place: str = "") -> None:
        """What became of an owed due point. A settled one stays as it is."""
        with self._session() as session:
            session.connection().execute(
                update(ReminderOutcomeRow)
                .where(_of(reminder), col(ReminderOutcomeRow.due) == due, col(ReminderOutcomeRow.outcome) == "owed")
                .values(outcome=outcome, at=at, ts=ts, place=place)
            )

    def outcomes(self, reminder: str) -> Sequence[ReminderOutcomeRow]:
        """What became of all due points of a reminder, oldest first."""
        with self._session() as session:
            return session.exec(select(ReminderOutcomeRow).where(_of(reminder)).order_by(col(ReminderOutcomeRow.due))).all()


def _of(reminder: str) -> Any:
    return col(ReminderOutcomeRow.reminder) == reminder


def _outcome(reminder: str, due: str, outcome: str, covered_by: str, at: datetime) -> dict[str, Any]:
    return {"reminder": reminder, "due": due, "outcome": outcome, "covered_by": covered_by, "at": at, "ts": "", "place": ""}
