"""Who somebody is in the chat, and where they ask, go in; why they are not answered comes out, empty where they are."""

from __future__ import annotations

from bot.policy.house import Audience

STAFF, GUEST, STRANGER, UNKNOWN = "staff", "guest", "stranger", "unknown"
CHANNEL = "channel"


def barred(audience: Audience, standing: str) -> str:
    """Why this person is not answered: ``guest``, ``stranger`` or ``unknown``; empty where they are."""
    if standing == GUEST and not audience.guests:
        return GUEST
    if standing == STRANGER and not audience.other_organisations:
        return STRANGER
    return UNKNOWN if standing == UNKNOWN and not (audience.guests and audience.other_organisations) else ""
