"""Slack's events, one file each."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.doors.all import Doors
from bot.slack.events import app_mention, message


def register(app: App, doors: Doors) -> None:
    """Put every event's listener on the app."""
    app_mention.register(app, doors)
    message.register(app, doors)
