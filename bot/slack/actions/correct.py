"""A click on "Not what I meant" goes in; the correction form, filled in with what was understood, opens."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.click import acknowledge, is_asker, read_click, whisper, working
from bot.slack.doors.all import Doors
from bot.slack.form import build_form
from bot.slack.posts.blocks import CORRECT
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the correction button."""

    def open_form(body: dict[str, Any]) -> None:
        click = read_click(body)
        language = click.mark.language
        if not is_asker(click, doors):
            whisper(click, safe(doors.texts(language, "slack.not_yours")), client)
            return
        view = build_form(click, doors.understood(click.mark.receipt), doors.picks(language), doors.texts)
        client.views_open(trigger_id=click.trigger_id, view=view)

    app.action(CORRECT)(ack=acknowledge, lazy=[working(open_form, doors, client)])
