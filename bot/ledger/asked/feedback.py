"""What people think of an answer goes in, rows come out, newest first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.store.base import UTCTime, in_batches
from bot.ledger.store.witness import Witnesses


class FeedbackRow(SQLModel, table=True):
    """One word of one person on one answer."""

    __tablename__ = "feedback"

    id: int | None = Field(default=None, primary_key=True)
    receipt: str = Field(index=True)
    who: str = Field(default="", index=True)
    """A pseudonym."""
    value: str
    """``helped``, ``wrong`` or another word of a button."""
    reason: str = ""
    """What was not right, as a word of the form."""
    note: str = ""
    """Redacted."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class Feedback(Witnesses):
    """Feedback on answers."""

    def keep_feedback(self, receipt: str, value: str, *, at: datetime, who: str = "", reason: str = "", note: str = "") -> bool:
        """Keep it, in place of the same person's earlier word; False where no answer has this receipt. The asker's is also the
        question's own."""
        with self._session() as session:
            question = session.exec(select(QuestionRow).where(QuestionRow.receipt == receipt)).first()
            if question is None:
                return False
            row = session.exec(select(FeedbackRow).where(FeedbackRow.receipt == receipt, FeedbackRow.who == who)).first()
            if row is None:
                row = FeedbackRow(receipt=receipt, who=who, value=value, at=at)
            if row.value != value or reason or note:  # the same button once more does not take the reason away
                row.reason, row.note = reason, note
            row.value, row.at = value, at
            session.add(row)
            session.flush()
            self._witness(session, "feedback", [row.id], at)
            if who == question.asker:
                question.feedback = value
                session.flush()
                self._witness(session, "questions", [question.key], at)
            return True

    def feedback(self, receipt: str) -> Sequence[FeedbackRow]:
        """All words on one answer, newest first."""
        with self._session() as session:
            return session.exec(
                select(FeedbackRow).where(FeedbackRow.receipt == receipt).order_by(col(FeedbackRow.at).desc())
            ).all()

    def _erase_feedback_of(self, receipts: Sequence[str]) -> None:
        with self._session() as session:
            for some in in_batches(receipts):
                self._delete_feedback(session, col(FeedbackRow.receipt).in_(some))

    def _delete_feedback(self, session: Session, *which: Any) -> int:
        gone = session.connection().execute(delete(FeedbackRow).where(*which).returning(col(FeedbackRow.id))).scalars().all()
        self._witness_gone(session, "feedback", gone)
        return len(gone)

    def _erase_feedback_before(self, before: datetime, held: Callable[[Session], Any], people: frozenset[str]) -> int:
        with self._session() as session:
            kept = select(QuestionRow.receipt).where(held(session))
            old = (col(FeedbackRow.at) < before, col(FeedbackRow.receipt).not_in(kept), col(FeedbackRow.who).not_in(people))
            return self._delete_feedback(session, *old)
