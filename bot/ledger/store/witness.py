"""Rows of other tables go in as they are stored; a record that proves each goes into the chain, in the same transaction.

A witness holds a salted digest of the row's columns, and no word of them. When the row changes it gets a new witness, when it is
deleted a last one; the salt of the earlier ones goes, so that nobody can guess from them what was there.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary, insert, text, update
from sqlmodel import Session, SQLModel, col

from bot.ledger.store.base import in_batches
from bot.ledger.store.canonical import canonical, digest_of, new_salt
from bot.ledger.store.records import ROW, RecordRow, Records, moment, record_of
from bot.ledger.store.stored import TAIL


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How the rows of a table are proved."""

    key: str
    """Its primary key."""
    columns: tuple[str, ...] = ()
    """Only these; none: all but bytes, which are proved by a digest beside them."""
    until: str = ""
    """After this moment the row may be gone without a word."""


TABLES: dict[str, Witnessed] = {
    "questions": Witnessed("key", TAIL),
    "feedback": Witnessed("id"),
    "addresses": Witnessed("key", until="expires_at"),
    "requests": Witnessed("id"),
    "holds": Witnessed("id"),
    "looks": Witnessed("id"),
    "erasures": Witnessed("id"),
    "snapshots": Witnessed("version"),
    "roots": Witnessed("day"),
    "acknowledgements": Witnessed("id"),
    "policy_versions": Witnessed("number"),
    "console_deeds": Witnessed("id"),
    "notice_board": Witnessed("id"),
    "task_deeds": Witnessed("id"),
    "term_changes": Witnessed("id"),
    "page_changes": Witnessed("id"),
}


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that are proved, the key first."""
    known = TABLES[table]
    every = SQLModel.metadata.tables[table].columns
    names = known.columns or tuple(sorted(c.name for c in every if not isinstance(c.type, LargeBinary)))
    return (known.key, *(name for name in names if name != known.key))


def selected(table: str, alias: str = "t") -> str:
    """These columns as they are stored: JSON as its text."""
    types = SQLModel.metadata.tables[table].columns
    return ", ".join(
        f"CAST({alias}.{name} AS TEXT)" if isinstance(types[name].type, JSON) else f"{alias}.{name}" for name in columns_of(table)
    )


def row_text(values: Sequence[Any]) -> str:
    """A row's columns as one text: the same on either kind of database."""
    return canonical([stored(value) for value in values])


def stored(value: Any) -> Any:
    """One column; whatever somebody put there that is no word and no number stays told apart."""
    if isinstance(value, datetime):
        return moment(value)
    return value if value is None or isinstance(value, str | int | float) else {"bytes": str(value)}


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
            self._forget_salts(session, table, some)
            gone = [record_of(ROW, ref_of(table, key), when, {"row": ""}) for key in some]
            if gone:
                self._may_write(session.connection())
                session.connection().execute(insert(RecordRow), [self._written(one) for one in gone])

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
