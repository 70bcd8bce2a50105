"""When somebody was asked to read the policy, and the moment, go in; whether they may be asked again now comes out."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

MONDAY, FIRST_HOUR, LAST_HOUR = 1, 9, 17
MOST_TIMES, PERIOD = 2, timedelta(days=60)
"""So often at most within such a time, however often the policy changes."""
APART = timedelta(days=6)
"""A Monday's afternoon and the next one's morning lie further apart."""


def is_time_to_remind(local: datetime) -> bool:
    """``local``: the moment where the organisation is."""
    return local.isoweekday() == MONDAY and FIRST_HOUR <= local.hour < LAST_HOUR


def times_left(asked: Sequence[tuple[str, datetime]], alike: Collection[str], most: int, now: datetime) -> int:
    """How often somebody may still be asked to read a version, from now on; 0 where not now. ``asked``: versions, and when;
    ``alike``: the version, and those since which nothing changed; ``most``: times for one version."""
    lately = [now - at for _, at in asked if now - at < PERIOD]
    if len(lately) >= MOST_TIMES or any(ago < APART for ago in lately):
        return 0
    return max(most - sum(version in alike for version, _ in asked), 0)
