"""Which rows of which tables are proved, by which of their columns; a row comes out as the one text that a witness is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, LargeBinary
from sqlmodel import SQLModel

from bot.ledger.store.canonical import canonical
from bot.ledger.store.records import moment
from bot.ledger.store.stored import TAIL


@dataclass(frozen=True, slots=True)
class Witnessed:
    """How the rows of a table are proved."""

    key: str
    """Its primary key."""
    columns: tuple[str, ...] = ()
    """Only these; none: all but bytes, which are proved by a digest beside them."""
    until: str = ""
    """After this moment the row may be gone without a word."""


TABLES: dict[str, Witnessed] = {
    "questions": Witnessed("key", TAIL),
    "feedback": Witnessed("id"),
    "addresses": Witnessed("key", until="expires_at"),
    "requests": Witnessed("id"),
    "holds": Witnessed("id"),
    "looks": Witnessed("id"),
    "erasures": Witnessed("id"),
    "snapshots": Witnessed("version"),
    "roots": Witnessed("day"),
    "acknowledgements": Witnessed("id"),
    "policy_versions": Witnessed("number"),
    "console_deeds": Witnessed("id"),
    "notice_board": Witnessed("id"),
    "task_deeds": Witnessed("id"),
    "term_changes": Witnessed("id"),
    "page_changes": Witnessed("id"),
}


def columns_of(table: str) -> tuple[str, ...]:
    """The columns that are proved, the key first."""
    known = TABLES[table]
    every = SQLModel.metadata.tables[table].columns
    names = known.columns or tuple(sorted(c.name for c in every if not isinstance(c.type, LargeBinary)))
    return (known.key, *(name for name in names if name != known.key))


def selected(table: str, alias: str = "t") -> str:
    """These columns as they are stored: JSON as its text."""
    types = SQLModel.metadata.tables[table].columns
    return ", ".join(
        f"CAST({alias}.{name} AS TEXT)" if isinstance(types[name].type, JSON) else f"{alias}.{name}" for name in columns_of(table)
    )


def row_text(values: Sequence[Any]) -> str:
    """A row's columns as one text: the same on either kind of database."""
    return canonical([stored(value) for value in values])


def stored(value: Any) -> Any:
    """One column; whatever somebody put there that is no word and no number stays told apart."""
    if isinstance(value, datetime):
        return moment(value)
    return value if value is None or isinstance(value, str | int | float) else {"bytes": str(value)}
