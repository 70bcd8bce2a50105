"""A listener that works after the acknowledgement goes in; the same comes out, and what breaks in it is told to the person."""

from __future__ import annotations

import logging
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from slack_bolt import Ack

from bot.policy.talks.checks import Who
from bot.slack.click import by_hook
from bot.slack.doors.all import Doors, Texts
from bot.slack.posts.kit import section
from bot.slack.posts.text import LONGEST_TEXT, cut, safe
from bot.slack.shortcuts.parts import Frame, modal, remembered

NOTICE = "mayi_notice"
Listener = Callable[[dict[str, Any]], None]
log = logging.getLogger("bot.slack.forms")


def told_on_failure(listener: Listener, doors: Doors) -> Listener:
    """The outermost door of a form's listener. Slack does not send a click again, so a failure is told directly."""

    def guarded(body: dict[str, Any]) -> None:
        try:
            listener(body)
        except Exception as problem:  # noqa: BLE001 - the outermost door
            log.error("a form's click was not worked on: %s", kind_of(problem))
            say_back(doors, body, doors.texts("", "slack.failed"))

    return guarded


def failing_inside(submit: Callable[[Ack, dict[str, Any]], None], doors: Doors) -> Callable[[Ack, dict[str, Any]], None]:
    """The same for a form that is sent: a failure is said in the form, at its first input."""

    def guarded(ack: Ack, body: dict[str, Any]) -> None:
        try:
            submit(ack, body)
        except Exception as problem:  # noqa: BLE001 - the outermost door
            log.error("a form was not worked on: %s", kind_of(problem))
            view = body["view"]
            first = next(block["block_id"] for block in view["blocks"] if block["type"] == "input")
            ack(response_action="errors", errors={first: doors.texts(str(remembered(view).get("l", "")), "slack.failed")})

    return guarded


def kind_of(problem: Exception) -> str:
    """An error's class and where it was raised: its words may hold what somebody pasted."""
    frames = traceback.extract_tb(problem.__traceback__)
    return (
        f"{type(problem).__name__} at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else type(problem).__name__
    )


def say_back(doors: Doors, body: dict[str, Any], words: str) -> None:
    """Tell somebody what their click or command came to: where they are, else in a direct message."""
    hook = body.get("response_url")
    if hook and by_hook(hook, cut(safe(words), LONGEST_TEXT)):
        return
    doors.checks.tell(who_of(body), f"back:{_unique(body)}", words)


def who_of(body: dict[str, Any]) -> Who:
    """Whoever clicked, or wrote a command."""
    user: Any = body.get("user") or {}
    if "user_id" in body:
        return Who(body.get("team_id", ""), body["user_id"], body.get("user_team", ""))
    return Who((body.get("team") or {}).get("id") or user.get("team_id", ""), user.get("id", ""), user.get("team_id", ""))


def notice_view(words: str, title: str, language: str, texts: Texts) -> dict[str, Any]:
    """A form with nothing but words."""
    return modal(Frame(NOTICE, title, {"l": language}), [section(safe(words))], texts)


def _unique(body: dict[str, Any]) -> str:
    return str(body.get("trigger_id") or (body.get("actions") or [{}])[0].get("action_ts", ""))
