"""Sign-ins, saved views and deeds of the console go in, and come out again; whoever is first wins."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Column, ColumnElement, delete, func, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.canonical import hash_of
from bot.ledger.store.records import RecordRow, moment
from bot.ledger.store.witness import Witnesses

GRACE = timedelta(seconds=30)
"""How long a session's older number still counts after it was replaced: pages that were loading at that moment."""
MOST_VIEWS = 50
LINK, SESSION = "link", "session"
"""What a number that only one browser has is of."""
log = logging.getLogger("mayi.ledger")
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
    """A link that signs one person in once. Kept by its keyed hash."""

    __tablename__ = "console_links"

    id: str = Field(primary_key=True)
    person: str
    """Who it is, encrypted together with the rest of the row."""
    role: str
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    used_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))


class SessionRow(SQLModel, table=True):
    """One number of a sign-in. All numbers of a sign-in are one family."""

    __tablename__ = "console_sessions"

    id: str = Field(primary_key=True)
    family: str = Field(index=True)
    sealed: str
    """Who it is, encrypted together with the rest of the row."""
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
        row = {"id": hash_of(f"{owner}\n{name}"), "owner": owner, "name": name, "query": query, "at": at}
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
        row = LinkRow(id=self._seal.mark(LINK, token), person="", role=role, expires_at=expires_at)
        row.person = self._seal.close({"person": person, **_written(row)})
        with self._session() as session:
            session.add(row)

    def is_link(self, token: str, now: datetime) -> bool:
        """Whether a link would still sign somebody in. It does not use it up."""
        with self._session() as session:
            return session.exec(select(LinkRow.id).where(*self._still_good(token, now))).first() is not None

    def use_link(self, token: str, now: datetime) -> tuple[str, str] | None:
        """Person and role of a link, once; None where it was used, is too old, or never was."""
        id_ = self._seal.mark(LINK, token)
        with self._session() as session:
            used = session.connection().execute(update(LinkRow).where(*self._still_good(token, now)).values(used_at=now))
            row = session.get(LinkRow, id_) if used.rowcount else None
        person = self._person_of(row, row.person) if row else ""
        return (person, row.role) if row and person else None

    def _still_good(self, token: str, now: datetime) -> tuple[ColumnElement[bool], ...]:
        return (col(LinkRow.id) == self._seal.mark(LINK, token), col(LinkRow.used_at).is_(None), col(LinkRow.expires_at) > now)

    # --- sessions --------------------------------------------------------------------------------------------------------

    def keep_session(self, token: str, who: tuple[str, str], *, family: str, now: datetime, expires_at: datetime) -> None:
        """Begin a session of a person in a role, or give it a new number."""
        id_, times = self._seal.mark(SESSION, token), {"made_at": now, "seen_at": now, "expires_at": expires_at}
        row = SessionRow(id=id_, family=family, sealed="", role=who[1], **times)
        row.sealed = self._seal.close({"person": who[0], **_written(row)})
        with self._session() as session:
            session.connection().execute(delete(SessionRow).where(col(SessionRow.expires_at) <= now))
            session.add(row)

    def session(self, token: str, now: datetime) -> tuple[SessionRow, str] | None:
        """The session of a number, and whose it is. An older number that comes back late was stolen: all end."""
        with self._session() as session:
            row = session.get(SessionRow, self._seal.mark(SESSION, token))
        if row is None or row.expires_at <= now:
            return None
        if row.replaced_at is not None and row.replaced_at + GRACE < now:
            self.end_session(row.family)
            return None
        person = self._person_of(row, row.sealed)
        return (row, person) if person else None

    def replace_session(self, token: str, now: datetime) -> bool:
        """The number gives way to a new one; False where another request was faster."""
        first = (col(SessionRow.id) == self._seal.mark(SESSION, token), col(SessionRow.replaced_at).is_(None))
        with self._session() as session:
            return bool(session.connection().execute(update(SessionRow).where(*first).values(replaced_at=now)).rowcount)

    def end_session(self, family: str) -> None:
        """Sign out everywhere that this sign-in was used."""
        with self._session() as session:
            session.connection().execute(delete(SessionRow).where(col(SessionRow.family) == family))

    def _person_of(self, row: LinkRow | SessionRow, sealed: str) -> str:
        """Whose it is; empty where the house did not write this row as it is: somebody made or changed it in the database."""
        opened = self._seal.open(sealed) or {}
        person = str(opened.pop("person", ""))
        if opened != _written(row):
            log.error("a row of %s is none that the house wrote: nobody is signed in by it", row.__tablename__)
            return ""
        return person


def _written(row: LinkRow | SessionRow) -> dict[str, str]:
    """What is sealed beside the person: none of it can be changed, nor can it be put into another row."""
    own = {"id": row.id, "role": row.role, "expires_at": moment(row.expires_at)}
    return {**own, "family": row.family, "made_at": moment(row.made_at)} if isinstance(row, SessionRow) else own
