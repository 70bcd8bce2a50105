"""The entry "Should not have been allowed" of an answer's menu goes in; it is kept before Slack is acknowledged. Whoever is
answered here may say so, also who did not ask."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.click import read_click, taking, whisper
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import DOUBT, RARER
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the entry. The menu's others have a listener of their own."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        refused = doors.citizen.refuse(click.user, click.user_team, click.mark.language)
        words = refused or doors.doubt(click.mark.receipt, click.team, click.user, click.mark.language)
        ack()
        whisper(click, safe(words), client)

    app.action(RARER, matchers=[_is_doubt])(taking(take, doors, client))


def _is_doubt(body: dict[str, Any]) -> bool:
    chosen = body["actions"][0].get("selected_option") or {}
    return bool(chosen.get("value") == DOUBT)
