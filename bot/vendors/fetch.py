"""An address goes in; what its server gives comes out, or why it gives nothing: within limits of size, time, redirects and pace.

Robots.txt is asked first, no host is asked twice within ten seconds, and every hop goes through the guard.
"""

from __future__ import annotations

import re
import ssl
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urljoin, urlsplit

import httpx

from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError
from bot.vendors.guard import Guard, GuardedTransport, ends_within
from bot.vendors.robots import EVERY_SECONDS, Robots

Pace = Callable[[str, float], None]
"""host, seconds -> waits until it may be asked again, whoever of us asked it last."""

PERMANENT, REDIRECTS = (301, 308), (301, 302, 303, 307, 308)
REFUSALS = {401: "asks for a login", 403: "refuses us", 407: "asks for a login", 429: "says that we ask too often"}
REFUSALS |= {451: "may not show the page here", 406: "refuses us"}
GONE = (404, 410)
ANY_HEADER, NO_HEADER, GZIP = 47, -15, b"\x1f\x8b"
"""How zlib is told what stands before what is packed; some servers send ``deflate`` bare."""
LONGEST_WAIT = 7 * 24 * 3600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one page may cost."""

    bytes: int = 10_000_000
    """Before and after it is unpacked."""
    seconds: float = 60
    """For the whole page, with all redirects; waiting for our own pace is not counted."""
    silence_seconds: float = 20
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Got:
    """What a server gave. ``is_new`` is False where it says that nothing changed."""

    url: str
    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    is_new: bool = True

    @property
    def content_type(self) -> str:
        """Type and charset, as the server says."""
        return self.headers.get("content-type", "")

    @property
    def validators(self) -> dict[str, str]:
        """What makes the next request conditional."""
        kept = {"etag": self.headers.get("etag", ""), "modified": self.headers.get("last-modified", "")}
        return {"url": self.url, **kept} if any(kept.values()) else {}


class Fetcher:
    """Pages of the open internet. ``agent``: who we say we are."""

    def __init__(self, guard: Guard, pace: Pace, agent: str, limits: Limits | None = None) -> None:
        self._limits = limits or Limits()
        self._pace = pace
        self._robots = Robots(agent, self._robots_txt)
        timeout = httpx.Timeout(self._limits.silence_seconds)
        headers = {"user-agent": agent, "accept-encoding": "gzip, deflate", "accept-language": "en;q=0.9, *;q=0.1"}
        self._client = httpx.Client(
            transport=GuardedTransport(guard), timeout=timeout, headers=headers, follow_redirects=False, trust_env=False
        )

    def close(self) -> None:
        """Let go of all connections."""
        self._client.close()

    def get(self, url: str, validators: Mapping[str, str] | None = None) -> Got:
        """One page. ``validators``: those of an earlier ``Got``; raises ``UnreadError`` with what is the matter."""
        return self._follow(url, validators or {}, asks_robots=True)

    def beside(self, url: str) -> Got:
        """What a page needs to show its words (scripts, data): one request, guarded, where robots.txt lets us, without waiting
        for its turn: a browser would give up before it came. No redirect is followed."""
        _check_hop(url, url)
        self._allowed(url)
        got, target = self._once(url, {}, self._limits.silence_seconds)
        if target is not None:
            raise UnreadError(Look.BROKEN, "what a page needs was moved", url=url)
        return got

    def _robots_txt(self, url: str) -> tuple[int, str]:
        got = self._follow(url, {}, asks_robots=False, checks=False)
        return got.status, got.body.decode("utf-8", "replace")

    def _follow(self, url: str, validators: Mapping[str, str], *, asks_robots: bool, checks: bool = True) -> Got:
        """Ask, and go where we are sent."""
        asked, seen, spent, moved = url, {url}, 0.0, ""
        while True:
            delay = self._allowed(url) if asks_robots else EVERY_SECONDS
            self._pace((urlsplit(url).hostname or "").rstrip("."), delay)
            began = time.monotonic()
            got, target = self._once(url, validators, self._limits.seconds - spent)
            spent += time.monotonic() - began
            if target is None:
                break
            if got.status in PERMANENT and not _is_same_place(url, target):
                moved = target
            _check_hop(url, target)
            if target in seen:
                raise UnreadError(Look.BROKEN, f"redirects run in a circle at {_short(target)}", status=got.status, url=target)
            if len(seen) > self._limits.redirects:
                raise UnreadError(Look.BROKEN, f"more than {self._limits.redirects} redirects", status=got.status, url=target)
            seen.add(target)
            url = target
        if checks:
            _check_status(got)
            if moved or _is_front_page(asked, got.url):
                raise UnreadError(Look.MOVED, f"the page is at {_short(got.url)} now", status=got.status, url=got.url)
        return got

    def _allowed(self, url: str) -> float:
        """Seconds between two requests that the host wants; raises where its robots.txt keeps us out."""
        try:
            return self._robots.ask(url)
        except UnreadError as problem:
            if problem.look is Look.BLOCKED:
                raise
            raise UnreadError(Look.BROKEN, f"its robots.txt cannot be read: {problem.why}", url=url) from problem

    def _once(self, url: str, validators: Mapping[str, str], seconds: float) -> tuple[Got, str | None]:
        """One request; what came, and where we are sent instead."""
        headers = _conditions(validators) if validators.get("url") == url else {}
        try:
            with ends_within(seconds), self._client.stream("GET", url, headers=headers) as answer:
                known = {name.lower(): value for name, value in answer.headers.items()}
                if answer.status_code in REDIRECTS and "location" in known:
                    return Got(url, answer.status_code), urljoin(url, known["location"])
                if answer.status_code == 304 and headers:
                    return Got(url, 304, headers=known, is_new=False), None
                body = b"".join(self._body(answer, known, time.monotonic() + seconds))
                return Got(url, answer.status_code, body, known), None
        except httpx.TimeoutException as problem:
            raise UnreadError(Look.BROKEN, f"{_host(url)} does not answer in time", url=url) from problem
        except (httpx.HTTPError, httpx.InvalidURL, ssl.SSLError, ValueError) as problem:
            raise UnreadError(Look.BROKEN, f"{_host(url)} cannot be asked: {_words(problem)}", url=url) from problem

    def _body(self, answer: httpx.Response, headers: Mapping[str, str], until: float) -> Iterator[bytes]:
        """The unpacked body, in pieces, never more than the limit in all: unpacking stops where it would grow beyond it."""
        most, raw, unpacked = self._limits.bytes, 0, 0
        length = headers.get("content-length", "")
        if length.isdigit() and int(length) > most:
            raise _too_large(answer, most)
        unpack = _Unpack(headers.get("content-encoding", ""))
        for piece in answer.iter_raw(65_536):
            raw += len(piece)
            plain = unpack(piece, most - unpacked + 1)
            unpacked += len(plain)
            if raw > most or unpacked > most:
                raise _too_large(answer, most)
            if time.monotonic() > until:
                raise UnreadError(
                    Look.BROKEN, f"the page takes longer than {self._limits.seconds:.0f} seconds", url=str(answer.url)
                )
            yield plain
        if unpack.is_cut_off:
            raise UnreadError(Look.BROKEN, "the page was cut off before its end", status=answer.status_code, url=str(answer.url))


class _Unpack:
    """gzip and deflate, never further than asked: a small page may unpack to gigabytes."""

    def __init__(self, encoding: str) -> None:
        known = encoding.strip().lower()
        if known not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise UnreadError(Look.BROKEN, f"the page is packed as {known}, which we did not ask for")
        self._packed = zlib.decompressobj(ANY_HEADER) if known not in ("", "identity") else None
        self._may_be_bare = known == "deflate"
        self._has_begun = False

    @property
    def is_cut_off(self) -> bool:
        """Whether more should have come: a page that stops in the middle would seem to have lost its end."""
        return self._packed is not None and self._has_begun and not self._packed.eof

    def __call__(self, piece: bytes, most: int) -> bytes:
        packed = self._packed
        if packed is None:
            return piece
        found, left = b"", piece
        while left and len(found) < most:
            if packed.eof:  # several packed pieces in a row are one page; what else stands behind is none of it
                if not left.startswith(GZIP):
                    break
                packed = zlib.decompressobj(ANY_HEADER)
            try:
                found += packed.decompress(packed.unconsumed_tail + left, most - len(found))
            except zlib.error as problem:
                if self._has_begun or not self._may_be_bare:
                    raise UnreadError(Look.BROKEN, "the page is packed in a way that cannot be unpacked") from problem
                self._may_be_bare, packed = False, zlib.decompressobj(NO_HEADER)
                continue
            self._packed, self._has_begun, left = packed, True, packed.unused_data
        return found


def _conditions(validators: Mapping[str, str]) -> dict[str, str]:
    names = {"etag": "if-none-match", "modified": "if-modified-since"}
    return {header: validators[name] for name, header in names.items() if validators.get(name)}


def _check_hop(url: str, target: str) -> None:
    parts = urlsplit(target)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise UnreadError(Look.BROKEN, f"the page sends us to {_short(target)}, which is no web address", url=target)
    if parts.username or parts.password:
        raise UnreadError(Look.BROKEN, "the page sends us to an address with a password in it", url=_short(target))
    if urlsplit(url).scheme == "https" and parts.scheme == "http":
        raise UnreadError(Look.BROKEN, f"the page sends us to {_short(target)}, without encryption", url=target)


def _check_status(got: Got) -> None:
    if got.status in (200, 203) or not got.is_new:
        return
    wait = _seconds(got.headers.get("retry-after", ""))
    if got.status in REFUSALS:
        why = f"the server {REFUSALS[got.status]} ({got.status})"
        raise UnreadError(Look.BLOCKED, why, status=got.status, url=got.url, wait_seconds=wait)
    if got.status in GONE:
        raise UnreadError(Look.MOVED, f"the page is not there any more ({got.status})", status=got.status, url=got.url)
    raise UnreadError(Look.BROKEN, f"the server answers {got.status}", status=got.status, url=got.url, wait_seconds=wait)


def _seconds(retry_after: str) -> float:
    """How long we are asked to wait: seconds or a date; 0 where nobody can tell."""
    if re.fullmatch(r"\d{1,7}", retry_after.strip()):
        return min(float(retry_after), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(retry_after)
        moment = until if until.tzinfo else until.replace(tzinfo=UTC)
        return min(max((moment - datetime.now(UTC)).total_seconds(), 0), LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError):
        return 0


def _is_same_place(url: str, target: str) -> bool:
    """Whether two addresses differ in encryption, ``www.``, a slash at the end or the case of letters only."""
    return _place(url) == _place(target)


def _place(url: str) -> tuple[str, str]:
    parts = urlsplit(url.lower())
    return (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")


def _is_front_page(asked: str, url: str) -> bool:
    return urlsplit(asked).path.strip("/") != "" and urlsplit(url).path.strip("/") == "" and not urlsplit(url).query


def _too_large(answer: httpx.Response, most: int) -> UnreadError:
    why = f"the page is larger than {most // 1_000_000} MB"
    return UnreadError(Look.BROKEN, why, status=answer.status_code, url=str(answer.url))


def _host(url: str) -> str:
    parts = urlsplit(url)
    return parts.netloc.rpartition("@")[2].lower()


def _short(url: str) -> str:
    """An address without what stands behind ``?``, which may be long or tell too much."""
    return re.sub(r"//[^/@]*@", "//", url.partition("?")[0])[:200]


def _words(problem: Exception) -> str:
    return " ".join(str(problem).split())[:200] or type(problem).__name__
