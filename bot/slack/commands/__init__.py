"""Slash commands, one file each."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.commands import mayi
from bot.slack.doors.all import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put every slash command's listener on the app."""
    mayi.register(app, doors, client)
