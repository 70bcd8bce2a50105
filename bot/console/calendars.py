"""Whoever looks after the policy goes in; what is due comes out: as a page, as a file, and at an address to subscribe to."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.console.access import AT_MACHINE
from bot.console.doors import RefusedError
from bot.console.pages import ROLES, Pages

PAGE = "reminders"


def calendar_pages(pages: Pages) -> APIRouter:
    """What is due, and its calendar."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/reminders")
    def reminders(request: Request) -> Response:
        signed, language = pages.enter(request, PAGE)
        user = signed.person.user
        # somebody at the machine is in no file, so nobody could ever take the address away from them
        token = "" if user.startswith(AT_MACHINE) else pages.access.calendar_token(user)
        address = f"{_here(request, is_secure=pages.access.is_secure)}/console/calendar/{token}.ics" if token else ""
        return pages.show(request, PAGE, signed, section=doors.reminders(language), address=address)

    @router.get("/console/reminders.ics")
    def download(request: Request) -> Response:
        pages.enter(request, PAGE)
        return _calendar(doors.calendar(), "attachment")

    @router.get("/console/calendar/{token}.ics")
    def subscribed(request: Request, token: str) -> Response:
        """For programs, which cannot sign in: the address itself tells whose it is, and what they may see today."""
        pages.access.limit(request, pages.access.pages_a_minute, "calendar")
        user = pages.access.calendar_user(token)
        if not user or doors.sign_in.role_of(user) not in ROLES[PAGE]:
            raise RefusedError("console.error.link")
        return _calendar(doors.calendar(), "inline")

    return router


def _calendar(file: bytes, how: str) -> Response:
    headers = {"Content-Disposition": f'{how}; filename="may-i.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


def _here(request: Request, *, is_secure: bool) -> str:
    return f"{'https' if is_secure else request.url.scheme}://{request.url.netloc}"
