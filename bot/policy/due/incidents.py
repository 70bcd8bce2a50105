"""A reported incident and what was done with it go in; its row of the register comes out: steps, deadlines, timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from bot.policy.due.tasks import Deed, Done
from bot.policy.requests import Request

CLOSE = "close"
"""Names the closing where a step's name could stand."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the playbook. ``hours``: by when after the report, where the playbook says so."""

    text: str
    hours: int | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a timeline. ``what``: ``reported``, ``told``, ``untold``, ``done``, ``closed``, ``closed_undone`` (``about``:
    what was left) or ``erased``; ``by``: a Slack user."""

    at: datetime
    what: str
    about: tuple[str, ...] = ()
    by: str = ""


@dataclass(frozen=True, slots=True)
class Incident:
    """One row. Nothing of it is kept twice: the report is a request, what was done are deeds on its task."""

    report: Request
    steps: tuple[Step, ...]
    """Of the playbook as it is today."""
    deeds: tuple[Done, ...]
    """Oldest first."""

    @property
    def closed(self) -> Done | None:
        return next((one for one in self.deeds if one.deed is Deed.RESOLVE), None)

    @property
    def undone(self) -> tuple[Step, ...]:
        """Steps that nobody has noted as done."""
        done = {about for one in self.deeds if one.deed is not Deed.RESOLVE for about in one.about}
        return tuple(step for step in self.steps if step.text not in done)

    @property
    def next_due(self) -> datetime | None:
        """When the first step with a deadline has to be done; None where none is open or the incident is closed."""
        found = [self.due(step) for step in self.undone]
        return min((one for one in found if one), default=None) if self.closed is None else None

    def due(self, step: Step) -> datetime | None:
        """The moment by which the playbook wants this step."""
        return self.report.at + timedelta(hours=step.hours) if step.hours else None

    def is_late(self, now: datetime) -> bool:
        """Whether a deadline has passed."""
        return self.next_due is not None and self.next_due < now

    def timeline(self) -> Iterator[Event]:
        """Oldest first."""
        yield Event(self.report.at, "reported")
        if self.report.card_ts:
            yield Event(_EPOCH + timedelta(seconds=float(self.report.card_ts)), "told", (self.report.channel,))
        elif self.report.told:
            yield Event(self.report.at, "untold", (self.report.told,))
        for one in self.deeds:
            if one.deed is Deed.RESOLVE:
                yield Event(one.at, "closed_undone" if one.about else "closed", one.about, one.user)
            else:
                yield Event(one.at, "done", one.about, one.user)
        if self.report.erased_at:
            yield Event(self.report.erased_at, "erased")


def incident_task(report: Request) -> str:
    """The task that stands for working on it."""
    return f"incident:{report.receipt}"


def deed_on(incident: Incident, step: str, user: str, at: datetime) -> Done:
    """A step noted as done, or the closing, which keeps what was left undone; each is one deed, however often somebody clicks."""
    left = tuple(one.text for one in incident.undone)
    deed, about = (Deed.RESOLVE, left) if step == CLOSE else (Deed.ACKNOWLEDGE, (step,))
    return Done(deed, at, user, id=f"{incident_task(incident.report)}:{step}", about=about)


def open_first(found: Sequence[Incident]) -> list[Incident]:
    """Open ones first, the newest of each first."""
    return sorted(found, key=lambda one: (one.closed is not None, -one.report.at.timestamp()))
