"""Sentences go in one by one; a message that grows in its thread comes out, whole at the end whatever becomes of the stream."""

from __future__ import annotations

import logging
import re
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.chat_stream import ChatStream

from bot.policy.talks.posting import Uncertain
from bot.policy.talks.talk import Address, WhyLine
from bot.slack.posts.post import BROKEN_LINE, EVENT_TYPE, PERHAPS_POSTED, Poster, reason_of
from bot.slack.posts.text import LONGEST_TEXT, cut, quiet

MOST_A_MINUTE = 20
"""Slack takes about so many new streams a minute in one workspace."""
MARKED = re.compile(r"[\\`*_~\[\]<>]")
log = logging.getLogger("bot.slack.posts.stream")


class Pace:
    """At most so many in any minute."""

    def __init__(self, most: int = MOST_A_MINUTE, seconds: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._begun: deque[float] = deque()
        self._lock = Lock()

    def take(self) -> bool:
        """Whether one more may begin now; if so, it counts."""
        with self._lock:
            now = self._clock()
            while self._begun and now - self._begun[0] >= self._seconds:
                self._begun.popleft()
            if len(self._begun) >= self._most:
                return False
            self._begun.append(now)
            return True


@dataclass(slots=True)
class _Live:
    """A message of this process. ``stream``: none where it was posted at once, or where the stream has died."""

    stream: ChatStream | None
    shown: str


class Streams:
    """The messages that grow. What another process began, or a stream that died, is finished by an update of the message."""

    def __init__(self, client: WebClient, poster: Poster, pace: Pace | None = None) -> None:
        self._client = client
        self._poster = poster
        self._pace = pace or Pace()
        self._live: dict[str, _Live] = {}

    def may_begin(self) -> bool:
        """Whether one more stream fits into this minute."""
        return self._pace.take()

    def begin(self, address: Address, words: str, key: str, streamed: bool) -> str:
        """The first words, in the address's thread; gives the message's ts. Raises a ``PostingProblem``.

        Where Slack surely did not begin a stream, the words are posted at once.
        """
        stream = self._opened(address, words) if streamed else None
        ts = self._poster.put(address, *drawn(words), key) if stream is None else str(stream.ts)
        self._live[key] = _Live(stream, words)
        return ts

    def go_on(self, key: str, words: str) -> None:
        """More words. Where the stream does not take them, it is left, and ``finish`` shows them."""
        live = self._live.get(key)
        if live is None or live.stream is None:
            return
        try:
            live.stream.append(markdown_text=words)
            live.shown += words
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.info("a stream has ended early (%s): its message is finished by an update", reason_of(problem))
            live.stream = None

    def finish(self, address: Address, ts: str, words: str, key: str) -> None:
        """All words stand in the message, which carries our key. May be repeated. Raises a ``PostingProblem``."""
        live = self._live.pop(key, None)
        if live is not None and live.shown == words and (live.stream is None or self._ended(live.stream, key)):
            return
        self._settle(address.channel, ts)
        self._poster.change(address, ts, *drawn(words), key)

    def leave(self, address: Address, ts: str, key: str) -> None:
        """Nothing more is said: what stands there stays, and is no stream any more."""
        self._live.pop(key, None)
        self._settle(address.channel, ts)

    def find(self, address: Address, key: str, opening: str) -> str | None:
        """The ts of the message with our key, or of one that opens so and has no key yet: a stream gets its key when it ends.

        Raises what ``Poster.find`` raises.
        """
        return self._poster.find(address, key, lambda message: bare(message.get("text", "")).startswith(bare(opening)))

    def _opened(self, address: Address, words: str) -> ChatStream | None:
        """The stream; None where Slack refuses it. Raises ``Uncertain`` where it may stand there all the same."""
        stream = self._client.chat_stream(
            buffer_size=1,
            channel=address.channel,
            thread_ts=address.thread_ts,
            recipient_team_id=address.user_team or address.team,
            recipient_user_id=address.user,
        )
        try:
            stream.append(markdown_text=words)
        except SlackApiError as problem:
            if problem.response.status_code >= 500 or reason_of(problem) in PERHAPS_POSTED:
                raise Uncertain(reason_of(problem)) from problem
            log.info("no stream (%s): the words are posted at once", reason_of(problem))
            return None
        except BROKEN_LINE as problem:
            raise Uncertain(str(problem)) from problem
        return stream

    def _ended(self, stream: ChatStream, key: str) -> bool:
        try:
            stream.stop(metadata={"event_type": EVENT_TYPE, "event_payload": {"key": key}})
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.info("a stream was not ended (%s): its message is finished by an update", reason_of(problem))
            return False
        return True

    def _settle(self, channel: str, ts: str) -> None:
        """Slack updates no message that is still streamed; one that is none any more is what we want."""
        try:
            self._client.chat_stopStream(channel=channel, ts=ts)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.debug("nothing to settle: %s", reason_of(problem))


def opening_of(caption: str, receipt: str) -> str:
    """The first line: what this is, and which answer it belongs to."""
    return f"**{escaped(caption)}** · {escaped(receipt)}\n\n"


def sentence_of(line: WhyLine) -> str:
    """One sentence with its place, in Markdown."""
    place = escaped(line.place or str(line.at))
    link = "".join(f"%{ord(letter):02X}" if letter in "()<> " else letter for letter in line.link)
    return f"{escaped(line.quote)} ({f'[{place}]({link})' if link else place})\n\n"


def escaped(words: str) -> str:
    """Words from policies and models for Markdown: nothing in them is markup, and nobody is pinged."""
    return MARKED.sub(lambda found: f"\\{found[0]}" if found[0] not in "<>" else f"{found[0]}\u200b", quiet(words))


def bare(words: str) -> str:
    """Letters and digits alone: how a text reads in whatever markup Slack gives it back."""
    return "".join(letter for letter in words.casefold() if letter.isalnum())


def drawn(words: str) -> tuple[str, list[dict[str, Any]]]:
    """The notification text and the block of a message in Markdown."""
    plain = re.sub(r"\\(.)", r"\1", words.replace("**", ""))
    return cut(plain.strip(), LONGEST_TEXT), [{"type": "markdown", "text": words}]
