"""Clicks on the bot's messages, one file each."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.actions import ask_owner, choose, correct, feedback, more
from bot.slack.desk import listeners as desk
from bot.slack.doors import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put every click's listener on the app."""
    choose.register(app, doors, client)
    correct.register(app, doors, client)
    feedback.register(app, doors, client)
    ask_owner.register(app, doors, client)
    desk.register(app, doors, client)
    more.register(app, doors, client)
