"""The engine's database goes in, with ids of work; their rows are gone, whether or not an engine runs on it just now."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, MetaData, NullPool, Table, create_engine, delete, event, inspect, or_, update
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError

from bot.engine.errors import EngineError

SCHEMA = "dbos"
"""Where DBOS keeps its tables on PostgreSQL."""
OWNERS = ("workflow_uuid", "destination_uuid")
"""Columns that name the work that a row belongs to."""


def prefixes_of(key: str, receipt: str = "") -> list[str]:
    """How the ids of all work on one question begin."""
    about = [f"{kind}:{key}" for kind in ("answer", "explain", "owner", "stopped", "check")]
    return [*about, *(f"{kind}:{receipt}:" for kind in ("correct", "desk", "share"))] if receipt else about


class Thorough(sqlite3.Connection):
    """A connection that overwrites what it deletes, however SQLite was built."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.execute("PRAGMA secure_delete=ON")


def let_go(url: URL) -> None:
    """Empty the write-ahead log of a database of SQLite: old pages in it hold what was deleted since. Where somebody else reads
    at that moment, the next purge does so. On PostgreSQL the server's own VACUUM does."""
    if url.get_backend_name() == "sqlite" and url.database:
        with closing(sqlite3.connect(url.database, timeout=5)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


class EngineRows:
    """The rows of an engine that this process does not run. A running one finds its work cancelled, then gone."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        self._is_sqlite = parsed.get_backend_name() == "sqlite"
        self._is_there = not self._is_sqlite or Path(parsed.database or "").exists()
        self._engine: Engine = create_engine(parsed, poolclass=NullPool, hide_parameters=True)
        if self._is_sqlite:
            event.listen(self._engine, "connect", lambda connection, _: connection.execute("PRAGMA busy_timeout=30000"))
            event.listen(self._engine, "connect", lambda connection, _: connection.execute("PRAGMA secure_delete=ON"))

    def erase(self, key: str, receipt: str = "") -> None:
        """Delete all work on one question."""
        self.drop(*prefixes_of(key, receipt))

    def drop(self, *prefixes: str) -> None:
        """Delete all work whose id begins with one of these. Raises ``EngineError``."""
        if not self._is_there:
            return
        try:
            while self._drop(prefixes):  # what was under way may have queued its next part since the last look
                pass
            let_go(self._engine.url)
        except DatabaseError as problem:
            raise EngineError(f"the engine's database cannot be used: {problem.orig}", "check its address and rights") from None

    def _drop(self, prefixes: tuple[str, ...]) -> bool:
        """Whether there was any."""
        with self._engine.begin() as connection:
            tables = self._tables(connection)
            dropped = 0
            for table in tables:
                if table.name == "workflow_status":
                    dropped = connection.execute(update(table).where(_of(table, prefixes)).values(status="CANCELLED")).rowcount
            for table in tables:
                connection.execute(delete(table).where(_of(table, prefixes)))
        return bool(dropped)

    def _tables(self, connection: Connection) -> list[Table]:
        """Those that name work; the work's own table last, since the others point at it."""
        schema = None if self._is_sqlite else SCHEMA
        names = inspect(connection).get_table_names(schema=schema)
        found = MetaData()
        found.reflect(connection, schema=schema, only=names)
        owned = [table for table in found.tables.values() if any(name in table.c for name in OWNERS)]
        return sorted(owned, key=lambda table: table.name == "workflow_status")


def _of(table: Table, prefixes: tuple[str, ...]) -> Any:
    owner = next(table.c[name] for name in OWNERS if name in table.c)
    return or_(*(owner.startswith(prefix, autoescape=True) for prefix in prefixes))
