"""The mode and the bot's name go in; the manifest of the Slack app comes out, with no scope or event more than is needed."""

from __future__ import annotations

from typing import Any

from bot.slack.commands.mayi import COMMAND
from bot.slack.http import PATH

LONGEST_NAME = 35
SCOPES = {
    "app_mentions:read": "hears @mentions in channels",
    "assistant:write": "suggested questions in the agent view; Slack gives it to every app that has one",
    "channels:history": "hears replies and edits in public threads where it has answered, and where policy.yaml says so "
    "(`listen`, `hint`) questions without a mention; looks for its own key after a crash",
    "channels:read": "finds the channel that policy.yaml names",
    "chat:write": "answers; says that it is working on one",
    "commands": "the slash command and the shortcuts",
    "files:write": "the chart below the figures of the week; without it they come without one",
    "groups:history": "the same as channels:history, in private channels that it was invited to",
    "groups:read": "finds the private channel that policy.yaml names",
    "im:history": "hears direct messages",
    "usergroups:read": "user groups that people.yaml names (role, country, waivers)",
    "users:read": "who is staff, a guest or of another organisation; users:read.email needs it too",
    "users:read.email": "the mail domain that people.yaml names; the address itself is not kept",
}
"""Bot scope -> why it is needed."""
SPARED = frozenset({"files:write"})
"""Scopes that nothing which the policy says depends on: an app may do without."""
EVENTS = {
    "agent_session_stopped": "somebody pressed stop: the answer is not given any more",
    "app_home_opened": "shows the Home tab; suggests questions in the Messages tab",
    "app_mention": "a question in a channel",
    "message.channels": "replies, edits and deletions in public channels; questions without a mention, where policy.yaml says so",
    "message.groups": "the same in private channels that it was invited to",
    "message.im": "direct messages, and the agent view, which is one",
}
"""Event -> why it is heard."""
ABOUT = "Answers which AI tool may take which data, from your own policy. It reads the question; the policy decides."
PROMPTS = (
    ("Which tools may I use?", "Which AI tools may I use?"),
    ("What must I do first?", "What must I do before I use an AI tool?"),
    ("What can you do?", "What can you do?"),
)
"""Title and message: shown before anybody has opened the agent view; after that the policy's own most asked questions are."""
CHECK_MESSAGE, ASK, PASTE, ANNOUNCED = "mayi_check_message", "mayi_ask", "mayi_paste", "mayi_announced"
SHORTCUTS = (
    (
        "message",
        CHECK_MESSAGE,
        "May this go into AI?",
        "Which kinds of data are in this message, and which AI tools may take them?",
    ),
    ("global", ASK, "Ask about an AI tool", "Pick a tool and kinds of data from lists, and see what the policy says."),
    ("global", PASTE, "Check a text for AI", "Paste a text and see which kinds of data are in it. The text is not kept."),
    ("global", ANNOUNCED, "A vendor's new terms", "For owners of the policy: type in what a vendor has announced."),
)
"""Type, callback id, name (Slack takes 24 characters) and description."""


class ManifestError(Exception):
    """The manifest cannot be made as asked; the message says what to change."""


def build_manifest(name: str = "may-i", url: str = "", organisation: bool = False) -> dict[str, Any]:
    """For Socket Mode, or with ``url`` (https, where Slack reaches the bot) for signed HTTP. Raises ``ManifestError``.

    ``organisation``: the app can be installed for a whole Enterprise Grid organisation.
    """
    if not 0 < len(name) <= LONGEST_NAME:
        raise ManifestError(f"the name has {len(name)} characters; Slack takes 1 to {LONGEST_NAME}")
    if url and not url.startswith("https://"):
        raise ManifestError(f"`{url}` is no address that Slack posts to; it must start with https://")
    request = {"request_url": url.rstrip("/") + PATH} if url else {}
    return {
        "display_information": {
            "name": name,
            "description": "Answers which AI tool may take which data, from your own policy.",
            "background_color": "#20444f",
        },
        "features": _features(name, request),
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **request},
            "interactivity": {
                "is_enabled": True,
                **request,
                **({"message_menu_options_url": request["request_url"]} if url else {}),
            },
            "org_deploy_enabled": organisation,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }


def _features(name: str, request: dict[str, str]) -> dict[str, Any]:
    """What people see of the app: its tabs, its command, its shortcuts and what it suggests to ask."""
    command = {
        "command": COMMAND,
        "description": "Which AI tool may take which data?",
        "usage_hint": "May I use ... for ...?",
        "should_escape": False,
        **({"url": request["request_url"]} if request else {}),
    }
    return {
        "bot_user": {"display_name": name, "always_online": True},
        "app_home": {"home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
        "agent_view": {
            "agent_description": ABOUT,
            "suggested_prompts": [{"title": title, "message": message} for title, message in PROMPTS],
        },
        "slash_commands": [command],
        "shortcuts": [
            {"type": kind, "callback_id": callback_id, "name": called, "description": about}
            for kind, callback_id, called, about in SHORTCUTS
        ],
    }
