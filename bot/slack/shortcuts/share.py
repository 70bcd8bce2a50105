"""A click on "Share in the channel" goes in; the answer is queued for the channel, in the asker's name."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.policy.talks.checks import Who
from bot.slack.click import is_asker, read_click, taking, whisper
from bot.slack.doors.all import Doors
from bot.slack.posts.sharing import SHARE
from bot.slack.posts.text import safe


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the button. The sharing is queued before Slack is acknowledged; a word about it comes afterwards."""

    def take(ack: Ack, body: dict[str, Any]) -> None:
        click = read_click(body)
        language, who = click.mark.language, Who(click.team, click.user, click.user_team)
        if is_asker(click, doors):
            words = doors.checks.refusal(who, click.channel, language) or doors.checks.share(
                click.mark.receipt, who, click.channel, click.response_url, language
            )
        else:
            words = doors.texts(language, "slack.not_yours")
        ack()
        if words:
            whisper(click, safe(words), client)

    app.action(SHARE)(taking(take, doors, client))
