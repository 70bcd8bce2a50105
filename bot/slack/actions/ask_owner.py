"""A click on "Ask the owner" goes in; the redacted question goes to the channel that policy.yaml names, and nowhere else."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.actions.correct import acknowledge
from bot.slack.blocks import OWNER
from bot.slack.click import is_asker, read_click, whisper
from bot.slack.doors import Doors
from bot.slack.post import BROKEN_LINE
from bot.slack.text import cut, safe

log = logging.getLogger("bot.slack.ask_owner")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the owner button."""

    def ask(body: dict[str, Any]) -> None:
        click = read_click(body)
        language = click.mark.language
        if not is_asker(click, doors):
            whisper(click, safe(doors.texts(language, "slack.not_yours")), client)
            return
        request = doors.ask_owner(click.mark.receipt, language)
        if request is None or not request.channel:
            contact = request.contact if request else ""
            contact = contact or doors.texts(language, "contact.nobody")
            whisper(click, safe(doors.texts(language, "slack.owner.nobody", contact=contact)), client)
            return
        try:
            text = cut(safe(request.text), 2900)
            client.chat_postMessage(channel=request.channel, text=text, unfurl_links=False, unfurl_media=False)
        except (SlackApiError, *BROKEN_LINE) as problem:
            log.warning("the owner could not be asked: %s", type(problem).__name__)
            whisper(click, safe(doors.texts(language, "slack.failed")), client)
            return
        whisper(click, safe(doors.texts(language, "slack.owner.asked")), client)

    app.action(OWNER)(ack=acknowledge, lazy=[ask])
