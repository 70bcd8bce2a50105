"""A click on "Ask the owner" or "Tell ..." goes in; the request is kept before Slack is acknowledged, and the asker hears of it.

The redacted question goes to the channel that policy.yaml names, and nowhere else.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.policy.requests import RequestKind
from bot.slack.click import is_asker, read_click, taking, whisper
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import OWNER, TELL
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons that ask without a form."""
    listen(app, OWNER, RequestKind.OWNER, doors, client)
    listen(app, TELL, RequestKind.INCIDENT, doors, client)


def listen(app: App, action: str, kind: RequestKind, doors: Doors, client: WebClient) -> None:
    """Listen to one button that asks without a form."""

    def words_of(body: dict[str, Any]) -> str:
        click = read_click(body)
        language = click.mark.language
        if not click.mark.receipt:
            return doors.texts(language, "slack.failed")
        if not is_asker(click, doors):
            return doors.texts(language, "slack.not_yours")
        return doors.desk.ask(kind, click.mark.receipt, language, click.is_private, None)

    def take(ack: Ack, body: dict[str, Any]) -> None:
        words = words_of(body)
        ack()
        whisper(read_click(body), safe(words), client)

    app.action(action)(taking(take, doors, client))
