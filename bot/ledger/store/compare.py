"""Keys of rows that are proved go in; those come out whose rows are not as their last witnesses say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Integer, text
from sqlmodel import SQLModel

from bot.ledger.store.canonical import digest_of
from bot.ledger.store.proved import columns_of, row_text, selected
from bot.ledger.store.records import moment
from bot.ledger.store.stored import NEVER, said_in

LONGEST = 19
"""Digits of a number that no database keeps."""


def differing(connection: Connection, table: str, keys: Sequence[Any]) -> list[str]:
    """Refs of the rows that were changed, deleted or put in by somebody who wrote no witness of it."""
    names = [str(key) for key in keys]
    rows, last = rows_of(connection, table, names), last_witnesses(connection, table, names)
    return [f"{table}:{name}" for name in names if _differs(table, rows.get(name), last.get(f"{table}:{name}"))]


def _differs(table: str, row: Any, witness: Any) -> bool:
    said = said_in(witness.public) if witness is not None else {}
    if row is None:
        return bool(said.get("row")) and not is_over(said)
    if witness is None:  # what changes of a question has none before it changes
        return table != "questions" or any(row[1:])
    return not said.get("row") or digest_of(str(witness.salt or ""), row_text(row)) != said["row"]


def is_over(said: dict[str, Any]) -> bool:
    """Whether the row of a witness may be gone by now without a word."""
    until = said.get("until")
    return bool(until and until <= moment(datetime.now(UTC)))


def last_witnesses(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, Any]:
    """Ref -> its last witness, in the order of the chain."""
    named = {f"r{n}": f"{table}:{key}" for n, key in enumerate(keys)}
    wanted = (
        f"SELECT r.ref, r.id, r.public, r.salt FROM records r WHERE r.ref IN ({', '.join(f':{n}' for n in named)}) "  # noqa: S608
        f"AND r.kind = 'row' ORDER BY coalesce(r.place, {NEVER}), r.id"
    )
    return {found.ref: found for found in connection.execute(text(wanted), named)}


def rows_of(connection: Connection, table: str, keys: Sequence[str]) -> dict[str, Any]:
    """Key -> the columns of its row."""
    key = columns_of(table)[0]
    is_number = isinstance(SQLModel.metadata.tables[table].columns[key].type, Integer)
    wanted = [int(one) if is_number else one for one in keys if not is_number or (one.isdecimal() and len(one) < LONGEST)]
    if not wanted:
        return {}
    named = {f"k{n}": one for n, one in enumerate(wanted)}
    which = f"t.{key} IN ({', '.join(f':{name}' for name in named)})"
    found = connection.execute(text(f"SELECT {selected(table)} FROM {table} t WHERE {which}"), named)  # noqa: S608 - our own names
    return {str(row[0]): row for row in found}
