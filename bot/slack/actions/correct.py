"""A click on "Not what I meant" goes in; the correction form, filled in with what was understood, opens."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.blocks import CORRECT
from bot.slack.click import acknowledge, is_asker, read_click, whisper
from bot.slack.doors import Doors
from bot.slack.form import build_form
from bot.slack.post import BROKEN_LINE
from bot.slack.text import safe

log = logging.getLogger("bot.slack.correct")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the correction button."""

    def open_form(body: dict[str, Any]) -> None:
        click = read_click(body)
        language = click.mark.language
        if not is_asker(click, doors):
            whisper(click, safe(doors.texts(language, "slack.not_yours")), client)
            return
        try:
            view = build_form(click, doors.understood(click.mark.receipt), doors.picks(language), doors.texts)
            client.views_open(trigger_id=click.trigger_id, view=view)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("the correction form did not open: %s", type(problem).__name__)
            whisper(click, safe(doors.texts(language, "slack.failed")), client)

    app.action(CORRECT)(ack=acknowledge, lazy=[open_form])
