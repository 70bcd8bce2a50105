"""A ``Card`` goes in; Slack's ``text`` and ``blocks`` come out. Only whom it names is mentioned."""

from __future__ import annotations

from typing import Any

from bot.app import App
from bot.desk.requests import Card, Line, card_of
from bot.policy.talks.talk import Address
from bot.slack.marks import Mark, to_block_id
from bot.slack.posts.kit import CONTEXT, SECTION, Block
from bot.slack.posts.post import Poster
from bot.slack.posts.text import LONGEST_TEXT, cut, plain_text, safe

ANSWER, APPROVE, DECLINE = "mayi_desk_answer", "mayi_desk_approve", "mayi_desk_decline"
RULE, GRANT, PASS = "mayi_desk_rule", "mayi_desk_grant", "mayi_desk_pass"
ACTIONS = {"answer": ANSWER, "rule": RULE, "approve": APPROVE, "grant": GRANT, "decline": DECLINE, "pass": PASS}
LOUD = ("answer", "approve", "grant")
LINE = 2800


def post_card(app: App, poster: Poster, key: str, told: dict[str, Any], address: Address) -> str:
    """A request's card as it is now, posted or in the place of the one that stands there; gives its ts."""
    request = app.ledger.request(told["request"])
    if request is None:
        return ""
    text, blocks = to_card(card_of(app, request))
    if not request.card_ts:
        return poster.put(address, text, blocks, key)
    poster.change(address, request.card_ts, text, blocks, key)
    return request.card_ts


def strike(poster: Poster, key: str, told: dict[str, Any], address: Address) -> str:
    """Words in the place of a card that was passed on; gives its ts."""
    poster.change(address, told["ts"], safe(told["words"]), [section(safe(told["words"]))], key)
    return str(told["ts"])


def to_card(card: Card) -> tuple[str, list[Block]]:
    """The notification text and the blocks."""
    blocks = told(card.title, card.lines)
    if card.foot:
        blocks.append({"type": "context", "elements": [{"type": "mrkdwn", "text": cut(safe(card.foot), CONTEXT)}]})
    if card.buttons:
        buttons = [
            {
                "type": "button",
                "action_id": ACTIONS[button.action],
                "text": plain_text(button.label, 75),
                "value": card.id,
                **({"style": "primary"} if button.action in LOUD else {}),
            }
            for button in card.buttons
        ]
        receipt = card.id.partition(":")[0]
        blocks.append({"type": "actions", "block_id": to_block_id(Mark(receipt, "", card.language, "desk")), "elements": buttons})
    spoken = " · ".join([card.title, *(line.words for line in card.lines[:2] if line.words)])
    return cut(safe(spoken), LONGEST_TEXT), blocks


def told(title: str, lines: tuple[Line, ...]) -> list[Block]:
    """The blocks of what a card says, of which each line stands by itself."""
    drawn = [text for line in lines if (text := _line(line))]
    return [section(f"*{cut(safe(title), LINE)}*"), *(section(text) for text in together(drawn))]


def _line(line: Line) -> str:
    """``*Question*  words``, with a mention where a person is named."""
    person = f"<@{line.person}>" if line.person else ""
    told = " · ".join(part for part in (person, safe(line.words)) if part)
    return cut(f"*{safe(line.caption)}*  {told}" if line.caption else told, LINE) if told else ""


def together(lines: list[str]) -> list[str]:
    """As many lines in a block as it takes."""
    texts: list[str] = []
    for line in lines:
        if texts and len(texts[-1]) + len(line) < SECTION:
            texts[-1] += f"\n{line}"
        else:
            texts.append(line)
    return texts


def section(text: str) -> Block:
    """A block of mrkdwn."""
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}}
