"""``/mayi QUESTION`` goes in; an ``Incoming`` for a private answer goes to the door. Alone it opens a form;
``advise`` opens that of advice, also with words behind it that name no tool; ``console`` gives a link that
signs in whoever asked; ``help`` says how."""

from __future__ import annotations

import logging
from typing import Any

from slack_bolt import Ack, App, BoltContext
from slack_sdk import WebClient

from bot.policy.talks.incoming import Incoming
from bot.slack import console
from bot.slack.advice.listeners import heard_in, open_form
from bot.slack.doors.all import Doors
from bot.slack.posts.text import plain, safe
from bot.slack.shortcuts.ask import open_picker
from bot.slack.shortcuts.screen import Screen
from bot.slack.shortcuts.told import say_back, told_on_failure, who_of

COMMAND = "/mayi"
HELP = frozenset({"help", "hulp", "hilfe", "aide", "ayuda", "?"})
CONSOLE = frozenset({"console", "konsole", "consola"})
log = logging.getLogger("bot.slack.mayi")


def register(app: App, doors: Doors, client: WebClient) -> None:
    """Listen to the slash command. Slack does not send it again, so a failure is said in the acknowledgement."""
    screen = Screen(client)

    def take(ack: Ack, command: dict[str, Any], context: BoltContext) -> None:
        text = plain(command.get("text", ""), context.bot_user_id or "")
        try:
            if text and text.casefold() not in HELP | CONSOLE and heard_in(doors, text) is None:
                doors.door(_incoming(command, text))
        except Exception:
            log.exception("a slash command was not taken in")
            ack(text=safe(doors.texts("", "slack.failed")))
            return
        ack()

    def start(body: dict[str, Any]) -> None:
        text = plain(body.get("text", ""))
        heard = heard_in(doors, text)
        if text and heard is None and text.casefold() not in HELP | CONSOLE:
            return
        language = doors.checks.language(who_of(body))
        if heard is not None:
            if not open_form(doors, screen, body, language, heard):
                say_back(doors, body, doors.texts(language, "pick.late"))
            return
        if text.casefold() in CONSOLE:
            console.reply(doors, body, language)
            return
        if text or not open_picker(doors, screen, body, language):
            say_back(doors, body, doors.texts(language, "slack.help", command=COMMAND))

    app.command(COMMAND)(ack=take, lazy=[told_on_failure(start, doors)])


def _incoming(command: dict[str, Any], text: str) -> Incoming:
    """A command in the door's words."""
    return Incoming(
        team=command.get("team_id", ""),
        channel=command["channel_id"],
        channel_kind="private",
        user=command["user_id"],
        text=text,
        trigger="slash",
        unique=command["trigger_id"],
        response_url=command.get("response_url", ""),
        user_team=command.get("user_team") or "",
    )
