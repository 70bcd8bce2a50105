"""What happened goes in as a record, canonical JSON that is stored once, with the seal of the house's key.

A record has a public part, which stays for good, and a private one, which can be erased: its salted digest stays.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Connection, Index, Text, bindparam, insert, text, update
from sqlalchemy import select as columns_of
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.store.base import Shelf, UTCTime, in_batches
from bot.ledger.store.canonical import canonical, digest_of, hash_of, new_salt
from bot.ledger.store.chain_key import RECORD
from bot.ledger.store.errors import LedgerError

START = "0" * 64
"""What stands before the first place of the chain."""
CORE = ("kind", "ref", "digest", "public")
"""What of a record is in the chain."""
LONG = ("reading", "ruling", "answer")
"""Columns that a record holds by the hash of their text: they are canonical JSON themselves, and stored once."""
QUESTION, ERASED, CORRECTION, BACKGROUND, HOLD, LOOK, POLICY, BACKUP, AMENDED = (
    *("question", "erased", "correction", "background", "hold", "look", "policy", "backup", "amended"),
)
ROW, KEYED, WITNESSED, UNSAID, TAMPERED = "row", "keyed", "witnessed", "unsaid", "tampered"
"""A row of another table as it is now; from here on the house's key seals each place; from here on each row is proved, and each
time of an erasure; a receipt was given out and nothing was said; the house came upon a row that somebody else had changed."""
PURGED, DOUBTED = "purged", "doubted"
"""The clock was believed, and what has outlived its time went; the clock was far ahead of that, and nothing went."""
MOST = (1 << 31) - 1
"""No chain has so many places; words and bytes, which SQLite takes for a number, are more than any number."""
RARE = text("kind <> 'question'")
"""What the index of all other kinds is made with; a query that says the same, word for word, can use it."""
STANDING = text("SELECT id FROM holds WHERE lifted_at IS NULL ORDER BY id")
"""What the house saw when it erased: whoever hides a hold from it for that moment is told by it."""


class RecordRow(SQLModel, table=True):
    """One thing that happened. Only the sealing and an erasure ever touch it again."""

    __tablename__ = "records"
    __table_args__ = (Index("ix_records_rare", "kind", "id", sqlite_where=RARE, postgresql_where=RARE),)

    id: int | None = Field(default=None, primary_key=True)
    kind: str
    ref: str = Field(index=True)
    """What it is about: the key of a question, or an id."""
    public: str = Field(sa_column=Column(Text, nullable=False))
    private: str | None = Field(default=None, sa_column=Column(Text))
    salt: str | None = None
    digest: str = ""
    """Salted digest of the private part; empty where there never was one."""
    erasure: int | None = None
    """The record of the erasure that took the private part away."""
    place: int | None = Field(default=None, unique=True)
    """Its place in the chain; None until it is sealed."""
    hash: str = ""
    mac: str = ""
    """The key's seal: of the record as it was written, and once it has a place, of that. Empty where there is no key."""


class RootRow(SQLModel, table=True):
    """The head of the chain on one day, as it was given out."""

    __tablename__ = "roots"

    day: str = Field(primary_key=True)
    place: int
    hash: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


@dataclass(frozen=True, slots=True)
class Root:
    """A head of the chain: how many records it covers, and the hash of the last of them."""

    day: str
    """Empty where it was given out at a seal, and not for a day."""
    place: int
    hash: str
    at: str = ""
    """When, as ``moment`` writes it."""
    mac: str = ""
    """The key's seal of it."""


def moment(at: datetime) -> str:
    """A moment as the records write it: UTC, to the microsecond."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def record_of(
    kind: str, ref: str, at: datetime | str, public: dict[str, Any], private: dict[str, Any] | None = None
) -> dict[str, Any]:
    """The columns of a new record."""
    salt, hidden = (new_salt(), canonical(private)) if private is not None else (None, None)
    return {
        "kind": kind,
        "ref": ref,
        "public": canonical({**public, "at": at if isinstance(at, str) else moment(at)}),
        "private": hidden,
        "salt": salt,
        "digest": digest_of(salt, hidden) if salt and hidden is not None else "",
    }


def record_of_question(row: dict[str, Any]) -> dict[str, Any]:
    """The record of a question. ``row``: the columns of its row as values; whoever inserts rows in bulk inserts these as well."""
    public, private = parts_of(
        {**row, "at": moment(row["at"])},
        {name: canonical(row[name]) if row[name] is not None else None for name in LONG},
    )
    return record_of(QUESTION, row["key"], public.pop("at"), public, private)


def parts_of(row: dict[str, Any], long: dict[str, str | None]) -> tuple[dict[str, Any], dict[str, Any]]:
    """What of a question's row stays for good, and what can be erased. ``at`` as text; ``long``: the long columns as stored."""
    public = {name: row[name] for name in PUBLIC}
    private = {name: row[name] for name in PRIVATE}
    return public, {**private, **{name: hash_of(stored) if stored else None for name, stored in long.items()}}


PUBLIC = (
    *("key", "receipt", "at", "channel_kind", "trigger", "language", "intent", "label", "verdict", "rules"),
    *("policy_version", "prompt_hash", "model", "timings_ms", "posted"),
)
PRIVATE = ("asker", "thread", "text", "kinds")


class Records(Shelf):
    """Records are written with what they record, in one transaction."""

    def _record(self, session: Session, record: dict[str, Any]) -> int:
        self._may_write(session.connection())
        written = session.connection().execute(insert(RecordRow).values(self._written(record)).returning(col(RecordRow.id)))
        return written.scalar_one() or 0

    def _written(self, record: dict[str, Any]) -> dict[str, Any]:
        """A record as the house writes it: sealed with its key."""
        return {**record, "mac": self._chain.of(RECORD, *(record[name] for name in CORE))}

    def _may_write(self, connection: Connection) -> None:
        """Raises ``LedgerError`` where the log has a key and we do not: what we wrote would count as somebody else's."""
        if not self._chain and self._end_of_chain(connection)[2]:
            raise LedgerError("this log is sealed with a key", "set MAYI_KEY to the one that the bot runs with")

    def note(self, kind: str, ref: str, at: datetime, public: dict[str, Any]) -> None:
        """Record something that has no private part."""
        with self._session() as session:
            self._record(session, record_of(kind, ref, at, public))

    def _erase_records(self, session: Session, refs: Sequence[str], at: datetime, why: str) -> None:
        """Erase the private parts of all records of these refs; one record says how many, and proves which."""
        found: list[tuple[int, str, str]] = []
        for some in in_batches(list(dict.fromkeys(refs))):
            wanted = columns_of(col(RecordRow.id), col(RecordRow.kind), col(RecordRow.ref))
            mine = wanted.where(col(RecordRow.ref).in_(some), col(RecordRow.private).is_not(None))
            found += [(id_ or 0, kind, ref) for id_, kind, ref in session.connection().execute(mine)]
        if not found:
            return
        public: dict[str, Any] = {"why": why, "count": len(found)}
        public["digest"] = digest_of_erased([(kind, ref) for _, kind, ref in found])
        public["holds"] = list(session.connection().execute(STANDING).scalars())
        erasure = self._record(session, record_of(ERASED, "", at, public))
        session.connection().execute(
            update(RecordRow)
            .where(col(RecordRow.id) == bindparam("one"))
            .values(private=None, salt=None, erasure=erasure)
            .execution_options(synchronize_session=False),
            [{"one": id_} for id_, _, _ in found],
        )

    def records(self, kind: str, limit: int = 100) -> list[RecordRow]:
        """Records of one kind, newest first."""
        wanted = select(RecordRow).where(RecordRow.kind == kind).order_by(col(RecordRow.id).desc()).limit(limit)
        with self._session() as session:
            return list(session.exec(wanted if kind == QUESTION else wanted.where(RARE)).all())

    def _end_of_chain(self, connection: Connection) -> tuple[int, str, str]:
        """Place, hash and seal of the last record of the chain. What somebody put at a place that is none is not in it."""
        newest = columns_of(col(RecordRow.place), col(RecordRow.hash), col(RecordRow.mac)).where(
            col(RecordRow.place).between(1, MOST)
        )
        found = connection.execute(newest.order_by(col(RecordRow.place).desc()).limit(1)).first()
        return (int(found[0] or 0), found[1], found[2]) if found else (0, START, "")


def digest_of_erased(records: Sequence[tuple[str, str]]) -> str:
    """What proves which private parts an erasure took away: kinds and refs, sorted."""
    return hash_of(canonical(sorted(records)))
