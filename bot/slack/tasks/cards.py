"""A task's card as plain data goes in; Slack's ``text`` and ``blocks`` come out. Only whom it names is mentioned."""

from __future__ import annotations

import re
from typing import Any

from bot.desk.tasks import CARD
from bot.policy.talks.talk import Address
from bot.slack.desk.cards import section, together
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.kit import Block
from bot.slack.posts.post import Poster
from bot.slack.posts.text import LONGEST_TEXT, cut, plain_text, safe

ACTION = "mayi_task_"
LINE = 1500
LONGEST_VALUE = 2000
LOUD_DEEDS = ("acknowledge", "confirm")
_PERSON = re.compile(r"[UW][A-Z0-9]{2,20}")


def post_task(poster: Poster, key: str, told: dict[str, Any], address: Address) -> str:
    """Say what is said of a task: as its card, in the place of the card that was pressed, or in words alone; gives its ts."""
    if "card" not in told:
        return poster.tell(address, told["words"], key)
    text, blocks = to_task_card(told["card"], told["words"])
    if told["kind"] != CARD:
        return poster.put(address, text, blocks, key)
    poster.change(address, told["ts"], text, blocks, key)
    return str(told["ts"])


def to_task_card(card: dict[str, Any], text: str) -> tuple[str, list[Block]]:
    """``card``: title, lines (heading, words, people), buttons (deed, label), foot, language, value."""
    blocks: list[Block] = [section(f"*{cut(safe(card['title']), LINE)}*")]
    blocks += [section(part) for part in together([_line(*line) for line in card["lines"]])]
    if card["foot"]:
        blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": cut(safe(card["foot"]), LINE)}]})
    if card["buttons"]:
        mark = to_block_id(Mark("", "", card["language"], "task"))
        first = next((deed for deed, _ in card["buttons"] if deed in LOUD_DEEDS), "")
        buttons = [_button(deed, label, card["value"], deed == first) for deed, label in card["buttons"]]
        blocks.append({"type": "actions", "block_id": mark, "elements": buttons})
    return cut(safe(text), LONGEST_TEXT), blocks


def diff_blocks(parts: tuple[tuple[str, str], ...]) -> list[Block]:
    """The word diff: what goes is struck through, what comes is bold. Shape and place carry it, not colour."""
    marks = {"-": "strike", "+": "bold"}
    elements = [
        {"type": "text", "text": said, **({"style": {marks[mark]: True}} if mark in marks else {})}
        for mark, said in parts
        if said
    ]
    return [{"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}] if elements else []


def _button(deed: str, label: str, value: str, is_first: bool) -> Block:
    style = {"style": "primary"} if is_first else {"style": "danger"} if deed == "suspend" else {}
    return {
        "type": "button",
        "action_id": f"{ACTION}{deed}",
        "text": plain_text(label, 75),
        "value": value[:LONGEST_VALUE],
        **style,
    }


def _line(caption: str, said: str, people: list[str]) -> str:
    named = [f"<@{one}>" if _PERSON.fullmatch(one) else safe(one) for one in people]
    told = " · ".join(part for part in (*named, safe(said)) if part)
    return cut(f"*{safe(caption)}*  {told}" if caption else told, LINE)
