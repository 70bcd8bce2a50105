"""A knowledge folder, perhaps with a ledger, goes in; what is due in the next days comes out: rows, and a calendar."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot.clock.ics import Day, to_calendar
from bot.flows.vendors.calendar import Ahead
from bot.flows.vendors.hours import Hours
from bot.knowledge.catalog import load_catalog
from bot.knowledge.load import load
from bot.ledger.ledger import Ledger, open_existing
from bot.policy.due.tasks import Task, tasks_of
from bot.policy.house import Knowledge
from bot.policy.talks.persons import Known, who_is
from bot.saying.notices import tasks as said
from bot.saying.words import words_for
from bot.wiring.due import whose as owners
from bot.wiring.due.clauses import Clauses

Plain = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Coming:
    """What is due. A plain value for each thing; nothing is changed by looking."""

    knowledge: Knowledge
    ahead: Ahead

    def rows(self, days: int, now: datetime | None = None, language: str = "") -> Plain:
        """Reminders of the next days in the order in which they come, and what is overdue.

        ``language``: of the titles; else the policy's first.
        """
        now = now or datetime.now(UTC)
        zone = ZoneInfo(self.knowledge.organisation.time_zone)
        points = [
            {**self._row(point.task, language), "at": wall_in(zone, point.at), "outcome": point.outcome}
            for point in self.ahead.points(now, days)
        ]
        overdue = [self._row(task, language) for task in self.ahead.overdue(now)]
        return {"zone": zone.key, "days": days, "reminders": points, "overdue": overdue}

    def calendar(self, now: datetime | None = None) -> bytes:
        """All days on which something takes effect, ends or is to be looked at, as an iCalendar file."""
        words = words_for("", self.knowledge.organisation.languages)
        days = [
            Day(
                task.id,
                task.due,
                said.title(task, self.knowledge, words),
                said.things(task, self.knowledge, words),
                self._url(task),
            )
            for task in self.ahead.all_tasks()
        ]
        return to_calendar(self.knowledge.organisation.name, days, now or datetime.now(UTC))

    def _row(self, task: Task, language: str) -> Plain:
        words = words_for(language, self.knowledge.organisation.languages)
        return {
            "task": task.id,
            "kind": task.kind.value,
            "title": said.title(task, self.knowledge, words),
            "day": task.due.isoformat(),
            "owner": task.owner,
            "file": task.at.file,
            "line": task.at.line,
        }

    @staticmethod
    def _url(task: Task) -> str:
        return task.change.url if task.change else task.terms.url if task.terms else ""


@dataclass(frozen=True, slots=True)
class NotAsked:
    """What is known of somebody where no chat is asked: nothing."""

    domain: str = ""
    groups: frozenset[str] = frozenset()


def wall_in(zone: ZoneInfo, moment: datetime) -> str:
    """A moment as a local wall time without offset."""
    return moment.astimezone(zone).replace(tzinfo=None).isoformat(timespec="minutes")


def coming(knowledge: Callable[[], Knowledge], ledger: Ledger | None) -> Coming:
    """What the files say is due, and, with a ledger, what became of it and which clauses have changed.

    The chat is not asked: of an owner only the entry of people.yaml that names them counts.
    """
    clauses = Clauses(knowledge)
    if ledger:
        clauses.read(ledger)
    known = knowledge()
    wanted = known.organisation.reminding

    def hours(task: Task) -> Hours:
        def free(day: date) -> bool:
            return not wanted.every_day and owners.is_free_day(task, day, known, who)

        return Hours(ZoneInfo(owners.zone_of(task, known, who)), wanted.hour, wanted.quiet, free)

    def who(user: str) -> Known:
        return who_is(user, known.people, lambda _user: NotAsked())

    ahead = Ahead(
        tasks=lambda: tasks_of(known, clauses.changes(known)),
        hours=hours,
        wanted=lambda: wanted,
        deeds=ledger.deeds if ledger else dict,
        outcomes=ledger.outcomes if ledger else lambda _reminder: (),
    )
    return Coming(known, ahead)


@contextmanager
def coming_of(folder: Path, ledger_url: str, secret: bytes) -> Iterator[Coming]:
    """Of a folder and, where one is named, a ledger. Raises ``KnowledgeError`` and ``LedgerError``."""
    known = load(folder, load_catalog()).or_raise()
    ledger = open_existing(ledger_url, secret) if ledger_url else None
    try:
        yield coming(lambda: known, ledger)
    finally:
        if ledger:
            ledger.close()
