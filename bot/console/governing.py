"""An owner or admin looks at what governance demands and who has read the policy; names are shown for a reason that is kept."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.doors import REPORTED, Role
from bot.console.pages import LONGEST, Pages
from bot.console.questions import SHORTEST_REASON


def governance_pages(pages: Pages) -> APIRouter:
    """The page, the names on it, and the report that says what the pages say in one."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, language: str, fault: str = "", names: tuple[str, ...] | None = None) -> Response:
        section, read = doors.governance(language), doors.acknowledged(language)
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
        names = doors.who_has_not_read(language, signed.person, reason.strip()[:LONGEST])
        doors.deed(signed.person, "who_has_not_read", "")
        return shown(request, signed, language, names=names)

    @router.get("/console/report")
    def report(request: Request, since: str = "") -> Response:
        signed, language = pages.enter(request, "governance")
        pages.access.limit(request, HEAVY_A_MINUTE, "report")
        day, fault = None, ""
        try:
            day = date.fromisoformat(since) if since else None
        except ValueError:
            fault = "console.error.day"
        told = doors.report(language, signed.person.role, day)
        return pages.show(request, "report", signed, report=told, fault=fault, can_note=signed.person.role is Role.ADMIN)

    @router.post("/console/report")
    def note(request: Request, csrf: str = Form("")) -> Response:
        """The next report begins where this one was made."""
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        doors.deed(signed.person, REPORTED, "")
        return RedirectResponse("/console/report", status_code=303)

    return router
