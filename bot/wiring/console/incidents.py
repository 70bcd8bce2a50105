"""The register of incidents goes in; its page comes out, what somebody did is kept, and the file of it all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Protocol

from bot.console.doors import Person, Role
from bot.console.values.shown import Cell, Choice, Form, Section, Table
from bot.ledger.ledger import Ledger
from bot.policy.due.incidents import CLOSE, Incident
from bot.saying.playbook import hours, steps_read_in
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


def incident_doors(rooms: Rooms, name_of: Callable[[str], str]) -> dict[str, Callable[..., Any]]:
    """The doors of the page. ``name_of``: Slack user -> name; what owners do here is no secret."""

    def register() -> Incidents:
        return Incidents(rooms.ledger, rooms.minds.today().knowledge)

    def page(language: str, person: Person) -> Section:
        found = register()
        return IncidentPage.of(found.knowledge, language, found.all(), name_of, person.role).page()

    def work(person: Person, receipt: str, choice: str) -> bool:
        found = register()
        named = {value_of(step.text): step.text for one in found.all() for step in one.steps} | {CLOSE: CLOSE}
        return choice in named and found.work(receipt, named[choice], person.user, datetime.now(UTC))

    return {"incidents": page, "work_incident": work, "incidents_file": lambda: as_csv(register().all(), name_of)}


@dataclass(frozen=True, slots=True)
class IncidentPage(Reader):
    """The register for one reader."""

    found: list[Incident]
    name_of: Callable[[str], str]
    role: Role

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
            (Cell(f"{number}. {said}"), Cell(self.words("incidents.in_hours", hours=str(within)) if within else "–"))
            for number, (step, said) in enumerate(read.items(), 1)
            for within in (hours(step),)
        )
        heads = (*self.heads("what"), self.words("incidents.within"))
        return Table(self.words("incidents.playbook"), heads, rows, self.words("incidents.no_playbook"))

    def _rows(self, now: datetime) -> Table:
        rows = tuple(
            (
                self._receipt(one),
                self.when(one.report.at),
                Cell(self.words("incidents.steps_done", done=str(len(one.steps) - len(one.undone)), all=str(len(one.steps)))),
                self._due(one, now),
                Cell(self.words(f"incidents.state.{'closed' if one.closed else 'open'}"), mark="" if one.closed else "review"),
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
                Cell(self.words(f"incidents.event.{event.what}", about=read.get(event.about, event.about))),
                Cell(self.name_of(event.by) if event.by else "–"),
            )
            for event, one in events[:MOST_EVENTS]
        )
        heads = self.heads("moment", "receipt", "what", "by")
        return Table(self.words("incidents.timeline"), heads, rows, self.words("incidents.empty"))

    def _receipt(self, one: Incident) -> Cell:
        """Only admins may open the question of somebody else."""
        receipt = one.report.receipt
        return Cell(receipt, f"/console/questions/{receipt}" if self.role is Role.ADMIN and not one.report.erased else "")

    def _form(self, one: Incident) -> Cell:
        if one.closed:
            return Cell("–")
        read = steps_read_in(self.knowledge, self.words.language)
        close = Choice(CLOSE, self.words("incidents.close"))
        choices = (*(Choice(value_of(step.text), read[step.text]) for step in one.undone), close)
        button = self.words("incidents.note") if one.undone else close.label
        return Cell("", form=Form(PATH, one.report.receipt, one.report.receipt, button, choices))


def value_of(step: str) -> str:
    """A step as a form names it: by its words, so that an edited playbook never ticks another step."""
    return sha256(step.encode()).hexdigest()[:16]
