"""What the time is: the moment, and the day where a policy's organisation is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from bot.policy.house import Knowledge


def utc_now() -> datetime:
    """The moment."""
    return datetime.now(UTC)


def today_at(knowledge: Knowledge, now: datetime | None = None) -> date:
    """The date where the organisation is."""
    return (now or utc_now()).astimezone(ZoneInfo(knowledge.organisation.time_zone)).date()
