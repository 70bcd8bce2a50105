"""The mode and the bot's name go in; the manifest of the Slack app comes out, with no scope or event more than is needed."""

from __future__ import annotations

from typing import Any

from bot.slack.commands.mayi import COMMAND
from bot.slack.http import PATH

LONGEST_NAME = 35
SCOPES = {
    "app_mentions:read": "hears @mentions in channels",
    "channels:history": "hears replies and edits in public threads where it has answered; looks for its own key after a crash",
    "channels:read": "finds the channel that policy.yaml names",
    "chat:write": "answers",
    "commands": "the slash command",
    "groups:history": "the same as channels:history, in private channels that it was invited to",
    "groups:read": "finds the private channel that policy.yaml names",
    "im:history": "hears direct messages",
    "usergroups:read": "user groups that people.yaml names (role, country, waivers)",
    "users:read": "needed by Slack for users:read.email",
    "users:read.email": "the mail domain that people.yaml names; the address itself is not kept",
}
"""Bot scope -> why it is needed."""
EVENTS = ("app_mention", "message.channels", "message.groups", "message.im")


class ManifestError(Exception):
    """The manifest cannot be made as asked; the message says what to change."""


def build_manifest(name: str = "may-i", url: str = "") -> dict[str, Any]:
    """For Socket Mode, or with ``url`` (https, where Slack reaches the bot) for signed HTTP. Raises ``ManifestError``."""
    if not 0 < len(name) <= LONGEST_NAME:
        raise ManifestError(f"the name has {len(name)} characters; Slack takes 1 to {LONGEST_NAME}")
    if url and not url.startswith("https://"):
        raise ManifestError(f"`{url}` is no address that Slack posts to; it must start with https://")
    request = {"request_url": url.rstrip("/") + PATH} if url else {}
    command = {
        "command": COMMAND,
        "description": "Which AI tool may take which data?",
        "usage_hint": "May I use ... for ...?",
        "should_escape": False,
        **({"url": request["request_url"]} if url else {}),
    }
    return {
        "display_information": {
            "name": name,
            "description": "Answers which AI tool may take which data, from your own policy.",
            "background_color": "#20444f",
        },
        "features": {
            "bot_user": {"display_name": name, "always_online": True},
            "app_home": {"home_tab_enabled": False, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False},
            "slash_commands": [command],
        },
        "oauth_config": {"scopes": {"bot": sorted(SCOPES)}},
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS), **request},
            "interactivity": {
                "is_enabled": True,
                **request,
                **({"message_menu_options_url": request["request_url"]} if url else {}),
            },
            "org_deploy_enabled": False,
            "socket_mode_enabled": not url,
            "token_rotation_enabled": False,
        },
    }
