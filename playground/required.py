"""A filled-in modal in, what Slack's own client has against it before anything is sent out: block id -> words."""

from __future__ import annotations

import re
from typing import Any

from playground.limits import FILES_IN_INPUT
from playground.refusal import Json


def missing_inputs(view: Json) -> dict[str, str]:
    """What Slack's own client says before anything is sent: block id -> words."""
    wrong: dict[str, str] = {}
    for block in view["blocks"]:
        if block["type"] != "input":
            continue
        element = block["element"]
        state = view["state"]["values"][block["block_id"]][element["action_id"]]
        value = next((value for key, value in state.items() if key != "type"), None)
        if not value:
            if not block.get("optional"):
                wrong[block["block_id"]] = "This is a required field"
            continue
        if problem := _malformed(element, value):
            wrong[block["block_id"]] = problem
            continue
        length = len(value) if isinstance(value, str) and "value" in state else None
        if length is not None and length < element.get("min_length", 0):
            wrong[block["block_id"]] = f"Please write at least {element['min_length']} characters"
        elif length is not None and length > element.get("max_length", 3000):
            wrong[block["block_id"]] = f"Please write at most {element.get('max_length', 3000)} characters"
    return wrong


def _malformed(element: Json, value: Any) -> str:
    """What Slack's client says of an address or a number that is none, or of too many choices; else empty."""
    kind = element["type"]
    if kind == "email_text_input" and not re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", value):
        return "Please write a valid e-mail address"
    if kind == "url_text_input" and not re.match(r"[a-z][a-z0-9+.-]*://\S+$", value, re.IGNORECASE):
        return "Please write a full address, such as https://example.org"
    if kind == "file_input":
        return _wrong_files(element, value)
    if kind.startswith("multi_") and len(value) > element.get("max_selected_items", 100):
        return f"Please choose at most {element['max_selected_items']}"
    return _wrong_number(element, value) if kind == "number_input" else ""


def _wrong_files(element: Json, files: list[Json]) -> str:
    most, kinds = element.get("max_files", FILES_IN_INPUT), element.get("filetypes") or []
    if len(files) > most:
        return f"Please choose at most {most}"
    if kinds and any(file["filetype"] not in kinds for file in files):
        return f"Please choose files of these types: {', '.join(kinds)}"
    return ""


def _wrong_number(element: Json, value: str) -> str:
    if not re.fullmatch(r"[+-]?\d+(\.\d+)?", value.strip()):
        return "Please write a number"
    if not element["is_decimal_allowed"] and "." in value:
        return "Please write a whole number"
    if "min_value" in element and float(value) < float(element["min_value"]):
        return f"Please write {element['min_value']} or more"
    if "max_value" in element and float(value) > float(element["max_value"]):
        return f"Please write {element['max_value']} or less"
    return ""
