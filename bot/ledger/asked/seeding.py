"""Many made-up questions go in at once; rows come out like those of a house that has been in use for years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, column, insert, table, text
from sqlmodel import Session, col, select

from bot.ledger.asked.feedback import FeedbackRow
from bot.ledger.asked.questions import QuestionRow, ReceiptRow
from bot.ledger.store.base import UTCTime, in_batches
from bot.ledger.store.canonical import canonical
from bot.ledger.store.keyed import receipt_of
from bot.ledger.store.records import LONG, QUESTION, RecordRow, moment, parts_of, record_of
from bot.ledger.store.witness import Witnesses

RECEIPT_LETTERS = 12
"""Nobody asks whether a row's receipt is given out: with 8 letters two of a million rows clash every second time."""
EMPTY = {name: field.get_default(call_default_factory=True) for name, field in QuestionRow.model_fields.items()}
"""A model for each of a million rows would take most of the time."""
JSONS = (*LONG, "kinds", "rules", "timings_ms")
QUESTIONS = table("questions", *(column(name, UTCTime() if name.endswith("at") else None) for name in EMPTY))
"""Without types, for columns that are text already."""
CACHED = 512 * 1024
"""Kilobytes of a file that are kept in memory meanwhile: keys are written in no order."""


class Seeding(Witnesses):
    """Rows in bulk, for trying things out: never those of people."""

    @contextmanager
    def in_bulk(self) -> Iterator[Written]:
        """What writes many: give it rows, a batch at a time. Each batch is one transaction."""
        with self._engine.connect() as connection:
            is_sqlite = self._engine.dialect.name == "sqlite"
            if is_sqlite:
                connection.execute(text(f"PRAGMA cache_size = -{CACHED}"))
                connection.commit()
            try:
                yield Written(connection, self)
            finally:
                connection.invalidate()  # nobody else gets a connection with that much memory

    def written(self, connection: Connection, records: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
        """Records as the house writes them."""
        self._may_write(connection)
        return [self._written(record) for record in records]

    def prove_feedback(self, connection: Connection, of: dict[str, str]) -> None:
        """Witnesses of what was said of these answers. ``of``: receipt -> key."""
        with Session(connection) as session:
            for some in in_batches(list(of)):
                ids = session.exec(select(FeedbackRow.id).where(col(FeedbackRow.receipt).in_(some))).all()
                self._witness(session, "feedback", ids)
                self._witness(session, "questions", [of[receipt] for receipt in some])

    def keep_many(self, rows: Iterable[dict[str, Any]]) -> int:
        """Keep questions in one transaction, in their order; gives how many. ``key`` and what ``keep_question`` takes."""
        with self.in_bulk() as written:
            return written.keep(rows)


class Written:
    """Batches of questions over one connection."""

    def __init__(self, connection: Connection, ledger: Seeding) -> None:
        self._connection = connection
        self._ledger = ledger
        self._texts: dict[int, tuple[object, str]] = {}
        """What many rows share is written out once. The object is kept, so that its number stays its own."""

    def keep(self, rows: Iterable[dict[str, Any]]) -> int:
        """One transaction, in their order; gives how many."""
        made = [self._full(row) for row in rows]
        if not made:
            return 0
        feedback = [
            {"receipt": row["receipt"], "who": row["asker"], "value": row["feedback"], "reason": "", "note": "", "at": row["at"]}
            for row, _ in made
            if row["feedback"]
        ]
        with self._connection.begin():
            run = self._connection.execute
            run(insert(ReceiptRow), [{"receipt": row["receipt"], "key": row["key"]} for row, _ in made])
            run(insert(QUESTIONS), [row for row, _ in made])
            run(insert(RecordRow), self._ledger.written(self._connection, [record for _, record in made]))
            if feedback:
                run(insert(FeedbackRow), feedback)
                self._ledger.prove_feedback(self._connection, {row["receipt"]: row["key"] for row, _ in made if row["feedback"]})
        return len(made)

    def _full(self, values: dict[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """All columns, those of JSON as text, and the record."""
        row = {**EMPTY, "receipt": receipt_of(values["key"], RECEIPT_LETTERS), **values}
        row |= {"told_label": row["label"], "told_verdict": row["verdict"]}
        texts = {name: self._text(row[name]) for name in JSONS}
        public, private = parts_of({**row, "at": moment(row["at"])}, {name: texts[name] for name in LONG})
        return {**row, **texts}, record_of(QUESTION, row["key"], public.pop("at"), public, private)

    def _text(self, value: Any) -> str | None:
        if value is None:
            return None
        known = self._texts.get(id(value))
        if known is None or known[0] is not value:
            known = (value, canonical(value))
            if len(self._texts) > 10_000:
                self._texts.clear()
            self._texts[id(value)] = known
        return known[1]
