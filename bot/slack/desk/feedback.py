"""A click on "Useful" or "Not useful" goes in; it is kept with the answer's receipt. "Not useful" also opens a form: why."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.slack.click import read_click, taking, whisper
from bot.slack.desk.why import open_why
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import NOT_USEFUL, USEFUL
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to both feedback buttons."""

    def keep(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        if refused := doors.citizen.refuse(click.user, click.user_team, click.mark.language):
            ack()
            whisper(click, safe(refused), client)
            return
        if click.mark.receipt:
            doors.on_feedback(click.mark.receipt, click.team, click.user, body["actions"][0]["action_id"] == USEFUL)
        ack()
        if click.mark.receipt and body["actions"][0]["action_id"] == NOT_USEFUL and open_why(click, doors, client):
            return
        whisper(click, safe(doors.texts(click.mark.language, "slack.feedback.thanks")), client)

    app.action(re.compile(f"^({USEFUL}|{NOT_USEFUL})$"))(taking(keep, doors, client))
