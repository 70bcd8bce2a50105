"""Words go in; the few Block Kit pieces that App Home is made of come out, each within its limit."""

from __future__ import annotations

from typing import Any

from bot.slack.posts.kit import BUTTON_TEXT, CONTEXT, SECTION, Block
from bot.slack.posts.text import cut, plain_text

HEADER = 150
VALUE = 2000
BLOCK_ID = 255


def header(text: str) -> Block:
    """A heading, which a screen reader can jump to."""
    return {"type": "header", "text": plain_text(text, HEADER)}


def section(text: str, accessory: Block | None = None) -> Block:
    """Mrkdwn that is safe already, with a button beside it."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION) or "-"}}
    return {**block, "accessory": accessory, **_called(accessory, str(accessory["value"]))} if accessory else block


def context(text: str) -> Block:
    """Small mrkdwn that is safe already."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, CONTEXT)}]}


def divider() -> Block:
    """A line."""
    return {"type": "divider"}


def actions(elements: list[Block], of: str = "") -> Block:
    """Buttons and selects in a row. ``of``: what a select begins with; under a new name Slack forgets the old choice."""
    return {"type": "actions", "elements": elements, **_called(elements[0], of)}


def _called(first: Block, of: str) -> Block:
    """A block's own name, the same each time the page is made: so the keyboard stays where it was."""
    name = f"{first['action_id']}:{of}"
    return {"block_id": name} if len(name) <= BLOCK_ID else {}


def button(label: str, action: str, value: str, of: str = "", **more: Any) -> Block:
    """A button; ``of``: what it belongs to, for a screen reader, where several are called the same."""
    spoken = {"accessibility_label": cut(f"{label}: {of}", BUTTON_TEXT)} if of else {}
    return {
        "type": "button",
        "action_id": action,
        "text": plain_text(label, BUTTON_TEXT),
        "value": value[:VALUE],
        **spoken,
        **more,
    }
