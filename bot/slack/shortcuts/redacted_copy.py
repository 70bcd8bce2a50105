"""A redacted copy goes in; the blocks that show it ready to copy come out, and the form that a click on an answer opens.

It stands on one person's screen, and nowhere else: what Slack sends back of a form is where a changed form has it from.
"""

from __future__ import annotations

from typing import Any

from bot.policy.talks.checks import RedactedCopy
from bot.slack.doors.all import Texts
from bot.slack.posts.kit import Block, section
from bot.slack.posts.text import safe
from bot.slack.shortcuts.parts import Frame, modal, small

FORM, COPY = "mayi_redacted_copy", "mayi_copied"
PIECE, MOST = 2_900, 14_500
"""Characters of one block, and of all."""


def copy_blocks(copy: RedactedCopy, language: str, texts: Texts) -> list[Block]:
    """What is left out, the text as a block of code, and that something may still be in it."""
    counts = [
        texts(language, "copy.count", count=str(count), kind=texts(language, f"copy.kind.{kind}"))
        for kind, count in copy.left_out
    ]
    pieces = [copy.text[at : at + PIECE] for at in range(0, min(len(copy.text), MOST), PIECE)]
    if len(copy.text) > MOST:
        pieces[-1] += " …"
    lines = [section(safe(texts(language, "copy.left_out", kinds=", ".join(counts))))]
    unseen = small(" ".join([texts(language, "copy.cut")] * (len(copy.text) > MOST) + [texts(language, "copy.unseen")]))
    blocks = [*lines, *map(_code, pieces), unseen]
    return [{**block, "block_id": f"{COPY}|{number}"} for number, block in enumerate(blocks)]


def copied(view: dict[str, Any]) -> list[Block]:
    """The blocks of a copy that a form on the screen shows."""
    return [block for block in view.get("blocks", []) if str(block.get("block_id", "")).startswith(f"{COPY}|")]


def copy_form(copy: RedactedCopy, language: str, texts: Texts) -> dict[str, Any]:
    """The form that shows nothing else."""
    return modal(Frame(FORM, "copy.title", {"l": language}), copy_blocks(copy, language, texts), texts)


def _code(text: str) -> Block:
    """Rich text: nothing in it is markup, whatever signs it has."""
    code = {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [code]}
