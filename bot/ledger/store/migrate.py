"""A database goes in, the same database with today's tables comes out: Alembic, forward only."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import Connection, NullPool, create_engine, event, text
from sqlalchemy.engine import URL
from sqlmodel import SQLModel

import bot
from bot.ledger.store.errors import LedgerError

LOCK = 0x6D617969  # "mayi": the advisory lock that migrating processes queue up at


def migrations_folder() -> Path:
    """Where the migrations are: beside the package in a checkout, shipped inside it in a wheel."""
    package = Path(bot.__file__).resolve().parent
    for folder in (package / "_shipped" / "migrations", package.parent / "migrations"):
        if (folder / "env.py").is_file():
            return folder
    raise LedgerError("the migrations are missing from this installation", "install may-i again")


def upgrade(url: URL) -> tuple[str | None, str]:
    """Bring the tables to today's revision; gives (revision before, revision now).

    Several processes may try at once: one migrates, the others wait for it. Raises ``LedgerError`` on a newer schema.
    """
    with _alone(url) as connection:
        before, now = current(connection), head()
        _refuse_unknown(before)
        if before != now:
            config = _config()
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    return before, now


def current(connection: Connection) -> str | None:
    """The revision that the tables have; None on an empty database. Raises ``LedgerError`` where it says two."""
    found = MigrationContext.configure(connection).get_current_heads()
    if len(found) > 1:
        raise LedgerError("the ledger says that it has two schemas", "somebody changed its table `alembic_version`: put it right")
    return found[0] if found else None


def revision_of(url: URL) -> str | None:
    """The revision that a database's tables have."""
    with _alone(url) as connection:
        return current(connection)


def differences(url: URL) -> list[str]:
    """In what the tables differ from what the house expects; empty where they do not."""
    with _alone(url) as connection:
        revision = current(connection)
        if revision != head():
            return [f"revision {revision or 'none'}, expected {head()}"]
        context = MigrationContext.configure(connection, opts={"compare_type": False, "include_object": _is_ours})
        return [str(found) for found in compare_metadata(context, SQLModel.metadata)]


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(migrations_folder()).replace("%", "%%"))
    return config


@cache
def _scripts() -> ScriptDirectory:
    """All migrations, read once: nobody writes one while we run."""
    return ScriptDirectory.from_config(_config())


def head() -> str:
    """Today's revision."""
    revision = _scripts().get_current_head()
    if revision is None:
        raise LedgerError("the migrations folder has no migrations", "install may-i again")
    return revision


def _refuse_unknown(revision: str | None) -> None:
    if revision is None:
        return
    try:
        _scripts().get_revision(revision)
    except CommandError:
        raise LedgerError(
            f"the ledger has the schema {revision!r}, which this version of may-i does not know",
            "it was written by a newer one: update may-i, or name another ledger",
        ) from None


def _is_ours(_object: object, name: str | None, _kind: str, _reflected: bool, _other: object) -> bool:
    """The full-text index is the migrations' alone: tables of its own on SQLite, an index on PostgreSQL."""
    return not str(name).startswith(("questions_words", "ix_question_search_doc"))


@contextmanager
def _alone(url: URL) -> Iterator[Connection]:
    """A connection in one transaction that no second migrating process can be in at the same time."""
    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        # SQLite's driver opens no transaction for DDL by itself; IMMEDIATE makes the second process wait here.
        event.listen(engine, "connect", _no_own_transactions)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if url.get_backend_name() == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
            yield connection
    finally:
        engine.dispose()


def _no_own_transactions(connection: object, _record: object) -> None:
    connection.isolation_level = None  # type: ignore[attr-defined]
    connection.execute("PRAGMA busy_timeout=30000")  # type: ignore[attr-defined]
