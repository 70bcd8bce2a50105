"""Whatever somebody sends, opens, clicks or searches goes in; at a human pace it goes on, and what is more is not worked on, and
told where it was done, else in a direct message.

What is written to the bot has the same pace at the door.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse

from bot.slack.doors.all import DEED, GESTURE, WORD, Doors
from bot.slack.shortcuts.told import say_back, who_of

KINDS = {
    **dict.fromkeys(("command", "shortcut", "message_action", "view_submission"), DEED),
    **dict.fromkeys(("block_actions", "block_suggestion", "app_home_opened"), GESTURE),
}
"""How a delivery calls itself -> what it counts as."""
log = logging.getLogger("bot.slack.pace")


def register(app: App, doors: Doors) -> None:
    """Look at everything before its listener does."""

    def look(body: dict[str, Any], ack: Ack, next: Callable[[], None]) -> BoltResponse | None:
        event = body.get("event") or {}
        kind = "command" if "command" in body else str(event.get("type") or body.get("type"))
        who = who_of({**body, "user_id": event["user"]} if event else body) if kind in KINDS else None
        if who is None or doors.within(KINDS[kind], who.team, who.user):
            next()
            return None
        if kind in ("block_suggestion", "app_home_opened"):
            return ack(options=[]) if kind == "block_suggestion" else ack()
        words = doors.texts(doors.checks.language(who), "slack.quick")
        if kind == "view_submission" and (first := _first_input(body["view"])):
            return ack(response_action="errors", errors={first: words})
        if doors.within(WORD, who.team, who.user):
            log.warning("somebody sends more forms, clicks or commands than anybody does: they are not worked on")
            say_back(doors, body, words)
        return ack()

    app.use(look)


def _first_input(view: dict[str, Any]) -> str:
    return next((str(block["block_id"]) for block in view["blocks"] if block["type"] == "input"), "")
