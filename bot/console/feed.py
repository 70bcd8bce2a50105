"""The feed of what vendors and the policy changed. Nothing that staff ask is in it, and no person."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Request
from fastapi.responses import Response

from bot.clock.atom import Happening, to_feed
from bot.clock.today import today_at
from bot.console.access import FEED
from bot.console.calendars import here, let_in
from bot.console.pages import Pages
from bot.console.report import RevisedPage
from bot.console.tables import Reader
from bot.desk.versions import Revised, versions_of_ledger
from bot.ledger.ledger import Ledger
from bot.policy.house import Knowledge
from bot.saying.notices.terms import in_short

PAGE = "vendors"
"""The page that the feed belongs to."""
BACK_DAYS = 365
MOST_LINES = 12
"""Of the cells that one version turned."""


def feed_pages(pages: Pages) -> APIRouter:
    """Programs ask for it every few minutes: versions are compared once for each that comes."""
    router, app = APIRouter(), pages.app

    @lru_cache(maxsize=2)
    def revised(_newest: str, _count: int, today: date) -> list[Revised]:
        return versions_of_ledger(app.ledger).since(datetime.now(UTC) - timedelta(days=BACK_DAYS), today)

    @router.get("/console/feed/{token}.atom")
    def feed(request: Request, token: str) -> Response:
        let_in(request, pages, token, FEED, PAGE)
        knowledge, known = app.knowledge, app.ledger.publications()
        found = revised(known[-1][0] if known else "", len(known), app.today)
        happened = Happened.of(knowledge, knowledge.organisation.languages[0], app.ledger, found)
        body = happened.feed(f"{here(request, is_secure=pages.access.is_secure)}/console/feed/{token}.atom")
        return Response(body, media_type="application/atom+xml; charset=utf-8")

    return router


@dataclass(frozen=True, slots=True)
class Happened(Reader):
    """What is in the feed, in the policy's own language."""

    ledger: Ledger
    revised: list[Revised]

    def feed(self, address: str) -> bytes:
        """All of the last year. What no page of a vendor tells links to a page of the console that this address is of."""
        name, console = self.knowledge.organisation.name, address.partition("/feed/")[0]
        title = self.words("feed.title", organisation=name)
        happened = (*self._terms(), *self._announced(console), *self._policy(console))
        return to_feed(f"may-i feed {name}", title, address, happened)

    def _terms(self) -> Iterator[Happening]:
        for change in self.ledger.page_changes(since=datetime.now(UTC) - timedelta(days=BACK_DAYS)):
            said = in_short(change.page, change.judgement, self.knowledge, self.words)
            yield Happening(f"terms {change.id}", change.at, self.words("feed.terms", page=change.page), said, change.url)

    def _announced(self, console: str) -> Iterator[Happening]:
        """From the day on which they were announced; from the one on which they hold, where the file does not say that."""
        today = today_at(self.knowledge)
        for vendor in self.knowledge.vendors:
            for change in vendor.changes:
                day = change.announced_on or change.effective
                if day <= today:
                    title = self.words("feed.announced", vendor=vendor.name, title=change.title)
                    said = self.words("terms.from", what=change.title, day=self.day(change.effective).text)
                    text = " ".join(part for part in (f"{said}.", change.needed) if part)
                    at = _morning(day, self.knowledge)
                    yield Happening(f"announced {change.id}", at, title, text, change.url or f"{console}/vendors")

    def _policy(self, console: str) -> Iterator[Happening]:
        page = RevisedPage.of(self.knowledge, self.words.language, versions_of_ledger(self.ledger), self.revised, True)
        for one in self.revised:
            lines = list(dict.fromkeys(page.lines(one)))
            more = [self.words("list.more", count=self.number(len(lines) - MOST_LINES))] if len(lines) > MOST_LINES else []
            text = "\n".join((*lines[:MOST_LINES], *more)) or self.words("report.cells_changed.empty")
            id_ = f"policy {one.version} {one.at.isoformat()}"  # one that comes back is news again
            since = one.at.astimezone(ZoneInfo(self.knowledge.organisation.time_zone)).date().isoformat()
            title = self.words("feed.policy", version=one.version)
            yield Happening(id_, one.at, title, text, f"{console}/report?since={since}")


def _morning(day: date, knowledge: Knowledge) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(knowledge.organisation.time_zone))
