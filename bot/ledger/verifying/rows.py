"""A ledger's rows go in, with the witnesses of them in its chain; the first row that no witness stands for comes out, and the
first witness whose row is gone or is another one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Integer, text
from sqlmodel import SQLModel

from bot.ledger.store.canonical import digest_of
from bot.ledger.store.records import moment
from bot.ledger.store.stored import LOWEST, NEVER, at_of, said_in
from bot.ledger.store.witness import TABLES, columns_of, row_text, selected

PAGE = text(
    "SELECT r.id, r.ref, r.public, r.salt, r.place FROM records r "
    "WHERE r.kind <> 'question' AND r.kind = 'row' AND r.id > :after ORDER BY r.id LIMIT 500"
)
ALL = text("SELECT count(*) FROM records WHERE kind <> 'question' AND kind = 'row'")
LONGEST = 19
"""Digits of a number that no database keeps."""
Fault = Callable[[int, str, str, str], None]
"""Place, what, why, and what it is about."""


def look_at_rows(connection: Connection, fault: Fault, tails: dict[str, int]) -> None:
    """Compare every row with its witness. ``tails``: keys of questions that were changed after they were recorded, with the place
    of their record; those that a witness stands for are taken out."""
    for table in TABLES:
        if table != "questions" and (lone := connection.execute(_lone(table)).first()) is not None:
            fault(NEVER, "added", f"a row of `{table}` was put in: nothing in the log says so", f"{table}:{lone[0]}")
    proved: Counter[str] = Counter()
    walked = 0
    for witnesses in _pages(connection):
        walked += len(witnesses)
        of_table: dict[str, list[tuple[str, Any]]] = defaultdict(list)
        for one in witnesses:
            table, _, key = str(one.ref).partition(":")
            if table in TABLES:
                of_table[table].append((key, one))
        for table, some in of_table.items():
            proved[table] += _look_at(connection, fault, table, some)
            if table == "questions":
                for key, _ in some:
                    tails.pop(key, None)
    if (there := int(connection.execute(ALL).scalar_one())) != walked:
        fault(NEVER, "added", f"{walked:,} witnesses were compared, and {there:,} are there", "")
    for table in TABLES:
        there = int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())  # noqa: S608 - our own names
        if table != "questions" and there != proved[table]:
            fault(NEVER, "added", f"`{table}` has {there:,} rows, and {proved[table]:,} are proved", "")


def _lone(table: str) -> Any:
    key = TABLES[table].key
    return text(
        f"SELECT t.{key} FROM {table} t WHERE NOT EXISTS "  # noqa: S608 - our own names
        f"(SELECT 1 FROM records r WHERE r.ref = '{table}:' || t.{key} AND r.kind = 'row') ORDER BY t.{key} LIMIT 1"
    )


def _pages(connection: Connection) -> Iterator[Sequence[Any]]:
    after = LOWEST
    while found := connection.execute(PAGE, {"after": after}).all():
        after = found[-1].id
        yield found


def _look_at(connection: Connection, fault: Fault, table: str, witnesses: list[tuple[str, Any]]) -> int:
    """Compare the rows of some witnesses; gives how many rows are there."""
    keys = list(dict.fromkeys(key for key, _ in witnesses))
    here = {witness.id for _, witness in witnesses}
    last, rows = _last(connection, table, keys), _rows(connection, table, keys)
    for key, witness in witnesses:
        said, row = said_in(witness.public), rows.get(key)
        at, about = at_of(witness.place), witness.ref
        is_last = last[witness.ref] == witness.id
        if witness.salt and not (is_last and said.get("row")):
            fault(at, "changed", "a witness has its salt again, and no row that it stands for", about)
        if not is_last:
            continue  # a later one stands for the row
        if row is None:
            until = said.get("until")
            if said.get("row") and not (until and until <= moment(datetime.now(UTC))):
                fault(at, "missing", f"a row of `{table}` is gone", about)
        elif not said.get("row"):
            fault(at, "added", f"a row of `{table}` that was deleted is there again", about)
        elif digest_of(str(witness.salt or ""), row_text(row)) != said["row"]:
            fault(at, "changed", f"a row of `{table}` is not what was recorded", about)
    return sum(1 for key in keys if key in rows and last[f"{table}:{key}"] in here)


def _last(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, int]:
    """Ref -> id of its last witness, in the order of the chain."""
    named = {f"r{n}": f"{table}:{key}" for n, key in enumerate(keys)}
    wanted = (
        f"SELECT r.ref, r.id FROM records r WHERE r.ref IN ({', '.join(f':{n}' for n in named)}) AND r.kind = 'row' "  # noqa: S608
        f"ORDER BY coalesce(r.place, {NEVER}), r.id"
    )
    return {found.ref: found.id for found in connection.execute(text(wanted), named)}


def _rows(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, Any]:
    """Key -> the columns of its row."""
    key = columns_of(table)[0]
    is_number = _is_number(table)
    wanted = [int(one) if is_number else one for one in keys if not is_number or (one.isdecimal() and len(one) < LONGEST)]
    if not wanted:
        return {}
    named = {f"k{n}": one for n, one in enumerate(wanted)}
    which = f"t.{key} IN ({', '.join(f':{name}' for name in named)})"
    found = connection.execute(text(f"SELECT {selected(table)} FROM {table} t WHERE {which}"), named)  # noqa: S608 - our own names
    return {str(row[0]): row for row in found}


def _is_number(table: str) -> bool:
    return isinstance(SQLModel.metadata.tables[table].columns[TABLES[table].key].type, Integer)
