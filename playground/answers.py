"""An element and what a person did with it in, Slack's `state` and `actions` entries out."""

from __future__ import annotations

from typing import Any

from playground.blocks import elements_of
from playground.refusal import Json, Refused

_ONE_OPTION = {"static_select", "external_select", "radio_buttons"}
_MANY_OPTIONS = {"checkboxes", "multi_static_select", "multi_external_select"}
_PLAIN_FIELD = {
    "users_select": "selected_user",
    "multi_users_select": "selected_users",
    "conversations_select": "selected_conversation",
    "multi_conversations_select": "selected_conversations",
    "channels_select": "selected_channel",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
}
_WITHOUT_STATE = {"button", "overflow", "workflow_button", "feedback_buttons", "icon_button", "image"}


def initial_state(blocks: list[Json], channel: str = "") -> Json:
    """`state.values` before anyone typed. `channel`: where the person is, for `default_to_current_conversation`."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if element.get("type") not in _WITHOUT_STATE and element.get("action_id"):
                values.setdefault(block["block_id"], {})[element["action_id"]] = _initial(element, channel)
    return values


def _initial(element: Json, channel: str) -> Json:
    kind = element["type"]
    if kind in _PLAIN_FIELD:
        return {"type": kind, _PLAIN_FIELD[kind]: _initial_plain(element, channel)}
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": element.get("initial_option")}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": element.get("initial_options", [])}
    if kind == "file_input":
        return {"type": kind, "files": []}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": element.get("initial_value")}
    return {"type": kind, "value": element.get("initial_value")}


def _initial_plain(element: Json, channel: str) -> Any:
    kind = element["type"]
    many = kind.startswith("multi_")
    nothing: Any = [] if many else None
    if element.get("default_to_current_conversation") and channel:
        nothing = [channel] if many else channel
    return element.get(_PLAIN_FIELD[kind].replace("selected", "initial"), nothing)


def state_of(element: Json, given: Any, known_options: list[Json]) -> Json:
    """What `state` holds after a person gave `given`: a text, the value or label of an option, or a list of them."""
    kind = element["type"]
    options = all_options(element) or known_options
    if kind in _ONE_OPTION:
        return {"type": kind, "selected_option": None if given in (None, "") else _option(options, given)}
    if kind in _MANY_OPTIONS:
        return {"type": kind, "selected_options": [_option(options, one) for one in given or []]}
    if kind in _PLAIN_FIELD:
        empty: Any = [] if kind.startswith("multi_") else None
        return {"type": kind, _PLAIN_FIELD[kind]: empty if given in (None, "") else given}
    if kind == "file_input":
        return {"type": kind, "files": given or []}
    if kind == "rich_text_input":
        return {"type": kind, "rich_text_value": _rich(given) if isinstance(given, str) and given else given or None}
    return {"type": kind, "value": None if given in (None, "") else str(given)}


def _rich(text: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    return {"type": "rich_text", "elements": [section]}


def all_options(element: Json) -> list[Json]:
    """The options an element lists itself, groups flattened."""
    groups = [group["options"] for group in element.get("option_groups") or []]
    return [*(element.get("options") or []), *(option for group in groups for option in group)]


def _option(options: list[Json], given: Any) -> Json:
    for option in options:
        if given in (option["value"], option["text"]["text"]):
            return option
    raise Refused(
        "no_such_option", f"no option {given!r}; there are: {', '.join(option['value'] for option in options) or 'none'}"
    )


def action_entry(block: Json, element: Json, given: Any, known_options: list[Json], now_ts: str) -> Json:
    """One entry of `actions` in a block_actions payload."""
    kind = element["type"]
    entry: Json = {"type": kind, "block_id": block["block_id"], "action_id": element.get("action_id", ""), "action_ts": now_ts}
    if kind == "button":
        entry["text"] = element["text"]
        entry |= {key: element[key] for key in ("value", "style", "url") if key in element}
    elif kind == "overflow":
        entry["selected_option"] = _option(all_options(element), given)
    elif kind == "feedback_buttons":
        is_bad = given in ("negative", element["negative_button"]["value"])
        chosen = element["negative_button" if is_bad else "positive_button"]
        entry |= {"value": chosen["value"], "text": chosen["text"]}
    elif kind == "icon_button":
        entry |= {key: element[key] for key in ("value", "text", "icon") if key in element}
    else:
        entry |= {key: value for key, value in state_of(element, given, known_options).items() if key != "type"}
    return entry
