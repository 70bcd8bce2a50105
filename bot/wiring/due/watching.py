"""The house's rooms go in; watching comes out: pages are read in their turn, and what changed is told in the channel, once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App
from bot.clock.today import today_at
from bot.desk.clauses import (
    LOST,
    day_of,
    keep_small_changes,
    lost_words,
    owners_channel,
    small_changes,
    small_changes_words,
    tell_lost,
    told_of,
)
from bot.flows.vendors.watch import Watch
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import TermChange, resting_on
from bot.policy.due.register import watched_pages
from bot.policy.due.tasks import clause_task
from bot.policy.house import Knowledge
from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.terms import Severity
from bot.policy.vendors.watching import TRIES, UNREAD_SINCE, Found, Look, PageChange, PageLook, Watched
from bot.policy.world import Catalog
from bot.saying.notices import terms as said
from bot.settings import Settings
from bot.vendors.archive import Archives
from bot.vendors.browser import browser_of
from bot.vendors.errors import UnreadError
from bot.vendors.excerpt import word_diff
from bot.vendors.fetch import Fetcher
from bot.vendors.guard import Guard
from bot.vendors.judging.noise import same_text
from bot.vendors.sources import Sources
from bot.wiring.due.declared import beside
from bot.wiring.due.judging import judging
from bot.wiring.voices import Voice, Voices

Plain = dict[str, Any]
CHANGE, DIGEST, PAGE = "terms_change", "terms_digest", "terms_page"
WATCH_SECONDS = 60
DIGEST_HOUR = time(9, 0)
TOLD_BY_CARD = ("posted", "late", "settled")
"""What becomes of a task's reminder where nobody has to be told of the change any more."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How pages are read. Tests on this machine give their own guard; no setting does."""

    guard: Guard
    every_seconds: float | None = None
    """Seconds between two requests to a host; None: what is polite."""


class Watching:
    """Watching in a house, or for one command. Nothing is opened before the first page is due."""

    def __init__(
        self, settings: Settings, ledger: Ledger, knowledge: Callable[[], Knowledge], catalog: Catalog, ways: Ways | None = None
    ) -> None:
        self._settings, self._ledger, self._knowledge, self._catalog = settings, ledger, knowledge, catalog
        self._ways = ways or Ways(Guard())
        self._stop = threading.Event()
        self._sources: Sources | None = None
        self._fetcher: Fetcher | None = None

    def round(self) -> list[PageLook]:
        """Look at all pages that are due; what rests on a changed one is flagged."""
        watch = Watch(
            pages=self._pages,
            look=self._read,
            judge=judging(self._settings, self._knowledge().organisation.believing),
            same=same_text,
            kept=self._ledger,
            tell=lambda change: keep_term_change(self._ledger, change, self._knowledge()),
            stopping=self._stop.is_set,
        )
        return watch(_now)

    def stop(self) -> None:
        """End what waits for a host, and let go of connections."""
        self._stop.set()
        if self._fetcher:
            self._fetcher.close()

    def _pages(self) -> tuple[TermsPage, ...]:
        pages = watched_pages(self._knowledge().vendors, self._catalog.terms)
        return pages if self._settings.watch else tuple(page for page in pages if page.file)

    def _read(self, page: TermsPage, known: Watched) -> Found:
        return self._ready()(page, known)

    def _ready(self) -> Sources:
        if self._sources is None:
            guard = self._ways.guard
            self._fetcher = Fetcher(guard, self._pace, agent(self._knowledge()))
            archives = Archives(self._settings.own_cache / "archives", guard, self._pace)
            self._sources = Sources(self._fetcher, archives, self._beside, browser_of(self._fetcher))
        return self._sources

    def _beside(self, name: str) -> str:
        return beside(self._settings.knowledge, name)

    def _pace(self, host: str, seconds: float) -> None:
        """Wait until the host may be asked, whichever of our processes asked it last."""
        every = seconds if self._ways.every_seconds is None else self._ways.every_seconds
        while wait := self._ledger.take_host(host, _now(), seconds=every):
            if self._stop.wait(wait):
                raise UnreadError(Look.BROKEN, "we were stopped before the page was read")


class TermsNews:
    """What the house says of terms: changes at once, smaller ones once a week, pages that cannot be read."""

    def __init__(self, app: App, voices: Voices, ways: Ways | None = None) -> None:
        self._app, self._knowledge = app, app.current
        self.watching = Watching(app.settings, app.ledger, app.current, app.catalog, ways)
        voices |= {
            LOST: Voice(partial(lost_words, app)),
            CHANGE: Voice(self._change, self._kept),
            DIGEST: Voice(self._digest, self._digest_kept),
            PAGE: Voice(self._page, self._page_kept),
        }

    def tick(self, now: datetime) -> None:
        """Look at what is due, then tell what nobody has been told of, whichever process or command saw it."""
        self.watching.round()
        for change in self._app.ledger.page_changes(severity=Severity.ALERT, told=""):
            self._alert(change)
        for page in self._app.ledger.watched_pages():
            if page.tries >= TRIES and not page.told:
                self._send_page(page)
        self._send_digest(now)
        tell_lost(self._app, now)

    def _alert(self, change: PageChange) -> None:
        """At once, but for a change on which something rests: its owner gets a task's card in the same channel, and that tells
        it. Where nothing rests on it any more before the card was posted, it is told after all."""
        knowledge, ledger = self._knowledge(), self._app.ledger
        terms = _terms_of(change, knowledge)
        if not resting_on(knowledge.policy, (terms,)):
            self._enqueue(f"terms:{change.id}", {"kind": CHANGE, "change": change.id})
        elif any(one.outcome in TOLD_BY_CARD for one in ledger.outcomes(clause_task(terms))):
            ledger.keep_told(change.id, "card")

    def _send_page(self, page: Watched) -> None:
        look = (page.look or Look.BROKEN).value
        since = page.validators.get(UNREAD_SINCE, "")
        notice = {"kind": PAGE, "page": page.page, "look": look, "why": page.why, "since": since}
        self._enqueue(f"terms-page:{page.page}:{since}", notice)
        self._app.ledger.keep_page_told(page.page, look)

    def _enqueue(self, notice_id: str, notice: Plain) -> None:
        self._app.engine.notify(notice_id, notice)

    def _send_digest(self, now: datetime) -> None:
        """Once a week, from Monday nine o'clock in the organisation's time; whoever ticks first queues it for all. Where the
        policy wants a weekly message of what is due, the same people read it there, and this one is not sent."""
        knowledge = self._knowledge()
        here = now.astimezone(ZoneInfo(knowledge.organisation.time_zone))
        monday = here.date() - timedelta(days=here.weekday())
        until = datetime.combine(monday, DIGEST_HOUR, here.tzinfo)
        told_with_tasks = knowledge.organisation.reminding.digest is not None
        if here < until or told_with_tasks or not knowledge.organisation.reminder_channel or not small_changes(self._app, until):
            return
        year, week, _ = monday.isocalendar()
        self._enqueue(f"terms-digest:{year}-W{week:02}", {"kind": DIGEST, "until": until.astimezone(UTC).isoformat()})

    # --- words -------------------------------------------------------------------------------------------------------

    def _change(self, notice: Plain) -> Plain | None:
        change, knowledge = self._app.ledger.page_change(notice["change"]), self._knowledge()
        return self._here(notice, said.changed(told_of(change, knowledge), knowledge, today_at(knowledge))) if change else None

    def _digest(self, notice: Plain) -> Plain | None:
        knowledge = self._knowledge()
        channel = knowledge.organisation.reminder_channel
        words = small_changes_words(self._app, datetime.fromisoformat(notice["until"]))
        return {"channel": channel, "words": words} if words and channel else None

    def _page(self, notice: Plain) -> Plain | None:
        knowledge = self._knowledge()
        pages = watched_pages(knowledge.vendors, self._app.catalog.terms)
        url = next((page.url for page in pages if page.id == notice["page"]), "")
        return self._here(notice, said.unread(notice["page"], notice["look"], notice["why"], url, knowledge))

    def _places(self, notice: Plain) -> list[str]:
        """Where it may be said, best first: a channel may be gone, and then the owners are told themselves."""
        knowledge = self._knowledge()
        channels = [knowledge.organisation.reminder_channel, owners_channel(knowledge)]
        if notice["kind"] == PAGE:
            channels.reverse()
        owners = (one.match for one in knowledge.people if one.is_owner and one.match[:1] in "UW")
        return list(dict.fromkeys(each for each in (*channels, *owners) if each)) if channels[0] else []

    def _here(self, notice: Plain, words: str) -> Plain | None:
        """Where it is said now; with where it could not be said before."""
        places, tried = self._places(notice), _tried(notice)
        if tried >= len(places):
            return None
        unreached = places[tried - 1] if tried else ""
        return {"channel": places[tried], "words": said.here_instead(words, unreached, self._knowledge())}

    def _again(self, name: str, notice: Plain, outcome: Plain) -> bool:
        """Whether the next place is tried, under an id of its own."""
        tried = _tried(notice) + 1
        if outcome["state"] != "refused" or tried >= len(self._places(notice)):
            return False
        self._enqueue(f"{name}:to{tried}", {**notice, "tried": tried})
        return True

    def _kept(self, notice: Plain, outcome: Plain) -> None:
        if not self._again(f"terms:{notice['change']}", notice, outcome):
            self._app.ledger.keep_told(notice["change"], str(outcome["state"]))

    def _page_kept(self, notice: Plain, outcome: Plain) -> None:
        self._again(f"terms-page:{notice['page']}:{notice.get('since', '')}", notice, outcome)

    def _digest_kept(self, notice: Plain, outcome: Plain) -> None:
        if outcome["state"] == "posted":
            keep_small_changes(self._app, datetime.fromisoformat(notice["until"]))


def _tried(notice: Plain) -> int:
    """How many places could not be reached. What the last release queued for the second one says it in another way."""
    return int(notice.get("tried", 1 if notice.get("elsewhere") else 0))


def agent(knowledge: Knowledge) -> str:
    """Who we say we are: the program, what it does, and whom to write to."""
    contact = knowledge.organisation.owner.encode("ascii", "ignore").decode()
    return f"may-i/{version('may-i')} (reads published terms for its organisation; contact: {contact or 'not given'})"


def keep_term_change(ledger: Ledger, change: PageChange, knowledge: Knowledge) -> None:
    """Flag what rests on the changed page: answers and tasks look there."""
    ledger.keep_term_change(_terms_of(change, knowledge), change.at)


def _terms_of(change: PageChange, knowledge: Knowledge) -> TermChange:
    judged, day = change.judgement, day_of(change.at, knowledge)
    topics = tuple(topic.value for topic in judged.topics)
    effective, diff = judged.effective_date, word_diff(judged)
    way = judged.direction.value
    return TermChange(change.id, change.page, day, "", topics, effective, diff, url=change.url, direction=way)


def _now() -> datetime:
    return datetime.now(UTC)
