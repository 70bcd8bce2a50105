"""Trouble to order: a disk without room, and a PostgreSQL server that lets nobody in."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.pool import Pool

ROOM = 1 << 30
_orders: dict[Pool, str] = {}
"""What each connection of a pool is told when it is handed out."""


@event.listens_for(Pool, "checkout")
def _obey(connection: Any, _record: Any, handed: Any) -> None:
    """Listened to from the beginning: to add or take away a listener while threads are at work would break them, not the disk."""
    if order := _orders.get(handed._pool):
        connection.execute(order)


@contextmanager
def _ordered(engines: tuple[Engine, ...], order: str, afterwards: str) -> Iterator[None]:
    pools = [engine.pool for engine in engines]
    _orders.update(dict.fromkeys(pools, order))
    try:
        yield
    finally:
        _orders.update(dict.fromkeys(pools, afterwards))


def full_disk(*engines: Engine) -> AbstractContextManager[None]:
    """The files of these SQLite databases cannot grow meanwhile."""
    return _ordered(engines, "PRAGMA max_page_count = 1", f"PRAGMA max_page_count = {ROOM}")  # no less than there are


def no_writes(*engines: Engine) -> AbstractContextManager[None]:
    """Nothing can be written to these SQLite databases meanwhile, however small it is."""
    return _ordered(engines, "PRAGMA query_only = 1", "PRAGMA query_only = 0")


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
