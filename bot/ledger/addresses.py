"""Where an answer goes is sealed and kept apart from the answer; it comes out until its window ends, then it is gone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.base import Shelf, UTCTime


class AddressRow(SQLModel, table=True):
    """One delivery address."""

    __tablename__ = "addresses"

    key: str = Field(primary_key=True)
    """The workflow key of the answer that goes there."""
    person: str = Field(default="", index=True)
    """Pseudonym of the asker, for erasure."""
    sealed: str
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))


class Addresses(Shelf):
    """Delivery addresses: channel, user, timestamps, response URL. Encrypted, and only for as long as they may be needed."""

    def keep_address(self, key: str, address: dict[str, Any], *, expires_at: datetime, person: str = "") -> None:
        """Keep the address of one answer, in place of an older one. The same event may come twice at the same moment."""
        fresh = {"key": key, "person": person, "sealed": self._seal.close(address), "expires_at": expires_at}
        if self._insert_new(AddressRow, fresh):
            return
        with self._session() as session:
            row = session.get(AddressRow, key) or AddressRow(key=key, sealed="", expires_at=expires_at)
            row.sealed, row.expires_at, row.person = self._seal.close(address), expires_at, person or row.person
            session.add(row)

    def address(self, key: str) -> dict[str, Any] | None:
        """The address, or None where it is erased or was sealed with another secret."""
        with self._session() as session:
            row = session.get(AddressRow, key)
        return self._seal.open(row.sealed) if row else None

    def has_address(self, key: str) -> bool:
        """Whether an answer of this key was or will be given."""
        with self._session() as session:
            return session.get(AddressRow, key) is not None

    def erase_address(self, key: str) -> None:
        """Erase one address at once."""
        with self._session() as session:
            session.connection().execute(delete(AddressRow).where(col(AddressRow.key) == key))

    def keys_of_person(self, person: str) -> Sequence[str]:
        """Workflow keys of all answers that went to one person and can still be reached."""
        with self._session() as session:
            return session.exec(select(AddressRow.key).where(AddressRow.person == person)).all()

    def keys_beside(self, key: str) -> Sequence[str]:
        """Workflow keys of all answers that went to the same person as this one."""
        with self._session() as session:
            row = session.get(AddressRow, key)
            if row is None or not row.person:
                return [key]
            return session.exec(select(AddressRow.key).where(AddressRow.person == row.person)).all()

    def _erase_expired_addresses(self, now: datetime) -> int:
        with self._session() as session:
            return int(session.connection().execute(delete(AddressRow).where(col(AddressRow.expires_at) <= now)).rowcount)
