"""The moment goes in; whether the machine's clock is believed comes out, before anything is thrown away by it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlmodel import col, select

from bot.ledger.store.records import DOUBTED, PURGED, QUESTION, RARE, RecordRow, Records
from bot.ledger.store.stored import said_in

LEAP = timedelta(days=3)
"""By so much more than the last purge, or the last answer, a clock is ahead that may be wrong."""
SEEN_FOR = timedelta(days=1)
"""For so long it must have gone on like that to be believed: a machine that was off for a while."""


class Purging(Records):
    """A clock that is wrong once throws nothing away."""

    def is_clock_believed(self, now: datetime) -> bool:
        """Whether what has outlived its time may go. That the clock was believed or doubted is recorded, once a day."""
        last = self._last_of(PURGED) or self._last_of(QUESTION)
        if last is not None and now - last > LEAP:
            doubted = self._last_of(DOUBTED)
            is_going_on = doubted is not None and timedelta() <= now - doubted <= LEAP
            if not is_going_on:
                self.note(DOUBTED, "", now, {})
            if doubted is None or not is_going_on or now - doubted < SEEN_FOR:
                return False
        if last is not None and (self._last_of(PURGED) is None or last.date() < now.astimezone(UTC).date()):
            self.note(PURGED, "", now, {})
        return True

    def _last_of(self, kind: str) -> datetime | None:
        wanted = select(RecordRow.public).where(RecordRow.kind == kind, *([] if kind == QUESTION else [RARE]))
        with self._session() as session:
            public = session.exec(wanted.order_by(col(RecordRow.id).desc()).limit(1)).first()
        at = said_in(public).get("at") if public else None
        return datetime.fromisoformat(str(at)).replace(tzinfo=UTC) if at else None
