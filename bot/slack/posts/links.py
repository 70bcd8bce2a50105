"""A channel and a message go in; the address at which people open it comes out. Slack is asked once where the workspace is."""

from __future__ import annotations

import logging
from threading import Lock

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posts.post import BROKEN_LINE

log = logging.getLogger("bot.slack.posts.links")


class Links:
    """Permanent links, made as ``chat.getPermalink`` makes them: a page with thirty of them needs no thirty calls."""

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._lock = Lock()
        self._base = ""

    def to(self, channel: str, ts: str, thread_ts: str = "") -> str:
        """The link; empty where Slack does not say where the workspace is, or where there is no message."""
        base = self._where() if channel and ts else ""
        if not base:
            return ""
        inside = f"?thread_ts={thread_ts}&cid={channel}" if thread_ts not in ("", ts) else ""
        return f"{base}/archives/{channel}/p{ts.replace('.', '')}{inside}"

    def _where(self) -> str:
        with self._lock:
            if not self._base:
                try:
                    self._base = str(self._client.auth_test().get("url") or "").rstrip("/")
                except (SlackApiError, *BROKEN_LINE) as problem:
                    log.warning("auth.test could not be asked: %s", type(problem).__name__)
            return self._base
