"""Whoever looks after the policy goes in; what is due comes out as a page, a file and a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_skeleton
from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.app import AT_MACHINE, App
from bot.console.access import CALENDAR, Signed, role_of
from bot.console.doors import RefusedError
from bot.console.knowledge import AHEAD_DAYS
from bot.console.pages import ROLES, Pages
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Section, Table
from bot.desk.reminders import Coming
from bot.ledger.ledger import Ledger

PAGE = "reminders"
OUTCOMES = {
    "posted": "console.outcome.posted",
    "owed": "console.outcome.owed",
    **dict.fromkeys(("covered", "settled", "dropped"), "console.outcome.settled"),
}
"""What became of a reminder -> its words; all else could not be posted."""


def calendar_pages(pages: Pages) -> APIRouter:
    """What is due, and its calendar."""
    router, app = APIRouter(), pages.app

    @router.get("/console/reminders")
    def reminders(request: Request) -> Response:
        signed, language = pages.enter(request, PAGE)
        address = address_of(request, pages, signed, CALENDAR)
        section = RemindersPage.of(app.knowledge, language, app.ledger).page()
        return pages.show(request, PAGE, signed, section=section, address=address)

    @router.get("/console/reminders.ics")
    def download(request: Request) -> Response:
        pages.enter(request, PAGE)
        return _calendar(app, "attachment")

    @router.get("/console/calendar/{token}.ics")
    def subscribed(request: Request, token: str) -> Response:
        let_in(request, pages, token, CALENDAR, PAGE)
        return _calendar(app, "inline")

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


def _calendar(app: App, how: str) -> Response:
    file = Coming(app.knowledge, app.ledger).calendar()
    headers = {"Content-Disposition": f'{how}; filename="may-i.ics"'}
    return Response(file, media_type="text/calendar; charset=utf-8", headers=headers)


def here(request: Request, *, is_secure: bool) -> str:
    """The address that the console is asked at."""
    return f"{'https' if is_secure else request.url.scheme}://{request.url.netloc}"


@dataclass(frozen=True, slots=True)
class RemindersPage(Reader):
    """What people will be reminded of, and what is overdue, for one reader."""

    ledger: Ledger

    def page(self) -> Section:
        """Both."""
        words = self.words
        found = Coming(self.knowledge, self.ledger).rows(AHEAD_DAYS, language=words.language)
        matters: dict[str, list[dict[str, Any]]] = {}
        for row in found["reminders"]:
            matters.setdefault(row["task"], []).append(row)
        rows = tuple(
            (
                self.when(datetime.fromisoformat(first["at"]).replace(tzinfo=ZoneInfo(found["zone"]))),
                Cell(self._what(first["title"], [date.fromisoformat(one["at"][:10]) for one in again])),
                Cell(first["owner"]),
                self.day(date.fromisoformat(first["day"])),
                Cell(words(OUTCOMES.get(first["outcome"], "console.outcome.unposted")) if first["outcome"] else ""),
            )
            for first, *again in matters.values()
        )
        late = tuple(
            (self.day(date.fromisoformat(row["day"])), Cell(row["title"]), Cell(row["owner"])) for row in found["overdue"]
        )
        sentence = words(
            "console.reminders.sentence", count=str(len(found["reminders"])), days=str(AHEAD_DAYS), late=str(len(late))
        )
        return Section(
            sentence,
            (
                Table(
                    words("console.reminders.late"),
                    self.heads("when", "what", "owner"),
                    late,
                    words("console.reminders.late.empty"),
                ),
                Table(
                    words("console.reminders.ahead"),
                    self.heads("moment", "what", "owner", "effective", "state"),
                    rows,
                    words("console.reminders.empty"),
                ),
            ),
        )

    def _what(self, title: str, again: list[date]) -> str:
        """A matter, with the days on which people are reminded of it once more."""
        if not again:
            return title
        days = self.words.join([format_skeleton("MMMd", day, locale=self.words.language) for day in again])
        return self.words("console.reminders.again", what=title, days=days)
