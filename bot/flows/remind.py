"""A moment goes in; each reminder of a vendor's change that is due by then is queued once, missed ones with the latest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from bot.flows.reminder_words import reminder_words
from bot.policy.due import due_points
from bot.policy.house import AnnouncedChange, Knowledge

HOUR = time(9, 0)
"""When reminders are due, in the organisation's own time."""


class Kept(Protocol):
    """A reminder as it is kept: its due points up to ``cursor`` are planned; None where it is new."""

    @property
    def cursor(self) -> datetime | None: ...


class KeepReminder(Protocol):
    """Keeps what the files say of a reminder now."""

    def __call__(self, reminder: str, /, *, zone: str, channel: str, due_points: Sequence[str]) -> Kept: ...


class KeepOutcome(Protocol):
    """Keeps what became of a due point."""

    def __call__(self, reminder: str, due: str, outcome: str, /, *, at: datetime, ts: str) -> None: ...


@dataclass(frozen=True, slots=True)
class Remind:
    """Reminders of announced changes: 30, 14, 7 and 1 days before, and on the day. Every replica may run it at any time."""

    knowledge: Callable[[], Knowledge]
    keep: KeepReminder
    plan: Callable[[str, Sequence[str], datetime], Sequence[str]]
    """reminder, due points that have passed, now -> those to be said; the others are covered by the latest."""
    enqueue: Callable[[str, dict[str, Any]], None]
    """id, notice -> queued; a second use of an id is a no-op."""
    move_cursor: Callable[[str, datetime], None]
    keep_outcome: KeepOutcome
    now: Callable[[], datetime]

    def __call__(self, now: datetime) -> int:
        """Queue what is due; gives how many. Without a channel to post to, all waits until the policy names one."""
        organisation = self.knowledge().organisation
        if not organisation.reminder_channel:
            return 0
        return sum(self._one(change, now) for change in _changes(self.knowledge()).values())

    def word(self, notice: dict[str, Any]) -> dict[str, Any] | None:
        """The words of a queued reminder, as the files are now; None where the change was taken back."""
        knowledge = self.knowledge()
        change = _changes(knowledge).get(notice["change"])
        if change is None:
            return None
        today = self.now().astimezone(ZoneInfo(knowledge.organisation.time_zone)).date()
        return {"channel": notice["channel"], "words": reminder_words(change, knowledge, today)}

    def kept(self, notice: dict[str, Any], outcome: dict[str, Any]) -> None:
        """What became of a queued reminder."""
        state = "withdrawn" if outcome["state"] == "dropped" else outcome["state"]
        self.keep_outcome(notice["reminder"], notice["due"], state, at=self.now(), ts=outcome["ts"])

    def _one(self, change: AnnouncedChange, now: datetime) -> int:
        organisation = self.knowledge().organisation
        zone = ZoneInfo(organisation.time_zone)
        reminder = f"change:{change.id}"
        points = due_points(change.effective)
        walls = [_wall(point) for point in points]
        cursor = self.keep(reminder, zone=organisation.time_zone, channel=organisation.reminder_channel, due_points=walls).cursor
        if cursor is None and change.effective < now.astimezone(zone).date():
            self.move_cursor(reminder, now)  # it was over before we heard of it: nobody needs to be reminded
            return 0
        passed = [wall for point, wall in zip(points, walls, strict=True) if _is_between(_moment(point, zone), cursor, now)]
        owed = self.plan(reminder, passed, now) if passed else []
        for due in owed:
            notice = {"kind": "reminder", "reminder": reminder, "change": change.id, "due": due}
            self.enqueue(f"reminder:{reminder}:{due}", {**notice, "channel": organisation.reminder_channel})
        # Only now: whoever dies before this line does it all again, under the same ids.
        if passed or cursor is None:
            self.move_cursor(reminder, now)
        return len(owed)


def _changes(knowledge: Knowledge) -> dict[str, AnnouncedChange]:
    return {change.id: change for vendor in knowledge.vendors for change in vendor.changes}


def _wall(point: date) -> str:
    """Local wall time without offset: an hour that a clock change repeats is one due point."""
    return datetime.combine(point, HOUR).isoformat(timespec="minutes")


def _moment(point: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(point, HOUR, zone).astimezone(UTC)


def _is_between(moment: datetime, cursor: datetime | None, now: datetime) -> bool:
    return (cursor is None or moment > cursor) and moment <= now
