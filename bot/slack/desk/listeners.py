"""An app goes in; every listener of the desk is on it."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.desk import answer, asking, doubt, feedback, request, why
from bot.slack.doors.all import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put them on."""
    asking.register(app, doors, client)
    feedback.register(app, doors, client)
    doubt.register(app, doors, client)  # before the menu's other entries
    request.register(app, doors, client)
    answer.register(app, doors, client)
    why.register(app, doors, client)
