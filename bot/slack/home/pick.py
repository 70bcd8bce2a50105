"""What can be picked from goes in; the select that narrows the matrix comes out, a search where the entries are many."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from bot.slack.doors.all import Pick, Picks
from bot.slack.form import MOST_OPTIONS, VALUE, search
from bot.slack.posts.kit import Block
from bot.slack.posts.text import plain_text

FILTER = "mayi_home_filter"
LABEL = 75
LONGEST_PLACEHOLDER = 150


def filter_select(picks: Picks, chosen: str, placeholder: str) -> Block | None:
    """Tools and kinds of data in one select; None where there is nothing to pick."""
    entries = both(picks)
    if not entries:
        return None
    element: dict[str, Any] = {"action_id": FILTER, "placeholder": plain_text(placeholder, LONGEST_PLACEHOLDER)}
    if now := next((pick for pick in entries if pick.value == chosen), None):
        element["initial_option"] = _option(now)
    if len(entries) > MOST_OPTIONS:
        return {"type": "external_select", "min_query_length": 0, **element}
    return {"type": "static_select", "options": [_option(pick) for pick in entries], **element}


def both(picks: Picks) -> tuple[Pick, ...]:
    """Tools first; each value says what it is."""
    tools = [replace(pick, value=f"tool:{pick.value}", group="") for pick in picks.tools]
    data = [replace(pick, value=f"data:{pick.value}", group="") for pick in picks.data]
    return tuple(pick for pick in (*tools, *data) if len(pick.value) <= VALUE and pick.label.strip())


def found(picks: Picks, typed: str) -> dict[str, Any]:
    """Options for what was typed."""
    return search(both(picks), typed)


def _option(pick: Pick) -> Block:
    return {"text": plain_text(pick.label, LABEL), "value": pick.value}
