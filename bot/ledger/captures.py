"""What was read of vendors' terms goes in; it comes out by page and moment, with what changed, and whose turn it is to look.

The texts are public, so nothing is sealed. A text is kept once, however often it was read.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import TypeAdapter
from sqlalchemy import JSON, Column, Index, LargeBinary, delete, update
from sqlmodel import Field, SQLModel, col, select

from bot.ledger.store.base import UTCTime
from bot.ledger.store.witness import Witnesses
from bot.policy.vendors.terms import Judgement, Severity
from bot.policy.vendors.watching import Look, PageChange, PageLook, Watched

JUDGEMENT: TypeAdapter[Judgement] = TypeAdapter(Judgement)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)


class CaptureRow(SQLModel, table=True):
    """One text as it was read, by its hash."""

    __tablename__ = "captures"

    id: str = Field(primary_key=True)
    packed: bytes = Field(sa_column=Column(LargeBinary, nullable=False))
    size: int
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class WatchedPageRow(SQLModel, table=True):
    """A page between two looks."""

    __tablename__ = "watched_pages"

    page: str = Field(primary_key=True)
    source: str = ""
    look: str = ""
    why: str = ""
    tries: int = 0
    told: str = ""
    current: str = ""
    pending: str = ""
    validators: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    looked_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    changed_at: datetime | None = Field(default=None, sa_column=Column(UTCTime()))
    next_at: datetime = Field(default=NEVER, sa_column=Column(UTCTime(), nullable=False))
    taken_until: datetime = Field(default=NEVER, sa_column=Column(UTCTime(), nullable=False))
    """Until then one of us reads it, and nobody else."""


class WatchedHostRow(SQLModel, table=True):
    """When a host may be asked again, by whichever of us."""

    __tablename__ = "watched_hosts"

    host: str = Field(primary_key=True)
    free_at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))


class PageLookRow(SQLModel, table=True):
    """One look at a page: what was fetched when, from where, and why it is or is not a change. Never changed."""

    __tablename__ = "page_looks"
    __table_args__ = (Index("ix_page_looks_page_at", "page", "at"),)

    id: int | None = Field(default=None, primary_key=True)
    page: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False))
    look: str
    why: str = ""
    url: str = ""
    status: int = 0
    capture: str = ""


class PageChangeRow(SQLModel, table=True):
    """A confirmed difference of two captures."""

    __tablename__ = "page_changes"

    id: str = Field(primary_key=True)
    page: str = Field(index=True)
    before: str
    after: str
    at: datetime = Field(sa_column=Column(UTCTime(), nullable=False, index=True))
    url: str = ""
    severity: str
    judgement: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    told: str = ""


class Captures(Witnesses):
    """Texts, looks, changes, and the leases that keep two processes from reading the same page."""

    # --- texts ---------------------------------------------------------------------------------------------------

    def keep_capture(self, text: str, at: datetime) -> str:
        """Keep a text; gives its id. A text that is there already is not kept twice."""
        plain = text.encode()
        found = hashlib.sha256(plain).hexdigest()
        self._insert_new(CaptureRow, {"id": found, "packed": zlib.compress(plain, 9), "size": len(plain), "at": at})
        return found

    def capture(self, capture: str) -> str | None:
        """The text of a capture."""
        with self._session() as session:
            row = session.get(CaptureRow, capture)
        return zlib.decompress(row.packed).decode() if row else None

    def capture_like(self, start: str) -> str | None:
        """The text of the one capture whose id begins so; None where there is none, or several."""
        wanted = select(CaptureRow.id).where(col(CaptureRow.id).startswith(start, autoescape=True)).limit(2)
        with self._session() as session:
            found = session.exec(wanted).all()
        return self.capture(found[0]) if len(found) == 1 else None

    # --- pages ---------------------------------------------------------------------------------------------------

    def watched(self, page: str) -> Watched:
        """What is kept of a page; a blank one where nobody has looked yet."""
        with self._session() as session:
            row = session.get(WatchedPageRow, page)
        return _watched(row) if row else Watched(page)

    def watched_pages(self) -> Sequence[Watched]:
        """All pages that were ever looked at."""
        with self._session() as session:
            rows = session.exec(select(WatchedPageRow).order_by(WatchedPageRow.page)).all()
        return [_watched(row) for row in rows]

    def take_page(self, page: str, now: datetime, *, seconds: float) -> bool:
        """Whether it is this process's turn to look: it is due, and nobody else has taken it. Taken for so many seconds."""
        self._insert_new(WatchedPageRow, WatchedPageRow(page=page).model_dump())
        rows = col(WatchedPageRow.page) == page, col(WatchedPageRow.next_at) <= now, col(WatchedPageRow.taken_until) <= now
        taken = update(WatchedPageRow).where(*rows).values(taken_until=now + timedelta(seconds=seconds))
        with self._session() as session:
            return session.connection().execute(taken.returning(col(WatchedPageRow.page))).first() is not None

    def keep_watched(self, known: Watched) -> None:
        """Keep what a look found; the page is free again."""
        values = {
            "source": known.source,
            "look": known.look.value if known.look else "",
            "why": known.why,
            "tries": known.tries,
            "told": known.told,
            "current": known.current,
            "pending": known.pending,
            "validators": known.validators,
            "looked_at": known.looked_at,
            "changed_at": known.changed_at,
            "next_at": known.next_at or NEVER,
            "taken_until": NEVER,
        }
        self._insert_new(WatchedPageRow, WatchedPageRow(page=known.page).model_dump())
        with self._session() as session:
            session.connection().execute(update(WatchedPageRow).where(col(WatchedPageRow.page) == known.page).values(**values))

    def keep_page_told(self, page: str, told: str) -> None:
        """Its owner was told of this state."""
        with self._session() as session:
            session.connection().execute(update(WatchedPageRow).where(col(WatchedPageRow.page) == page).values(told=told))

    def take_host(self, host: str, now: datetime, *, seconds: float) -> float:
        """Take a host for one request; gives 0, or how many seconds to wait before trying again."""
        if self._insert_new(WatchedHostRow, {"host": host, "free_at": now + timedelta(seconds=seconds)}):
            return 0
        mine = update(WatchedHostRow).where(col(WatchedHostRow.host) == host, col(WatchedHostRow.free_at) <= now)
        taken = mine.values(free_at=now + timedelta(seconds=seconds)).returning(col(WatchedHostRow.host))
        with self._session() as session:
            if session.connection().execute(taken).first() is not None:
                return 0
            row = session.get_one(WatchedHostRow, host)
            return max((row.free_at - now).total_seconds(), 0.01)

    # --- looks ---------------------------------------------------------------------------------------------------

    def keep_page_look(self, seen: PageLook) -> None:
        """Keep one look."""
        with self._session() as session:
            session.add(
                PageLookRow(
                    page=seen.page,
                    at=seen.at,
                    look=seen.look.value,
                    why=seen.why,
                    url=seen.url,
                    status=seen.status,
                    capture=seen.capture,
                )
            )

    def page_looks(self, page: str = "", limit: int = 100) -> Sequence[PageLook]:
        """Looks at one page, or at all, newest first."""
        wanted = select(PageLookRow).order_by(col(PageLookRow.id).desc()).limit(limit)
        with self._session() as session:
            rows = session.exec(wanted.where(PageLookRow.page == page) if page else wanted).all()
        return [PageLook(row.page, row.at, Look(row.look), row.why, row.url, row.status, row.capture) for row in rows]

    def earlier_texts(self, page: str, since: datetime) -> Sequence[str]:
        """Ids of captures that were the page's text at some moment since then, the newest first."""
        texts = [Look.FIRST.value, Look.CHANGED.value, Look.NOISE.value, Look.SAME.value]
        wanted = select(PageLookRow.capture).where(
            PageLookRow.page == page, PageLookRow.capture != "", col(PageLookRow.look).in_(texts)
        )
        with self._session() as session:
            found = session.exec(wanted.where(PageLookRow.at >= since).order_by(col(PageLookRow.id).desc())).all()
        return list(dict.fromkeys(found))

    # --- changes -------------------------------------------------------------------------------------------------

    def keep_change(self, change: PageChange) -> bool:
        """Keep a confirmed change; False where it is kept already."""
        row = {
            "id": change.id,
            "page": change.page,
            "before": change.before,
            "after": change.after,
            "at": change.at,
            "url": change.url,
            "severity": change.judgement.severity.value,
            "judgement": JUDGEMENT.dump_python(change.judgement, mode="json"),
            "told": change.told,
        }
        with self._session() as session:
            is_new = self._insert(session, PageChangeRow, row)
            if is_new:
                self._witness(session, "page_changes", [change.id], change.at)
            return is_new

    def page_change(self, change: str) -> PageChange | None:
        """One change."""
        with self._session() as session:
            row = session.get(PageChangeRow, change)
        return _change(row) if row else None

    def page_changes(
        self, *, since: datetime | None = None, severity: Severity | None = None, told: str | None = None
    ) -> Sequence[PageChange]:
        """Changes that fit, oldest first. ``told``: what became of telling of it."""
        wanted = select(PageChangeRow).order_by(col(PageChangeRow.at), PageChangeRow.id)
        if since is not None:
            wanted = wanted.where(PageChangeRow.at >= since)
        if severity is not None:
            wanted = wanted.where(PageChangeRow.severity == severity.value)
        if told is not None:
            wanted = wanted.where(PageChangeRow.told == told)
        with self._session() as session:
            rows = session.exec(wanted).all()
        return [_change(row) for row in rows]

    def keep_told(self, change: str, told: str) -> None:
        """What became of telling of a change."""
        with self._session() as session:
            session.connection().execute(update(PageChangeRow).where(col(PageChangeRow.id) == change).values(told=told))
            self._witness(session, "page_changes", [change])

    def _forget_page_looks_before(self, before: datetime) -> int:
        """Looks that found nothing; what changed, and the texts, stay."""
        dull = [Look.SAME.value, Look.BLOCKED.value, Look.MOVED.value, Look.BROKEN.value, Look.EMPTIED.value]
        with self._session() as session:
            gone = delete(PageLookRow).where(col(PageLookRow.at) < before, col(PageLookRow.look).in_(dull))
            return int(session.connection().execute(gone).rowcount)


def _watched(row: WatchedPageRow) -> Watched:
    return Watched(
        row.page,
        row.source,
        Look(row.look) if row.look else None,
        row.why,
        row.tries,
        row.told,
        row.current,
        row.pending,
        row.validators,
        row.looked_at,
        row.changed_at,
        row.next_at,
    )


def _change(row: PageChangeRow) -> PageChange:
    judgement = JUDGEMENT.validate_python(row.judgement)
    return PageChange(row.id, row.page, row.before, row.after, row.at, judgement, row.url, row.told)
