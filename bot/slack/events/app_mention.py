"""A mention of the bot in a channel goes in; an ``Incoming`` goes to the door."""

from __future__ import annotations

from typing import Any

from slack_bolt import App, BoltContext

from bot.policy.talks.incoming import Incoming
from bot.slack.doors.all import Doors
from bot.slack.files import file_names
from bot.slack.identity import team_of
from bot.slack.posts.text import mentions, plain


def register(app: App, doors: Doors) -> None:
    """Listen to ``app_mention``."""

    @app.event("app_mention")
    def on_mention(event: dict[str, Any], context: BoltContext) -> None:
        bot, text = context.bot_user_id or "", event.get("text", "")
        if not event.get("user") or event.get("bot_id") or not mentions(text, bot):
            return
        doors.door(
            Incoming(
                team=context.team_id or "",
                channel=event["channel"],
                channel_kind="group" if event.get("channel_type") in ("group", "mpim") else "channel",
                user=event["user"],
                text=plain(text, bot),
                trigger="mention",
                unique=event["ts"],
                ts=event["ts"],
                thread_ts=event.get("thread_ts") or event["ts"],
                user_team=team_of(event),
                files=file_names(event),
            )
        )
