"""A ledger goes in; every way to tamper with one row of one table comes out: each table, each column, edited, deleted, put in or
swapped. What verify is not meant to find stands in ``cases/tampering.yaml``, with the reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    DateTime,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    delete,
    insert,
    select,
    text,
    update,
)
from sqlalchemy.exc import DBAPIError

from bot.ledger.ledger import Ledger
from bot.ledger.store.base import UTCTime
from bot.policy.deciding.clauses import TermChange
from bot.policy.due.tasks import Deed, Done
from bot.policy.requests import Request, RequestKind, RequestState, Settlement, Wish
from bot.policy.vendors.terms import Direction, Judgement, Severity
from bot.policy.vendors.watching import PageChange

NOW = datetime(2026, 11, 20, 9, 0, tzinfo=UTC)
LATER = datetime(2999, 1, 1, tzinfo=UTC)
FILE = Path(__file__).parent / "cases" / "tampering.yaml"
KNOWN: dict[str, list[Table]] = {}
EDIT, DELETE, INSERT, SWAP = "edit", "delete", "insert", "swap"
ANOTHER, ZERO, BELOW, NOTHING = "another", "zero", "below", "nothing"
VALUES: dict[str, Any] = {
    **{"thread": "t1", "channel_kind": "channel", "trigger": "mention", "kinds": ["person"], "language": "nl", "intent": "may_i"},
    **{"label": "conditional", "verdict": "conditional", "policy_version": "v1", "timings_ms": {"read": 1.5}},
}


@dataclass(frozen=True, slots=True)
class Tampering:
    """One thing that somebody does to one table."""

    table: str
    deed: str
    """``edit``, ``delete``, ``insert`` or ``swap``."""
    column: str = ""
    row: int = 0
    """Which row of the table, in the order of its key."""
    to: str = ANOTHER
    """What a column gets that is edited, or of which each row must have its own: ``another`` value, ``zero``, a number ``below``
    it, ``nothing`` at all."""

    @property
    def name(self) -> str:
        """As it is told."""
        what = f"{self.table}.{self.column}" if self.column else self.table
        return f"{self.deed} {what}{'' if self.to == ANOTHER else f' to {self.to}'} (row {self.row})"


def fill(ledger: Ledger) -> None:
    """At least two rows, unlike each other, in each table that is in scope; a question erased, corrected, replaced, told off."""
    for number, key in enumerate(("a", "b", "c", "d", "e")):
        at, own = NOW + timedelta(minutes=number), {"asker": f"p{number}", "text": f"question {key}"}
        long = {"reading": {"text": key}, "ruling": [{"verdict": key}], "answer": {"word": key}, "rules": [{"rule": key}]}
        until = LATER + timedelta(days=number)
        ledger.keep_address(key, {"channel": key}, expires_at=until, person=own["asker"], message=f"m{key}")
        ledger.keep_question(key, **{**VALUES, **own, **long, "at": at, "posted": key, "model": key, "prompt_hash": f"h{key}"})
    for key, value in (("a", "helpful"), ("b", "not_right")):
        ledger.keep_feedback(ledger.receipt(key), value, at=NOW, who=f"p{key}", reason=f"reason {key}", note=f"note {key}")
        ledger.keep_correction(ledger.receipt(key), label=f"l{key}", verdict=f"v{key}", version=f"v{key}", at=NOW)
        ledger.keep_look(ledger.receipt(key), f"p{key}", by=f"by {key}", reason=f"a leak was reported: {key}", at=NOW)
        hold = ledger.add_hold("receipt", ledger.receipt(f"{key}"), reason=f"reason {key}", by=f"by {key}", at=NOW)
        ledger.lift_hold(hold.id, reason=f"closed {key}", by=f"who {key}", at=NOW + timedelta(days=ord(key)))
        ledger.keep_snapshot(f"v{key}", {"policy.yaml": key}, NOW + timedelta(days=ord(key)))
        ledger.keep_publication(f"v{key}", {"name": key}, NOW + timedelta(days=ord(key)))
        ledger.keep_known(f"p{key}", f"v{key}", "read" if key == "a" else "met", NOW + timedelta(days=ord(key)))
        ledger.keep_erasure(f"wish {key}", [key], NOW + timedelta(days=ord(key)), held=ord(key))
        ledger.keep_console_deed(f"p{key}", f"role {key}", f"deed {key}", f"about {key}", NOW + timedelta(days=ord(key)))
        ledger.put_up("announce" if key == "a" else "pause", {"user": key}, NOW, words=f"words {key}", until=NOW.date())
        done = Done(Deed.ASSIGN if key == "a" else Deed.RESOLVE, NOW, key, NOW.date(), "U2", key, (key,), f"click {key}", (key,))
        ledger.keep_deed(f"task {key}", NOW.date() + timedelta(days=ord(key)), ord(key), done)
        change = TermChange(key, f"page {key}", NOW.date(), f"title {key}", (key,), NOW.date(), (("+", key),), f"url {key}", key)
        ledger.keep_term_change(change, NOW + timedelta(days=ord(key)))
        judged = Judgement(Severity.ALERT if key == "a" else Severity.DIGEST, (), Direction.LOOSER, None, None, key, ())
        before, after = (ledger.keep_capture(f"{side} {key}", NOW) for side in ("before", "after"))
        ledger.keep_change(PageChange(key, f"page {key}", before, after, NOW + timedelta(days=ord(key)), judged, key))
        ledger.keep_told(key, f"told {key}")
        wish, kind = Wish(f"tool {key}", key, key, key, key), RequestKind.EXCEPTION if key == "a" else RequestKind.TOOL
        asked = Request(kind, ledger.receipt(key), key, f"p{key}", NOW + timedelta(days=ord(key)), key, wish, channel=f"#{key}")
        ledger.keep_request(asked)
        state = RequestState.ANSWERED if key == "a" else RequestState.REFUSED
        ledger.settle_request(asked.id, state, Settlement(words=key), by=f"by {key}", at=NOW + timedelta(days=ord(key)))
        ledger.note_request(asked.id, patch=f"patch {key}", told=f"told {key}", card_ts=f"ts {key}")
    ledger.keep_question("s", **{**VALUES, "asker": "p1", "thread": "t1", "at": NOW + timedelta(hours=1), "text": "again"})
    ledger.supersede("s", "", ledger.receipt("b"))
    ledger.keep_background("a", [{"quote": "what a model said"}])
    ledger.erase(["d"], NOW + timedelta(days=1))
    ledger.erase(["e"], NOW + timedelta(days=2))
    ledger.seal()
    ledger.usage(NOW.date() - timedelta(days=1), NOW.date(), NOW + timedelta(days=2))
    for day in (1, 2):
        ledger.root_of(NOW + timedelta(days=day))
        ledger.seal()
    with ledger._engine.begin() as connection:  # as they are days later
        connection.execute(text("UPDATE receipts SET at = :at"), {"at": NOW - timedelta(days=2)})


def tamperings(connection: Connection) -> Iterator[Tampering]:
    """Every way to tamper with every row and column of every table that has rows."""
    for table in tables(connection):
        rows = _unlike(connection, table)
        for row in rows:
            yield Tampering(table.name, DELETE, row=row)
        alone = [column for column in table.columns if _must_differ(table, column)]
        for row in rows if table.name == "records" else rows[:1]:
            for to in dict.fromkeys(to for column in alone for to in _values(column)):
                yield Tampering(table.name, INSERT, row=row, to=to)
        for column in table.columns:
            for row in rows:
                for to in _values(column):
                    yield Tampering(table.name, EDIT, column.name, row, to)
            if len(rows) > 1:
                yield Tampering(table.name, SWAP, column.name)


def _values(column: Column[Any]) -> Iterator[str]:
    """What somebody may put there."""
    yield ANOTHER
    if isinstance(column.type, Integer):
        yield from (ZERO, BELOW)
    if column.nullable and not column.primary_key:
        yield NOTHING


def _unlike(connection: Connection, table: Table) -> list[int]:
    """Which rows: of the records one of each kind, with and without a private part and what proves that it is gone."""
    rows = connection.execute(select(table).order_by(*table.primary_key.columns)).mappings().all()
    if table.name != "records":
        return list(range(len(rows)))
    seen = {
        (r["kind"], r["private"] is None, r["salt"] is None, r["digest"] == ""): n for n, r in reversed(list(enumerate(rows)))
    }
    return sorted({*seen.values(), len(rows) - 1})


def tables(connection: Connection) -> list[Table]:
    """All tables as the database has them, JSON as its text."""
    if (url := str(connection.engine.url).rpartition("/")[0]) in KNOWN:  # copies of one database
        return KNOWN[url]
    found = MetaData()
    found.reflect(connection)
    for table in found.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, JSON) and connection.dialect.name == "sqlite":
                column.type = Text()
            elif isinstance(column.type, DateTime):
                column.type = UTCTime()
    KNOWN[url] = [table for table in found.sorted_tables if not table.name.startswith("questions_words")]
    return KNOWN[url]


def tamper(connection: Connection, what: Tampering) -> bool:
    """Do it. False where it would change nothing, or the database itself refuses it."""
    table = next(one for one in tables(connection) if one.name == what.table)
    keys = list(table.primary_key.columns) or list(table.columns)[:1]
    rows = connection.execute(select(table).order_by(*keys)).mappings().all()
    try:
        with connection.begin_nested():
            return _done(connection, table, keys, rows, what)
    except DBAPIError:
        return False


def _done(connection: Connection, table: Table, keys: list[Column[Any]], rows: Any, what: Tampering) -> bool:
    row = rows[what.row]
    this = [key == row[key.name] for key in keys]
    if what.deed == DELETE:
        return bool(connection.execute(delete(table).where(*this)).rowcount)
    if what.deed == INSERT:
        fresh = {c.name: _fresh(c, row[c.name], what.to) if _must_differ(table, c) else row[c.name] for c in table.columns}
        connection.execute(insert(table).values(fresh))
        return True
    column = table.columns[what.column]
    if what.deed == EDIT:
        value = _fresh(column, row[column.name], what.to)
        if value == row[column.name] or (value is None and row[column.name] == "null"):
            return False
        connection.execute(update(table).where(*this).values({column.name: value}))
        return True
    return _swapped(connection, table, keys, rows, column)


def _swapped(connection: Connection, table: Table, keys: list[Column[Any]], rows: Any, column: Column[Any]) -> bool:
    """The first two rows that differ in this column."""
    first = rows[0]
    second = next((one for one in rows if one[column.name] != first[column.name]), None)
    if second is None:
        return False
    old = {n: [key == row[key.name] for key in keys] for n, row in enumerate((first, second))}
    if column in keys:  # all else changes places: a row is known by its key
        free = [c.name for c in table.columns if c not in keys and not _must_differ(table, c)]
        if all(first[name] == second[name] for name in free):
            return False
        for n, row in enumerate((second, first)):
            connection.execute(update(table).where(*old[n]).values({name: row[name] for name in free}))
        return True
    if _must_differ(table, column):
        connection.execute(update(table).where(*old[0]).values({column.name: other(column, "unused")}))
    connection.execute(update(table).where(*old[1]).values({column.name: first[column.name]}))
    connection.execute(update(table).where(*old[0]).values({column.name: second[column.name]}))
    return True


def _must_differ(table: Table, column: Column[Any]) -> bool:
    """Whether no two rows may have the same."""
    alone = [list(one.columns) for one in table.constraints if isinstance(one, UniqueConstraint)]
    alone += [list(one.columns) for one in table.indexes if one.unique]
    return column.primary_key or [column] in alone


def _fresh(column: Column[Any], value: Any, to: str) -> Any:
    """What a column gets; where it cannot be that, another value."""
    if to == NOTHING and column.nullable and not column.primary_key:
        return None
    if to in (ZERO, BELOW) and isinstance(column.type, Integer):
        return 0 if to == ZERO else -1 - abs(value or 0)
    return other(column, value)


def other(column: Column[Any], value: Any) -> Any:
    """Another value of its kind."""
    if isinstance(column.type, Integer):
        return (value if isinstance(value, int) else 0) + 1_000
    if isinstance(column.type, UTCTime):
        return (value or NOW) + timedelta(days=1)
    if isinstance(column.type, LargeBinary):
        return b"other"
    if isinstance(column.type, JSON) or str(value)[:1] in ("{", "["):
        return {"other": 1} if isinstance(column.type, JSON) else '{"other":1}'
    return f"{value or ''}x"


def out_of_scope() -> dict[str, str]:
    """Table -> why verify does not look at it."""
    return dict(yaml.safe_load(FILE.read_text(encoding="utf-8"))["tables"])


def reason_of(what: Tampering) -> str:
    """Why verify need not find it; empty where it must."""
    known = yaml.safe_load(FILE.read_text(encoding="utf-8"))
    column = f"{what.table}.{what.column}"
    reasons = (
        known["tables"].get(what.table),
        known["columns"].get(column),
        known["columns"].get(f"{column} to {what.to}"),
        known["columns"].get(f"{what.table} {what.deed}"),
    )
    return str(next(filter(None, reasons), ""))
