"""What a form shows goes in; the blocks below its selects come out: sentences, the answer, one button, and the small print."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import Any

from bot.policy.talks.checks import Shown
from bot.policy.words import Verdict
from bot.slack.doors.all import Texts
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts import kit
from bot.slack.posts.blocks import to_form, to_sections
from bot.slack.posts.kit import Block, context, section
from bot.slack.posts.text import plain_text, safe

TITLE = 24
ASK_OWNER = "mayi_ask_owner"
ASKED = frozenset({Verdict.CONDITIONAL.value, Verdict.REVIEW.value, Verdict.UNCOVERED.value, Verdict.FORBIDDEN.value})
"""Verdicts after which somebody may want to ask the owner."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Title, submit and close of a form, by their keys in the catalogs, and what the form remembers."""

    callback_id: str
    title: str
    memory: dict[str, Any]
    submit: str = ""
    close: str = "pick.close"


def modal(frame: Frame, blocks: list[Block], texts: Texts) -> dict[str, Any]:
    """The view. All that a form remembers is in its ``private_metadata``."""
    language = frame.memory.get("l", "")
    view: dict[str, Any] = {
        "type": "modal",
        "callback_id": frame.callback_id,
        "title": plain_text(texts(language, frame.title), TITLE),
        "close": plain_text(texts(language, frame.close), TITLE),
        "private_metadata": json.dumps(frame.memory, separators=(",", ":")),
        "blocks": [block for block in blocks if block],
    }
    if frame.submit:
        view["submit"] = plain_text(texts(language, frame.submit), TITLE)
    return view


def remembered(view: dict[str, Any]) -> dict[str, Any]:
    """What a form remembers; nothing where it is not one of ours."""
    try:
        memory = json.loads(view.get("private_metadata") or "{}")
    except ValueError:
        return {}
    return memory if isinstance(memory, dict) else {}


def outcome(shown: Shown, opened_with: str, texts: Texts, *, can_press: bool = False) -> list[Block]:
    """The lines, the answer, and that the policy has changed where it has. ``can_press``: with its choices and boxes."""
    language = shown.language
    lines = list(shown.lines)
    if opened_with and shown.version and opened_with != shown.version:
        lines.append(texts(language, "pick.changed"))
    blocks = [section("\n".join(safe(line) for line in lines))]
    if shown.answer is None:
        return blocks
    blocks += to_form(shown.answer) if can_press else to_sections(replace(shown.answer, choices=()))
    if shown.key and shown.answer.verdict in ASKED:
        mark = to_block_id(Mark(shown.answer.receipt, "", language, "form"))
        blocks.append(button(mark, ASK_OWNER, texts(language, "caption.owner"), "owner"))
    return blocks


def small(text: str) -> Block:
    """Words in small print."""
    return context(safe(text))


def button(block_id: str, action: str, label: str, value: str) -> Block:
    """One button in a row of its own."""
    return {"type": "actions", "block_id": block_id, "elements": [kit.button(label, action, value)]}


def labelled(block_id: str, label: str, element: Block) -> Block:
    """An input that is told of at once."""
    return {
        "type": "input",
        "block_id": block_id[:255],
        "label": plain_text(label, 2000),
        "element": element,
        "dispatch_action": True,
    }


def said_instead(view: dict[str, Any], action: str, words: str) -> dict[str, Any]:
    """The same form with words in place of a button."""
    kept = {key: view[key] for key in ("type", "callback_id", "title", "close", "submit", "private_metadata") if view.get(key)}
    blocks = [
        section(safe(words)) if any(one.get("action_id") == action for one in block.get("elements", ())) else block
        for block in view["blocks"]
    ]
    return {**kept, "blocks": blocks}
