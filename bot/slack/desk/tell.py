"""A click on "Tell ..." goes in, after its dialog; the contact that policy.yaml names is told of the incident, once."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.policy.requests import RequestKind
from bot.slack.blocks import TELL
from bot.slack.desk.asking import listen
from bot.slack.doors import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the incident button."""
    listen(app, TELL, RequestKind.INCIDENT, doors, client)
