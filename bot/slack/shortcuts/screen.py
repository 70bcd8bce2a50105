"""Views go in, and stand on somebody's screen, or it is known why not: expired, closed, or overtaken by a newer choice."""

from __future__ import annotations

import logging
from collections import OrderedDict
from enum import Enum
from threading import Lock
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.posts.post import BROKEN_LINE, reason_of

log = logging.getLogger("bot.slack.screen")
REMEMBERED = 500
LOCKS = 64
UNKNOWN = "unknown"
"""A hash that no form has."""


class Seen(Enum):
    """Whether somebody sees a view."""

    YES = "yes"
    OVERTAKEN = "overtaken"
    """A newer choice is shown, or is about to be."""
    NO = "no"
    """It is closed, or Slack refused."""


class Screen:
    """The way to views.open and views.update.

    Several choices may be made upon the same state of a form, and their answers come in any order. Slack takes an update only
    with the form's hash, so of two upon the same hash one fails. Here the newer choice then wins; where another process had a
    hand in it nobody can tell which is newer, and the form says so instead of showing what may be old.
    """

    def __init__(self, client: WebClient) -> None:
        self._client = client
        self._locks = tuple(Lock() for _ in range(LOCKS))
        self._shown: OrderedDict[str, tuple[float, str]] = OrderedDict()
        """View id -> (time of the choice that is shown, hash of the form since then)."""

    def open(self, trigger_id: str, view: dict[str, Any]) -> str:
        """The id of the opened view; empty where Slack did not open it."""
        try:
            reply = self._client.views_open(trigger_id=trigger_id, view=view)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("a form did not open: %s", reason_of(problem))
            return ""
        return str((reply.get("view") or {}).get("id", "")) or "opened"

    def update(self, body: dict[str, Any], view: dict[str, Any], unsure: dict[str, Any] | None = None) -> Seen:
        """Show the outcome of one choice (``body``: its payload). ``unsure``: the form for when nobody can tell what is newest;
        without one the form is then left as it is."""
        before = body["view"]
        at = float(body["actions"][0].get("action_ts") or 0)
        with self._lock_of(before["id"]):
            last = self._shown.get(before["id"])
            if last and last[0] > at:
                return Seen.OVERTAKEN
            for hash_ in dict.fromkeys((before.get("hash", ""), last[1] if last else before.get("hash", ""))):
                outcome = self._put(before["id"], view, hash_, at)
                if outcome is not None:
                    return outcome
            if unsure is not None:
                self._put(before["id"], unsure, "", at)
            return Seen.OVERTAKEN

    def _lock_of(self, view_id: str) -> Lock:
        """One form's changes wait for each other, and for few others."""
        return self._locks[hash(view_id) % LOCKS]

    def _put(self, view_id: str, view: dict[str, Any], hash_: str, at: float) -> Seen | None:
        """None where somebody else was quicker."""
        try:
            reply = self._client.views_update(view_id=view_id, view=view, **({"hash": hash_} if hash_ else {}))
        except SlackApiError as problem:
            if problem.response.get("error") == "hash_conflict":
                return None
            log.warning("a form was not changed: %s", reason_of(problem))
            return Seen.NO
        except BROKEN_LINE as problem:
            log.warning("a form was not changed: %s", reason_of(problem))
            return Seen.NO
        # after a blind change nobody may build on this form's hash: what it took away may have been newer
        made = str((reply.get("view") or {}).get("hash", ""))
        self._shown[view_id] = (at, made if hash_ else UNKNOWN)
        self._shown.move_to_end(view_id)
        while len(self._shown) > REMEMBERED:
            self._shown.popitem(last=False)
        return Seen.YES
