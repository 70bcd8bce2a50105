"""An owner or admin looks at what governance demands and who has read the policy; names are shown for a reason that is kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.auditing import LedgerPage
from bot.console.deeds import keep_deed
from bot.console.doors import REPORTED, RefusedError, Role
from bot.console.pages import LONGEST, Pages
from bot.console.questions import SHORTEST_REASON
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Table
from bot.desk.acknowledgements import FEWEST, Acknowledgements, Listed, listed
from bot.ledger.store.errors import LedgerError


def governance_pages(pages: Pages) -> APIRouter:
    """The page, the names on it, and the report that says what the pages say in one."""
    router, app, doors = APIRouter(), pages.app, pages.doors

    def found() -> Acknowledgements:
        return Acknowledgements(app, listed(app))

    def shown(request: Request, signed: Signed, language: str, fault: str = "", names: tuple[str, ...] | None = None) -> Response:
        section, read = doors.governance(language), AcknowledgedTables.of(app.knowledge, language, found()).tables()
        return pages.show(request, "governance", signed, section=section, read=read, fault=fault, names=names)

    @router.get("/console/governance")
    def governance(request: Request) -> Response:
        return shown(request, *pages.enter(request, "governance"))

    @router.post("/console/governance/who")
    def who(request: Request, reason: str = Form(""), csrf: str = Form("")) -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "who")
        if len(reason.strip()) < SHORTEST_REASON:
            return shown(request, signed, language, fault="console.who.reason_short")
        known = found()
        try:
            missing = known.look(by=signed.person.signed, reason=reason.strip()[:LONGEST])
        except LedgerError:
            raise RefusedError("console.who.reason_short") from None
        keep_deed(pages.app, signed.person, "who_has_not_read")
        tables = AcknowledgedTables.of(app.knowledge, language, known)
        return shown(request, signed, language, names=tuple(tables.name(*one) for one in missing))

    @router.get("/console/report")
    def report(request: Request, since: str = "") -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.limit(request, HEAVY_A_MINUTE, "report")
        day, fault = None, ""
        try:
            day = date.fromisoformat(since) if since else None
        except ValueError:
            fault = "console.error.day"
        is_admin = signed.person.role is Role.ADMIN
        audit = LedgerPage.of(app.knowledge, language, app, pages.verifying).paper() if is_admin else None
        told = doors.report(language, day, audit)
        return pages.show(request, "report", signed, report=told, fault=fault, can_note=is_admin)

    @router.post("/console/report")
    def note(request: Request, csrf: str = Form("")) -> Response:
        """The next report begins where this one was made."""
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        keep_deed(pages.app, signed.person, REPORTED)
        return RedirectResponse("/console/report", status_code=303)

    return router


@dataclass(frozen=True, slots=True)
class AcknowledgedTables(Reader):
    """Figures for one reader."""

    found: Acknowledgements

    def tables(self) -> tuple[Table, ...]:
        """By version and by team; empty ones where the policy asks for none."""
        wanted = self.found.is_wanted
        versions = tuple(
            (Cell(version), self.when(at) if at else Cell("–"), self._number(count))
            for version, at, count in (self.found.by_version() if wanted else ())
        )
        teams = tuple(
            (
                Cell(one.name or self.words(f"acknowledged.{one.kind}", fewest=str(FEWEST))),
                self._number(one.read),
                self._number(one.not_read),
                self._number(one.reminded),
            )
            for one in (self.found.by_team() if wanted else ())
        )
        empty = self.words("acknowledged.empty")
        read = self.words("acknowledged.read")
        by_version = (self.words("acknowledged.version"), self.words("acknowledged.published"), read)
        not_read = (self.words("acknowledged.not_read"), self.words("acknowledged.reminded"))
        by_team = (self.words("acknowledged.team"), read, *not_read)
        return (
            Table(self.words("acknowledged.versions"), by_version, versions, empty),
            Table(self.words("acknowledged.teams", version=self.knowledge.version), by_team, teams, empty),
        )

    def name(self, person: str, one: Listed) -> str:
        """Who has not read it, with their team, and how often and when last they were reminded."""
        name, (times, last) = self.found.app.name_of(one.user), self.found.reminded(person)
        reminded = self.words("acknowledged.reminded_at", times=str(times), day=self.when(last).text) if last else ""
        return (f"{name} ({one.team})" if one.team else name) + reminded

    def _number(self, number: int) -> Cell:
        return Cell(self.number(number), is_number=True)
