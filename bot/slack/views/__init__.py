"""Forms and their searches, one file each."""

from __future__ import annotations

from slack_bolt import App

from bot.slack.doors.all import Doors
from bot.slack.views import correction


def register(app: App, doors: Doors) -> None:
    """Put every form's listener on the app."""
    correction.register(app, doors)
