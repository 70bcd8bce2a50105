"""Trouble to order: a disk without room, and a PostgreSQL server that lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url


@contextmanager
def full_disk(*engines: Engine) -> Iterator[None]:
    """The files of these databases cannot grow meanwhile."""

    def no_room(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # no less than there are

    def room(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA max_page_count = 1073741823")

    for engine in engines:
        event.listen(engine, "checkout", no_room)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "checkout", no_room)
            event.listen(engine, "checkout", room)


@contextmanager
def no_writes(*engines: Engine) -> Iterator[None]:
    """Nothing can be written to these SQLite databases meanwhile, however small it is."""

    def refuse(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only = 1")

    def take(connection: Any, *_: object) -> None:
        connection.execute("PRAGMA query_only = 0")

    for engine in engines:
        event.listen(engine, "checkout", refuse)
    try:
        yield
    finally:
        for engine in engines:
            event.remove(engine, "checkout", refuse)
            event.listen(engine, "checkout", take)


@contextmanager
def server_away(url: str) -> Iterator[None]:
    """The database lets nobody in meanwhile, and whoever was in is thrown out."""
    parsed = make_url(url)
    admin = create_engine(parsed.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"ALTER DATABASE {parsed.database} ALLOW_CONNECTIONS false"))
        throw_out(url)
        yield
        connection.execute(text(f"ALTER DATABASE {parsed.database} ALLOW_CONNECTIONS true"))
    admin.dispose()


def throw_out(url: str) -> None:
    """Every connection to the database is cut."""
    parsed = make_url(url)
    admin = create_engine(parsed.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        cut = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = :name"
        connection.execute(text(cut), {"name": parsed.database})
    admin.dispose()
