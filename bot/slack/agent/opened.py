"""Somebody opens the Messages tab; a few questions that they may want to ask are suggested there."""

from __future__ import annotations

from typing import Any

from slack_bolt import Ack, App

from bot.slack.agent.polite import Polite
from bot.slack.doors.agent import Prompt
from bot.slack.doors.all import Doors
from bot.slack.posts.text import cut, quiet

MOST_PROMPTS = 4
LONGEST_TITLE = 75
LONGEST_MESSAGE = 300


def register(app: App, doors: Doors, polite: Polite) -> None:
    """Listen to the Messages tab; the Home tab has its own listener."""

    def suggest(event: dict[str, Any]) -> None:
        told = doors.agent.suggest(event["user"])
        if told.prompts:
            # without a thread: in an agent app Slack says ok to a thread's prompts and shows none
            polite(
                "assistant.threads.setSuggestedPrompts",
                channel_id=event["channel"],
                title=cut(quiet(told.title), LONGEST_TITLE),
                prompts=[_drawn(prompt) for prompt in told.prompts[:MOST_PROMPTS]],
            )

    app.event("app_home_opened", matchers=[_is_messages])(ack=_acknowledge, lazy=[suggest])


def _is_messages(event: dict[str, Any]) -> bool:
    return event.get("tab") == "messages"


def _acknowledge(ack: Ack) -> None:
    ack()


def _drawn(prompt: Prompt) -> dict[str, str]:
    return {"title": cut(quiet(prompt.title), LONGEST_TITLE), "message": cut(quiet(prompt.message), LONGEST_MESSAGE)}
