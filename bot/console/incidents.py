"""The register of incidents: an owner or admin looks at it, notes a step as done, closes one, or takes the file of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.app import App
from bot.console.access import HEAVY_A_MINUTE
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError, Role
from bot.console.pages import LONGEST, Pages
from bot.console.tables import Reader
from bot.console.values import shown
from bot.console.values.shown import Cell, Choice, Section, Table
from bot.desk import incidents
from bot.desk.incidents import CLOSE, Event, Incident
from bot.saying.playbook import hours, steps_read_in

PATH = "/console/incidents"
MOST_EVENTS = 200


def incident_pages(pages: Pages) -> APIRouter:
    """The page, its buttons and its file."""
    router, app = APIRouter(), pages.app

    @router.get(PATH)
    def register(request: Request) -> Response:
        signed, language = pages.enter(request, "incidents")
        return pages.show(request, "incidents", signed, section=section_of(app, language, signed.person.role))

    @router.post(PATH)
    def work(
        request: Request, about: str = Form(""), choice: str = Form(""), meant: str = Form(""), csrf: str = Form("")
    ) -> Response:
        signed, _ = pages.enter(request, "incidents")
        pages.access.check_form(request, signed, csrf)
        found = incidents.find(app, about[:LONGEST])
        if found and choice == CLOSE and found.undone and not meant:
            raise RefusedError("incidents.close_undone")
        if found is None or not incidents.work(app, found, choice, signed.person.user, datetime.now(UTC)):
            raise RefusedError("console.error.no_incident")
        keep_deed(pages.app, signed.person, "incident", found.report.receipt)
        return RedirectResponse(PATH, status_code=303)

    @router.get(f"{PATH}/export")
    def export(request: Request) -> Response:
        signed, _ = pages.enter(request, "incidents")
        pages.access.limit(request, HEAVY_A_MINUTE, "export")
        content = incidents.as_csv(app)
        keep_deed(pages.app, signed.person, "incidents_exported")
        name = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=name)

    return router


def section_of(app: App, language: str, role: Role) -> Section:
    """What is shown: the register, its timeline and the playbook. Who reported is on no line: who has to know asks on the
    question's own page, with a reason."""
    knowledge, now, found = app.knowledge, datetime.now(UTC), incidents.register(app)
    page = _Page.of(knowledge, language, app, role, steps_read_in(knowledge, language))
    still = [one for one in found if one.closed is None]
    counts = {"all": len(found), "open": len(still), "late": sum(one.is_late(now) for one in still)}
    lead = page.words("incidents.lead", **{name: page.number(count) for name, count in counts.items()})
    timeline = (page.timeline(found),) if found else ()
    return Section(lead, (page.register(found, now), *timeline, page.playbook()))


@dataclass(frozen=True, slots=True)
class _Page(Reader):
    """Its tables, for one reader."""

    app: App
    role: Role
    said: dict[str, str]
    """A step -> its words in the reader's language."""

    def register(self, found: list[Incident], now: datetime) -> Table:
        rows = tuple(
            (
                self._receipt(one),
                self.when(one.report.at),
                Cell(self.words("incidents.steps_done", done=str(len(one.steps) - len(one.undone)), all=str(len(one.steps)))),
                self._due(one, now),
                self._state(one),
                self._forms(one),
            )
            for one in found
        )
        named = (self.words(f"incidents.{name}") for name in ("reported", "steps", "due"))
        heads = (*self.heads("receipt"), *named, *self.heads("state", "do"))
        return Table(self.words("incidents.register"), heads, rows, self.words("incidents.empty"))

    def timeline(self, found: list[Incident]) -> Table:
        """What happened last, of all of them."""
        events = sorted(((event, one) for one in found for event in one.timeline()), key=lambda pair: pair[0].at, reverse=True)
        rows = tuple(
            (
                self.when(event.at),
                self._receipt(one),
                Cell(self._event(event, one)),
                Cell(self.app.name_of(event.by) if event.by else "–"),
            )
            for event, one in events[:MOST_EVENTS]
        )
        heads = self.heads("moment", "receipt", "what", "by")
        return Table(self.words("incidents.timeline"), heads, rows, self.words("incidents.empty"))

    def playbook(self) -> Table:
        """What the next one will ask for, before there is any."""
        rows = tuple(
            (Cell(f"{number}. {said}"), Cell(self._within(hours(step))))
            for number, (step, said) in enumerate(self.said.items(), 1)
        )
        heads = (*self.heads("what"), self.words("incidents.within"))
        return Table(self.words("incidents.playbook"), heads, rows, self.words("incidents.no_playbook"))

    def _within(self, within: int | None) -> str:
        if within is None:
            return "–"
        return self.words("incidents.in_hours.one" if within == 1 else "incidents.in_hours", hours=str(within))

    def _due(self, one: Incident, now: datetime) -> Cell:
        if one.next_due is None:
            return Cell("–")
        when = self.when(one.next_due)
        return Cell(when.text, exact=when.exact, mark="forbidden" if one.is_late(now) else "")

    def _event(self, event: Event, one: Incident) -> str:
        about = " ".join(self.said.get(step, step) for step in event.about)  # a step of an earlier playbook in its own words
        key = "expired" if event.what == "erased" and self._has_expired(one) else event.what
        return self.words(f"incidents.event.{key}", about=about)

    def _has_expired(self, one: Incident) -> bool:
        """Whether it went because its time was over; whatever goes before that goes because whoever asked wished it."""
        went = one.report.erased_at
        return went is not None and went - one.report.at >= timedelta(days=self.app.settings.request_days)

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

    def _forms(self, one: Incident) -> Cell:
        """A step noted as done, and a button of its own for the closing, which has to be meant while steps are open."""
        if one.closed:
            return Cell("–")
        receipt, left = one.report.receipt, tuple(Choice(step.id, self.said[step.text]) for step in one.undone)
        note = (shown.Form(PATH, receipt, receipt, self.words("incidents.note"), left),) if left else ()
        label = self.words("incidents.close")
        meant = self.words("incidents.close.meant", count=str(len(left))) if left else ""
        return Cell("", forms=(*note, shown.Form(PATH, receipt, receipt, label, (Choice(CLOSE, label),), meant)))
