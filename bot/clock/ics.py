"""Days with a title each go in; a calendar that any calendar program subscribes to comes out. Alone knows icalendar."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta


@dataclass(frozen=True, slots=True)
class Day:
    """One entry for a whole day. ``id`` stays the same when the day is moved, so that the entry moves with it."""

    id: str
    day: date
    title: str
    text: str = ""
    url: str = ""


def to_calendar(name: str, days: Iterable[Day], now: datetime) -> bytes:
    """An iCalendar file; ``now`` is when it was made."""
    from icalendar import Alarm, Calendar, Event  # noqa: PLC0415 - 3 MB, and few subscribe

    calendar = Calendar()
    for key, value in (("prodid", "-//may-i//reminders//EN"), ("version", "2.0"), ("x-wr-calname", name), ("method", "PUBLISH")):
        calendar.add(key, value)
    for one in days:
        event = Event()
        event.add("uid", f"{one.id}@may-i")
        event.add("dtstamp", now)
        event.add("dtstart", one.day)
        event.add("dtend", one.day + timedelta(days=1))
        event.add("summary", one.title)
        event.add("transp", "TRANSPARENT")
        if one.text:
            event.add("description", one.text)
        if one.url:
            event.add("url", one.url)
        alarm = Alarm()
        alarm.add("action", "DISPLAY")
        alarm.add("description", one.title)
        alarm.add("trigger", timedelta(days=-1))
        event.add_component(alarm)
        calendar.add_component(event)
    return bytes(calendar.to_ical())
