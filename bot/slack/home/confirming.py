"""An owner's click on an answer goes in; the policy's files say it, and the next question is shown."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.policy.talks.home import Clicker, Wish
from bot.slack.click import acknowledge
from bot.slack.doors.all import Doors
from bot.slack.doors.home import Clicked
from bot.slack.home.asked import CONFIRM, NEXT, UNDO, read_value
from bot.slack.home.tab import Done, on_click
from bot.slack.home.view import OF_EXAM


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the answers, to "next" and to taking back. Who is an owner is looked up at each click."""
    app.action(re.compile(rf"^{CONFIRM}(_\d)?$"))(ack=acknowledge, lazy=[on_click(doors, client, _confirm)])
    app.action(NEXT)(ack=acknowledge, lazy=[on_click(doors, client, _next)])
    app.action(re.compile(f"^({'|'.join(OF_EXAM)})$"))(ack=acknowledge, lazy=[on_click(doors, client, _sit_exam)])
    app.action(UNDO)(ack=acknowledge, lazy=[on_click(doors, client, _take_back)])


def _confirm(doors: Doors, who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    return wish, doors.home.confirm(who, Clicked(*read_value(action)))


def _next(_doors: Doors, _who: Clicker, wish: Wish, _action: dict[str, Any]) -> Done:
    """What is not known stays open, and strict."""
    return replace(wish, passed=wish.passed + 1), ""


def _take_back(doors: Doors, who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    return wish, doors.home.take_back(who, action.get("value", ""))


def _sit_exam(doors: Doors, who: Clicker, wish: Wish, action: dict[str, Any]) -> Done:
    return wish, doors.home.sit_exam(who, action.get("value", ""))
