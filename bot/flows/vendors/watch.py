"""A moment goes in; each watched page whose time has come is looked at once, what is found is kept, and a change is told."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from bot.policy.vendors.facts import TermsPage
from bot.policy.vendors.terms import Judgement, Noise, Severity
from bot.policy.vendors.watching import TRIES, UNREAD_SINCE, Found, Look, PageChange, PageLook, Text, Unread, Watched

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


class Kept(Protocol):
    """Where looks, texts and changes are kept."""

    def take_page(self, page: str, now: datetime, *, seconds: float) -> bool: ...
    def watched(self, page: str) -> Watched: ...
    def keep_watched(self, known: Watched) -> None: ...
    def keep_capture(self, text: str, at: datetime) -> str: ...
    def capture(self, capture: str) -> str | None: ...
    def keep_page_look(self, seen: PageLook) -> None: ...
    def earlier_texts(self, page: str, since: datetime) -> Sequence[str]: ...
    def keep_change(self, change: PageChange) -> bool: ...


@dataclass(frozen=True, slots=True)
class Watch:
    """Watching. Every replica may run it at any time: a page is taken by one of them."""

    pages: Callable[[], Sequence[TermsPage]]
    """All pages that are watched, as the files are now."""
    look: Callable[[TermsPage, Watched], Found]
    judge: Callable[[str, str], Judgement]
    same: Callable[[str, str], bool]
    """Whether two texts say the same."""
    kept: Kept
    tell: Callable[[PageChange], None]
    """A confirmed change, for all that rests on it. A second time with the same change does nothing."""
    stopping: Callable[[], bool] = lambda: False

    def __call__(self, now: Callable[[], datetime]) -> list[PageLook]:
        """Look at each page that is due; gives what was found. What goes wrong with one page is raised after all others."""
        found, wrong = [], None
        for page in self.pages():
            if self.stopping():
                break
            try:
                if self.kept.take_page(page.id, now(), seconds=TAKEN_SECONDS):
                    found.append(self._one(page, now))
            except Exception as problem:  # noqa: BLE001 - the pages behind it would never be looked at; it is raised below
                problem.add_note(f"while looking at {page.id}")
                wrong = wrong or problem
        if wrong:
            raise wrong
        return found

    def _one(self, page: TermsPage, now: Callable[[], datetime]) -> PageLook:
        known = self.kept.watched(page.id)
        source = _source(page)
        if known.source != source:
            known = Watched(page.id, source)
        try:
            seen = self._keep(*_Round(self, page, known, now()).outcome(self._found(page, known)))
        except _UnforeseenError as problem:
            if not self.stopping():  # else nobody would ever be told that nobody reads the page
                self._keep(*_Round(self, page, known, now()).outcome(Unread(Look.BROKEN, str(problem))))
            raise problem.told from problem
        return seen

    def _found(self, page: TermsPage, known: Watched) -> Found:
        try:
            return self.look(page, known)
        except Exception as problem:
            raise _UnforeseenError("reading", problem) from problem

    def judged(self, before: str, after: str) -> Judgement:
        """How grave it is that one text became the other. A judgement that fails is a page that nobody could read."""
        try:
            return self.judge(before, after)
        except Exception as problem:
            raise _UnforeseenError("judging", problem) from problem

    def _keep(self, after: Watched, seen: PageLook) -> PageLook:
        self.kept.keep_page_look(seen)
        self.kept.keep_watched(replace(after, looked_at=seen.at))
        return seen


class _UnforeseenError(Exception):
    """Something broke a step of which a page is made, in a way that nobody foresaw."""

    def __init__(self, step: str, told: Exception) -> None:
        why = "took too long" if isinstance(told, TimeoutError) else "failed in a way that was not foreseen"
        super().__init__(f"{step} the page {why} ({type(told).__name__}); please report it")
        self.told = told


@dataclass(frozen=True, slots=True)
class _Round:
    """One look at one page: what it means, given what is known."""

    watch: Watch
    page: TermsPage
    known: Watched
    now: datetime

    def outcome(self, found: Found) -> tuple[Watched, PageLook]:
        """What to keep of the page, and of this look."""
        if isinstance(found, Unread):
            return self._unread(found)
        if isinstance(found, Text):
            return self._text(found)
        if not self.known.pending:
            return self._settled(Look.SAME, found.why, status=found.status)
        # the archive says itself that what we saw last time still stands
        text = self.watch.kept.capture(self.known.pending) or ""
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
        kept, text = self.watch.kept, found.text
        before = kept.capture(self.known.current) if self.known.current else None
        if before is None:
            return self._accepted(Look.FIRST, "read for the first time", found)
        if found.technical:
            return self._accepted(Look.NOISE, "the archive changed how it records the page", found)
        if self.watch.same(before, text):
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
        earlier = self.watch.kept.earlier_texts(self.page.id, self.now - EARLIER)
        others = (self.watch.kept.capture(one) for one in earlier if one != self.known.current)
        return any(other is not None and self.watch.same(other, text) for other in others)

    def _differs(self, found: Text, before: str) -> tuple[Watched, PageLook]:
        """The words differ: noise, something that waits to be confirmed, or a change."""
        kept = self.watch.kept
        before = kept.capture(self.known.current) or before
        judged = self.watch.judged(before, found.text)
        if judged.noise in ELSEWHERE:
            look, why = ELSEWHERE[judged.noise]
            return self._unread(Unread(look, why, found.status, found.url))
        if judged.noise is Noise.LOCALE_FLIP:
            return self._settled(Look.NOISE, NOISE[judged.noise], found)
        if judged.severity is Severity.IGNORE:
            return self._accepted(Look.NOISE, NOISE.get(judged.noise or Noise.NO_TEXT, "nothing of weight differs"), found)
        waiting = kept.capture(self.known.pending) if self.known.pending else None
        if waiting is None or not self._confirms(before, waiting, found.text, judged):
            capture = kept.keep_capture(found.text, self.now)
            after = replace(self._read(found), look=Look.SEEN, why="seen once", pending=capture, next_at=self.now + CONFIRM_AFTER)
            return after, self._seen(Look.SEEN, "a change; a second look has to confirm it", found.url, found.status, capture)
        return self._changed(found, judged)

    def _confirms(self, before: str, waiting: str, text: str, judged: Judgement) -> bool:
        """Whether two looks say the same: the same words, or words that ticked in between and are judged the same."""
        if self.watch.same(waiting, text):
            return True
        first = self.watch.judged(before, waiting)
        return (first.severity, first.topics, first.deciding_quote) == (judged.severity, judged.topics, judged.deciding_quote)

    def _changed(self, found: Text, judged: Judgement) -> tuple[Watched, PageLook]:
        kept, before = self.watch.kept, self.known.current
        after = kept.keep_capture(found.text, self.now)
        seen_at = self.known.looked_at or self.now
        name = hashlib.sha256(f"{self.page.id}\0{before}\0{after}\0{seen_at.isoformat()}".encode()).hexdigest()[:16]
        change = PageChange(name, self.page.id, before, after, self.now, judged, self.page.url or found.url)
        kept.keep_change(change)
        self.watch.tell(change)
        known, seen = self._accepted(Look.CHANGED, f"{judged.severity.value}: {', '.join(judged.topics)}", found)
        return replace(known, changed_at=self.now), seen

    def _accepted(self, look: Look, why: str, found: Text) -> tuple[Watched, PageLook]:
        """The text is the page's text from now on."""
        capture = self.watch.kept.keep_capture(found.text, self.now)
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
