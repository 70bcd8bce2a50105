"""What a form asks goes in; modal views come out, and from a sent view what was filled in."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Sequence
from typing import Any

from slack_bolt import Ack

from bot.slack.click import Click
from bot.slack.doors.all import Doors
from bot.slack.form import MOST_OPTIONS
from bot.slack.marks import Mark
from bot.slack.posts.text import plain_text

Block = dict[str, Any]
LONGEST_WORDS = 1500
log = logging.getLogger("bot.slack.forms")


def modal(callback: str, words: tuple[str, str, str], blocks: Sequence[Block], remembered: dict[str, str]) -> Block:
    """A modal; ``words``: title, send and close. Empty blocks are left out."""
    title, submit, close = words
    return {
        "type": "modal",
        "callback_id": callback,
        "title": plain_text(title, 24),
        "submit": plain_text(submit, 24),
        "close": plain_text(close, 24),
        "private_metadata": json.dumps(remembered),
        "blocks": [block for block in blocks if block],
    }


def remember(click: Click, **more: str) -> dict[str, str]:
    """Where a click was, for a private remark after the form is sent."""
    return {
        **{"team": click.team, "channel": click.channel, "kind": click.channel_kind, "ts": click.message_ts},
        **{"thread": click.thread_ts, "receipt": click.mark.receipt, "asker": click.mark.asker},
        **{"language": click.mark.language, "url": click.response_url if click.is_private else "", **more},
    }


def recall(body: dict[str, Any]) -> tuple[Click, dict[str, str]]:
    """The click that opened a sent form, and all that the form remembers."""
    kept: dict[str, str] = json.loads(body["view"].get("private_metadata") or "{}")
    click = Click(
        mark=Mark(kept.get("receipt", ""), kept.get("asker", ""), kept.get("language", "")),
        team=kept.get("team", ""),
        channel=kept.get("channel", ""),
        channel_kind=kept.get("kind", ""),
        user=body["user"]["id"],
        message_ts=kept.get("ts", ""),
        thread_ts=kept.get("thread", ""),
        action_ts="",
        value="",
        trigger_id="",
        response_url=kept.get("url", ""),
    )
    return click, kept


def taken_in(take: Callable[[Ack, dict[str, Any]], None], doors: Doors, what: str, at: str) -> Callable[..., None]:
    """The door of a sent form. Slack does not send it again, so a failure is said inside it: at the input ``at``, or at the
    first where the form has no such input, because Slack shows an error at no other place."""

    def guarded(ack: Ack, body: dict[str, Any]) -> None:
        try:
            take(ack, body)
        except Exception:
            log.exception("%s was not taken in", what)
            _, kept = recall(body)
            inputs = [block["block_id"] for block in body["view"]["blocks"] if block["type"] == "input"]
            place = at if at in inputs or not inputs else inputs[0]
            ack(response_action="errors", errors={place: doors.texts(kept.get("language", ""), "slack.failed")})

    return guarded


def filled(body: dict[str, Any], action: str) -> str:
    """What one input holds: typed words, a chosen value or a day; empty where nothing."""
    state = body["view"].get("state", {}).get("values", {}).get(action, {}).get(action, {})
    value = state.get("value") or state.get("selected_date") or (state.get("selected_option") or {}).get("value", "")
    return str(value or "").strip()


def chosen(body: dict[str, Any], action: str) -> tuple[str, ...]:
    """What several choices hold."""
    state = body["view"].get("state", {}).get("values", {}).get(action, {}).get(action, {})
    return tuple(option["value"] for option in state.get("selected_options") or ())


def say(text: str) -> Block:
    """Words above the inputs."""
    return {"type": "section", "text": plain_text(text, 2900)} if text else {}


def write(action: str, label: str, *, given: str = "", hint: str = "", lines: bool = True, optional: bool = False) -> Block:
    """A field for words."""
    element: Block = {"type": "plain_text_input", "action_id": action, "multiline": lines, "max_length": LONGEST_WORDS}
    if given:
        element["initial_value"] = given[:LONGEST_WORDS]
    return _input(action, label, element, hint, optional)


def pick_day(action: str, label: str, given: str = "") -> Block:
    """A field for a day."""
    return _input(action, label, {"type": "datepicker", "action_id": action, **({"initial_date": given} if given else {})})


def choose(action: str, label: str, choices: Sequence[tuple[str, str]], *, optional: bool = False, given: str = "") -> Block:
    """One of a few."""
    options = _options(choices)
    chosen = next((option for option in options if option["value"] == given), None)
    element = {"type": "static_select", "action_id": action, "options": options, **({"initial_option": chosen} if chosen else {})}
    return _input(action, label, element, "", optional) if choices else {}


def choose_some(action: str, label: str, choices: Sequence[tuple[str, str]]) -> Block:
    """Any of at most a hundred."""
    element = {"type": "multi_static_select", "action_id": action, "options": _options(choices)}
    return _input(action, label, element, "", True) if choices else {}


def tick(action: str, label: str, box: str, hint: str) -> Block:
    """One box to tick."""
    option = {"text": plain_text(box, 75), "value": "yes"}
    return _input(action, label, {"type": "checkboxes", "action_id": action, "options": [option]}, hint, True)


def _options(choices: Sequence[tuple[str, str]]) -> list[Block]:
    return [{"text": plain_text(label, 75), "value": value} for value, label in choices if 0 < len(value) <= 150][:MOST_OPTIONS]


def _input(action: str, label: str, element: Block, hint: str = "", optional: bool = False) -> Block:
    more = {"hint": plain_text(hint, 2000)} if hint else {}
    return {
        "type": "input",
        "block_id": action,
        "optional": optional,
        "label": plain_text(label, 2000),
        "element": element,
        **more,
    }
