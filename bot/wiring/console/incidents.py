"""The register of incidents goes in; its page comes out, what somebody did is kept, and the file of it all."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from typing import Any, Protocol

from bot.console.doors import Person, RefusedError, Role
from bot.console.values.shown import Cell, Choice, Form, Section, Table
from bot.ledger.ledger import Ledger
from bot.policy.due.incidents import CLOSE, Event, Incident
from bot.saying.playbook import hours, steps_read_in
from bot.settings import Settings
from bot.wiring.answers.mind import Minds
from bot.wiring.console.reading import Reader
from bot.wiring.due.incidents import Incidents, as_csv

PATH = "/console/incidents"
MOST_EVENTS = 200


class Rooms(Protocol):
    """What of the house is looked at."""

    @property
    def minds(self) -> Minds: ...

    @property
    def ledger(self) -> Ledger: ...
    @property
    def settings(self) -> Settings: ...


def incident_doors(rooms: Rooms, name_of: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """The doors of the page. ``name_of``: Slack user -> name; what owners do here is no secret."""

    def register() -> Incidents:
        return Incidents(rooms.ledger, rooms.minds.today().knowledge)

    def page(language: str, person: Person) -> Section:
        found = register()
        return IncidentPage.of(found.knowledge, language, found.all(), name_of, person.role, rooms.settings.request_days).page()

    def work(person: Person, receipt: str, choice: str, is_meant: bool) -> bool:
        found = register()
        if choice == CLOSE and not is_meant and any(one.undone for one in found.all() if one.report.receipt == receipt):
            raise RefusedError("incidents.close_undone")
        named = {value_of(step.text): step.text for one in found.all() for step in one.steps} | {CLOSE: CLOSE}
        return choice in named and found.work(receipt, named[choice], person.user, datetime.now(UTC))

    return {"incidents": page, "work_incident": work, "incidents_file": lambda: as_csv(register().all(), name_of)}


@dataclass(frozen=True, slots=True)
class IncidentPage(Reader):
    """The register for one reader."""

    found: list[Incident]
    name_of: Callable[[str], str]
    role: Role
    kept_days: int
    """How long the words of a request are kept, where nobody erases them before."""

    def page(self) -> Section:
        """All of it. Who reported is on no line: who has to know asks on the question's own page, with a reason."""
        now = datetime.now(UTC)
        still = [one for one in self.found if one.closed is None]
        late = sum(one.is_late(now) for one in still)
        counts = {"all": len(self.found), "open": len(still), "late": late}
        lead = self.words("incidents.lead", **{name: self.number(count) for name, count in counts.items()})
        told = (self._timeline(),) if self.found else ()
        return Section(lead, (self._rows(now), *told, self._playbook()))

    def _playbook(self) -> Table:
        """What the next one will ask for, before there is any."""
        read = steps_read_in(self.knowledge, self.words.language)
        rows = tuple(
            (Cell(f"{number}. {said}"), Cell(self._within(within)))
            for number, (step, said) in enumerate(read.items(), 1)
            for within in (hours(step),)
        )
        heads = (*self.heads("what"), self.words("incidents.within"))
        return Table(self.words("incidents.playbook"), heads, rows, self.words("incidents.no_playbook"))

    def _within(self, within: int | None) -> str:
        if within is None:
            return "–"
        return self.words("incidents.in_hours.one" if within == 1 else "incidents.in_hours", hours=str(within))

    def _rows(self, now: datetime) -> Table:
        rows = tuple(
            (
                self._receipt(one),
                self.when(one.report.at),
                Cell(self.words("incidents.steps_done", done=str(len(one.steps) - len(one.undone)), all=str(len(one.steps)))),
                self._due(one, now),
                self._state(one),
                self._form(one),
            )
            for one in self.found
        )
        heads = (
            *self.heads("receipt"),
            self.words("incidents.reported"),
            self.words("incidents.steps"),
            self.words("incidents.due"),
            *self.heads("state", "do"),
        )
        return Table(self.words("incidents.register"), heads, rows, self.words("incidents.empty"))

    def _due(self, one: Incident, now: datetime) -> Cell:
        if one.next_due is None:
            return Cell("–")
        when = self.when(one.next_due)
        return Cell(when.text, exact=when.exact, mark="forbidden" if one.is_late(now) else "")

    def _timeline(self) -> Table:
        read = steps_read_in(self.knowledge, self.words.language)  # one of an earlier playbook is told in its own words
        events = sorted(
            ((event, one) for one in self.found for event in one.timeline()), key=lambda pair: pair[0].at, reverse=True
        )
        rows = tuple(
            (
                self.when(event.at),
                self._receipt(one),
                Cell(self._event(event, one, read)),
                Cell(self.name_of(event.by) if event.by else "–"),
            )
            for event, one in events[:MOST_EVENTS]
        )
        heads = self.heads("moment", "receipt", "what", "by")
        return Table(self.words("incidents.timeline"), heads, rows, self.words("incidents.empty"))

    def _event(self, event: Event, one: Incident, read: Mapping[str, str]) -> str:
        about = " ".join(read.get(said, said) for said in event.about)
        key = "expired" if event.what == "erased" and self._has_expired(one) else event.what
        return self.words(f"incidents.event.{key}", about=about)

    def _has_expired(self, one: Incident) -> bool:
        """Whether it went because its time was over; whatever goes before that goes because whoever asked wished it."""
        went = one.report.erased_at
        return went is not None and went - one.report.at >= timedelta(days=self.kept_days)

    def _state(self, one: Incident) -> Cell:
        """Of what is erased only the bare fact is left, and the page says why."""
        said = [self.words(f"incidents.state.{'closed' if one.closed else 'open'}")]
        if one.report.erased:
            said.append(self.words(f"incidents.{'expired' if self._has_expired(one) else 'erased'}"))
        return Cell(" · ".join(said), mark="" if one.closed else "review")

    def _receipt(self, one: Incident) -> Cell:
        """Only admins may open the question of somebody else."""
        receipt = one.report.receipt
        return Cell(receipt, f"/console/questions/{receipt}" if self.role is Role.ADMIN and not one.report.erased else "")

    def _form(self, one: Incident) -> Cell:
        if one.closed:
            return Cell("–")
        read = steps_read_in(self.knowledge, self.words.language)
        receipt, left = one.report.receipt, tuple(Choice(value_of(step.text), read[step.text]) for step in one.undone)
        note = (Form(PATH, receipt, receipt, self.words("incidents.note"), left),) if left else ()
        label = self.words("incidents.close")
        meant = self.words("incidents.close.meant", count=str(len(left))) if left else ""
        return Cell("", forms=(*note, Form(PATH, receipt, receipt, label, (Choice(CLOSE, label),), meant)))


def value_of(step: str) -> str:
    """A step as a form names it: by its words, so that an edited playbook never ticks another step."""
    return sha256(step.encode()).hexdigest()[:16]
