"""A Bolt app goes in; it hears the agent view: the Messages tab that is opened, and the stop button."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.agent import opened, stopped
from bot.slack.agent.polite import Polite
from bot.slack.doors.all import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put both listeners on the app."""
    polite = Polite(client)
    opened.register(app, doors, polite)
    stopped.register(app, doors, polite)
