"""App Home: an opened tab goes in, the person's page goes out; each click changes what the page shows."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.doors.all import Doors
from bot.slack.home import admin, confirming, tab, ways


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Put App Home's listeners on the app."""
    tab.register(app, doors, client)
    admin.register(app, doors, client)
    confirming.register(app, doors, client)
    ways.register(app, doors, client)
