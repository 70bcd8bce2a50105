"""A channel as an owner writes it (``#ai-policy`` or ``C...``) goes in; Slack's id of it comes out. Asked for once."""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.talks.posting import Refused, Uncertain
from bot.slack.posts.post import BROKEN_LINE

ID = re.compile(r"[CGDUW][A-Z0-9]{7,}")
"""Of a channel, or of a person: what is posted to one stands in their direct messages."""
PAGE = 200
"""Slack takes fewer than 1,000 and advises 200."""
MOST_PAGES = 50
NAME_SECONDS = 600
log = logging.getLogger("bot.slack.posts.channels")


class Channels:
    """The channels that the bot can see, by name."""

    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._known: dict[str, str] = {}
        self._names: dict[str, tuple[float, str]] = {}
        self._lock = Lock()

    def is_one_of(self, channel: str, written: tuple[str, ...]) -> bool | None:
        """Whether a channel is among these names and ids; None where Slack does not tell its name."""
        if channel in written:
            return True
        names = {one.lstrip("#") for one in written if not ID.fullmatch(one)}
        if not names:
            return False
        name = self._name_of(channel)
        return None if not name else name in names

    def _name_of(self, channel: str) -> str:
        """A channel's name, asked again after ten minutes, since channels are renamed; empty where Slack does not say."""
        now = self._clock()
        kept = self._names.get(channel)
        if kept and now - kept[0] < NAME_SECONDS:
            return kept[1]
        try:
            reply = self._client.conversations_info(channel=channel)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("a channel's name could not be asked: %s", type(problem).__name__)
            return ""
        name = str((reply.get("channel") or {}).get("name") or "")
        self._names[channel] = (now, name)
        return name

    def id_of(self, written: str) -> str:
        """The id. Raises ``Refused`` where the bot sees no such channel, ``Uncertain`` where Slack cannot be asked."""
        if ID.fullmatch(written):
            return written
        name = written.lstrip("#")
        with self._lock:
            if name not in self._known:
                self._known = self._ask()
            if name not in self._known:
                raise Refused(f"channel_not_found ({written})")
            return self._known[name]

    def _ask(self) -> dict[str, str]:
        found: dict[str, str] = {}
        cursor = ""
        for _ in range(MOST_PAGES):
            try:
                reply = self._client.conversations_list(
                    types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
                )
            except SlackApiError as problem:
                raise Refused(str(problem.response.get("error"))) from problem
            except BROKEN_LINE as problem:
                raise Uncertain(str(problem)) from problem
            channels: list[dict[str, Any]] = reply.get("channels") or []
            found |= {channel["name"]: channel["id"] for channel in channels if channel.get("name")}
            cursor = (reply.get("response_metadata") or {}).get("next_cursor", "")
            if not cursor:
                break
        return found
