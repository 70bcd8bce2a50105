"""A click and what was understood go in; the correction form comes out, and from a filled form what was corrected."""

from __future__ import annotations

import json
from typing import Any

from bot.policy.talks.checks import Entry
from bot.slack.click import Click
from bot.slack.doors.all import Pick, Picks, Texts
from bot.slack.posts import search as entries
from bot.slack.posts.text import plain_text

FORM = "mayi_correction"
TOOL, DATA = "mayi_pick_tool", "mayi_pick_data"
MOST_OPTIONS = 100
LABEL, VALUE = 75, 150


def build_form(click: Click, understood: dict[str, dict[str, str]], picks: Picks, texts: Texts) -> dict[str, Any]:
    """The modal: which tools, which kinds of data; each a select, or a search where there are more than 100."""
    language = click.mark.language
    remembered = {
        **{"team": click.team, "channel": click.channel, "kind": click.channel_kind, "ts": click.message_ts},
        **{"thread": click.thread_ts, "receipt": click.mark.receipt, "asker": click.mark.asker, "language": language},
        "url": click.response_url if click.is_private else "",
    }
    heading = texts(language, "slack.form.asked")
    blocks = [
        _picks_input(TOOL, texts(language, "slack.form.tool"), picks.tools, understood.get("tool", {}), heading),
        _picks_input(DATA, texts(language, "slack.form.data"), picks.data, understood.get("data", {}), heading),
    ]
    return {
        "type": "modal",
        "callback_id": FORM,
        "title": plain_text(texts(language, "slack.form.title"), 24),
        "submit": plain_text(texts(language, "slack.form.submit"), 24),
        "close": plain_text(texts(language, "slack.form.close"), 24),
        "private_metadata": json.dumps(remembered),
        "blocks": [block for block in blocks if block],
    }


def read_form(view: dict[str, Any]) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """What a sent form remembers, and what was chosen: slot -> values, none where a select was emptied."""
    remembered = json.loads(view.get("private_metadata") or "{}")
    chosen = {}
    for slot, action in (("tool", TOOL), ("data", DATA)):
        state = view.get("state", {}).get("values", {}).get(action, {}).get(action)
        if state is not None:
            chosen[slot] = tuple(option["value"] for option in state.get("selected_options") or ())
    return remembered, chosen


def search(picks: tuple[Pick, ...], typed: str) -> dict[str, Any]:
    """Options for a search: those in whose label or names every typed word stands, at most 100."""
    return entries.search([Entry(pick.value, pick.label, pick.group, pick.names) for pick in picks], typed)


def pick_input(action: str, label: str, picks: tuple[Pick, ...], chosen: str) -> dict[str, Any]:
    """A select of the picks, or a search where there are more than 100; nothing where there is none."""
    usable = _usable(picks)
    if not usable:
        return {}
    element = _select(action, label, usable)
    if initial := next((option_of(pick) for pick in usable if pick.value == chosen), None):
        element["initial_option"] = initial
    return _input(action, label, element)


def _picks_input(action: str, label: str, picks: tuple[Pick, ...], understood: dict[str, str], heading: str) -> dict[str, Any]:
    """The same for several, all that was understood filled in; what of it is on no list is an entry of its own."""
    listed = {pick.value: pick for pick in _usable(picks)}
    own = {value: Pick(value, name, heading) for value, name in understood.items() if value not in listed}
    if not listed and not own:
        return {}
    element = _select(action, label, [*own.values(), *listed.values()])
    element["type"] = f"multi_{element['type']}"
    if initial := [option_of(listed.get(value) or own[value]) for value in understood]:
        element["initial_options"] = initial
    return _input(action, label, element)


def _select(action: str, label: str, picks: list[Pick]) -> dict[str, Any]:
    element: dict[str, Any] = {"action_id": action, "placeholder": plain_text(label, LABEL * 2)}
    if len(picks) > MOST_OPTIONS:
        return {**element, "type": "external_select", "min_query_length": 0}
    if len(groups := _grouped(picks)) > 1:
        return {**element, "type": "static_select", "option_groups": groups}
    return {**element, "type": "static_select", "options": [option_of(pick) for pick in picks]}


def _input(action: str, label: str, element: dict[str, Any]) -> dict[str, Any]:
    return {"type": "input", "block_id": action, "optional": True, "label": plain_text(label, 2000), "element": element}


def _grouped(picks: list[Pick]) -> list[dict[str, Any]]:
    groups: dict[str, list[Pick]] = {}
    for pick in picks:
        groups.setdefault(pick.group, []).append(pick)
    return [
        {"label": plain_text(group, LABEL), "options": [option_of(pick) for pick in inside]} for group, inside in groups.items()
    ]


def _usable(picks: tuple[Pick, ...] | list[Pick]) -> list[Pick]:
    """Each value once, and none that Slack would not take."""
    return list({pick.value: pick for pick in picks if 0 < len(pick.value) <= VALUE and pick.label.strip()}.values())


def option_of(pick: Pick) -> dict[str, Any]:
    """An entry of a select."""
    return {"text": plain_text(pick.label, LABEL), "value": pick.value}
