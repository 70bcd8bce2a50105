"""A click on a question back goes in; where the asker clicked, an ``Incoming`` goes to the door, others are politely refused."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.policy.talks.incoming import Incoming
from bot.slack.click import Click, is_asker, is_on_message, read_click, taking, whisper, working
from bot.slack.doors.all import Doors
from bot.slack.posts.blocks import CHOOSE
from bot.slack.posts.text import safe


def incoming(click: Click) -> Incoming:
    """A click in the door's words."""
    return Incoming(
        team=click.team,
        channel=click.channel,
        channel_kind=click.channel_kind,
        user=click.user,
        text="",
        trigger="click",
        unique=f"{click.message_ts}:{click.action_ts}",
        ts=click.message_ts,
        thread_ts=click.thread_ts,
        response_url=click.response_url if click.is_private else "",
        choice=(click.mark.slot, click.value),
        receipt=click.mark.receipt,
        user_team=click.user_team,
    )


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the buttons and the select of a question back."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        if click.mark.receipt and is_asker(click, doors):
            doors.door(incoming(click))
        ack()

    def refuse(body: dict[str, Any]) -> None:
        click = read_click(body)
        if not click.mark.receipt:
            whisper(click, safe(doors.texts("", "slack.failed")), client)
        elif not is_asker(click, doors):
            whisper(click, safe(doors.texts(click.mark.language, "slack.not_yours")), client)

    on_choice = app.action(re.compile(f"^{CHOOSE}"), matchers=[is_on_message])
    on_choice(ack=taking(take, doors, client), lazy=[working(refuse, doors, client)])
