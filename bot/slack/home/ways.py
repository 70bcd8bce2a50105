"""A click on a way to ask goes in; the form that the shortcuts open, too, opens."""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.click import acknowledge
from bot.slack.doors.all import Doors
from bot.slack.home import view as drawn
from bot.slack.shortcuts.ask import pick
from bot.slack.shortcuts.check import open_paste
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import told_on_failure


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to both buttons."""
    screen = Screen(client)

    def ask(body: dict[str, Any]) -> None:
        pick(doors, screen, body)

    def check(body: dict[str, Any]) -> None:
        open_paste(doors, screen, body)

    app.action(drawn.ASK)(ack=acknowledge, lazy=[told_on_failure(ask, doors)])
    app.action(drawn.CHECK)(ack=acknowledge, lazy=[told_on_failure(check, doors)])
