"""Many made-up questions go in at once; rows come out like those of a house that has been in use for years."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import insert

from bot.ledger.base import Shelf
from bot.ledger.feedback import FeedbackRow
from bot.ledger.keyed import receipt_of
from bot.ledger.questions import QuestionRow, ReceiptRow
from bot.ledger.records import RecordRow, record_of_question

RECEIPT_LETTERS = 8
"""Long enough for a million rows not to clash: each row's receipt is not asked for."""


class Seeding(Shelf):
    """Rows in bulk, for trying things out: never those of people."""

    def keep_many(self, rows: Iterable[dict[str, Any]]) -> int:
        """Keep questions in one transaction, in their order; gives how many. ``key`` and what ``keep_question`` takes."""
        made = [_full(row) for row in rows]
        if not made:
            return 0
        feedback = [
            {"receipt": row["receipt"], "who": row["asker"], "value": row["feedback"], "reason": "", "note": "", "at": row["at"]}
            for row in made
            if row["feedback"]
        ]
        with self._session() as session:
            connection = session.connection()
            connection.execute(insert(ReceiptRow), [{"receipt": row["receipt"], "key": row["key"]} for row in made])
            connection.execute(insert(QuestionRow), made)
            connection.execute(insert(RecordRow), [record_of_question(row) for row in made])
            if feedback:
                connection.execute(insert(FeedbackRow), feedback)
        return len(made)


def _full(values: dict[str, Any]) -> dict[str, Any]:
    """All columns: a model for each of a million rows would take most of the time."""
    empty = {name: field.get_default(call_default_factory=True) for name, field in QuestionRow.model_fields.items()}
    row = {**empty, "receipt": receipt_of(values["key"], RECEIPT_LETTERS), **values}
    return {**row, "told_label": row["label"], "told_verdict": row["verdict"]}
