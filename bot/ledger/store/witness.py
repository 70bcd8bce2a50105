"""Rows of other tables go in as they are stored; a record that proves each goes into the chain, in the same transaction.

A witness holds a salted digest of the row's columns, and no word of them. When the row changes it gets a new witness, when it is
deleted a last one; the salt of the earlier ones goes, so that nobody can guess from them what was there.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, text, update
from sqlmodel import Session, col, select

from bot.ledger.store.base import in_batches
from bot.ledger.store.canonical import digest_of, new_salt
from bot.ledger.store.compare import differing
from bot.ledger.store.proved import TABLES, columns_of, row_text, selected, stored
from bot.ledger.store.records import RARE, ROW, TAMPERED, RecordRow, Records, moment, record_of

log = logging.getLogger("mayi.ledger")


def ref_of(table: str, key: object) -> str:
    """What a witness is about."""
    return f"{table}:{key}"


class Witnesses(Records):
    """The witnesses of rows. Whoever changes a row of these tables calls for one before the transaction ends."""

    def _witness(self, session: Session, table: str, keys: Sequence[Any], at: datetime | None = None) -> None:
        """The rows of these keys are now as they are."""
        if not keys:
            return
        session.flush()
        when = moment(at or datetime.now(UTC))
        for some in in_batches(list(keys)):
            self._compare(session, table, some)
            self._forget_salts(session, table, some)
            named = {f"k{n}": key for n, key in enumerate(some)}
            which = f"t.{TABLES[table].key} IN ({', '.join(f':{name}' for name in named)})"
            wanted = text(f"SELECT {selected(table)} FROM {table} t WHERE {which}")  # noqa: S608 - our own names
            made = [witness_of(table, values, when) for values in session.connection().execute(wanted, named)]
            if made:
                self._may_write(session.connection())
                session.connection().execute(insert(RecordRow), [self._written(one) for one in made])

    def _witness_gone(self, session: Session, table: str, keys: Sequence[Any], at: datetime | None = None) -> None:
        """The rows of these keys were deleted, and that is well so."""
        when = moment(at or datetime.now(UTC))
        for some in in_batches(list(keys)):
            self._compare(session, table, some)
            self._forget_salts(session, table, some)
            gone = [record_of(ROW, ref_of(table, key), when, {"row": ""}) for key in some]
            if gone:
                self._may_write(session.connection())
                session.connection().execute(insert(RecordRow), [self._written(one) for one in gone])

    def _compare(self, session: Session, table: str, keys: Sequence[Any]) -> None:
        """Before a row gets its next witness it is compared with the last one: else the house would seal what somebody else made
        of it. The rows as they were before this transaction."""
        with self._as_committed() as connection:
            changed = differing(connection, table, keys)
        for ref in changed:
            self._tell_tampered(session, ref, "somebody had changed this row when the house changed it next")

    def _tell_tampered(self, session: Session, ref: str, why: str, receipt: str = "") -> None:
        """Record that the house came upon what it did not write; once, so that verify tells it from then on."""
        known = select(RecordRow.id).where(RecordRow.ref == ref, RecordRow.kind == TAMPERED, RARE).limit(1)
        if session.exec(known).first() is None:
            log.error("%s of the log: %s; see mayi verify", ref, why)
            self._record(session, record_of(TAMPERED, ref, datetime.now(UTC), {"why": why, "receipt": receipt}))

    def _forget_salts(self, session: Session, table: str, keys: Sequence[Any]) -> None:
        """What earlier witnesses of these rows said can be told by nobody any more."""
        for some in in_batches(list(keys)):
            session.connection().execute(
                update(RecordRow)
                .where(col(RecordRow.ref).in_([ref_of(table, key) for key in some]))
                .where(col(RecordRow.kind) == ROW, col(RecordRow.salt).is_not(None))
                .values(salt=None)
                .execution_options(synchronize_session=False)
            )


def witness_of(table: str, values: Sequence[Any], when: str) -> dict[str, Any]:
    """The record that proves a row. ``values``: of its columns, as selected."""
    salt, until = new_salt(), TABLES[table].until
    public = {"row": digest_of(salt, row_text(values))}
    if until:
        public["until"] = stored(values[columns_of(table).index(until)])
    return {**record_of(ROW, ref_of(table, values[0]), when, public), "salt": salt}
