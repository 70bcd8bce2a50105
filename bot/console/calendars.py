"""Whoever looks after the policy goes in; what is due comes out as a page, a file and a calendar."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.app import AT_MACHINE
from bot.console.access import CALENDAR, Signed, role_of
from bot.console.doors import RefusedError
from bot.console.pages import ROLES, Pages

PAGE = "reminders"


def calendar_pages(pages: Pages) -> APIRouter:
    """What is due, and its calendar."""
    router, doors = APIRouter(), pages.doors

    @router.get("/console/reminders")
    def reminders(request: Request) -> Response:
        signed, language = pages.enter(request, PAGE)
        address = address_of(request, pages, signed, CALENDAR)
        return pages.show(request, PAGE, signed, section=doors.reminders(language), address=address)

    @router.get("/console/reminders.ics")
    def download(request: Request) -> Response:
        pages.enter(request, PAGE)
        return _calendar(doors.calendar(), "attachment")

    @router.get("/console/calendar/{token}.ics")
    def subscribed(request: Request, token: str) -> Response:
        let_in(request, pages, token, CALENDAR, PAGE)
        return _calendar(doors.calendar(), "inline")

    return router


def address_of(request: Request, pages: Pages, signed: Signed, what: str) -> str:
    """An address of one's own that programs can read; none for somebody at the machine: they are in no file, so nobody could ever
    take it away from them."""
    user = signed.person.user
    if user.startswith(AT_MACHINE):
        return ""
    ending = "ics" if what == CALENDAR else "atom"
    return f"{here(request, is_secure=pages.access.is_secure)}/console/{what}/{pages.access.address_token(user, what)}.{ending}"


def let_in(request: Request, pages: Pages, token: str, what: str, page: str) -> None:
    """For programs, which cannot sign in: the address itself tells whose it is, and what they may see today. Raises
    ``RefusedError``."""
    pages.access.limit(request, pages.access.pages_a_minute, what)
    user = pages.access.address_user(token, what)
    if not user or role_of(pages.app, user) not in ROLES[page]:
        raise RefusedError("console.error.link")


def _calendar(file: bytes, how: str) -> Response:
    headers = {"Content-Disposition": f'{how}; filename="may-i.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


def here(request: Request, *, is_secure: bool) -> str:
    """The address that the console is asked at."""
    return f"{'https' if is_secure else request.url.scheme}://{request.url.netloc}"
