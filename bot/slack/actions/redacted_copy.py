"""A click on "Text with placeholders" goes in; its asker alone sees the redacted copy of what they wrote, in a form.

It is made of the words that the ledger has: nothing is read in Slack again, and the raw message is nowhere to be had here.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.click import acknowledge, is_asker, read_click, whisper, working
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import COPY
from bot.slack.posts.text import safe
from bot.slack.shortcuts.redacted_copy import copy_form
from bot.slack.shortcuts.screen import Screen


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the button."""
    screen = Screen(client)

    def show(body: dict[str, Any]) -> None:
        click = read_click(body)
        language, words = click.mark.language, ""
        if not is_asker(click, doors):
            words = "slack.not_yours"
        elif (copy := doors.citizen.copy(click.mark.receipt)) is None:
            words = "slack.more.gone"
        elif not screen.open(click.trigger_id, copy_form(copy, language, doors.texts)):
            words = "pick.late"
        if words:
            whisper(click, safe(doors.texts(language, words)), client)

    app.action(COPY)(ack=acknowledge, lazy=[working(show, doors, client)])
