"""A PostgreSQL server's address goes in; an empty database of one test's own comes out, which is dropped at the end. Of
SQLite a file's path goes in, and the address of an empty ledger comes out.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from bot.ledger.ledger import prepare


@contextmanager
def new_database(server: str, like: str = "") -> Iterator[str]:
    """The database's address, for as long as the block runs. ``server``: as its superuser; ``like``: the address of a database
    that it is a copy of, and that nobody uses just now."""
    url, name = make_url(server), f"mayi_test_{uuid4().hex}"
    copied = f" TEMPLATE {make_url(like).database}" if like else ""
    admin = create_engine(url, isolation_level="AUTOCOMMIT", poolclass=NullPool)
    with admin.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}{copied}"))
    try:
        yield url.set(database=name).render_as_string(hide_password=False)
    finally:
        with admin.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))


@cache
def _pattern() -> Path:
    """A file of the newest schema with nothing in it."""
    path = Path(mkdtemp()) / "bot.db"
    prepare(f"sqlite:///{path}")
    return path


def ledger_in(file: Path) -> str:
    """The address of a file; where there is none yet, of an empty ledger: migrating takes half a second, a copy none."""
    if not file.exists():
        shutil.copy(_pattern(), file)
    return f"sqlite:///{file}"
