"""Words go in; blocks as an app sends them come out."""

from __future__ import annotations

from typing import Any

Json = dict[str, Any]
LOUNGE = "C0LOUNGE01"


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mark(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def section(text: str = "words", **more: Any) -> Json:
    return {"type": "section", "text": mark(text), **more}


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain("Press"), "action_id": "press", **more}


def actions(*elements: Json, **more: Any) -> Json:
    return {"type": "actions", "elements": list(elements), **more}


def options(count: int, text: str = "one") -> list[Json]:
    return [{"text": plain(text), "value": f"v{n}"} for n in range(count)]


def select(**more: Any) -> Json:
    return {"type": "static_select", "action_id": "pick", "options": options(2), **more}
