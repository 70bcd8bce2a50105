"""A policy goes in; the day that it is where its organisation is comes out."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.policy.house import Knowledge


def today_at(knowledge: Knowledge, now: datetime | None = None) -> date:
    """The date where the organisation is."""
    return (now or datetime.now(UTC)).astimezone(ZoneInfo(knowledge.organisation.time_zone)).date()
