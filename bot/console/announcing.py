"""Vendors: what they announced and changed, what was done about it, contracts, and the edit that a pasted notice becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from typing import Any

from fastapi import APIRouter, Form, Request
from fastapi.responses import Response

from bot.app import App
from bot.clock.today import today_at
from bot.console.access import FEED, HEAVY_A_MINUTE, Signed
from bot.console.calendars import address_of
from bot.console.deeds import keep_deed
from bot.console.editing import place_of, refusing
from bot.console.pages import LONGEST, Pages
from bot.console.tables import Reader
from bot.console.values.shown import Cell, Mended, Section, Table
from bot.desk.announced import Typed, about_change, about_choices, announced_words, change_of, with_change
from bot.desk.edits import digest_of
from bot.knowledge.edits.writing import keep, looked_at
from bot.knowledge.history.propose import edit_of
from bot.ledger.ledger import Ledger
from bot.policy.due.tasks import Deed, Deeds, Done
from bot.policy.house import AnnouncedChange
from bot.policy.vendors.watching import PageChange
from bot.saying.labels import offering_label
from bot.saying.notices.tasks import shortened
from bot.saying.notices.terms import in_short
from bot.saying.words import words_for
from bot.vendors.excerpt import word_diff

LONGEST_NOTICE = 20_000
"""Characters of a notice that are read."""
MOST_SUBJECTS = 500
"""Products and pages of terms to choose from."""
SEEN_DAYS = 180
MOST_SEEN = 50
TOLD = {
    **dict.fromkeys(("posted", "card"), "console.vendors.told"),
    "refused": "console.vendors.untold",
    "owed": "console.vendors.owed",
}
"""What became of telling of a change -> its words; all else was only kept."""

WAY_OUT_HEADS = (
    "console.vendors.way_out.to",
    "console.vendors.way_out.steps",
    "console.vendors.way_out.rehearsed",
    "console.vendors.way_out.again",
)


@dataclass(frozen=True, slots=True)
class AnnouncedWish(Typed):
    """What somebody typed in of a vendor's new terms."""

    seen: str = ""
    """The digest of the edit, where it was seen and is wanted."""


def announcing_pages(pages: Pages) -> APIRouter:
    """Vendors, and the form for what one of them has announced."""
    router, app = APIRouter(), pages.app

    def shown(request: Request, signed: Signed, language: str, **values: Any) -> Response:
        empty = {"wish": AnnouncedWish(), "fault": "", "day": "", "done": None}
        known: dict[str, Any] = {"vendors": app.knowledge.vendors}
        known["section"] = VendorsPage.of(app.knowledge, language, app.ledger, app.name_of).page()
        known["address"] = address_of(request, pages, signed, FEED)
        words = words_for(language, app.knowledge.organisation.languages)
        known["subjects"] = about_choices(app.knowledge, words)[:MOST_SUBJECTS]
        return pages.show(request, "vendors", signed, **empty | known | values)

    @router.get("/console/vendors")
    def vendors(request: Request) -> Response:
        signed, language = pages.enter(request, "vendors")
        return shown(request, signed, language)

    @router.post("/console/vendors")
    def noted(  # noqa: PLR0917 - a form's fields
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
        wish = AnnouncedWish(vendor[:LONGEST], language, what, day, where, duty, text, subjects, seen[:LONGEST])
        done = None
        if not fault:
            fault, done = announce(app, language, wish)
        if done is None:
            return shown(request, signed, language, wish=wish, fault=fault, day=effective[:LONGEST])
        if done.waits:
            return shown(request, signed, language, wish=wish, day=effective[:LONGEST], done=done)
        keep_deed(app, signed.person, "announced", done.about)
        return shown(request, signed, language, done=done)

    return router


def announce(app: App, language: str, wish: AnnouncedWish) -> tuple[str, Mended | None]:
    """The key of what is missing, or the edit. The notice is read and then forgotten. Raises ``RefusedError``."""
    knowledge, settings = app.knowledge, app.settings
    is_known = wish.vendor in {one.id for one in knowledge.vendors}
    change = change_of(wish if is_known else replace(wish, about=()), knowledge)
    if isinstance(change, str):
        return f"announced.missing.{change}", None
    name = next((one.name for one in knowledge.vendors if one.id == wish.vendor), wish.vendor)
    called = f"{name}, {change.effective.isoformat()}"
    with refusing(lambda fault: fault.what):
        edit = edit_of(settings.knowledge, with_change(settings.knowledge, change, knowledge))
        if digest_of(edit.patch) != wish.seen:
            return "", Mended(called, "", edit.patch, change.title, waits=_waits(wish, digest_of(edit.patch)))
        kept = keep(settings, about_change(change), lambda: with_change(settings.knowledge, change, knowledge))
    looked_at(settings, app.store.refresh)  # whoever wrote it looks at the register next
    words = words_for(language, knowledge.organisation.languages)
    told = announced_words(words, change, kept, app.today)
    return "", Mended(called, place_of(kept.path, settings), kept.patch, told, kept.id)


def _waits(wish: AnnouncedWish, seen: str) -> tuple[tuple[str, str], ...]:
    """What was typed, once more, with what was seen of it."""
    day = wish.effective.isoformat() if wish.effective else ""
    typed = {"vendor": wish.vendor, "title": wish.title, "announced": wish.announced, "needed": wish.needed, "effective": day}
    return (*typed.items(), *(("about", one) for one in wish.about), ("notice", wish.notice), ("seen", seen))


def _some(values: list[str]) -> tuple[str, ...]:
    """What was chosen, each once."""
    return tuple(dict.fromkeys(one[:LONGEST] for one in values[:MOST_SUBJECTS] if one))


def _day(text: str) -> tuple[date | None, str]:
    """The day that was picked, and the key of what is wrong with it."""
    try:
        return (date.fromisoformat(text) if text else None), ""
    except ValueError:
        return None, "console.error.day"


@dataclass(frozen=True, slots=True)
class VendorsPage(Reader):
    """Vendors and their terms, for one reader. ``ledger``: None where only the files are known."""

    ledger: Ledger | None
    name_of: Callable[[str], str] = str
    """Slack user -> name."""
    since: date | None = None
    """Of changes: from which day on; None: of the last half year."""

    def page(self) -> Section:
        """Contracts and announced changes, and what changed on watched pages."""
        sentence = self.words("console.vendors.sentence", count=str(len(self.knowledge.vendors)))
        changes = (self._page_changes(),) if self.ledger else ()
        return Section(sentence, (self._announced(), *changes, self._contracts(), self._ways_out()))

    def _announced(self) -> Table:
        words, today, deeds = self.words, today_at(self.knowledge), self._deeds()
        rows = tuple(
            (
                Cell(vendor.name),
                Cell(change.title, link=change.url),
                self.day(change.effective),
                Cell(words("console.past") if change.effective < today else ""),
                Cell(self._done(_announced_deeds(change, deeds)) or "–"),
            )
            for vendor, change in sorted(
                ((vendor, change) for vendor in self.knowledge.vendors for change in vendor.changes if self._is_wanted(change)),
                key=lambda one: (one[1].effective < today, one[1].effective, one[0].name),
            )
        )
        heads = (*self.heads("vendor", "what", "effective", "state"), words("console.vendors.done"))
        return Table(words("console.vendors.announced"), heads, rows, words("console.vendors.announced.empty"))

    def _is_wanted(self, change: AnnouncedChange) -> bool:
        return self.since is None or change.effective >= self.since

    def _page_changes(self) -> Table:
        """The newest first."""
        words, deeds = self.words, self._deeds()
        rows = tuple(
            (
                Cell(change.page),
                Cell(words(f"console.severity.{change.judgement.severity.value}")),
                Cell(in_short(change.page, change.judgement, self.knowledge, words), diff=shortened(word_diff(change.judgement))),
                self.when(change.at),
                Cell(" · ".join((self._told(change), *filter(None, [self._done(_deeds_on(f"clause:{change.id}", deeds))])))),
            )
            for change in self._changes()
        )
        heads = (*self.heads("page", "severity", "what", "moment"), words("console.vendors.done"))
        return Table(words("console.vendors.changes"), heads, rows, words("console.vendors.changes.empty"))

    def _changes(self) -> list[PageChange]:
        if self.ledger is None:
            return []
        if self.since is None:
            return list(reversed(self.ledger.page_changes(since=datetime.now(UTC) - timedelta(days=SEEN_DAYS))))[:MOST_SEEN]
        return list(reversed(self.ledger.page_changes(since=datetime.combine(self.since, time(), UTC))))

    def _deeds(self) -> Deeds:
        return self.ledger.deeds() if self.ledger else {}

    def _told(self, change: PageChange) -> str:
        """That it was judged, and whether somebody was told: what is ignored or waits for Monday is only kept."""
        return self.words(TOLD.get(change.told, "console.vendors.kept"))

    def _done(self, deeds: Iterable[Done]) -> str:
        """What people did, by name, oldest first, with their own words."""
        return " · ".join(self._deed(one) for one in sorted(deeds, key=lambda one: one.at))

    def _deed(self, done: Done) -> str:
        words = self.words
        if done.deed is Deed.ASSIGN:
            said = f"{words('task.done.assign')} {self.name_of(done.to)}"
        elif done.deed is Deed.LIFT:
            said = words("console.vendors.lifted", day=self.day(done.at.date()).text)
        else:
            tools = ", ".join(offering_label(one, self.knowledge, words) for one in done.offerings)
            until = self.day(done.until).text if done.until else ""
            said = words(f"task.done.{done.deed.value}", day=self.day(done.at.date()).text, until=until, tools=tools)
        by = f" ({self.name_of(done.user)})" if done.user else ""
        return said + by + (f": {done.note}" if done.note else "")

    def _contracts(self) -> Table:
        words = self.words
        rows = tuple(
            (
                Cell(vendor.name),
                Cell(contract.title or "–"),
                self.day(contract.notice_by) if contract.notice_by else Cell("–"),
                self.day(contract.end),
                Cell(words("console.renews") if contract.auto_renewal else ""),
                Cell(str(contract.at)),
            )
            for vendor, contract in sorted(
                ((vendor, contract) for vendor in self.knowledge.vendors for contract in vendor.contracts),
                key=lambda one: (one[1].notice_by or one[1].end or date.max, one[0].name),
            )
        )
        heads = self.heads("vendor", "contract", "notice", "until", "state", "where")
        return Table(words("console.vendors.contracts"), heads, rows, words("console.vendors.contracts.empty"))

    def _ways_out(self) -> Table:
        """What is done where a vendor is down, dearer or on other terms; one that was not rehearsed in time is marked."""
        words, today = self.words, today_at(self.knowledge)
        plans = [(vendor, vendor.migration) for vendor in self.knowledge.vendors if vendor.migration]
        rows = tuple(
            (
                Cell(vendor.name),
                Cell(offering_label(plan.to, self.knowledge, words)),
                Cell(" ".join(f"{at}. {step}" for at, step in enumerate(plan.steps, 1)) or words("console.vendors.no_steps")),
                self.day(plan.rehearsed),
                replace(self.day(plan.due), mark="" if plan.due and plan.due >= today else "forbidden"),
                Cell(plan.owner or self.knowledge.organisation.owner or "–"),
            )
            for vendor, plan in sorted(plans, key=lambda one: (one[1].due or date.min, one[0].name))
        )
        own = (words(one) for one in WAY_OUT_HEADS)
        heads = (*self.heads("vendor"), *own, *self.heads("owner"))
        return Table(words("console.vendors.ways_out"), heads, rows, words("console.vendors.ways_out.empty"))


def _announced_deeds(change: AnnouncedChange, deeds: Deeds) -> Iterator[Done]:
    """Those on the change, and on what it touches of the terms, which is a task of its own."""
    return chain(_deeds_on(f"change:{change.id}", deeds), _deeds_on(f"clause:{change.id}:", deeds, is_start=True))


def _deeds_on(task: str, deeds: Deeds, *, is_start: bool = False) -> Iterator[Done]:
    for (id_, _), done in deeds.items():
        if id_ == task or (is_start and id_.startswith(task)):
            yield from done
