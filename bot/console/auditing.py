"""An admin asks whether the log can be trusted; its page comes out. Answers of others are held and erased on it, after a second
look, and a big log is compared where they want it."""

from __future__ import annotations

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from bot.console.access import HEAVY_A_MINUTE, Signed
from bot.console.deeds import keep_deed
from bot.console.doors import RefusedError
from bot.console.pages import LONGEST, Pages, one_line
from bot.console.values.shown import LogDeed, LogDeedShown

KINDS = ("person", "receipt", "all", "erase")
"""What can be picked; a hold is lifted beside it."""


def ledger_pages(pages: Pages) -> APIRouter:
    """The ledger's page, and its button."""
    router, doors = APIRouter(), pages.doors

    def shown(  # noqa: PLR0917 - what one page needs
        request: Request, signed: Signed, language: str, wish: LogDeed, deed: LogDeedShown | None = None, fault: str = ""
    ) -> Response:
        audit, status = doors.ledger(language), 400 if fault else 200
        return pages.show(request, "ledger", signed, audit=audit, wish=wish, deed=deed, fault=fault, kinds=KINDS, status=status)

    @router.get("/console/ledger")
    def ledger(request: Request, of: str = "") -> Response:
        signed, language = pages.enter(request, "ledger")
        return shown(request, signed, language, LogDeed(of=of[:LONGEST]))

    @router.post("/console/ledger/deed")
    def deed(  # noqa: PLR0917 - a form's fields
        request: Request,
        choice: str = Form(""),
        about: str = Form(""),
        reason: str = Form(""),
        seen: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "deed")
        wish = LogDeed(choice, about[:LONGEST].replace("\x00", ""), one_line(reason), seen)
        try:
            done = doors.log_deed(language, signed.person, wish)
        except RefusedError as problem:
            return shown(request, signed, language, wish, fault=problem.key)
        if done.deed:
            keep_deed(pages.app, signed.person, done.deed, wish.reason)
        return shown(request, signed, language, LogDeed() if done.deed else wish, done)

    @router.post("/console/ledger")
    def compare(request: Request, csrf: str = Form("")) -> Response:
        signed, _ = pages.enter(request, "ledger")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "verify")
        if doors.verify():
            keep_deed(pages.app, signed.person, "verified")
        return RedirectResponse("/console/ledger", status_code=303)

    return router
