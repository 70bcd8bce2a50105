"""A legal hold goes in, with its reason; which answers may not be erased while it stands comes out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Column, and_, false, func, or_, true, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.asked.addresses import AddressRow
from bot.ledger.asked.questions import QuestionRow
from bot.ledger.asked.recorded import Recorded
from bot.ledger.store.base import UTCTime, in_batches
from bot.ledger.store.records import HOLD, RecordRow, record_of

PERSON, RECEIPT, ALL = "person", "receipt", "all"


class HoldRow(SQLModel, table=True):
    """One hold. It is never deleted: that it stood is part of what can be proved."""

    __tablename__ = "holds"

    id: str = Field(primary_key=True)
    about: str
    """``person`` (subject: a pseudonym), ``receipt`` or ``all``."""
    subject: str = ""
    reason: str = ""
    by: str = ""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    lifted_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    lifted_by: str = ""
    lift_reason: str = ""


class Holds(Recorded):
    """Legal holds. While one stands, neither retention nor an erasure touches what it is about, nor what somebody changed."""

    def add_hold(self, about: str, subject: str, *, reason: str, by: str, at: datetime) -> HoldRow:
        """Put up a hold; one that stands already on the same subject is given back as it is."""
        with self._session() as session:
            standing = select(HoldRow).where(HoldRow.about == about, HoldRow.subject == subject, _stands())
            if known := session.exec(standing).first():
                return known
            row = HoldRow(id=uuid4().hex[:8], about=about, subject=subject, reason=reason, by=by, at=at)
            session.add(row)
            self._record(session, record_of(HOLD, row.id, at, {"deed": "add", "about": about, "by": by, "reason": reason}))
            self._witness(session, "holds", [row.id], at)
            return row

    def lift_hold(self, hold: str, *, reason: str, by: str, at: datetime) -> bool:
        """Lift a hold; False where none of this id stands."""
        with self._session() as session:
            changed = session.connection().execute(
                update(HoldRow).where(col(HoldRow.id) == hold, _stands()).values(lifted_at=at, lifted_by=by, lift_reason=reason)
            )
            if not changed.rowcount:
                return False
            self._record(session, record_of(HOLD, hold, at, {"deed": "lift", "by": by, "reason": reason}))
            self._witness(session, "holds", [hold], at)
            return True

    def holds(self, *, standing: bool = False) -> Sequence[HoldRow]:
        """All holds, or those that stand, oldest first."""
        wanted = select(HoldRow).order_by(col(HoldRow.at), col(HoldRow.id))
        with self._session() as session:
            return session.exec(wanted.where(_stands()) if standing else wanted).all()

    def held_people(self) -> frozenset[str] | None:
        """Those of whom a hold keeps all that is kept of them; None where that is everybody."""
        holds = self.holds()
        standing = [hold for hold in holds if hold.lifted_at is None]
        if any(hold.about == ALL for hold in standing) or not self._are_holds_as_recorded([hold.id for hold in holds]):
            return None
        return frozenset(hold.subject for hold in standing if hold.about == PERSON)

    def is_held(self, person: str) -> bool:
        """Whether a hold keeps what is kept of this person, as a whole."""
        people = self.held_people()
        return people is None or person in people

    def held_among(self, keys: Sequence[str]) -> set[str]:
        """Those of these answers that a hold keeps, also while they are under way, and those whose rows are not as they were
        recorded."""
        people = self.held_people()
        with self._session() as session:
            held = self._held(session)
            found: set[str] = set()
            for some in in_batches(keys):
                found |= set(session.exec(select(QuestionRow.key).where(col(QuestionRow.key).in_(some), held)).all())
                whose = true() if people is None else col(AddressRow.person).in_(people - {""})
                found |= set(session.exec(select(AddressRow.key).where(col(AddressRow.key).in_(some), whose)).all())
            return found | self._not_as_recorded(session, keys)

    def numbers(self) -> dict[str, float]:
        """A few counts, for whoever watches the house."""
        counted = {
            "mayi_questions": select(func.count()).select_from(QuestionRow),
            "mayi_records_unsealed": select(func.count()).select_from(RecordRow).where(col(RecordRow.place).is_(None)),
            "mayi_holds": select(func.count()).select_from(HoldRow).where(_stands()),
        }
        with self._session() as session:
            return {name: float(session.exec(query).one()) for name, query in counted.items()}

    def _held(self, session: Session) -> Any:
        """What the rows of questions that are held have in common."""
        holds = session.exec(select(HoldRow)).all()
        standing = [(hold.about, hold.subject) for hold in holds if hold.lifted_at is None]
        if any(about == ALL for about, _ in standing) or not self._are_holds_as_recorded([hold.id for hold in holds]):
            return true()
        of = {kind: [subject for about, subject in standing if about == kind] for kind in (PERSON, RECEIPT)}
        if not standing:
            return false()
        whose = and_(col(QuestionRow.asker).in_(of[PERSON]), col(QuestionRow.asker) != "")
        return or_(whose, col(QuestionRow.receipt).in_(of[RECEIPT]))


def _stands() -> Any:
    return col(HoldRow.lifted_at).is_(None)
