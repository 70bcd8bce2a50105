"""A page of the register goes in; what stands there now comes out, from the web, an archive or a text beside it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import structlog

from bot.policy.vendors.facts import PagePart, TermsPage
from bot.policy.vendors.watching import Found, Look, Text, Unchanged, Unread, Watched
from bot.vendors import declarations, feed
from bot.vendors.archive import Archives
from bot.vendors.errors import UnreadError
from bot.vendors.fetch import Fetcher, Got
from bot.vendors.page import text_of

log = structlog.get_logger("mayi.vendors")

READ_ANYHOW = timedelta(days=7)
"""How long a feed that tells of nothing is believed."""


Browser = Callable[[PagePart], str]
"""A page whose words are made by scripts -> its words."""


def no_browser(_part: PagePart) -> str:
    """Where none is installed."""
    raise UnreadError(Look.BROKEN, "the page needs a browser; install may-i with its extra `browser`")


class Sources:
    """All ways in which a page of terms is read."""

    def __init__(
        self,
        fetcher: Fetcher,
        archives: Archives,
        read_beside: Callable[[str], str],
        browser: Browser = no_browser,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """``read_beside``: the name of a file beside the vendors' files -> its words; raises ``OSError``."""
        self._fetcher = fetcher
        self._archives = archives
        self._read_beside = read_beside
        self._browser = browser
        self._now = now

    def __call__(self, page: TermsPage, known: Watched) -> Found:
        """Look once. ``known``: what was kept of the last look; it makes this one short where nothing changed."""
        try:
            if page.archive:
                return self._archives.read(page.archive, known.validators.get("commit", ""))
            if page.file:
                return Text(self._kept(page.file), page.url)
            return self._by_feed(page, known) if page.feed else self._parts(page, known)
        except UnreadError as problem:
            return Unread(problem.look, problem.why, problem.status, problem.url, problem.wait_seconds)

    def _by_feed(self, page: TermsPage, known: Watched) -> Found:
        """Read the page when its feed has other entries than before, or once a week. A broken feed is no reason not to look."""
        note, told = "", ""
        try:
            told = feed.digest(feed.entries(self._fetcher.get(page.feed).body))
        except UnreadError as problem:
            note = problem.why
        read_at = known.validators.get("read_at", "")
        is_fresh = bool(read_at) and self._now() - datetime.fromisoformat(read_at) < READ_ANYHOW
        if told and told == known.validators.get("feed") and is_fresh and not known.pending:
            return Unchanged("its feed tells of nothing new", 0)
        found = self._parts(page, known)
        if not isinstance(found, Text):
            return found
        validators = {**found.validators, "feed": told, "read_at": self._now().isoformat()}
        note = "; ".join(one for one in (found.note, note) if one)
        return Text(found.text, found.url, found.status, validators, found.technical, note)

    def _parts(self, page: TermsPage, known: Watched) -> Found:
        parts, note = page.parts, ""
        if page.declaration:
            parts, note = self._declared(page.declaration)
        if len(parts) == 1 and not parts[0].browser:
            return self._one(parts[0], known, note)
        texts = [self._text(part) for part in parts]
        return Text("\n\n".join(texts), parts[0].url, note=note)

    def _one(self, part: PagePart, known: Watched, note: str) -> Found:
        """A page of one part is asked for conditionally, but for one that waits to be confirmed: that wants the whole text."""
        conditions = known.validators if known.current and not known.pending else {}
        got = self._fetcher.get(part.url, conditions)
        if not got.is_new:
            return Unchanged("the server says that nothing changed", got.status)
        return Text(_words(got, part), got.url, got.status, got.validators, note=note)

    def _text(self, part: PagePart) -> str:
        if part.browser:
            return self._browser(part)
        return _words(self._fetcher.get(part.url), part)

    def _kept(self, name: str) -> str:
        try:
            return self._read_beside(name)
        except (OSError, UnicodeDecodeError) as problem:
            raise UnreadError(Look.BROKEN, f"the file {name} cannot be read") from problem

    def _declared(self, name: str) -> tuple[tuple[PagePart, ...], str]:
        file, _, document = name.partition("#")
        try:
            source = self._read_beside(file)
        except (OSError, UnicodeDecodeError) as problem:
            raise UnreadError(Look.BROKEN, f"the declaration {file} cannot be read") from problem
        return declarations.parts_of(source, document)


def _words(got: Got, part: PagePart) -> str:
    """The words of a page. One that breaks its reader in a way that nobody foresaw is broken; others are read all the same."""
    try:
        return text_of(got.body, got.content_type, part, got.url)
    except UnreadError:
        raise
    except Exception as problem:
        log.exception("a page broke its reader", url=got.url)
        kind = type(problem).__name__
        raise UnreadError(
            Look.BROKEN,
            f"reading the page failed in a way that was not foreseen ({kind}); please report it",
            status=got.status,
            url=got.url,
        ) from problem
