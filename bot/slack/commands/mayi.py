"""``/mayi QUESTION`` goes in; an ``Incoming`` for a private answer goes to the door."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext

from bot.policy.talk import Incoming
from bot.slack.doors import Doors
from bot.slack.text import plain, safe

COMMAND = "/mayi"
log = logging.getLogger("bot.slack.mayi")


def register(app: App, doors: Doors) -> None:
    """Listen to the slash command. Slack does not send it again, so a failure is said in the acknowledgement."""

    @app.command(COMMAND)
    def on_command(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        text = plain(command.get("text", ""), context.bot_user_id or "")
        if not text:
            ack(text=safe(doors.texts("", "slack.slash.usage")))
            return
        try:
            doors.door(
                Incoming(
                    team=command.get("team_id", ""),
                    channel=command["channel_id"],
                    channel_kind="private",
                    user=command["user_id"],
                    text=text,
                    trigger="slash",
                    unique=command["trigger_id"],
                    response_url=command.get("response_url", ""),
                )
            )
        except Exception:
            log.exception("a slash command was not taken in")
            ack(text=safe(doors.texts("", "slack.failed")))
            return
        ack()
