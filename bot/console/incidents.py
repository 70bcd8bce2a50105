"""An owner or admin looks at the register of incidents, works on one, or takes the file of it."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages


def incident_pages(pages: Pages) -> APIRouter:
    """The register, its buttons and its file."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/incidents")
    def incidents(request: Request) -> Response:
        signed, language = pages.enter(request, "incidents")
        return pages.show(request, "incidents", signed, section=doors.incidents(language, signed.person))

    @router.post("/console/incidents")
    def work(
        request: Request, about: str = Form(""), choice: str = Form(""), meant: str = Form(""), csrf: str = Form("")
    ) -> Response:
        signed, _ = pages.enter(request, "incidents")
        pages.access.check_form(request, signed, csrf)
        if not doors.work_incident(signed.person, about[:LONGEST], choice[:LONGEST], bool(meant)):
            raise RefusedError("console.error.no_incident")
        doors.deed(signed.person, "incident", about[:LONGEST])
        return RedirectResponse("/console/incidents", status_code=303)

    @router.get("/console/incidents/export")
    def export(request: Request) -> Response:
        signed, _ = pages.enter(request, "incidents")
        pages.access.limit(request, HEAVY_A_MINUTE, "export")
        content = doors.incidents_file()
        doors.deed(signed.person, "incidents_exported", "")
        name = {"Content-Disposition": 'attachment; filename="incidents.csv"'}
        return Response(content, media_type="text/csv; charset=utf-8", headers=name)

    return router
