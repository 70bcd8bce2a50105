"""A Web API method that is nice to have goes in; it is called, and where Slack refuses, nothing else breaks."""

from __future__ import annotations

import logging
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posts.post import BROKEN_LINE

NEVER = frozenset(
    {
        "unknown_method", "missing_scope", "method_deprecated", "deprecated_endpoint", "not_allowed_token_type", "no_permission",
        "access_denied", "feature_not_enabled", "team_access_not_granted", "enterprise_is_restricted",
    }
)  # fmt: skip
"""Refusals that stay: a method refused like that is not called again before the next start."""
GONE = frozenset({"invalid_thread_ts", "message_not_found", "thread_not_found"})
"""What it was about was deleted meanwhile: nothing is missing, and no admin has to look for it."""
log = logging.getLogger("bot.slack.agent")


class Polite:
    """Says once in the log what Slack refuses, and goes on without it."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._lock = Lock()
        self._told: set[tuple[str, str]] = set()
        self._off: set[str] = set()

    def __call__(self, method: str, **arguments: Any) -> bool:
        """Call it; whether Slack did it."""
        if method in self._off:
            return False
        try:
            self._client.api_call(method, json=arguments)
        except SlackApiError as problem:
            self._refused(method, str(problem.response.get("error") or problem.response.status_code))
            return False
        except BROKEN_LINE as problem:
            self._refused(method, type(problem).__name__)
            return False
        return True

    def _refused(self, method: str, why: str) -> None:
        if why in GONE:
            log.debug("%s: the message is gone (%s)", method, why)
            return
        with self._lock:
            if why in NEVER:
                self._off.add(method)
            if (method, why) in self._told:
                return
            self._told.add((method, why))
        log.warning("Slack refuses %s (%s): the bot goes on without it; `mayi manifest` has the scopes and events", method, why)
