"""Clicks on the bot's messages, one file each."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.actions import ask_owner, choose, correct, feedback
from bot.slack.doors import Doors


def register(app: App, doors: Doors) -> None:
    """Put every click's listener on the app."""
    choose.register(app, doors)
    correct.register(app, doors)
    feedback.register(app, doors)
    ask_owner.register(app, doors)
