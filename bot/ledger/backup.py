"""A ledger's address goes in, a file of all its rows comes out while it is in use; that file goes into an empty ledger, on either
kind of database.

Rows are kept as they are stored, to the letter: the chain that covers them is verified after a restore as before it.
"""

from __future__ import annotations

import base64
import gzip
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Connection, LargeBinary, Table, Text, bindparam, cast, func, insert, select, text
from sqlmodel import SQLModel

from bot.ledger.ledger import Ledger, prepare, read_revision
from bot.ledger.store.base import UTCTime, connect
from bot.ledger.store.drivers import explained
from bot.ledger.store.errors import LedgerError
from bot.ledger.store.migrate import head as newest
from bot.ledger.store.records import BACKUP
from bot.private import opener

FORM = "mayi-backup-1"
AT_ONCE = 500
DERIVED = ("question_search", "usage_days", "console_links", "console_sessions")
"""What the database makes anew by itself, and sign-ins, which end."""
Tell = Callable[[int, int], None]


def no_progress(_done: int, _of: int) -> None:
    """Nobody watches."""


def back_up(ledger: Ledger, url: str, file: Path, now: datetime, tell: Tell = no_progress) -> int:
    """Write all rows to a file, as they are at one moment; gives how many. Raises ``LedgerError``."""
    parsed, revision = read_revision(url)
    unfinished = file.with_name(f"{file.name}.part")
    engine = connect(parsed)
    try:
        unfinished.unlink(missing_ok=True)  # one that was broken off
        with (
            explained(parsed),
            engine.connect() as connection,
            open(unfinished, "wb", opener=opener) as made,
            gzip.open(made, "wt", encoding="utf-8", compresslevel=5) as out,
        ):
            if parsed.get_backend_name() == "postgresql":
                connection.execution_options(isolation_level="REPEATABLE READ")
            else:
                connection.exec_driver_sql("BEGIN")
            out.write(_line({"form": FORM, "revision": revision, "at": now.astimezone(UTC).isoformat()}))
            rows = _write_all(connection, out.write, tell)
            out.write(_line({"end": rows}))
        unfinished.replace(file)
    except OSError as problem:
        raise LedgerError(f"{file} cannot be written ({problem.strerror})", "name a file in a folder that has room") from None
    finally:
        unfinished.unlink(missing_ok=True)
        engine.dispose()
    ledger.note(BACKUP, file.name, now, {"rows": rows})
    return rows


def restore(file: Path, url: str, tell: Tell = no_progress) -> int:
    """Put the rows of a file into an empty ledger, which is made where there is none; gives how many. Raises ``LedgerError``;
    then nothing was put in."""
    parsed, _, _ = prepare(url)
    engine = connect(parsed)
    try:
        with explained(parsed), engine.begin() as connection:
            if connection.scalar(text("SELECT count(*) FROM records")) or connection.scalar(
                text("SELECT count(*) FROM questions")
            ):
                raise LedgerError("that ledger is not empty", "restore into a new one, and name it in MAYI_DATABASE")
            rows = _read_all(connection, _lines(file), tell)
            for table in _tables():
                _go_on_counting(connection, table)
            return rows
    finally:
        engine.dispose()


def _tables() -> list[Table]:
    return [table for table in SQLModel.metadata.sorted_tables if table.name not in DERIVED]


def _write_all(connection: Connection, write: Callable[[str], object], tell: Tell) -> int:
    total = sum(int(connection.execute(select(func.count()).select_from(table)).scalar_one()) for table in _tables())
    done = 0
    for table in _tables():
        wanted = select(*(cast(c, Text) if isinstance(c.type, JSON) else c for c in table.columns))
        for row in connection.execution_options(stream_results=True, yield_per=AT_ONCE).execute(wanted):
            write(_line([table.name, {c.name: _plain(value) for c, value in zip(table.columns, row, strict=True)}]))
            done += 1
            if done % AT_ONCE == 0:
                tell(done, total)
    tell(total, total)
    return done


def _read_all(connection: Connection, lines: Iterator[Any], tell: Tell) -> int:
    head = next(lines, None)
    if not isinstance(head, dict) or head.get("form") != FORM:
        raise LedgerError("that file is no backup of a ledger", "give one that `mayi backup` wrote")
    if head["revision"] != newest():
        raise LedgerError(
            f"the backup has the tables {head['revision']}, this may-i has {newest()}", "restore with the same release"
        )
    known = {table.name: table for table in _tables()}
    waiting: list[Any] = []
    for done, line in enumerate(lines):
        if isinstance(line, dict):
            if line.get("end") != done:
                break
            _put(connection, known, waiting)
            tell(done, done)
            return done
        if waiting and (waiting[0][0] != line[0] or len(waiting) >= AT_ONCE):
            _put(connection, known, waiting)
            waiting = []
            tell(done, done + 1)
        waiting.append(line)
    raise LedgerError("the backup ends too early", "give the whole file")


def _put(connection: Connection, known: dict[str, Table], rows: list[Any]) -> None:
    if not rows:
        return
    table = known.get(rows[0][0])
    if table is None:
        raise LedgerError(
            f"the backup has a table `{rows[0][0]}`, which this may-i does not know", "restore with the same release"
        )
    is_postgresql = connection.dialect.name == "postgresql"
    names = [name for name in rows[0][1] if name in table.c]
    values = {name: _bound(table.c[name], is_postgresql) for name in names}
    connection.execute(
        insert(table).values(values), [{f"v_{name}": _value(table.c[name], row[name]) for name in names} for _, row in rows]
    )


def _bound(column: Column[Any], is_postgresql: bool) -> Any:
    if isinstance(column.type, JSON):  # as text: it must stand there to the letter
        return (
            cast(bindparam(f"v_{column.name}", type_=Text), JSON) if is_postgresql else bindparam(f"v_{column.name}", type_=Text)
        )
    return bindparam(f"v_{column.name}", type_=column.type)


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UTCTime):
        return datetime.fromisoformat(value)
    return base64.b64decode(value) if isinstance(column.type, LargeBinary) else value


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _line(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False) + "\n"


def _lines(file: Path) -> Iterator[Any]:
    try:
        with gzip.open(file, "rt", encoding="utf-8") as source:
            for line in source:
                yield json.loads(line)
    except EOFError:
        return  # cut off: whoever reads misses the last line
    except (OSError, ValueError) as problem:
        raise LedgerError(f"{file} cannot be read as a backup ({problem})", "give a file that `mayi backup` wrote") from None


def _go_on_counting(connection: Connection, table: Table) -> None:
    """On PostgreSQL the numbers of new rows go on after those that were put in."""
    key = table.primary_key.columns
    if connection.dialect.name != "postgresql" or len(key) != 1 or ("id" not in key and "number" not in key):
        return
    column = key[0]
    sequence = connection.scalar(
        text("SELECT pg_get_serial_sequence(:table, :column)"), {"table": table.name, "column": column.name}
    )
    if sequence:
        highest = connection.scalar(select(func.max(column)))
        if highest:
            connection.execute(text("SELECT setval(:sequence, :highest)"), {"sequence": sequence, "highest": highest})
