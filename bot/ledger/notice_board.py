"""What an admin puts up or takes down goes in, with who and when; what hangs there now comes out, the same for every replica."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.witness import Witnesses

PAUSE, RESUME, ANNOUNCE, WITHDRAW = "pause", "resume", "announce", "withdraw"
PAUSING, ANNOUNCING = (PAUSE, RESUME), (ANNOUNCE, WITHDRAW)


class NoticeBoardRow(SQLModel, table=True):
    """One deed of an admin. Rows are never changed: the newest of its pair holds."""

    __tablename__ = "notice_board"

    id: int | None = Field(default=None, primary_key=True)
    deed: str = Field(index=True)
    """``pause``, ``resume``, ``announce`` or ``withdraw``."""
    words: str = ""
    until: str = ""
    """The last day of an announcement, as a date."""
    sealed: str
    """Who did it, sealed."""
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


@dataclass(frozen=True, slots=True)
class Deed:
    """One row as a plain value. ``by``: what is known of who did it."""

    deed: str
    words: str
    until: date | None
    by: dict[str, Any]
    at: datetime


class NoticeBoard(Witnesses):
    """The board. It is read for every answer, so it is two short reads of the newest row of a pair."""

    def put_up(self, deed: str, by: dict[str, Any], at: datetime, words: str = "", until: date | None = None) -> None:
        """Keep one deed."""
        kept = until.isoformat() if until else ""
        with self._session() as session:
            row = NoticeBoardRow(deed=deed, words=words, until=kept, sealed=self._seal.close(by), at=at)
            session.add(row)
            session.flush()
            self._witness(session, "notice_board", [row.id], at)

    def hanging(self) -> tuple[Deed | None, Deed | None]:
        """The pause and the announcement that were put up last and not taken down; the end date is the reader's to look at."""
        newest = [self._newest(pair) for pair in (PAUSING, ANNOUNCING)]
        pause, announcement = (one if one and one.deed in (PAUSE, ANNOUNCE) else None for one in newest)
        return pause, announcement

    def _newest(self, pair: Sequence[str]) -> Deed | None:
        wanted = select(NoticeBoardRow).where(col(NoticeBoardRow.deed).in_(pair)).order_by(col(NoticeBoardRow.id).desc())
        with self._session() as session:
            row = session.exec(wanted.limit(1)).first()
        return self._deed(row) if row else None

    def _deed(self, row: NoticeBoardRow) -> Deed:
        until = date.fromisoformat(row.until) if row.until else None
        return Deed(row.deed, row.words, until, self._seal.open(row.sealed) or {}, row.at)
