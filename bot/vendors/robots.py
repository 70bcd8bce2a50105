"""An address goes in; whether its host lets robots read it, and how slowly, comes out. A robots.txt is asked for once a day."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from protego import Protego

from bot.policy.vendors.watching import Look
from bot.vendors.errors import UnreadError

EVERY_SECONDS = 10.0
SLOWEST_SECONDS = 60.0
KEPT_SECONDS = 24 * 3600
MOST_SIGNS = 500_000

_VERSION = re.compile(r"^([ \t]*user-agent[ \t]*:[ \t]*[\w-]+)/[^\r\n]*", re.IGNORECASE | re.MULTILINE)

Read = Callable[[str], tuple[int, str]]
"""address of a robots.txt -> status and words; raises ``UnreadError``."""


class Robots:
    """What hosts say of robots, by RFC 9309: no file means all is allowed, an error of the server means nothing is."""

    def __init__(self, agent: str, read: Read, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = agent.partition("/")[0]
        self._read = read
        self._clock = clock
        self._known: dict[str, tuple[float, Protego]] = {}

    def ask(self, url: str) -> float:
        """Seconds between two requests; raises ``UnreadError`` (blocked) where we are kept out."""
        parts = urlsplit(url)
        place = f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"
        rules = self._rules(place)
        if not rules.can_fetch(url, self._name):
            raise UnreadError(Look.BLOCKED, "the robots.txt of its host asks us not to read it", url=url)
        return min(max(EVERY_SECONDS, float(rules.crawl_delay(self._name) or 0)), SLOWEST_SECONDS)

    def _rules(self, place: str) -> Protego:
        kept = self._known.get(place)
        if kept and self._clock() - kept[0] < KEPT_SECONDS:
            return kept[1]
        status, words = self._read(f"{place}/robots.txt")
        if status >= 500:
            raise UnreadError(Look.BROKEN, f"the server answers {status}", status=status)
        # 4xx: there is none
        rules = Protego.parse(_plain(words[:MOST_SIGNS]) if status < 400 else "")
        self._known[place] = (self._clock(), rules)
        return rules


def _plain(words: str) -> str:
    """Without what editors put before the first line, and versions behind names: a file with either is meant all the same."""
    return _VERSION.sub(r"\1", words.removeprefix("\ufeff"))
