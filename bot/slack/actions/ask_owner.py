"""A click on "Ask the owner" goes in; the redacted question goes to the channel that policy.yaml names, and nowhere else."""

from __future__ import annotations

from slack_bolt import App
from slack_sdk import WebClient

from bot.policy.requests import RequestKind
from bot.slack.blocks import OWNER
from bot.slack.desk.asking import listen
from bot.slack.doors import Doors


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the owner button."""
    listen(app, OWNER, RequestKind.OWNER, doors, client)
