"""What a person typed in, what Slack sends to apps out: escaped text with mentions and links marked, and its rich_text block."""

from __future__ import annotations

import re
from collections.abc import Mapping

from playground.refusal import Json

_LINK = re.compile(
    r"(?P<url>https?://[^\s<>|]*[^\s<>|.,;:!?)'\"\]])"
    r"|(?P<mail>[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,})"
    r"|(?P<at>(?<![\w@])@(?P<name>[\w][\w.-]*))"
    r"|(?P<hash>(?<![\w&#])#(?P<room>[\w][\w-]*))"
    r"|(?P<domain>\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|nl|de|fr|es|eu|be)\b(?:/[^\s<>|]*)?)"
)
_ESCAPED = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}


def escape(text: str) -> str:
    """Slack's three escapes."""
    return re.sub("[&<>]", lambda found: _ESCAPED[found[0]], text)


def compose(typed: str, people: Mapping[str, str], rooms: Mapping[str, str], groups: Mapping[str, str]) -> tuple[str, list[Json]]:
    """Text and blocks of a person's message.

    `people`, `rooms` and `groups` map a name or handle to its id. Addresses become `<mailto:..>` and links `<http..>`, as Slack
    does it, so that an app under test has to cope with them.
    """
    text: list[str] = []
    elements: list[Json] = []
    end = 0
    for found in _LINK.finditer(typed):
        marked = _mark(found, people, rooms, groups)
        if marked is None:
            continue
        _plain(typed[end : found.start()], text, elements)
        text.append(marked[0])
        elements.append(marked[1])
        end = found.end()
    _plain(typed[end:], text, elements)
    section: Json = {"type": "rich_text_section", "elements": elements}
    return "".join(text), [{"type": "rich_text", "block_id": "typed", "elements": [section]}]


def _plain(part: str, text: list[str], elements: list[Json]) -> None:
    if part:
        text.append(escape(part))
        elements.append({"type": "text", "text": part})


def _mark(
    found: re.Match[str], people: Mapping[str, str], rooms: Mapping[str, str], groups: Mapping[str, str]
) -> tuple[str, Json] | None:
    if url := found["url"]:
        return f"<{escape(url)}>", {"type": "link", "url": url}
    if mail := found["mail"]:
        return f"<mailto:{mail}|{mail}>", {"type": "link", "url": f"mailto:{mail}", "text": mail}
    if domain := found["domain"]:
        return f"<http://{domain}|{domain}>", {"type": "link", "url": f"http://{domain}", "text": domain}
    if name := found["name"]:
        return _mention(name, people, groups)
    if (room := found["room"]) in rooms:
        return f"<#{rooms[room]}|{room}>", {"type": "channel", "channel_id": rooms[room]}
    return None


def _mention(name: str, people: Mapping[str, str], groups: Mapping[str, str]) -> tuple[str, Json] | None:
    if name in ("channel", "here", "everyone"):
        return f"<!{name}>", {"type": "broadcast", "range": name}
    if name in people:
        return f"<@{people[name]}>", {"type": "user", "user_id": people[name]}
    if name in groups:
        return f"<!subteam^{groups[name]}|@{name}>", {"type": "usergroup", "usergroup_id": groups[name]}
    return None
