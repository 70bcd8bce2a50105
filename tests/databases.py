"""A PostgreSQL server's address goes in; an empty database of one test's own comes out, which is dropped at the end."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url


@contextmanager
def new_database(server: str, like: str = "") -> Iterator[str]:
    """The database's address, for as long as the block runs. ``server``: as its superuser; ``like``: the address of a database
    that it is a copy of, and that nobody uses just now."""
    url, name = make_url(server), f"mayi_test_{uuid4().hex}"
    copied = f" TEMPLATE {make_url(like).database}" if like else ""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{copied}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        admin.dispose()
