"""What was picked and what is ruled of it go in; the form to pick tool, plan and data from comes out, and the other way round."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from bot.policy.talks.checks import UNLISTED, WHICH, Chosen, Entry, Shown
from bot.policy.words import Slot
from bot.slack.doors.all import Texts
from bot.slack.posts.kit import NO_VALUE, Block, section
from bot.slack.posts.search import option, options, usable
from bot.slack.posts.text import plain_text, safe
from bot.slack.shortcuts.parts import Frame, labelled, modal, outcome, remembered

FORM = "mayi_ask_form"
TOOL, PLAN, DATA, ASKED_BACK = "mayi_ask_tool", "mayi_ask_plan", "mayi_ask_data", "mayi_ask_slot"
MOST_DATA = 20
CONTEXT = (Slot.FEATURE, Slot.REGION, Slot.PURPOSE, Slot.ROLE, Slot.COUNTRY)
"""What may be asked back here: for tool, plan and data the form has selects of its own."""


@dataclass(frozen=True, slots=True)
class Around:
    """What a form needs beside the choice: the policy it was opened with, the chosen tool's plans, labels of what is chosen."""

    opened_with: str
    plans: tuple[Entry, ...] = ()
    labels: dict[str, str] = field(default_factory=dict)


def build(chosen: Chosen, shown: Shown, around: Around, texts: Texts) -> dict[str, Any]:
    """The form."""
    below = [{"type": "divider"}, *outcome(shown, around.opened_with, texts), _asked_back(shown)]
    return _with(chosen, shown.language, around, texts, below)


def unsure(chosen: Chosen, shown: Shown, around: Around, texts: Texts) -> dict[str, Any]:
    """The same form, for when two choices came at once: it shows no answer until somebody asks for it."""
    language = shown.language
    return _with(chosen, language, around, texts, [section(safe(texts(language, "pick.unsure")))])


def _with(chosen: Chosen, language: str, around: Around, texts: Texts, below: list[Block]) -> dict[str, Any]:
    memory = {"l": language, "v": around.opened_with, "c": chosen.context, "of": _print_of(chosen)}
    typed = texts(language, "pick.type")
    blocks = [
        labelled(TOOL, texts(language, "pick.tool"), _search(TOOL, chosen.tool, around.labels, typed)),
        _plans(chosen, around.plans, texts, language),
        labelled(DATA, texts(language, "pick.data"), _search_many(chosen.data, around.labels, typed)),
        *below,
    ]
    return modal(Frame(FORM, "pick.title", memory, "pick.show"), blocks, texts)


def read(view: dict[str, Any]) -> tuple[Chosen, str, str]:
    """What a form holds: what is chosen, its language, and the policy that it was opened with.

    What was asked back and chosen holds for the very choice it was asked about: it is seen nowhere in the form.
    """
    memory = remembered(view)
    values: dict[str, dict[str, dict[str, Any]]] = view.get("state", {}).get("values", {})
    tool, data = "", ()
    plans: dict[str, str] = {}
    asked_back: dict[str, str] = {}
    for block_id, actions in values.items():
        for action, state in actions.items():
            one = (state.get("selected_option") or {}).get("value", "")
            if action == TOOL:
                tool = one
            elif action == PLAN:
                plans[block_id] = "" if one == NO_VALUE else one
            elif action == DATA:
                data = tuple(picked["value"] for picked in state.get("selected_options") or ())[:MOST_DATA]
            elif action == ASKED_BACK and one:
                slot, _, value = one.partition("|")
                asked_back[slot] = value
    chosen = Chosen(tool, plans.get(_plan_block(tool), ""), data)
    if _print_of(chosen) == memory.get("of"):
        chosen = replace(chosen, context={**(memory.get("c") or {}), **asked_back})
    return chosen, str(memory.get("l", "")), str(memory.get("v", ""))


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


def _asked_back(shown: Shown) -> Block:
    """The choices of a question back that no select of the form answers."""
    choices = [one for one in (shown.answer.choices if shown.answer else ()) if one.slot in CONTEXT and one.value]
    if not choices:
        return {}
    entries = [Entry(f"{one.slot.value}|{one.value}", one.label) for one in choices]
    label = shown.answer.captions.get("choose", "") if shown.answer else ""
    element = {
        "type": "static_select",
        "action_id": ASKED_BACK,
        "options": options(entries),
        "placeholder": plain_text(label, 150),
    }
    return labelled(f"{ASKED_BACK}|{choices[0].slot.value}", label, element)
