"""A day goes in; the questions since then that were not served come out: uncovered, asked back, not right, sent to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, or_, select

from bot.ledger.base import Shelf
from bot.ledger.questions import QuestionRow
from bot.ledger.requests import RequestRow
from bot.policy.requests import RequestKind

LABELS = ("not_listed", "ask")
NOT_RIGHT = "not_right"


class GapRows(Shelf):
    """Questions that an owner may learn from."""

    def unserved(self, since: datetime, limit: int) -> tuple[Sequence[QuestionRow], frozenset[str]]:
        """Rows, newest first, and the receipts among them that were sent to an owner. What was erased, and what another answer
        took the place of, is left out."""
        sent = select(RequestRow.receipt).where(RequestRow.kind != RequestKind.INCIDENT.value, RequestRow.at >= since)
        wanted = (
            select(QuestionRow)
            .where(QuestionRow.at >= since, col(QuestionRow.erased_at).is_(None), QuestionRow.superseded_by == "")
            .where(
                or_(
                    col(QuestionRow.label).in_(LABELS),
                    col(QuestionRow.feedback) == NOT_RIGHT,
                    col(QuestionRow.receipt).in_(sent),
                )
            )
            .order_by(col(QuestionRow.at).desc(), col(QuestionRow.key))
            .limit(limit)
        )
        with self._session() as session:
            rows = session.exec(wanted).all()
            receipts = frozenset(session.exec(sent).all())
        return rows, receipts & {row.receipt for row in rows}
