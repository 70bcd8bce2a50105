"""An admin asks whether the log can be trusted; its page comes out, and a big log is compared where they want it."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE
from bot.console.pages import Pages


def ledger_pages(pages: Pages) -> APIRouter:
    """The ledger's page, and its button."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/ledger")
    def ledger(request: Request) -> Response:
        signed, language = pages.enter(request, "ledger")
        return pages.show(request, "ledger", signed, audit=doors.ledger(language))

    @router.post("/console/ledger")
    def compare(request: Request, csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "verify")
        if doors.verify():
            doors.deed(signed.person, "verified", "")
        return RedirectResponse("/console/ledger", status_code=303)

    return router
