"""The id of an owner's weekly digest goes in; that it was said, or that there was nothing to say, stays."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Column
from sqlmodel import Field, SQLModel

from bot.ledger.store.base import Shelf, UTCTime


class OwnerDigestRow(SQLModel, table=True):
    """One owner's digest of one week."""

    __tablename__ = "owner_digests"

    id: str = Field(primary_key=True)
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    state: str
    """``posted``, ``late``, ``refused``, ``stopped``, or ``dropped`` where there was nothing to say."""


class OwnerDigests(Shelf):
    """The digests that are over."""

    def keep_digest(self, digest: str, state: str, at: datetime) -> None:
        """Keep how it ended; a second time changes nothing."""
        self._insert_new(OwnerDigestRow, {"id": digest, "at": at, "state": state})

    def is_digest_over(self, digest: str) -> bool:
        """Whether it was said, or there was nothing to say."""
        with self._session() as session:
            return session.get(OwnerDigestRow, digest) is not None
