"""Sign-ins, saved views and deeds of the console go in, and come out again; whoever is first wins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import sha256

from sqlalchemy import Column, delete, func, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.records import RecordRow
from bot.ledger.store.witness import Witnesses

GRACE = timedelta(seconds=30)
"""How long a session's older number still counts after it was replaced: pages that were loading at that moment."""
MOST_VIEWS = 50
EMPLOYEE = "employee"
"""The role of those who look up their own questions alone."""


class ViewRow(SQLModel, table=True):
    """A filter that somebody gave a name."""

    __tablename__ = "console_views"

    id: str = Field(primary_key=True)
    owner: str = Field(index=True)
    """A pseudonym."""
    name: str
    query: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class DeedRow(SQLModel, table=True):
    """Something that somebody did in the console."""

    __tablename__ = "console_deeds"

    id: int | None = Field(default=None, primary_key=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    who: str
    """A pseudonym."""
    role: str
    deed: str
    about: str


class LinkRow(SQLModel, table=True):
    """A link that signs one person in once. Kept by its hash."""

    __tablename__ = "console_links"

    id: str = Field(primary_key=True)
    person: str
    role: str
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))


class SessionRow(SQLModel, table=True):
    """One number of a sign-in. All numbers of a sign-in are one family."""

    __tablename__ = "console_sessions"

    id: str = Field(primary_key=True)
    family: str = Field(index=True)
    sealed: str
    """Who it is, encrypted."""
    role: str
    """The role at sign-in; another one today ends it."""
    made_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    seen_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    replaced_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))


class Consoles(Witnesses):
    """What the console keeps."""

    # --- views ---------------------------------------------------------------------------------------------------------

    def keep_view(self, owner: str, name: str, query: str, at: datetime) -> bool:
        """Keep a view; False where this person has one of that name, which stays, or has too many."""
        with self._session() as session:
            if len(session.exec(select(ViewRow.id).where(ViewRow.owner == owner)).all()) >= MOST_VIEWS:
                return False
        row = {"id": hashed(f"{owner}\n{name}"), "owner": owner, "name": name, "query": query, "at": at}
        return self._insert_new(ViewRow, row)

    def views(self, owner: str) -> Sequence[ViewRow]:
        """A person's views, by name."""
        with self._session() as session:
            return session.exec(select(ViewRow).where(ViewRow.owner == owner).order_by(col(ViewRow.name))).all()

    def drop_view(self, owner: str, view: str) -> bool:
        """Drop one of a person's views; False where it is gone already or somebody else's."""
        with self._session() as session:
            gone = session.connection().execute(delete(ViewRow).where(col(ViewRow.id) == view, col(ViewRow.owner) == owner))
            return bool(gone.rowcount)

    # --- deeds -----------------------------------------------------------------------------------------------------------

    def keep_console_deed(self, who: str, role: str, deed: str, about: str, at: datetime) -> None:
        """Keep that somebody did something."""
        with self._session() as session:
            row = DeedRow(at=at, who=who, role=role, deed=deed, about=about[:1000])
            session.add(row)
            session.flush()
            self._witness(session, "console_deeds", [row.id], at)

    def console_deeds(self, limit: int = 100) -> Sequence[DeedRow]:
        """The last ones, newest first."""
        with self._session() as session:
            return session.exec(select(DeedRow).order_by(col(DeedRow.id).desc()).limit(limit)).all()

    def last_console_deed(self, deed: str) -> DeedRow | None:
        """The newest of its sort."""
        with self._session() as session:
            return session.exec(select(DeedRow).where(DeedRow.deed == deed).order_by(col(DeedRow.id).desc()).limit(1)).first()

    def records_kept(self, most: int) -> int:
        """How many records the log has, counted up to ``most``."""
        with self._session() as session:
            some = select(RecordRow.id).limit(most).subquery()
            return session.exec(select(func.count()).select_from(some)).one()

    def console_deeds_by(self, who: str) -> Sequence[DeedRow]:
        """What one person did, oldest first."""
        with self._session() as session:
            return session.exec(select(DeedRow).where(DeedRow.who == who).order_by(col(DeedRow.id))).all()

    def erase_console_of(self, who: str) -> None:
        """Erase a person's views, and what they did as an employee; that it was done stays. What somebody did in a role that
        looks after others stays with their pseudonym until its time is over: nobody erases the trace of their own deeds."""
        with self._session() as session:
            run = session.connection().execute
            run(delete(ViewRow).where(col(ViewRow.owner) == who))
            theirs = update(DeedRow).where(col(DeedRow.who) == who, col(DeedRow.role) == EMPLOYEE).values(who="", about="")
            self._witness(session, "console_deeds", run(theirs.returning(col(DeedRow.id))).scalars().all())

    def _erase_console_before(self, before: datetime, now: datetime, held: frozenset[str]) -> int:
        with self._session() as session:
            run = session.connection().execute
            run(delete(SessionRow).where(col(SessionRow.expires_at) <= now))
            run(delete(LinkRow).where(col(LinkRow.expires_at) <= now))
            old = delete(DeedRow).where(col(DeedRow.at) < before, col(DeedRow.who).not_in(held)).returning(col(DeedRow.id))
            gone = run(old).scalars().all()
            self._witness_gone(session, "console_deeds", gone, now)
            return len(gone)

    # --- links -----------------------------------------------------------------------------------------------------------

    def keep_link(self, token: str, person: str, role: str, expires_at: datetime) -> None:
        """Keep a link that signs this person in once."""
        with self._session() as session:
            session.add(LinkRow(id=hashed(token), person=person, role=role, expires_at=expires_at))

    def use_link(self, token: str, now: datetime) -> tuple[str, str] | None:
        """Person and role of a link, once; None where it was used, is too old, or never was."""
        still_good = (col(LinkRow.id) == hashed(token), col(LinkRow.used_at).is_(None), col(LinkRow.expires_at) > now)
        with self._session() as session:
            used = session.connection().execute(update(LinkRow).where(*still_good).values(used_at=now))
            row = session.get(LinkRow, hashed(token)) if used.rowcount else None
            return (row.person, row.role) if row else None

    # --- sessions --------------------------------------------------------------------------------------------------------

    def keep_session(self, token: str, who: tuple[str, str], *, family: str, now: datetime, expires_at: datetime) -> None:
        """Begin a session of a person in a role, or give it a new number."""
        sealed = self._seal.close({"person": who[0]})
        with self._session() as session:
            session.connection().execute(delete(SessionRow).where(col(SessionRow.expires_at) <= now))
            session.add(
                SessionRow(
                    id=hashed(token), family=family, sealed=sealed, role=who[1], made_at=now, seen_at=now, expires_at=expires_at
                )
            )

    def session(self, token: str, now: datetime) -> tuple[SessionRow, str] | None:
        """The session of a number, and whose it is. An older number that comes back late was stolen: all end."""
        with self._session() as session:
            row = session.get(SessionRow, hashed(token))
        if row is None or row.expires_at <= now:
            return None
        if row.replaced_at is not None and row.replaced_at + GRACE < now:
            self.end_session(row.family)
            return None
        opened = self._seal.open(row.sealed)
        return (row, str(opened["person"])) if opened else None

    def replace_session(self, token: str, now: datetime) -> bool:
        """The number gives way to a new one; False where another request was faster."""
        first = (col(SessionRow.id) == hashed(token), col(SessionRow.replaced_at).is_(None))
        with self._session() as session:
            return bool(session.connection().execute(update(SessionRow).where(*first).values(replaced_at=now)).rowcount)

    def end_session(self, family: str) -> None:
        """Sign out everywhere that this sign-in was used."""
        with self._session() as session:
            session.connection().execute(delete(SessionRow).where(col(SessionRow.family) == family))


def hashed(token: str) -> str:
    """What is kept of a secret that is long and random: of no use to whoever reads the table."""
    return sha256(token.encode()).hexdigest()
