"""Who looked at whom goes in, with a written reason; what a person's answers were looked up for comes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.records import LOOK, record_of
from bot.ledger.store.witness import Witnesses

SHORTEST_REASON = 10
"""Characters of a reason: "test" is none."""


class LookRow(SQLModel, table=True):
    """That somebody looked up who asked."""

    __tablename__ = "looks"

    id: str = Field(primary_key=True)
    receipt: str = Field(index=True)
    person: str = Field(default="", index=True)
    """Pseudonym of who was looked up: another, made up, once they had themselves erased; empty after its time."""
    by: str
    """Who looked, by name and the beginning of their pseudonym, for names can be had by anybody: an admin's deed is no secret."""
    reason: str | None = None
    """Redacted; None after its time."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class Looks(Witnesses):
    """Looks at who asked. Nobody learns who asked without one."""

    def keep_look(self, receipt: str, person: str, *, by: str, reason: str, at: datetime) -> LookRow:
        """Keep a look before anything is shown. Raises ``LedgerError`` where the reason says nothing."""
        if len(reason.strip()) < SHORTEST_REASON:
            raise LedgerError("who asked is shown for a written reason only", f"say why in at least {SHORTEST_REASON} characters")
        row = LookRow(id=f"look-{uuid4().hex}", receipt=receipt, person=person, by=by, reason=reason.strip(), at=at)
        with self._session() as session:
            session.add(row)
            private = {"person": person, "reason": row.reason}
            self._record(session, record_of(LOOK, row.id, at, {"receipt": receipt, "by": by}, private))
            self._witness(session, "looks", [row.id], at)
        return row

    def looks(self, *, person: str = "", receipt: str = "", limit: int = 100) -> Sequence[LookRow]:
        """Looks at a person, at an answer, or at anybody; newest first."""
        wanted = select(LookRow).order_by(col(LookRow.at).desc(), col(LookRow.id)).limit(limit)
        for column, value in ((LookRow.person, person), (LookRow.receipt, receipt)):
            if value:
                wanted = wanted.where(column == value)
        with self._session() as session:
            return session.exec(wanted).all()

    def erase_looks_at(self, person: str, at: datetime) -> None:
        """Erase who was looked at; that somebody looked stays, and why, of a person whom nothing else names."""
        self._erase_looks((col(LookRow.person) == person,), at, "person", {"person": f"erased-{uuid4().hex}"})

    def _erase_looks_before(self, before: datetime, at: datetime, held: frozenset[str]) -> int:
        old = (col(LookRow.at) < before, col(LookRow.reason).is_not(None), col(LookRow.person).not_in(held))
        return self._erase_looks(old, at, "retention", {"person": "", "reason": None})

    def _erase_looks(self, wanted: Sequence[Any], at: datetime, why: str, left: dict[str, Any]) -> int:
        with self._session() as session:
            # those alone that this one erased: of two at once the other would stand for the same rows again
            gone = update(LookRow).where(*wanted).values(left).returning(col(LookRow.id))
            ids = session.connection().execute(gone).scalars().all()
            self._erase_records(session, ids, at, why)
            self._witness(session, "looks", ids, at)
            return len(ids)
