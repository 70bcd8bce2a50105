"""What all tables share: a session, UTC times, one declarative base. A database URL goes in, an engine comes out."""

from __future__ import annotations

import secrets
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, TypeVar

from sqlalchemy import Connection, DateTime, Dialect, Engine, event
from sqlalchemy.dialects.postgresql import insert as insert_postgresql
from sqlalchemy.dialects.sqlite import insert as insert_sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.types import TypeDecorator
from sqlmodel import Session, create_engine

from bot.ledger.store.canonical import canonical
from bot.ledger.store.chain_key import ChainKey
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.seal import Seal

Batched = TypeVar("Batched")
BUSY_SECONDS = 30
"""How long a writer waits for another on SQLite."""


class UTCTime(TypeDecorator[datetime]):
    """A moment. Always aware and always UTC on our side, whatever the database makes of it."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a naive time: nobody could say which moment it means."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value!r} has no time zone; the ledger keeps moments, in UTC")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """SQLite forgets the zone; what went in was UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def read_url(url: str) -> URL:
    """A database URL with its driver. ``postgresql://`` and ``postgres://`` mean psycopg. Raises ``LedgerError``."""
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise LedgerError(
            f"what begins with {url.partition(':')[0]!r} is no database URL",
            "write sqlite:///path/to/bot.db or postgresql+psycopg://user@host/name",
        ) from None
    if parsed.drivername in {"postgresql", "postgres"}:
        return parsed.set(drivername="postgresql+psycopg")
    return parsed


def connect(url: URL) -> Engine:
    """An engine with the settings that nothing-lost needs: WAL and full synchronous writes on SQLite."""
    # hide_parameters: a database error in the log must not carry what was asked
    engine = create_engine(
        url, hide_parameters=True, pool_pre_ping=url.get_backend_name() == "postgresql", json_serializer=canonical
    )
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    # IMMEDIATE: a writer queues up at its first write, so a read never has to be upgraded (which fails as "busy").
    connection.isolation_level = "IMMEDIATE"
    for pragma in (f"busy_timeout={BUSY_SECONDS * 1000}", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
        connection.execute(f"PRAGMA {pragma}")
    _use_wal(connection)


def _use_wal(connection: Any) -> None:
    """The mode stays with the file. SQLite does not wait by itself for another that changes it at the same moment."""
    give_up = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] == "delete":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError:
            if time.monotonic() > give_up:
                raise
            time.sleep(0.05)


class Shelf:
    """What every kind of row is kept with. Without a secret nothing sealed is opened, by nobody, and the chain has no key."""

    def __init__(self, engine: Engine, secret: bytes) -> None:
        self._engine = engine
        self._seal = Seal(secret or secrets.token_bytes(32))
        self._chain = ChainKey(secret)
        self._beside = connect(engine.url)

    @contextmanager
    def _as_committed(self) -> Iterator[Connection]:
        """What the database held before the transaction under way, in one snapshot. From connections of its own: whoever holds
        one of the others never waits for another of them."""
        with self._beside.connect() as connection:
            if connection.dialect.name == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            else:
                connection.exec_driver_sql("BEGIN")
            yield connection
            connection.rollback()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """One transaction: committed at its end, rolled back on an error."""
        with Session(self._engine, expire_on_commit=False) as session, session.begin():
            yield session

    def _insert_new(self, table: Any, row: dict[str, Any]) -> bool:
        """Insert, or leave what is there; whether it was inserted."""
        with self._session() as session:
            return self._insert(session, table, row)

    def _insert(self, session: Session, table: Any, row: dict[str, Any]) -> bool:
        """Insert in a transaction, or leave what is there. One statement, so two processes cannot both think that they did."""
        insert: Any = insert_postgresql if self._engine.dialect.name == "postgresql" else insert_sqlite
        # what comes back is the row that went in: rowcount is not to be had from every driver
        statement = insert(table).values(row).on_conflict_do_nothing().returning(*table.__table__.primary_key.columns)
        return session.connection().execute(statement).first() is not None


def in_batches(values: Sequence[Batched], at_once: int = 500) -> Iterator[Sequence[Batched]]:
    """Some at a time: databases have a bound for the values in one statement."""
    for begin in range(0, len(values), at_once):
        yield values[begin : begin + at_once]
