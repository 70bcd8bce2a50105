"""Vendors' pages of terms: each watched page is looked at in its turn, what is found is kept, and a change is told in the
channel, once; smaller ones once a week, and a page that cannot be read to its owners."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from functools import partial
from importlib.metadata import version
from typing import Any
from zoneinfo import ZoneInfo

from bot.app import App
from bot.clock.today import today_at
from bot.desk.clauses import keep_small_changes, owners_channel, small_changes, small_changes_words, tell_lost, told_of
from bot.desk.vendors import beside
from bot.exam.terms_belief import judging
from bot.ledger.ledger import Ledger
from bot.policy.deciding.clauses import TermChange, resting_on
from bot.policy.due.register import watched_pages
from bot.policy.due.tasks import clause_task
from bot.policy.house import Knowledge
from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.terms import Judgement, Noise, Severity
from bot.policy.vendors.watching import TRIES, UNREAD_SINCE, Found, Look, PageChange, PageLook, Text, Unread, Watched
from bot.saying.notices import terms as said
from bot.vendors.archive import Archives
from bot.vendors.browser import browser_of
from bot.vendors.errors import UnreadError
from bot.vendors.excerpt import word_diff
from bot.vendors.fetch import Fetcher
from bot.vendors.guard import Guard
from bot.vendors.judging.noise import same_text
from bot.vendors.sources import Sources

Notice = dict[str, Any]
Read = Callable[[TermsPage, Watched], Found]
Judge = Callable[[str, str], Judgement]
"""A text, and what became of it -> how grave that is."""
CHANGE, DIGEST, PAGE = "terms_change", "terms_digest", "terms_page"
"""Kinds of notices."""
WATCH_SECONDS = 60
DIGEST_HOUR = time(9, 0)
TOLD_BY_CARD = ("posted", "late", "settled")
"""What becomes of a task's reminder where nobody has to be told of the change any more."""
CONFIRM_AFTER = timedelta(hours=1)
RETRY_AFTER = timedelta(hours=1)
TAKEN_SECONDS = 900
"""How long one of us may take for a page before another tries."""
EARLIER = timedelta(days=30)
"""For so long a text that comes back is one that flickers; later it is news."""
LEAST_LEFT = 0.4
"""A page that has less of its words left is looked at by a person, never told as a change."""
ELSEWHERE = {
    Noise.COLLAPSED: (Look.EMPTIED, "the page lost most of its words"),
    Noise.WRONG_DOCUMENT: (Look.MOVED, "another document stands in place of the terms"),
}
NOISE = {
    Noise.NO_TEXT: "only links, numbering, spelling or a ticking date differ",
    Noise.NAVIGATION: "only menus, footers or link words differ",
    Noise.RECOVERED: "the text is back after a page that was nearly empty",
    Noise.LOCALE_FLIP: "the page came in another language, or for another region",
    Noise.SECOND_SOURCE: "a second document was added to the page, or taken from it",
    Noise.EARLIER_TEXT: "an earlier text came back",
}


# --- one look at each page -------------------------------------------------------------------------------------------


def watch(  # noqa: PLR0917 - what a look needs
    ledger: Ledger,
    knowledge: Knowledge,
    pages: Iterable[TermsPage],
    read: Read,
    judge: Judge,
    now: Callable[[], datetime],
    is_stopping: Callable[[], bool] = lambda: False,
) -> list[PageLook]:
    """Look at each page that is due; gives what was found. What rests on a changed one is flagged. What goes wrong with one page
    is raised after all others. Every replica may do it at any time: a page is taken by one of them."""
    found, wrong = [], None
    for page in pages:
        if is_stopping():
            break
        try:
            if ledger.take_page(page.id, now(), seconds=TAKEN_SECONDS):
                one = _OneLook(ledger, knowledge, judge, page, _known(ledger, page), now())
                found.append(_look_at(one, read, now, is_stopping))
        except Exception as problem:  # noqa: BLE001 - the pages behind it would never be looked at; it is raised below
            problem.add_note(f"while looking at {page.id}")
            wrong = wrong or problem
    if wrong:
        raise wrong
    return found


def _look_at(one: _OneLook, read: Read, now: Callable[[], datetime], is_stopping: Callable[[], bool]) -> PageLook:
    try:
        return one.keep(one.found(read))
    except _UnforeseenError as problem:
        if not is_stopping():  # else nobody would ever be told that nobody reads the page
            replace(one, now=now()).keep(Unread(Look.BROKEN, str(problem)))
        raise problem.told from problem


def _known(ledger: Ledger, page: TermsPage) -> Watched:
    known, source = ledger.watched(page.id), _source(page)
    return known if known.source == source else Watched(page.id, source)


class _UnforeseenError(Exception):
    """Something broke a step of which a page is made, in a way that nobody foresaw."""

    def __init__(self, step: str, told: Exception) -> None:
        why = "took too long" if isinstance(told, TimeoutError) else "failed in a way that was not foreseen"
        super().__init__(f"{step} the page {why} ({type(told).__name__}); please report it")
        self.told = told


@dataclass(frozen=True, slots=True)
class _OneLook:
    """One look at one page: what it means, given what is known."""

    ledger: Ledger
    knowledge: Knowledge
    judge: Judge
    page: TermsPage
    known: Watched
    now: datetime

    def found(self, read: Read) -> Found:
        """The page as it is read now."""
        try:
            return read(self.page, self.known)
        except Exception as problem:
            raise _UnforeseenError("reading", problem) from problem

    def keep(self, found: Found) -> PageLook:
        """Keep what is known of the page from now on, and this look."""
        after, seen = self.outcome(found)
        self.ledger.keep_page_look(seen)
        self.ledger.keep_watched(replace(after, looked_at=seen.at))
        return seen

    def outcome(self, found: Found) -> tuple[Watched, PageLook]:
        """What to keep of the page, and of this look."""
        if isinstance(found, Unread):
            return self._unread(found)
        if isinstance(found, Text):
            return self._text(found)
        if not self.known.pending:
            return self._settled(Look.SAME, found.why, status=found.status)
        # the archive says itself that what we saw last time still stands
        text = self.ledger.capture(self.known.pending) or ""
        return self._differs(Text(text, self.page.url, found.status, self.known.validators), text)

    def _unread(self, found: Unread) -> tuple[Watched, PageLook]:
        tries = self.known.tries + 1
        since = self.known.validators.get(UNREAD_SINCE) or self.now.isoformat()
        later = RETRY_AFTER if tries < TRIES else timedelta(hours=self.page.every_hours)
        next_at = self.now + max(later, timedelta(seconds=found.wait_seconds))
        validators = {**self.known.validators, UNREAD_SINCE: since}
        after = replace(self.known, look=found.look, why=found.why, tries=tries, next_at=next_at, validators=validators)
        return after, self._seen(found.look, found.why, found.url, found.status)

    def _text(self, found: Text) -> tuple[Watched, PageLook]:
        ledger, text = self.ledger, found.text
        before = ledger.capture(self.known.current) if self.known.current else None
        if before is None:
            return self._accepted(Look.FIRST, "read for the first time", found)
        if found.technical:
            return self._accepted(Look.NOISE, "the archive changed how it records the page", found)
        if same_text(before, text):
            why = "the change that was seen is gone again" if self.known.pending else "the words are the same"
            return self._settled(Look.SAME, why, found)
        if len(text.split()) < LEAST_LEFT * len(before.split()):
            left = f"{len(text.split()):,} of {len(before.split()):,} words are left"
            return self._unread(Unread(Look.EMPTIED, f"the page lost most of its words: {left}", found.status, found.url))
        if self._is_earlier(text):
            return self._accepted(Look.NOISE, NOISE[Noise.EARLIER_TEXT], found)
        return self._differs(found, before)

    def _is_earlier(self, text: str) -> bool:
        """Whether this was the page's text not long ago."""
        earlier = self.ledger.earlier_texts(self.page.id, self.now - EARLIER)
        others = (self.ledger.capture(one) for one in earlier if one != self.known.current)
        return any(other is not None and same_text(other, text) for other in others)

    def _differs(self, found: Text, before: str) -> tuple[Watched, PageLook]:
        """The words differ: noise, something that waits to be confirmed, or a change."""
        ledger = self.ledger
        before = ledger.capture(self.known.current) or before
        judged = self._judged(before, found.text)
        if judged.noise in ELSEWHERE:
            look, why = ELSEWHERE[judged.noise]
            return self._unread(Unread(look, why, found.status, found.url))
        if judged.noise is Noise.LOCALE_FLIP:
            return self._settled(Look.NOISE, NOISE[judged.noise], found)
        if judged.severity is Severity.IGNORE:
            return self._accepted(Look.NOISE, NOISE.get(judged.noise or Noise.NO_TEXT, "nothing of weight differs"), found)
        waiting = ledger.capture(self.known.pending) if self.known.pending else None
        if waiting is None or not self._confirms(before, waiting, found.text, judged):
            capture = ledger.keep_capture(found.text, self.now)
            after = replace(self._read(found), look=Look.SEEN, why="seen once", pending=capture, next_at=self.now + CONFIRM_AFTER)
            return after, self._seen(Look.SEEN, "a change; a second look has to confirm it", found.url, found.status, capture)
        return self._changed(found, judged)

    def _judged(self, before: str, after: str) -> Judgement:
        """How grave it is that one text became the other. A judgement that fails is a page that nobody could read."""
        try:
            return self.judge(before, after)
        except Exception as problem:
            raise _UnforeseenError("judging", problem) from problem

    def _confirms(self, before: str, waiting: str, text: str, judged: Judgement) -> bool:
        """Whether two looks say the same: the same words, or words that ticked in between and are judged the same."""
        if same_text(waiting, text):
            return True
        first = self._judged(before, waiting)
        return (first.severity, first.topics, first.deciding_quote) == (judged.severity, judged.topics, judged.deciding_quote)

    def _changed(self, found: Text, judged: Judgement) -> tuple[Watched, PageLook]:
        ledger, before = self.ledger, self.known.current
        after = ledger.keep_capture(found.text, self.now)
        seen_at = self.known.looked_at or self.now
        name = hashlib.sha256(f"{self.page.id}\0{before}\0{after}\0{seen_at.isoformat()}".encode()).hexdigest()[:16]
        change = PageChange(name, self.page.id, before, after, self.now, judged, self.page.url or found.url)
        ledger.keep_change(change)
        self.ledger.keep_term_change(_terms_of(change, self.knowledge), change.at)  # what rests on it is flagged
        known, seen = self._accepted(Look.CHANGED, f"{judged.severity.value}: {', '.join(judged.topics)}", found)
        return replace(known, changed_at=self.now), seen

    def _accepted(self, look: Look, why: str, found: Text) -> tuple[Watched, PageLook]:
        """The text is the page's text from now on."""
        capture = self.ledger.keep_capture(found.text, self.now)
        why = "; ".join(part for part in (why, found.note) if part)
        after = replace(self._read(found), look=look, why=why, current=capture, pending="", next_at=self._later())
        return after, self._seen(look, why, found.url, found.status, capture)

    def _settled(self, look: Look, why: str, found: Text | None = None, status: int = 200) -> tuple[Watched, PageLook]:
        """Nothing to keep but that we have looked."""
        validators = {name: value for name, value in self.known.validators.items() if name != UNREAD_SINCE}
        known = self._read(found) if found else replace(self.known, tries=0, told="", validators=validators)
        why = "; ".join(part for part in (why, found.note if found else "") if part)
        after = replace(known, look=look, why=why, pending="", next_at=self._later())
        url, status = (found.url, found.status) if found else (self.page.url, status)
        return after, self._seen(look, why, url, status)

    def _read(self, found: Text) -> Watched:
        """The page could be read: earlier failures are over."""
        return replace(self.known, tries=0, told="", validators=found.validators)

    def _later(self) -> datetime:
        return self.now + timedelta(hours=self.page.every_hours)

    def _seen(self, look: Look, why: str, url: str, status: int, capture: str = "") -> PageLook:
        return PageLook(self.page.id, self.now, look, why, url, status, capture)


def _source(page: TermsPage) -> str:
    """What tells where a page is read from; another one makes its next text a first one."""
    if page.archive:
        return f"{page.archive.repository} {page.archive.branch} {page.archive.service}/{page.archive.document}"
    return page.declaration or page.file or " ".join(repr(part) for part in page.parts)


# --- how pages are read ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Ways:
    """How pages are read. Tests on this machine give their own guard; no setting does."""

    guard: Guard
    every_seconds: float | None = None
    """Seconds between two requests to a host; None: what is polite."""


class Watching:
    """How pages are read in a house, or for one command. Nothing is opened before the first page is due."""

    def __init__(self, app: App, ways: Ways | None = None) -> None:
        self._app, self._ways = app, ways or Ways(Guard())
        self._stop = threading.Event()
        self._sources: Sources | None = None
        self._fetcher: Fetcher | None = None

    def round(self) -> list[PageLook]:
        """Look at all pages that are due."""
        app = self._app
        judge = judging(app.settings, app.knowledge.organisation.believing)
        return watch(app.ledger, app.knowledge, self._pages(), self._read, judge, _now, self._stop.is_set)

    def stop(self) -> None:
        """End what waits for a host, and let go of connections."""
        self._stop.set()
        if self._fetcher:
            self._fetcher.close()

    def _pages(self) -> tuple[TermsPage, ...]:
        pages = watched_pages(self._app.knowledge.vendors, self._app.catalog.terms)
        return pages if self._app.settings.watch else tuple(page for page in pages if page.file)

    def _read(self, page: TermsPage, known: Watched) -> Found:
        return self._ready()(page, known)

    def _ready(self) -> Sources:
        if self._sources is None:
            guard = self._ways.guard
            self._fetcher = Fetcher(guard, self._pace, agent(self._app.knowledge))
            archives = Archives(self._app.settings.own_cache / "archives", guard, self._pace)
            texts = partial(beside, self._app.settings.knowledge)
            self._sources = Sources(self._fetcher, archives, texts, browser_of(self._fetcher))
        return self._sources

    def _pace(self, host: str, seconds: float) -> None:
        """Wait until the host may be asked, whichever of our processes asked it last."""
        every = seconds if self._ways.every_seconds is None else self._ways.every_seconds
        while wait := self._app.ledger.take_host(host, _now(), seconds=every):
            if self._stop.wait(wait):
                raise UnreadError(Look.BROKEN, "we were stopped before the page was read")


def agent(knowledge: Knowledge) -> str:
    """Who we say we are: the program, what it does, and whom to write to."""
    contact = knowledge.organisation.owner.encode("ascii", "ignore").decode()
    return f"may-i/{version('may-i')} (reads published terms for its organisation; contact: {contact or 'not given'})"


# --- what is told ----------------------------------------------------------------------------------------------------


def watch_and_tell(app: App, watching: Watching, now: datetime) -> None:
    """Look at what is due, then tell what nobody has been told of, whichever process or command saw it."""
    watching.round()
    for change in app.ledger.page_changes(severity=Severity.ALERT, told=""):
        _alert(app, change)
    for page in app.ledger.watched_pages():
        if page.tries >= TRIES and not page.told:
            _tell_page(app, page)
    _tell_digest(app, now)
    tell_lost(app, now)


def _alert(app: App, change: PageChange) -> None:
    """At once, but for a change on which something rests: its owner gets a task's card in the same channel, and that tells it.
    Where nothing rests on it any more before the card was posted, it is told after all."""
    terms = _terms_of(change, app.knowledge)
    if not resting_on(app.knowledge.policy, (terms,)):
        app.engine.notify(f"terms:{change.id}", {"kind": CHANGE, "change": change.id})
    elif any(one.outcome in TOLD_BY_CARD for one in app.ledger.outcomes(clause_task(terms))):
        app.ledger.keep_told(change.id, "card")


def _tell_page(app: App, page: Watched) -> None:
    look = (page.look or Look.BROKEN).value
    since = page.validators.get(UNREAD_SINCE, "")
    notice = {"kind": PAGE, "page": page.page, "look": look, "why": page.why, "since": since}
    app.engine.notify(f"terms-page:{page.page}:{since}", notice)
    app.ledger.keep_page_told(page.page, look)


def _tell_digest(app: App, now: datetime) -> None:
    """Once a week, from Monday nine o'clock in the organisation's time; whoever looks first queues it for all. Where the policy
    wants a weekly message of what is due, the same people read it there, and this one is not sent."""
    organisation = app.knowledge.organisation
    here = now.astimezone(ZoneInfo(organisation.time_zone))
    monday = here.date() - timedelta(days=here.weekday())
    until = datetime.combine(monday, DIGEST_HOUR, here.tzinfo)
    told_with_tasks = organisation.reminding.digest is not None
    if here < until or told_with_tasks or not organisation.reminder_channel or not small_changes(app, until):
        return
    year, week, _ = monday.isocalendar()
    app.engine.notify(f"terms-digest:{year}-W{week:02}", {"kind": DIGEST, "until": until.astimezone(UTC).isoformat()})


def change_words(app: App, notice: Notice) -> Notice | None:
    """A change, verdict first."""
    change, knowledge = app.ledger.page_change(notice["change"]), app.knowledge
    return _here(app, notice, said.changed(told_of(change, knowledge), knowledge, app.today)) if change else None


def digest_words(app: App, notice: Notice) -> Notice | None:
    """The week's smaller changes; None where there is none left, or no channel."""
    channel = app.knowledge.organisation.reminder_channel
    words = small_changes_words(app, datetime.fromisoformat(notice["until"]))
    return {"channel": channel, "words": words} if words and channel else None


def page_words(app: App, notice: Notice) -> Notice | None:
    """A page that cannot be read."""
    pages = watched_pages(app.knowledge.vendors, app.catalog.terms)
    url = next((page.url for page in pages if page.id == notice["page"]), "")
    return _here(app, notice, said.unread(notice["page"], notice["look"], notice["why"], url, app.knowledge))


def keep_change_told(app: App, notice: Notice, outcome: Notice) -> None:
    """What became of telling a change; where a place cannot be reached the next one is tried."""
    if not _again(app, f"terms:{notice['change']}", notice, outcome):
        app.ledger.keep_told(notice["change"], str(outcome["state"]))


def keep_digest_told(app: App, notice: Notice, outcome: Notice) -> None:
    """What stood in a digest that was posted is told."""
    if outcome["state"] == "posted":
        keep_small_changes(app, datetime.fromisoformat(notice["until"]))


def keep_page_told(app: App, notice: Notice, outcome: Notice) -> None:
    """Where a place cannot be reached the next one is tried."""
    _again(app, f"terms-page:{notice['page']}:{notice.get('since', '')}", notice, outcome)


def _places(app: App, notice: Notice) -> list[str]:
    """Where it may be said, best first: a channel may be gone, and then the owners are told themselves."""
    knowledge = app.knowledge
    channels = [knowledge.organisation.reminder_channel, owners_channel(knowledge)]
    if notice["kind"] == PAGE:
        channels.reverse()
    owners = (one.match for one in knowledge.people if one.is_owner and one.match[:1] in "UW")
    return list(dict.fromkeys(each for each in (*channels, *owners) if each)) if channels[0] else []


def _here(app: App, notice: Notice, words: str) -> Notice | None:
    """Where it is said now; with where it could not be said before."""
    places, tried = _places(app, notice), _tried(notice)
    if tried >= len(places):
        return None
    unreached = places[tried - 1] if tried else ""
    return {"channel": places[tried], "words": said.here_instead(words, unreached, app.knowledge)}


def _again(app: App, name: str, notice: Notice, outcome: Notice) -> bool:
    """Whether the next place is tried, under an id of its own."""
    tried = _tried(notice) + 1
    if outcome["state"] != "refused" or tried >= len(_places(app, notice)):
        return False
    app.engine.notify(f"{name}:to{tried}", {**notice, "tried": tried})
    return True


def _tried(notice: Notice) -> int:
    """How many places could not be reached. What the last release queued for the second one says it in another way."""
    return int(notice.get("tried", 1 if notice.get("elsewhere") else 0))


def _terms_of(change: PageChange, knowledge: Knowledge) -> TermChange:
    judged, day = change.judgement, today_at(knowledge, change.at)
    topics = tuple(topic.value for topic in judged.topics)
    effective, diff = judged.effective_date, word_diff(judged)
    way = judged.direction.value
    return TermChange(change.id, change.page, day, "", topics, effective, diff, url=change.url, direction=way)


def _now() -> datetime:
    return datetime.now(UTC)
