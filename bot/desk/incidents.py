"""Incidents that staff reported: the register, each one's steps and deadlines, what was noted as done, the closing, the file."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any

from bot.app import App
from bot.ledger.asked.exporting import csv_cell
from bot.policy.due.tasks import Deed, Done
from bot.policy.requests import Request, RequestKind, request_id
from bot.saying.playbook import hours, steps

CLOSE = "close"
"""Names the closing where a step's id could stand."""
COLUMNS = ("incident", "at", "what", "about", "by")
TOLD_WITHIN = timedelta(days=28)
"""So long after the closing somebody is told of it, however long the bot was down: the outbox knows for longer what was said."""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the playbook. ``hours``: by when after the report, where the playbook says so."""

    text: str
    hours: int | None = None

    @property
    def id(self) -> str:
        """By its words, so that an edited playbook never ticks another step."""
        return sha256(self.text.encode()).hexdigest()[:16]


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
    """One row of the register. Nothing of it is kept twice: the report is a request, what was done are deeds on its task."""

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
        found = [self.report.at + timedelta(hours=step.hours) for step in self.undone if step.hours]
        return min(found, default=None) if self.closed is None else None

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


def register(app: App) -> list[Incident]:
    """All of them: open ones first, of these and of the closed ones the newest first."""
    found = _incidents(app, app.ledger.requests(kind=RequestKind.INCIDENT))
    return sorted(found, key=lambda one: (one.closed is not None, -one.report.at.timestamp()))


def find(app: App, receipt: str) -> Incident | None:
    """The one that was reported with this receipt."""
    report = app.ledger.request(request_id(receipt, RequestKind.INCIDENT))
    return _incidents(app, [report])[0] if report else None


def is_open_of(app: App, person: str) -> bool:
    """Whether one that this person (a pseudonym) reported is not closed."""
    mine = app.ledger.requests(asker=person, kind=RequestKind.INCIDENT) if person else ()
    return any(one.closed is None for one in _incidents(app, mine))


def work(app: App, incident: Incident, step: str, user: str, at: datetime) -> bool:
    """Note a step as done, by its id, or close the incident, which keeps what was left undone. False where it is closed, the step
    is done, or somebody was faster: each is one deed, however often somebody clicks."""
    texts = {one.id: one.text for one in incident.undone}
    if incident.closed or (step != CLOSE and step not in texts):
        return False
    task, report = _task(incident.report), incident.report
    deed, about = (Deed.RESOLVE, tuple(texts.values())) if step == CLOSE else (Deed.ACKNOWLEDGE, (texts[step],))
    done = Done(deed, at, user, id=f"{task}:{step if step == CLOSE else texts[step]}", about=about)
    return app.ledger.keep_deed(task, report.at.date(), len(incident.deeds), done)


def tell_closed(app: App, now: datetime) -> None:
    """Whoever reported one that was closed is told, once, wherever it was closed: the engine takes a notice once for each id it
    still knows, and what was said is never queued again."""
    for one in register(app):
        if one.closed and now - one.closed.at < TOLD_WITHIN:
            id_ = f"desk:{one.report.id}:closed"
            if app.ledger.outgoing(id_) is None:
                app.engine.notify(id_, {"kind": "desk.closed", "request": one.report.id})


def as_objects(app: App) -> list[dict[str, Any]]:
    """For scripts and auditors: who reported is not in it, what the playbook wants and what was done is."""
    return [
        {
            "incident": one.report.receipt,
            "reported": one.report.at.isoformat(timespec="seconds"),
            "state": "closed" if one.closed else "open",
            "next_due": one.next_due.isoformat(timespec="seconds") if one.next_due else None,
            "undone": [step.text for step in one.undone],
            "timeline": [
                {
                    "at": event.at.isoformat(timespec="seconds"),
                    "what": event.what,
                    "about": ", ".join(event.about),
                    "by": app.name_of(event.by) if event.by else "",
                }
                for event in one.timeline()
            ],
        }
        for one in register(app)
    ]


def as_csv(app: App) -> str:
    """One line for each event of each incident; no cell is a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for one in as_objects(app):
        for event in one["timeline"]:
            writer.writerow([csv_cell(value) for value in (one["incident"], *event.values())])
    return out.getvalue()


def _incidents(app: App, reports: Sequence[Request]) -> list[Incident]:
    """Each report with today's playbook and its own deeds."""
    if not reports:
        return []
    playbook = tuple(Step(one, hours(one)) for one in steps(app.knowledge))
    deeds = app.ledger.deeds(_task(reports[0]) if len(reports) == 1 else "")
    return [Incident(one, playbook, deeds.get((_task(one), one.at.date()), ())) for one in reports]


def _task(report: Request) -> str:
    """The task that stands for working on it."""
    return f"incident:{report.receipt}"
