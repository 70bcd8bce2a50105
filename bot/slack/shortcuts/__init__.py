"""The ways in that are forms: a global shortcut to pick, one to paste, one in a message's menu, and the button to share."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.doors.all import Doors
from bot.slack.shortcuts import ask, check, share
from bot.slack.shortcuts.screen import Screen


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put the listeners of all forms on the app."""
    screen = Screen(client)
    ask.register(app, doors, screen)
    check.register(app, doors, screen)
    share.register(app, doors, client)
