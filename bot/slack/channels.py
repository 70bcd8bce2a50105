"""A channel as an owner writes it (``#ai-policy`` or ``C...``) goes in; Slack's id of it comes out. Asked for once."""

from __future__ import annotations

import re
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.posting import Refused, Uncertain
from bot.slack.post import BROKEN_LINE

ID = re.compile(r"[CGD][A-Z0-9]{7,}")
PAGE = 200
"""Slack takes fewer than 1,000 and advises 200."""
MOST_PAGES = 50


class Channels:
    """The channels that the bot can see, by name."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._known: dict[str, str] = {}
        self._lock = Lock()

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
