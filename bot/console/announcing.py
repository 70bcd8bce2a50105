"""A vendor's notice that somebody pastes goes in; the page of vendors comes out, with the edit that it becomes."""

from __future__ import annotations

from datetime import date
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.console.access import FEED, HEAVY_A_MINUTE, Signed
from bot.console.calendars import address_of
from bot.console.deeds import keep_deed
from bot.console.doors import AnnouncedWish
from bot.console.pages import LONGEST, Pages

LONGEST_NOTICE = 20_000
"""Characters of a notice that are read."""
MOST_SUBJECTS = 500
"""Products and pages of terms to choose from."""


def announcing_pages(pages: Pages) -> APIRouter:
    """Vendors, and the form for what one of them has announced."""
    router, doors = APIRouter(), pages.doors

    def shown(request: Request, signed: Signed, language: str, **values: Any) -> Response:
        empty = {"wish": AnnouncedWish(), "fault": "", "day": "", "done": None}
        known: dict[str, Any] = {"section": doors.vendors(language), "choices": doors.vendor_choices()}
        known["address"] = address_of(request, pages, signed, FEED)
        known["subjects"] = doors.about_choices(language)[:MOST_SUBJECTS]
        return pages.show(request, "vendors", signed, **empty | known | values)

    @router.get("/console/vendors")
    def vendors(request: Request) -> Response:
        signed, language = pages.enter(request, "vendors")
        return shown(request, signed, language)

    @router.post("/console/vendors")
    def announce(  # noqa: PLR0917 - a form's fields
        request: Request,
        vendor: str = Form(""),
        notice: str = Form(""),
        title: str = Form(""),
        effective: str = Form(""),
        announced: str = Form(""),
        needed: str = Form(""),
        about: list[str] = Form([]),  # noqa: B008 - as FastAPI has it
        seen: str = Form(""),
        csrf: str = Form(""),
    ) -> Response:
        signed, language = pages.enter(request, "vendors")
        pages.access.check_form(request, signed, csrf)
        pages.access.limit(request, HEAVY_A_MINUTE, "announce")
        day, fault = _day(effective[:LONGEST])
        what, where, duty = (one.strip()[:LONGEST] for one in (title, announced, needed))
        text, subjects = notice.strip()[:LONGEST_NOTICE], _some(about)
        wish = AnnouncedWish(vendor[:LONGEST], what, where, duty, day, text, subjects, seen[:LONGEST])
        done = None
        if not fault:
            fault, done = doors.announce(language, wish)
        if done is None:
            return shown(request, signed, language, wish=wish, fault=fault, day=effective[:LONGEST])
        if done.waits:
            return shown(request, signed, language, wish=wish, day=effective[:LONGEST], done=done)
        keep_deed(pages.app, signed.person, "announced", done.about)
        return shown(request, signed, language, done=done)

    return router


def _some(values: list[str]) -> tuple[str, ...]:
    """What was chosen, each once."""
    return tuple(dict.fromkeys(one[:LONGEST] for one in values[:MOST_SUBJECTS] if one))


def _day(text: str) -> tuple[date | None, str]:
    """The day that was picked, and the key of what is wrong with it."""
    try:
        return (date.fromisoformat(text) if text else None), ""
    except ValueError:
        return None, "console.error.day"
