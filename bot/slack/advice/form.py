"""What is asked goes in, a modal comes out; what was told goes in, one screen comes out."""

from __future__ import annotations

from typing import Any

from bot.slack.advice.advise import Asked, Heard, Told
from bot.slack.doors.all import Texts
from bot.slack.posts.kit import Block, section
from bot.slack.posts.search import options
from bot.slack.posts.text import cut, plain_text, safe
from bot.slack.shortcuts.parts import Frame, modal, small

FORM, DATA, ANSWER = "mayi_advice_form", "mayi_advice_data", "mayi_advice_"
MOST_DATA, MOST_LINES = 20, 6
NOTHING = Heard()
WIDE = 16
"""Letters of a dimension's name at most: with four ways beside it the line fits a phone."""


def build(asked: tuple[Asked, ...], language: str, texts: Texts, heard: Heard = NOTHING) -> dict[str, Any]:
    """The form: kinds of data, those that were heard chosen, and a select for each answer with the usual one."""
    data: Block = {
        "type": "multi_external_select",
        "action_id": DATA,
        "min_query_length": 0,
        "placeholder": plain_text(texts(language, "pick.type"), 150),
        "max_selected_items": MOST_DATA,
    }
    if chosen := options(heard.data)[:MOST_DATA]:
        data["initial_options"] = chosen
    blocks = [
        section(safe("\n".join(heard.notes) or texts(language, "console.advice.lead"))),
        _input(DATA, texts(language, "console.advice.data"), data),
        *(_select(one, one.usual) for one in asked),
    ]
    return modal(Frame(FORM, "console.page.advice", {"l": language}, "pick.show"), blocks, texts)


def read(view: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, str]]:
    """Ids of data, and answers by their names."""
    data: tuple[str, ...] = ()
    answers = {}
    for actions in view.get("state", {}).get("values", {}).values():
        for action, state in actions.items():
            if action == DATA:
                data = tuple(one["value"] for one in state.get("selected_options") or ())
            elif action.startswith(ANSWER) and state.get("selected_option"):
                answers[action.removeprefix(ANSWER)] = state["selected_option"]["value"]
    return data, answers


def screen_of(told: Told, language: str, texts: Texts) -> dict[str, Any]:
    """The answer."""
    ways = "\n".join(f"{number} {way}" for number, way in enumerate(told.ways, 1))
    wide = min(WIDE, max((len(name) for name, _ in told.grades), default=0))
    heads = " ".join((" " * wide, *(f"{number}   " for number in range(1, len(told.ways) + 1))))
    rows = "\n".join(" ".join((f"{cut(name, wide):<{wide}}", *dots)) for name, dots in told.grades)
    blocks = [
        *(section(f"*{safe(line)}*") for line in told.headline),
        *(section(_listed(title, lines)) for title, lines in [told.kinds] if lines),
        section(f"{safe(ways)}\n```{safe(heads.rstrip())}\n{safe(rows)}```"),
        *(section(_listed(title, lines)) for title, lines in told.lists if lines),
        *(small(line) for line in told.small),
    ]
    return modal(Frame(FORM, "console.page.advice", {"l": language}, close="advice.back"), blocks, texts)


def _listed(title: str, lines: tuple[str, ...]) -> str:
    more = ("…",) if len(lines) > MOST_LINES else ()
    return "\n".join([f"*{safe(title)}*", *(f"• {safe(line)}" for line in lines[:MOST_LINES]), *more])


def _select(one: Asked, chosen: str) -> Block:
    choices = [{"text": plain_text(label, 75), "value": value} for value, label in one.choices]
    element: Block = {"type": "static_select", "action_id": ANSWER + one.name, "options": choices}
    if initial := next((option for option in choices if option["value"] == chosen), None):
        element["initial_option"] = initial
    return _input(ANSWER + one.name, one.label, element)


def _input(block_id: str, label: str, element: Block) -> Block:
    return {"type": "input", "block_id": block_id, "optional": True, "label": plain_text(label, 2000), "element": element}
