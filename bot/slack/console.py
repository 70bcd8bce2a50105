"""Somebody asks for the console; a link that signs in them alone, once, comes to them alone, or why they get none.

The link goes through the command's own address or in a form, and not at all where that fails: nothing that keeps messages has it.
"""

from __future__ import annotations

from typing import Any

from slack_bolt import App
from slack_sdk import WebClient

from bot.slack.click import acknowledge, by_hook
from bot.slack.doors.all import Doors
from bot.slack.home.view import CONSOLE
from bot.slack.posts.kit import Block, button, section
from bot.slack.posts.text import safe
from bot.slack.shortcuts.parts import Frame, modal
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import NOTICE, say_back, told_on_failure, who_of

FOLLOW = "mayi_console_follow"


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the button in App Home, and to that with the link, whose address Slack opens."""
    screen = Screen(client)

    def show(body: dict[str, Any]) -> None:
        language = doors.checks.language(who_of(body))
        _, blocks = _way_in(doors, body, language)
        if not screen.open(body["trigger_id"], modal(Frame(NOTICE, "slack.console.open", {"l": language}), blocks, doors.texts)):
            say_back(doors, body, doors.texts(language, "pick.late"))

    app.action(CONSOLE)(ack=acknowledge, lazy=[told_on_failure(show, doors)])
    app.action(FOLLOW)(acknowledge)


def reply(doors: Doors, body: dict[str, Any], language: str) -> None:
    """Answer a command."""
    words, blocks = _way_in(doors, body, language)
    if not by_hook(body["response_url"], words, blocks):
        say_back(doors, body, doors.texts(language, "slack.failed"))


def _way_in(doors: Doors, body: dict[str, Any], language: str) -> tuple[str, list[Block]]:
    """Words without the link, and blocks with it."""
    key, link = doors.console(who_of(body))
    words = safe(doors.texts(language, key))
    if not link:
        return words, [section(words)]
    go = {**button(doors.texts(language, "slack.console.open"), FOLLOW, "follow"), "url": link, "style": "primary"}
    return words, [
        section(f"{words}\n{safe(doors.texts(language, 'slack.console.once'))}"),
        {"type": "actions", "elements": [go]},
    ]
