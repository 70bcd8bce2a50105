"""Where an answer goes is sealed and kept apart from the answer; it comes out until its window ends, then it is gone."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Column, delete, update
from sqlmodel import Field, Session, SQLModel, col, select

from bot.ledger.asked.questions import QuestionRow
from bot.ledger.asked.recorded import Recorded
from bot.ledger.store.base import UTCTime, in_batches

log = logging.getLogger("mayi.ledger")


class AddressRow(SQLModel, table=True):
    """One delivery address."""

    __tablename__ = "addresses"

    key: str = Field(primary_key=True)
    """The workflow key of the answer that goes there."""
    person: str = Field(default="", index=True)
    """Pseudonym of the asker, for erasure."""
    message: str = Field(default="", index=True)
    """Keyed hash of the message that asked, or was clicked on: what belongs together is found without opening a seal."""
    sealed: str
    expires_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))


class Addresses(Recorded):
    """Delivery addresses: channel, user, timestamps, response URL. Encrypted, and only for as long as they may be needed."""

    def keep_address(
        self, key: str, address: dict[str, Any], *, expires_at: datetime, person: str = "", message: str = ""
    ) -> None:
        """Keep the address of one answer, in place of an older one. The same event may come twice at the same moment."""
        sealed = self._seal.close({**address, "key": key})
        fresh = {"key": key, "person": person, "message": message, "sealed": sealed, "expires_at": expires_at}
        with self._session() as session:
            if not self._insert(session, AddressRow, fresh):
                row = session.get(AddressRow, key) or AddressRow(key=key, sealed="", expires_at=expires_at)
                row.sealed, row.expires_at = sealed, expires_at
                row.person, row.message = person or row.person, message or row.message
                session.add(row)
            self._witness(session, "addresses", [key])

    def address(self, key: str) -> dict[str, Any] | None:
        """The address, or None where it is erased, was sealed with another secret, or is not the one that the house put here."""
        with self._session() as session:
            row = session.get(AddressRow, key)
        return self._opened(row) if row else None

    def is_address_of_before(self, key: str) -> bool:
        """Whether a release that did not seal the key of an answer with its address kept it, and it is proved all the same."""
        with self._session() as session:
            row = session.get(AddressRow, key)
        opened = self._seal.open(row.sealed) if row else None
        return opened is not None and "key" not in opened and self._is_witnessed("addresses", key)

    def has_address(self, key: str) -> bool:
        """Whether an answer of this key was or will be given."""
        with self._session() as session:
            return session.get(AddressRow, key) is not None

    def erase_address(self, key: str) -> None:
        """Erase one address at once."""
        self.erase_addresses([key])

    def erase_addresses(self, keys: Sequence[str]) -> None:
        """Erase many addresses at once."""
        with self._session() as session:
            for some in in_batches(keys):
                gone = delete(AddressRow).where(col(AddressRow.key).in_(some)).returning(col(AddressRow.key))
                self._witness_gone(session, "addresses", session.connection().execute(gone).scalars().all())

    def addressed_among(self, keys: Sequence[str]) -> list[str]:
        """Those of these keys that have an address."""
        with self._session() as session:
            return [
                key
                for some in in_batches(keys)
                for key in session.exec(select(AddressRow.key).where(col(AddressRow.key).in_(some))).all()
            ]

    def keys_beside(self, messages: Sequence[str]) -> Sequence[str]:
        """Workflow keys of all answers that belong to one of these messages."""
        wanted = [message for message in messages if message]
        with self._session() as session:
            return session.exec(select(AddressRow.key).where(col(AddressRow.message).in_(wanted)).order_by(AddressRow.key)).all()

    def unmarked_beside(self, key: str) -> dict[str, dict[str, Any]]:
        """Addresses of the same person without the mark of a message: earlier releases gave none. By key."""
        with self._session() as session:
            row = session.get(AddressRow, key)
            if row is None or not row.person:
                return {}
            beside = session.exec(select(AddressRow).where(AddressRow.person == row.person, AddressRow.message == "")).all()
        return {one.key: address for one in beside if (address := self._opened(one)) is not None}

    def mark_address(self, key: str, message: str) -> None:
        """Say to which message an address belongs."""
        with self._session() as session:
            session.connection().execute(update(AddressRow).where(col(AddressRow.key) == key).values(message=message))
            self._witness(session, "addresses", [key])

    def _opened(self, row: AddressRow) -> dict[str, Any] | None:
        """The address of a row; none where it was put there from another row. Earlier releases did not seal the key with it:
        there the row's witness proves it."""
        opened = self._seal.open(row.sealed)
        if opened is None or opened.pop("key", "") == row.key or self.is_address_of_before(row.key):
            return opened
        log.error("the address of %s is none that the house put there: nothing is sent by it", row.key)
        return None

    def _erase_expired_addresses(self, now: datetime, held: Callable[[Session], Any]) -> int:
        with self._session() as session:
            kept = select(QuestionRow.key).where(held(session))
            old = delete(AddressRow).where(col(AddressRow.expires_at) <= now, col(AddressRow.key).not_in(kept))
            gone = session.connection().execute(old.returning(col(AddressRow.key))).scalars().all()
            self._forget_salts(session, "addresses", gone)  # its witness says that it may be gone by now
            return len(gone)
