"""A day goes in; the questions since then that were not served come out: uncovered, asked back, not right, sent to the owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, text
from sqlalchemy import select as columns_of
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from bot.ledger.asked.questions import SUPERSEDED, UNSERVED, QuestionRow
from bot.ledger.requests import RequestRow
from bot.ledger.store.base import Shelf, in_batches
from bot.policy.requests import RequestKind


@dataclass(frozen=True, slots=True)
class NotServed:
    """What of a question's row an owner may learn from: answers and rulings are long, and so are thousands of whole rows."""

    key: str
    receipt: str
    at: datetime
    asker: str
    text: str | None
    reading: dict[str, Any] | None
    feedback: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A question, and what its asker made of it by a click, a correction or an edit: both as they were read."""

    asker: str
    before: dict[str, Any]
    after: dict[str, Any]


COLUMNS = tuple(col(getattr(QuestionRow, one.name)) for one in fields(NotServed))


_Wanted = TypeVar("_Wanted", bound=Select[*tuple[Any, ...]])
_EARLIER, _LATER = aliased(QuestionRow, name="questions"), aliased(QuestionRow, name="later")
"""A question, and the one whose answer took its answer's place."""


def _both(wanted: _Wanted, since: datetime) -> _Wanted:
    """Of the pairs since then of which neither is erased."""
    return (
        wanted.select_from(_EARLIER)
        .join(_LATER, col(_LATER.key) == col(_EARLIER.superseded_by))
        .where(text(f"questions.{SUPERSEDED.text}"), col(_EARLIER.at) >= since)
        .where(col(_EARLIER.erased_at).is_(None), col(_LATER.erased_at).is_(None))
    )


class GapRows(Shelf):
    """Questions that an owner may learn from."""

    def unserved(self, since: datetime, limit: int) -> tuple[Sequence[NotServed], frozenset[str]]:
        """Rows, newest first, and the receipts among them that were sent to an owner. What was erased, and what another answer
        took the place of, is left out."""
        kept = (col(QuestionRow.at) >= since, col(QuestionRow.erased_at).is_(None), col(QuestionRow.superseded_by) == "")
        newest = (col(QuestionRow.at).desc(), col(QuestionRow.key))
        wanted = columns_of(*COLUMNS).where(*kept)
        sent = select(RequestRow.receipt).where(RequestRow.kind != RequestKind.INCIDENT.value, RequestRow.at >= since)
        with self._session() as session:
            receipts = frozenset(session.exec(sent).all())
            # two questions to the database: each can be answered by an index, and both in one cannot
            run = session.connection().execute
            found = [*run(wanted.where(UNSERVED).order_by(*newest).limit(limit))]
            for some in in_batches(sorted(receipts)):
                found += run(wanted.where(col(QuestionRow.receipt).in_(some)))
        unlike = {row.key: NotServed(*row) for row in found}
        rows = sorted(unlike.values(), key=lambda row: (-row.at.timestamp(), row.key))[:limit]
        return rows, receipts & {row.receipt for row in rows}

    def changed(self, since: datetime, limit: int) -> tuple[Changed, ...]:
        """Questions that another answer took the place of, newest first. What was erased is left out."""
        columns = (col(_EARLIER.asker), col(_EARLIER.reading), col(_LATER.reading))
        wanted = _both(columns_of(*columns), since).order_by(col(_EARLIER.at).desc(), col(_EARLIER.key)).limit(limit)
        with self._session() as session:
            rows = session.connection().execute(wanted).all()
        return tuple(Changed(*row) for row in rows if row[1] and row[2])

    def state_of_changed(self, since: datetime) -> tuple[int, str]:
        """What is another where ``changed`` would give something else: how many there are, and the newest click."""
        wanted = _both(columns_of(func.count(), func.max(col(_LATER.at))), since)
        with self._session() as session:
            count, newest = session.connection().execute(wanted).one()
        return count, str(newest)

    def questions_since(self, since: datetime) -> int:
        """How many questions were answered since then; one with the click that settled it counts once."""
        wanted = columns_of(func.count()).select_from(QuestionRow)
        wanted = wanted.where(col(QuestionRow.at) >= since, col(QuestionRow.superseded_by) == "")
        with self._session() as session:
            return int(session.connection().execute(wanted).scalar_one())
