"""A click on one of the bot's messages goes in; where its question is gone, or another answer took its place at that moment, the
one who clicked is told so.

An answer is seen a moment before it is logged; whoever clicks that quickly waits for it here, within Slack's three seconds.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from slack_bolt import Ack, App, BoltResponse
from slack_sdk import WebClient

from bot.slack.click import read_click, whisper
from bot.slack.doors.all import Doors, Standing
from bot.slack.posts.text import safe

LOOKS, LOOK_SECONDS = 30, 0.05


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Look at every click before its listener does."""

    def look(body: dict[str, Any], ack: Ack, next: Callable[[], None]) -> BoltResponse | None:
        click = read_click(body) if body.get("type") == "block_actions" and body.get("actions") else None
        if click is None or not click.mark.receipt:
            next()
            return None
        is_gone = settled(doors.standing, click.mark.receipt) == "gone"
        if not is_gone and doors.touched(click.mark.receipt):
            next()
            return None
        words = doors.texts(click.mark.language, "taken_back.click" if is_gone else "slack.amended")
        whisper(click, safe(words), client)
        return ack()

    app.use(look)


def settled(standing: Callable[[str], Standing], receipt: str) -> Standing:
    """Where a question stands, once it is logged or will not be so soon."""
    for _ in range(LOOKS):
        if (found := standing(receipt)) != "coming":
            return found
        time.sleep(LOOK_SECONDS)
    return "coming"
