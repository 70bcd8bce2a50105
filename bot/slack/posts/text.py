"""Slack's markup goes in and plain words come out, and the other way round: words that cannot ping or link anybody."""

from __future__ import annotations

import re
from typing import Any

MENTION = re.compile(r"<@(?P<user>[A-Z0-9]+)(?:\|[^<>]*)?>")
GROUP = re.compile(r"<!(?:subteam\^[A-Z0-9]+|channel|here|everyone)(?:\|(?P<label>[^<>]*))?>")
DATE = re.compile(r"<!date\^[^|<>]*\|(?P<label>[^<>]*)>")
CHANNEL = re.compile(r"<#[A-Z0-9]+(?:\|(?P<label>[^<>]*))?>")
LINK = re.compile(r"<(?P<url>(?:https?|mailto|tel):[^|<>]+)(?:\|(?P<label>[^<>]*))?>")
"""Slack writes ``<`` and ``>`` of people as ``&lt;`` and ``&gt;``: none stands inside of a mark."""
LOUD = re.compile(r"@(?=(?:channel|here|everyone)\b)", re.IGNORECASE)
QUIET_AT = "@\u200b"
LONGEST_TEXT = 3900
SHOWN = re.compile(r"```.*?```|`[^`\n]+`|^(?:&gt;|>){3}.*|^(?:&gt;|>)[^\n]*", re.DOTALL | re.MULTILINE)
"""What is shown and not said: code, in a line or on its own, a quoted line, and all behind three such signs."""
ESCAPES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def plain(text: str, bot_user: str = "") -> str:
    """What a person wrote, without Slack's markup; mentions of people (the bot's own first) are left out.

    ``bot_user`` is the bot's user id. Slack escapes only ``&``, ``<`` and ``>``.
    """
    if bot_user:
        text = re.sub(rf"<@{re.escape(bot_user)}(?:\|[^<>]*)?>[:,]?", " ", text)
    text = MENTION.sub(" ", text)
    text = DATE.sub(lambda found: found["label"], text)
    text = GROUP.sub(" ", text)
    text = CHANNEL.sub(lambda found: f"#{found['label']}" if found["label"] else " ", text)
    text = LINK.sub(lambda found: found["label"] or found["url"].removeprefix("mailto:").removeprefix("tel:"), text)
    for escaped, character in ESCAPES:
        text = text.replace(escaped, character)
    return re.sub(r"[ \t]+", " ", text).strip()


def mentions(text: str, user: str) -> bool:
    """Whether a text calls this user: not in code, and not in what somebody else said."""
    return bool(user) and any(found["user"] == user for found in MENTION.finditer(SHOWN.sub(" ", text)))


def calls_somebody(text: str) -> bool:
    """Whether a text calls any person or group."""
    return bool(MENTION.search(text) or GROUP.search(text))


def is_to_somebody_else(text: str, bot_user: str) -> bool:
    """Whether a message opens by calling another person: in a thread of ours that is talk among people."""
    opening = MENTION.match(text.lstrip())
    return opening is not None and opening["user"] != bot_user


def safe(text: str) -> str:
    """Words from people, policies and pages for mrkdwn: nothing in them is markup, and nobody is pinged."""
    escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return LOUD.sub(QUIET_AT, escaped)


def quiet(text: str) -> str:
    """Words for plain_text elements, where nothing is escaped: only loud mentions are made quiet."""
    return LOUD.sub(QUIET_AT, text)


def cut(text: str, limit: int) -> str:
    """At most ``limit`` characters, with an ellipsis where something was cut, never inside an escape."""
    if len(text) <= limit:
        return text
    shorter = text[: limit - 1]
    ampersand = shorter.rfind("&")
    if ampersand >= 0 and ";" not in shorter[ampersand:] and limit - 1 - ampersand < 5:
        shorter = shorter[:ampersand]
    return shorter.rstrip() + "…"


def plain_text(text: str, limit: int) -> dict[str, Any]:
    """Block Kit's ``plain_text``: cut to Slack's limit, never empty."""
    return {"type": "plain_text", "text": cut(quiet(text), limit) or "-", "emoji": False}
