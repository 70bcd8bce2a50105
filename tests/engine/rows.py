"""Rows of the engine's database, as whoever can write it and has no key puts them in or changes them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, MetaData, create_engine
from sqlalchemy.engine import make_url

ANEW = {"output": None, "error": None, "executor_id": None, "started_at_epoch_ms": None, "completed_at": None}


@contextmanager
def tables_of(url: str) -> Iterator[tuple[Connection, dict[str, Any]]]:
    """A connection, and the tables by name."""
    database, known = create_engine(url), MetaData()
    known.reflect(database, schema=None if make_url(url).get_backend_name() == "sqlite" else "dbos")
    with database.begin() as connection:
        yield connection, {table.name: table for table in known.tables.values()}
    database.dispose()


def put_in(url: str, id_: str, given: Callable[[str], str], like: str = "answer:k1", **also: str) -> None:
    """Put a row in, or write over it: one that is there again, under another id and with something else for what was queued."""
    with tables_of(url) as (connection, tables):
        rows = []
        for name in ("workflow_status", "workflow_input"):
            mine = tables[name].c.workflow_uuid
            row = dict(connection.execute(tables[name].select().where(mine == like)).mappings().one())
            rows.append((tables[name], row | {"workflow_uuid": id_}))
        rows[0][1].update(ANEW | {"status": "ENQUEUED"} | also)
        rows[1][1]["inputs"] = given(str(rows[1][1]["inputs"]))
        for table, _ in reversed(rows):
            connection.execute(table.delete().where(table.c.workflow_uuid == id_))
        for table, row in rows:
            connection.execute(table.insert().values(row))
