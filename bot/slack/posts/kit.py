"""Words that are safe already go in; Block Kit's sections, contexts and buttons come out, each within its limit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from bot.slack.posts.text import cut, plain_text

Block = dict[str, Any]

SECTION = 2900
CONTEXT = 1900
BUTTON_TEXT = 75
NO_VALUE = "-"
"""Stands for an empty value, which Slack does not take in a button."""


def section(text: str) -> Block:
    """Nothing for no words: a block without any is refused."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": cut(text, SECTION)}} if text.strip() else {}


def sections(lines: Sequence[str]) -> list[Block]:
    """The lines in as many sections as they need; a single line that is too long is cut."""
    made: list[str] = []
    for line in lines:
        if made and len(made[-1]) + 1 + len(line) <= SECTION:
            made[-1] += f"\n{line}"
        else:
            made.append(line)
    return [section(text) for text in made]


def context(text: str) -> Block:
    """Small words; nothing for none."""
    return {"type": "context", "elements": [{"type": "mrkdwn", "text": cut(text, CONTEXT)}]} if text.strip() else {}


def button(label: str, action: str, value: str) -> Block:
    """``label``: as it was written, since a button shows no markup."""
    return {"type": "button", "action_id": action, "text": plain_text(label, BUTTON_TEXT), "value": value or NO_VALUE}


def linked(place: str, link: str) -> str:
    """A place as a link; where it has no address, in italics."""
    return f"<{link.replace('>', '%3E').replace('|', '%7C')}|{place}>" if link else f"_{place}_"
