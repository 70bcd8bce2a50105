"""What happened goes in as a record, canonical JSON that is stored once; it is sealed into a hash chain afterwards, and a root
of the chain comes out each day.

A record has a public part, which stays for good, and a private one, which can be erased: its salted digest stays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Column, Index, Text, bindparam, func, insert, text, update
from sqlalchemy import select as columns_of
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.base import Shelf, UTCTime, in_batches
from bot.ledger.canonical import canonical, digest_of, hash_of, link, new_salt

START = "0" * 64
"""What stands before the first place of the chain."""
AT_ONCE = 2_000
"""Records that are sealed in one transaction: writers wait for no more."""
SEALING = 0x6D617973
"""The advisory lock of those who seal on PostgreSQL."""
LONG = ("reading", "ruling", "answer")
"""Columns that a record holds by the hash of their text: they are canonical JSON themselves, and stored once."""
QUESTION, ERASED, CORRECTION, BACKGROUND, HOLD, LOOK, POLICY, BACKUP, AMENDED = (
    *("question", "erased", "correction", "background", "hold", "look", "policy", "backup", "amended"),
)
RARE = text("kind <> 'question'")
"""What the index of all other kinds is made with; a query that says the same, word for word, can use it."""


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
    place: int
    hash: str


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
    """The chain. Records are written with what they record, in one transaction, and sealed off the hot path."""

    def _record(self, session: Session, record: dict[str, Any]) -> int:
        written = session.connection().execute(insert(RecordRow).values(record).returning(col(RecordRow.id)))
        return written.scalar_one() or 0

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
        public = {"why": why, "count": len(found), "digest": digest_of_erased([(kind, ref) for _, kind, ref in found])}
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

    def unsealed(self) -> int:
        """How many records have no place in the chain yet."""
        with self._session() as session:
            return session.exec(select(func.count()).select_from(RecordRow).where(col(RecordRow.place).is_(None))).one()

    def place_of_question(self, key: str) -> int | None:
        """The place of a question's record in the chain; None until it is sealed."""
        with self._session() as session:
            wanted = select(RecordRow.place).where(RecordRow.ref == key, RecordRow.kind == QUESTION)
            return session.exec(wanted).first()

    def seal(self, tell: Callable[[int], None] = lambda _sealed: None) -> int:
        """Give every new record its place in the chain; gives how many. Several processes may try at once."""
        sealed = 0
        while done := self._seal_some():
            sealed += done
            tell(sealed)
        return sealed

    def _seal_some(self) -> int:
        open_ = select(RecordRow.id).where(col(RecordRow.place).is_(None))
        with self._session() as session:
            if session.exec(open_.limit(1)).first() is None:
                return 0
        with self._session() as session:
            self._alone(session)
            head = self._head(session)
            names = (RecordRow.id, RecordRow.kind, RecordRow.ref, RecordRow.digest, RecordRow.public)
            wanted = columns_of(*(col(name) for name in names)).where(col(RecordRow.place).is_(None))
            new = session.connection().execute(wanted.order_by(col(RecordRow.id)).limit(AT_ONCE)).all()
            place, before = head.place, head.hash
            places = []
            for id_, *core in new:
                place += 1
                before = link(before, place, (core[0], core[1], core[2], core[3]))
                places.append({"one": id_, "place": place, "hash": before})
            if places:
                session.connection().execute(
                    update(RecordRow)
                    .where(col(RecordRow.id) == bindparam("one"))
                    .values(place=bindparam("place"), hash=bindparam("hash"))
                    .execution_options(synchronize_session=False),
                    places,
                )
            return len(places)

    def _alone(self, session: Session) -> None:
        """Nobody else seals until this transaction ends."""
        if self._engine.dialect.name == "postgresql":
            session.connection().execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": SEALING})
        else:  # the first write takes the file's lock
            session.connection().execute(text("UPDATE records SET place = place WHERE id = 0"))

    def _head(self, session: Session) -> Root:
        newest = select(RecordRow.place, RecordRow.hash).where(col(RecordRow.place).is_not(None))
        found = session.exec(newest.order_by(col(RecordRow.place).desc()).limit(1)).first()
        return Root("", int(found[0] or 0), found[1]) if found else Root("", 0, START)

    def head(self) -> Root:
        """The head of the chain now."""
        with self._session() as session:
            return self._head(session)

    def root_of(self, now: datetime) -> Root | None:
        """Give out the day's root; None where it has been given out, or there is nothing to prove yet."""
        head, day = self.head(), now.astimezone(UTC).date().isoformat()
        if not head.place or not self._insert_new(RootRow, {"day": day, "place": head.place, "hash": head.hash, "at": now}):
            return None
        return Root(day, head.place, head.hash)

    def roots(self) -> list[Root]:
        """All roots that were given out, oldest first."""
        with self._session() as session:
            rows = session.exec(select(RootRow).order_by(col(RootRow.day))).all()
            return [Root(row.day, row.place, row.hash) for row in rows]


def digest_of_erased(records: Sequence[tuple[str, str]]) -> str:
    """What proves which private parts an erasure took away: kinds and refs, sorted."""
    return hash_of(canonical(sorted(records)))
