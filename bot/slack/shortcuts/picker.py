"""What was picked and what is ruled of it go in; the form to pick tool, plan and data from comes out, and the other way round."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

from bot.policy.deciding.ticks import BETWEEN, TICK
from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Entry, Pressed, Shown
from bot.slack.click import read_click
from bot.slack.doors.all import Texts
from bot.slack.posts.blocks import CHOOSE
from bot.slack.posts.kit import NO_VALUE, Block, section
from bot.slack.posts.search import option, options, usable
from bot.slack.posts.text import plain_text, safe
from bot.slack.shortcuts.parts import Frame, labelled, modal, outcome, remembered

FORM = "mayi_ask_form"
TOOL, PLAN, DATA = "mayi_ask_tool", "mayi_ask_plan", "mayi_ask_data"
MOST_DATA = 20


@dataclass(frozen=True, slots=True)
class Around:
    """What a form needs beside the choice: the policy it was opened with, the chosen tool's plans, labels of what is chosen."""

    opened_with: str
    plans: tuple[Entry, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


def build(chosen: Chosen, shown: Shown, around: Around, texts: Texts) -> dict[str, Any]:
    """The form."""
    below = [{"type": "divider"}, *outcome(shown, around.opened_with, texts, can_press=True)]
    if shown.reading is not None:
        ticked = {box: at for item in shown.reading.items for box, at in item.question.ticked.items()}
        chosen = replace(chosen, ticked=ticked)
    receipt = shown.answer.receipt if shown.key and shown.answer else ""
    return _with(chosen, shown.language, around, texts, below, receipt)


def unsure(chosen: Chosen, shown: Shown, around: Around, texts: Texts) -> dict[str, Any]:
    """The same form, for when two choices came at once: it shows no answer until somebody asks for it."""
    language = shown.language
    return _with(chosen, language, around, texts, [section(safe(texts(language, "pick.unsure")))])


def _with(  # noqa: PLR0917 - what a form is made of
    chosen: Chosen, language: str, around: Around, texts: Texts, below: list[Block], receipt: str = ""
) -> dict[str, Any]:
    memory = {
        **{"l": language, "v": around.opened_with, "of": _print_of(chosen), "t": chosen.ticked},
        "c": [(one.slot, one.value) for one in chosen.pressed if one.slot != TICK],
        **{"u": chosen.under, "r": receipt or chosen.under},
    }
    typed = texts(language, "pick.type")
    blocks = [
        labelled(TOOL, texts(language, "pick.tool"), _search(TOOL, chosen.tool, around.labels, typed)),
        _plans(chosen, around.plans, texts, language),
        labelled(DATA, texts(language, "pick.data"), _search_many(chosen.data, around.labels, typed)),
        *below,
    ]
    return modal(Frame(FORM, "pick.title", memory, "pick.show"), blocks, texts)


def read(body: dict[str, Any]) -> tuple[Chosen, str, str]:
    """What a form holds when it is clicked on or sent: what is chosen, its language, and the policy that it was opened with.

    What was clicked on an answer holds for the very choice that it answered: it is seen nowhere in the form.
    """
    view = body["view"]
    memory = remembered(view)
    values: dict[str, dict[str, dict[str, Any]]] = view.get("state", {}).get("values", {})
    tool, data = "", ()
    plans: dict[str, str] = {}
    for block_id, actions in values.items():
        for action, state in actions.items():
            one = (state.get("selected_option") or {}).get("value", "")
            several = tuple(picked["value"] for picked in state.get("selected_options") or ())
            if action == TOOL:
                tool = one
            elif action == PLAN:
                plans[block_id] = "" if one == NO_VALUE else one
            elif action == DATA:
                data = several[:MOST_DATA]
    chosen = Chosen(tool, plans.get(_plan_block(tool), ""), data, ticked=memory.get("t") or {})
    if _print_of(chosen) == memory.get("of"):
        chosen = _with_presses(chosen, memory, body)
    return chosen, str(memory.get("l", "")), str(memory.get("v", ""))


def _with_presses(chosen: Chosen, memory: dict[str, Any], body: dict[str, Any]) -> Chosen:
    before, new = tuple(Pressed(slot, value) for slot, value in memory.get("c") or ()), []
    if any(action["action_id"].startswith(CHOOSE) for action in body.get("actions", ())):
        click = read_click(body)
        new = [Pressed(click.mark.slot, click.value)] if click.mark.slot != TICK else []
    for block_id, boxes in _boxes_in(body["view"]):
        now = body["view"]["state"]["values"].get(block_id, {}).get(boxes["action_id"], {}).get("selected_options") or ()
        ticked = [one["value"] for one in now]
        if set(ticked) != {one["value"] for one in boxes.get("initial_options", ())}:
            new.append(Pressed(TICK, BETWEEN.join(ticked), datetime.now(UTC).isoformat(timespec="seconds")))
    return replace(chosen, pressed=(*before, *new), under=str(memory.get("r" if new else "u", "")))


def _boxes_in(view: dict[str, Any]) -> Iterator[tuple[str, Block]]:
    """The boxes as the form was shown, by their block."""
    for block in view.get("blocks", ()):
        yield from ((block["block_id"], one) for one in block.get("elements", ()) if one.get("type") == "checkboxes")


def labels_in(view: dict[str, Any]) -> dict[str, str]:
    """Labels of what is chosen, as the form shows them."""
    found = {}
    for actions in view.get("state", {}).get("values", {}).values():
        for state in actions.values():
            for one in (state.get("selected_option"), *(state.get("selected_options") or ())):
                if one:
                    found[one["value"]] = one["text"]["text"]
    return found


def _search(action: str, chosen: str, labels: dict[str, str], typed: str) -> Block:
    element: Block = {
        "type": "external_select",
        "action_id": action,
        "min_query_length": 0,
        "placeholder": plain_text(typed, 150),
    }
    if chosen and chosen in labels:
        element["initial_option"] = option(Entry(chosen, labels[chosen]))
    return element


def _search_many(chosen: tuple[str, ...], labels: dict[str, str], typed: str) -> Block:
    element: Block = {
        "type": "multi_external_select",
        "action_id": DATA,
        "min_query_length": 0,
        "placeholder": plain_text(typed, 150),
        "max_selected_items": MOST_DATA,
    }
    if initial := [option(Entry(id_, labels[id_])) for id_ in chosen if id_ in labels]:
        element["initial_options"] = initial
    return element


def _plans(chosen: Chosen, plans: Sequence[Entry], texts: Texts, language: str) -> Block:
    """A select of plans, only where the tool has several. Another tool gets another block, so that nothing stays chosen."""
    if chosen.tool in ("", WHICH, UNLISTED) or len(usable(plans)) < 2:
        return {}
    offered = [*options(plans)[:99], option(Entry(NO_VALUE, texts(language, "pick.any_plan")))]
    element: Block = {
        "type": "static_select",
        "action_id": PLAN,
        "options": offered,
        "placeholder": plain_text(texts(language, "pick.plan"), 150),
    }
    if initial := next((one for one in offered if one["value"] == chosen.plan), None):
        element["initial_option"] = initial
    return labelled(_plan_block(chosen.tool), texts(language, "pick.plan"), element)


def _print_of(chosen: Chosen) -> str:
    """Tells one choice from another."""
    return hashlib.sha256("\n".join((chosen.tool, chosen.plan, *sorted(chosen.data))).encode()).hexdigest()[:16]


def _plan_block(tool: str) -> str:
    return f"{PLAN}|{tool}"[:255]
