"""Clicks on the bot's messages, one file each."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.actions import choose, correct, more, redacted_copy
from bot.slack.doors.all import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put every click's listener on the app."""
    choose.register(app, doors, client)
    correct.register(app, doors, client)
    more.register(app, doors, client)
    redacted_copy.register(app, doors, client)
