"""A Slack user id goes in; the mail domain and the user groups that people.yaml may name come out. Kept for an hour."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.post import BROKEN_LINE

KEPT_SECONDS = 3600
log = logging.getLogger("bot.slack.people")


@dataclass(frozen=True, slots=True)
class Seen:
    """What Slack knows of somebody, as far as people.yaml may ask. ``domain``: ``@example.org`` or empty."""

    domain: str = ""
    groups: frozenset[str] = frozenset()


class People:
    """Looks people up. Where Slack does not say, they are unknown, and the policy's assumptions hold."""

    def __init__(self, client: WebClient, clock: Callable[[], float] = time.monotonic) -> None:
        self._client = client
        self._clock = clock
        self._lock = Lock()
        self._seen: dict[str, tuple[float, Seen]] = {}
        self._members: tuple[float, dict[str, frozenset[str]]] | None = None

    def of(self, user: str) -> Seen:
        """What is known of one user."""
        now = self._clock()
        with self._lock:
            kept = self._seen.get(user)
            if kept and now - kept[0] < KEPT_SECONDS:
                return kept[1]
        profile = (self._ask("users.info", user=user).get("user") or {}).get("profile") or {}
        _, at, domain = str(profile.get("email", "")).lower().rpartition("@")
        seen = Seen(f"@{domain}" if at else "", self._groups_of(user, now))
        with self._lock:
            self._seen[user] = (now, seen)
        return seen

    def _groups_of(self, user: str, now: float) -> frozenset[str]:
        with self._lock:
            known = self._members
        if known is None or now - known[0] >= KEPT_SECONDS:
            groups = self._ask("usergroups.list", include_users="true").get("usergroups") or []
            known = (now, {group["id"]: frozenset(group.get("users") or ()) for group in groups})
            with self._lock:
                self._members = known
        return frozenset(group for group, members in known[1].items() if user in members)

    def _ask(self, method: str, **arguments: str) -> dict[str, Any]:
        try:
            reply = self._client.api_call(method, params=arguments)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("%s could not be asked: %s", method, type(problem).__name__)
            return {}
        return reply.data if isinstance(reply.data, dict) else {}
