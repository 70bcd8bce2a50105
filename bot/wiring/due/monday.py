"""The ledger goes in; the one weekly message of the reminder channel comes out: what is due, and smaller changes of terms."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.ledger.ledger import Ledger
from bot.policy.due.tasks import Task, deeds_on, standing
from bot.policy.house import Knowledge
from bot.policy.vendors.terms import Severity
from bot.policy.vendors.watching import PageChange
from bot.saying.notices import tasks as said_of_tasks
from bot.saying.notices import terms as said_of_terms
from bot.vendors.excerpt import before_and_now

DIGEST_DAYS = 35
LONGEST_EXCERPT = 400


@dataclass(frozen=True, slots=True)
class SmallChanges:
    """Confirmed changes of terms that nobody had to hear of at once and nobody was told of yet."""

    ledger: Ledger

    def waiting(self, until: datetime) -> list[PageChange]:
        """Those seen before a moment."""
        changes = self.ledger.page_changes(severity=Severity.DIGEST, told="")
        return [change for change in changes if change.at < until]

    def words(self, until: datetime, knowledge: Knowledge) -> str:
        """One line each; empty where there is none."""
        told = [told_of(change, knowledge) for change in self.waiting(until)]
        return said_of_terms.digest(told, knowledge) if told else ""

    def keep(self, until: datetime) -> None:
        """They were told."""
        for change in self.waiting(until):
            self.ledger.keep_told(change.id, "posted")


@dataclass(frozen=True, slots=True)
class Monday:
    """What is due and what changed, for the same people in the same channel: one message, and the day is the policy's."""

    ledger: Ledger
    tasks: Callable[[], Sequence[Task]]

    def draw(self, knowledge: Knowledge, today: date, late: date | None, until: datetime) -> dict[str, Any] | None:
        """None where nothing is due and nothing changed."""
        deeds = self.ledger.deeds()
        near = [task for task in self.tasks() if (task.due - today).days <= DIGEST_DAYS]
        still_open = [task for task in near if standing(deeds_on(task, deeds)).is_open]
        changes = SmallChanges(self.ledger).words(until, knowledge)
        if not still_open and not changes:
            return None
        title, text = said_of_tasks.digest(still_open, knowledge, today, late)
        return {"words": "\n\n".join(part for part in (title, text, changes) if part)}

    def keep(self, until: datetime) -> None:
        """It was posted."""
        SmallChanges(self.ledger).keep(until)


def told_of(change: PageChange, knowledge: Knowledge) -> said_of_terms.Told:
    """A change as it is put into words."""
    before, now = before_and_now(change.judgement, LONGEST_EXCERPT)
    return said_of_terms.Told(change.page, change.judgement, day_of(change.at, knowledge), change.url, before, now)


def day_of(moment: datetime, knowledge: Knowledge) -> date:
    """The date where the organisation is."""
    return moment.astimezone(ZoneInfo(knowledge.organisation.time_zone)).date()
