"""A private answer goes in; its button to share it, and the message that stands in the channel then, come out."""

from __future__ import annotations

from dataclasses import replace

from bot.policy.talks.answer import Answer
from bot.policy.talks.talk import Intent
from bot.slack.doors.all import Texts
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.blocks import notification, to_sections
from bot.slack.posts.kit import BUTTON_TEXT, Block
from bot.slack.posts.text import LONGEST_TEXT, cut, quiet, safe

SHARE = "mayi_share"
LONGEST_QUESTION = 600


def share_button(answer: Answer, asker: str) -> list[Block]:
    """Below a private answer: only where something was decided, and never what went wrong."""
    if not answer.receipt or not answer.verdict or answer.choices or answer.intent is Intent.INCIDENT:
        return []
    words = cut(quiet(answer.captions.get("share", "Share in the channel")), BUTTON_TEXT)
    label = {"type": "plain_text", "text": words, "emoji": False}
    block_id = to_block_id(Mark(answer.receipt, asker, answer.language, "share"))
    element = {"type": "button", "action_id": SHARE, "text": label, "value": "share"}
    return [{"type": "actions", "block_id": block_id, "elements": [element]}]


def shared(answer: Answer, question: str, user: str, texts: Texts) -> tuple[str, list[Block]]:
    """Who asked what, then the answer. The notification says the verdict first, as always."""
    asked = texts(answer.language, "share.intro", name=f"<@{user}>", question=safe(cut(question, LONGEST_QUESTION)))
    bare = replace(answer, choices=())
    intro: Block = {"type": "section", "text": {"type": "mrkdwn", "text": asked}}
    return cut(f"{notification(bare)}\n{asked}", LONGEST_TEXT), [intro, *to_sections(bare)]
