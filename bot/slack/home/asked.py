"""An open question about the policy goes in; the blocks of it come out: its sentence, its answers with what they would change."""

from __future__ import annotations

import json
from typing import Any

from bot.policy.talks.home import AnswerLine, OpenQuestion
from bot.slack.form import VALUE
from bot.slack.home.parts import actions, button, context, divider, header, section
from bot.slack.posts.kit import Block
from bot.slack.posts.text import cut, plain_text, safe

CONFIRM, NEXT, UNDO = "mayi_home_confirm", "mayi_home_confirm_next", "mayi_home_confirm_undo"
MOST_BUTTONS = 5
"""More answers than these are in a select."""
LABEL, PLACEHOLDER, SHORT, LONGEST_SURE = 75, 150, 30, 300
LONGEST_ANSWER = 400


def asking(one: OpenQuestion, words: Any, said: list[Block]) -> list[Block]:
    """All of it. ``said``: what became of the click that led here."""
    place = f"\n{safe(one.place)}" if one.place else ""
    quoted = "\n".join(f"> {safe(line)}" for line in one.sentence.splitlines())
    other = [button(words("home.confirm.next"), NEXT, "next")]
    if one.last:
        other.append(button(words("console.confirm.undo"), UNDO, one.last, confirm=_sure(words)))
    return [
        header(words("home.confirm.title")),
        *said,
        section(f"*{safe(one.text)}*" + (f"\n{quoted}{place}" if quoted else "")),
        section("\n".join(cut(f"• {safe(line.label)}: {safe(line.changes)}", LONGEST_ANSWER) for line in one.answers)),
        actions(_answers(one, words), one.id),
        actions(other),
        context(safe(one.small)),
        divider(),
    ]


def _sure(words: Any) -> Block:
    """Files that are put back may allow more than today."""
    return {
        "title": plain_text(words("console.confirm.undo"), LABEL),
        "text": plain_text(words("home.confirm.undo.about"), LONGEST_SURE),
        "confirm": plain_text(words("home.confirm.undo.yes"), SHORT),
        "deny": plain_text(words("home.confirm.undo.no"), SHORT),
    }


def read_value(action: dict[str, Any]) -> tuple[str, str, str]:
    """Question, answer and digest of what was clicked. Raises ``ValueError`` where it is not ours."""
    value = json.loads(action.get("value") or (action.get("selected_option") or {}).get("value") or "[]")
    question, way, asked = map(str, value)
    return question, way, asked


def _answers(one: OpenQuestion, words: Any) -> list[Block]:
    if len(one.answers) <= MOST_BUTTONS:
        return [button(line.label, f"{CONFIRM}_{at}", _value(one, line)) for at, line in enumerate(one.answers)]
    options = [{"text": plain_text(line.label, LABEL), "value": _value(one, line)} for line in one.answers]
    fitting = [option for option in options if len(str(option["value"])) <= VALUE]
    placeholder = plain_text(words("home.confirm.choose"), PLACEHOLDER)
    return [{"type": "static_select", "action_id": CONFIRM, "placeholder": placeholder, "options": fitting}]


def _value(one: OpenQuestion, line: AnswerLine) -> str:
    return json.dumps([one.id, line.way, one.asked], ensure_ascii=False, separators=(",", ":"))
