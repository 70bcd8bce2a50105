"""Versions of the policy go in as they are published, and who has read which; the one that somebody knows comes out."""

from __future__ import annotations

from datetime import datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import Column, delete
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.witness import Witnesses

READ, MET, REMINDED, TRIED = "read", "met", "reminded", "tried"


class PolicyVersionRow(SQLModel, table=True):
    """One publication. A policy that comes back after another one is a publication of its own."""

    __tablename__ = "policy_versions"

    number: int | None = Field(default=None, primary_key=True)
    version: str = Field(index=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    sealed: str
    """The policy as it was, to compare with: sealed, since its waivers name people."""


class AcknowledgementRow(SQLModel, table=True):
    """A person and a version: ``read`` (they said so), ``met`` (the one they came in with, which needs no word), ``reminded``
    (they were asked to read it) or ``tried`` (the same, and it may never have arrived)."""

    __tablename__ = "acknowledgements"

    id: int | None = Field(default=None, primary_key=True)
    person: str = Field(index=True)
    """A pseudonym."""
    version: str
    how: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class Acknowledged(Witnesses):
    """What was published, and what each person has read of it."""

    def published(self) -> str:
        """The version that was published last, whoever saw it first; empty where there is none yet."""
        with self._session() as session:
            newest = select(PolicyVersionRow.version).order_by(col(PolicyVersionRow.number).desc()).limit(1)
            return session.exec(newest).first() or ""

    def versions(self, limit: int = 30) -> list[str]:
        """The versions that were published last, newest first."""
        with self._session() as session:
            newest = select(PolicyVersionRow.version).order_by(col(PolicyVersionRow.number).desc()).limit(limit)
            return list(dict.fromkeys(session.exec(newest)))

    def publications(self) -> list[tuple[str, datetime]]:
        """Each version that came into force here, and when, oldest first; what two processes saw at once stands once."""
        with self._session() as session:
            columns = (PolicyVersionRow.version, PolicyVersionRow.at)
            rows = session.exec(select(*columns).order_by(col(PolicyVersionRow.number))).all()
        return [next(group) for _, group in groupby(rows, key=itemgetter(0))]

    def keep_publication(self, version: str, publication: dict[str, Any], at: datetime) -> bool:
        """Keep a publication, unless it is the one that was published last; whether it is new."""
        if self.published() == version:
            return False
        with self._session() as session:
            row = PolicyVersionRow(version=version, at=at, sealed=self._seal.close(publication))
            session.add(row)
            session.flush()
            self._witness(session, "policy_versions", [row.number], at)
        return True

    def publication(self, version: str) -> dict[str, Any] | None:
        """The policy of a version; None where it is not known, or was sealed with another secret."""
        with self._session() as session:
            wanted = select(PolicyVersionRow.sealed).where(PolicyVersionRow.version == version)
            sealed = session.exec(wanted.order_by(col(PolicyVersionRow.number).desc()).limit(1)).first()
        return self._seal.open(sealed) if sealed else None

    def published_before(self, version: str) -> str:
        """The version that stood before this one was published last; empty where it was the first."""
        with self._session() as session:
            own = select(PolicyVersionRow.number).where(PolicyVersionRow.version == version)
            number = session.exec(own.order_by(col(PolicyVersionRow.number).desc()).limit(1)).first()
            if number is None:
                return ""
            earlier = select(PolicyVersionRow.version).where(col(PolicyVersionRow.number) < number)
            earlier = earlier.where(PolicyVersionRow.version != version)  # two processes may have seen the same publication
            return session.exec(earlier.order_by(col(PolicyVersionRow.number).desc()).limit(1)).first() or ""

    def published_by(self, moment: datetime) -> str:
        """The version that stood at a moment; empty where none was published yet."""
        newest = select(PolicyVersionRow.version).where(PolicyVersionRow.at < moment)
        with self._session() as session:
            return session.exec(newest.order_by(col(PolicyVersionRow.number).desc()).limit(1)).first() or ""

    def last_known(self, person: str) -> str:
        """The version that a person knows: the one they read last, or came in with."""
        with self._session() as session:
            newest = select(AcknowledgementRow.version).where(AcknowledgementRow.person == person)
            newest = newest.where(AcknowledgementRow.how != REMINDED, AcknowledgementRow.how != TRIED)
            return session.exec(newest.order_by(col(AcknowledgementRow.id).desc()).limit(1)).first() or ""

    def known_since(self, person: str) -> datetime | None:
        """When a person was first known to know any version; None where they never were."""
        oldest = select(AcknowledgementRow.at).where(AcknowledgementRow.person == person)
        oldest = oldest.where(AcknowledgementRow.how != REMINDED, AcknowledgementRow.how != TRIED)
        with self._session() as session:
            return session.exec(oldest.order_by(col(AcknowledgementRow.id)).limit(1)).first()

    def keep_known(self, person: str, version: str, how: str, at: datetime) -> None:
        """A person knows a version now. A second time in a row changes nothing."""
        if self.last_known(person) != version:
            self._keep(AcknowledgementRow(person=person, version=version, how=how, at=at))

    def keep_reminded(self, person: str, version: str, at: datetime, how: str = REMINDED) -> None:
        """A person was asked to read a version. The same reminder a second time changes nothing."""
        if (version, at) not in self.reminded(REMINDED, TRIED).get(person, []):
            self._keep(AcknowledgementRow(person=person, version=version, how=how, at=at))

    def reminded(self, *hows: str) -> dict[str, list[tuple[str, datetime]]]:
        """Pseudonym -> the versions that they were asked to read, and when; oldest first. ``hows``: ``reminded`` alone where
        nothing else is said."""
        found: dict[str, list[tuple[str, datetime]]] = {}
        with self._session() as session:
            rows = select(AcknowledgementRow).where(col(AcknowledgementRow.how).in_(hows or (REMINDED,)))
            for row in session.exec(rows.order_by(col(AcknowledgementRow.id))):
                found.setdefault(row.person, []).append((row.version, row.at))
        return found

    def _keep(self, row: AcknowledgementRow) -> None:
        with self._session() as session:
            session.add(row)
            session.flush()
            self._witness(session, "acknowledgements", [row.id], row.at)

    def all_known(self) -> list[tuple[str, str, str]]:
        """Of everybody: pseudonym, version, ``read``, ``met``, ``reminded`` or ``tried``; oldest first."""
        with self._session() as session:
            columns = (AcknowledgementRow.person, AcknowledgementRow.version, AcknowledgementRow.how)
            return list(session.exec(select(*columns).order_by(col(AcknowledgementRow.id))).all())

    def published_at(self) -> dict[str, datetime]:
        """Version -> when it was published last; the one that was published first stands first."""
        found: dict[str, datetime] = {}
        for version, at in self.publications():
            found.pop(version, None)
            found[version] = at
        return found

    def acknowledgements(self, person: str) -> list[AcknowledgementRow]:
        """All that a person has said they read, newest first."""
        with self._session() as session:
            theirs = select(AcknowledgementRow).where(AcknowledgementRow.person == person, AcknowledgementRow.how == READ)
            return list(session.exec(theirs.order_by(col(AcknowledgementRow.id).desc())).all())

    def erase_acknowledgements(self, person: str) -> None:
        """Erase what somebody has said they read."""
        with self._session() as session:
            gone = (
                delete(AcknowledgementRow).where(col(AcknowledgementRow.person) == person).returning(col(AcknowledgementRow.id))
            )
            self._witness_gone(session, "acknowledgements", session.connection().execute(gone).scalars().all())
