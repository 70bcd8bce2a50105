"""A PostgreSQL server's address goes in; an empty database of one test's own comes out, which is dropped at the end. Of
SQLite a file's path goes in, and the address of an empty ledger comes out, or of an engine that has nothing to do.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from uuid import uuid4

from dbos import DBOS, DBOSClient
from pydantic import SecretStr
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.engine import make_url

from bot.app import App
from bot.engine.amendments import AMENDMENTS, CHECKS
from bot.engine.workflows import ANSWERS, EXPLANATIONS, NOTICES, READINGS
from bot.environment import shipped
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, prepare
from bot.settings import read_settings


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


UNFINISHED = ("ENQUEUED", "PENDING", "DELAYED")


def work_in(engine: str, *states: str) -> list[str]:
    """Ids of all durable work in these states. ``engine``: the address of an engine's own database."""
    url = make_url(engine)
    table = "workflow_status" if url.get_backend_name() == "sqlite" else "dbos.workflow_status"
    with create_engine(url, poolclass=NullPool).connect() as connection:
        rows = connection.execute(text(f"SELECT workflow_uuid, status FROM {table}"))  # noqa: S608 - a name of ours
        return [id_ for id_, state in rows if state in states]


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


def house_in(file: Path) -> str:
    """The address of a house's ledger, whose engine has its own file beside it."""
    engine_in(file.with_name(f"{file.stem}-engine.db"))
    return ledger_in(file)


def engine_in(file: Path) -> str:
    """As ``ledger_in``, of an engine. It looks once in a second for queues that its database did not know at its start, so
    that the first work of a new one waits as long; of a copy it knows them."""
    if not file.exists():
        shutil.copy(_engine_pattern(), file)
    return f"sqlite:///{file}"


@cache
def _engine_pattern() -> Path:
    path = Path(mkdtemp()) / "engine.db"
    prepare_engine(f"sqlite:///{path}")
    return path


def prepare_engine(url: str) -> None:
    """Make an engine's tables and queues in an empty database, without starting one: a process may have one only."""
    DBOS.migrate(url)
    client = DBOSClient(system_database_url=url, application_name="may-i")
    for queue in (ANSWERS, READINGS, EXPLANATIONS, NOTICES, AMENDMENTS, CHECKS):
        client.register_queue(queue, polling_interval_sec=0.02)
    client.destroy()


def app_over(ledger: Ledger, key: str = "a key of the tests, long enough for all") -> App:
    """What the uses take, over a ledger alone: no engine runs."""
    knowledge = load(shipped("knowledge"), load_catalog()).or_raise
    return App(read_settings(key=SecretStr(key), engine_url="sqlite:////nowhere/engine.db"), load_catalog(), ledger, knowledge)
