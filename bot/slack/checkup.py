"""Tokens and channel names go in; what Slack says of them comes out as findings, each with what to do. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.finding import Finding, fault, note, ok
from bot.slack.channels import ID
from bot.slack.manifest import EVENTS, SCOPES
from bot.slack.post import BROKEN_LINE

PAGE = 200
MOST_PAGES = 50
REINSTALL = "paste `mayi manifest` on the app's page “App Manifest”, then reinstall the app"


@dataclass(frozen=True, slots=True)
class Named:
    """A channel that policy.yaml names. ``must_be_in``: the bot posts there."""

    written: str
    where: str
    """Which part of policy.yaml names it."""
    must_be_in: bool = True


def check_bot_token(client: WebClient) -> tuple[list[Finding], bool]:
    """Whether the bot token works, and what it may do; and whether it is worth asking more."""
    try:
        reply = client.auth_test()
    except SlackApiError as problem:
        do = "take SLACK_BOT_TOKEN from the app's page “OAuth & Permissions”"
        return [fault("bot token", f"Slack refuses it: {_error(problem)}", do)], False
    except BROKEN_LINE as problem:
        return [fault("bot token", f"Slack does not answer at {client.base_url}: {problem}", "check the network")], False
    if not reply.get("bot_id"):
        return [fault("bot token", "it is no bot's token", "take the “Bot User OAuth Token”, which starts with xoxb-")], False
    where = f"the whole organisation {reply.get('enterprise_id')}" if reply.get("is_enterprise_install") else reply.get("team")
    return [ok("bot token", f"works: {reply.get('user')} in {where}"), *_scopes(_header(reply.headers)), _events()], True


def _scopes(granted: set[str]) -> list[Finding]:
    if not granted:
        return [note("scopes", "Slack does not say which are granted", "compare the app's page “OAuth & Permissions”")]
    missing = sorted(set(SCOPES) - granted)
    spare = sorted(granted - set(SCOPES))
    found = [fault("scopes", f"`{scope}` is missing: {SCOPES[scope]}", REINSTALL) for scope in missing]
    if spare:
        found.append(note("scopes", f"more than is needed: {', '.join(spare)}", "take them away; the bot never uses them"))
    return found or [ok("scopes", f"all {len(SCOPES)} are granted, and none more")]


def _events() -> Finding:
    """No token may ask which events an app is subscribed to."""
    says = f"Slack does not tell a bot which it is subscribed to; it needs {', '.join(sorted(EVENTS))}"
    return note("events", says, "compare the app's page “Event Subscriptions”, or paste `mayi manifest` again")


def check_app_token(client: WebClient) -> Finding:
    """Whether Socket Mode opens with this token. The address that Slack gives is not used."""
    try:
        client.api_call("apps.connections.open")
    except SlackApiError as problem:
        do = "make an app-level token with connections:write, and switch Socket Mode on"
        return fault("app token", f"Slack refuses it: {_error(problem)}", do)
    except BROKEN_LINE as problem:
        return fault("app token", f"Slack does not answer: {problem}", "check the network")
    return ok("app token", "works: Socket Mode opens")


def check_channels(client: WebClient, named: Iterable[Named]) -> list[Finding]:
    """Each channel that policy.yaml names: is it there, and is the bot in it?"""
    wanted = list(named)
    if not wanted:
        return []
    try:
        seen = _channels(client)
    except SlackApiError as problem:
        return [fault("channels", f"Slack does not list them: {_error(problem)}", REINSTALL)]
    except BROKEN_LINE as problem:
        return [fault("channels", f"Slack does not answer: {problem}", "check the network")]
    return [_channel(one, seen) for one in wanted]


def _channel(one: Named, seen: dict[str, dict[str, Any]]) -> Finding:
    channel = seen.get(one.written if ID.fullmatch(one.written) else one.written.lstrip("#"))
    label = f"{one.written} ({one.where})"
    if channel is None:
        do = "correct policy.yaml; or, where it is private, invite the bot with /invite"
        return (fault if one.must_be_in else note)("channels", f"{label} is not there, or the bot cannot see it", do)
    if one.must_be_in and not channel.get("is_member"):
        return fault("channels", f"the bot is not in {label}", "say /invite and the bot's name there")
    return ok("channels", f"{label} is there" + (", and the bot is in it" if channel.get("is_member") else ""))


def _channels(client: WebClient) -> dict[str, dict[str, Any]]:
    """By id and by name."""
    found: dict[str, dict[str, Any]] = {}
    cursor = ""
    for _ in range(MOST_PAGES):
        reply = client.conversations_list(
            types="public_channel,private_channel", exclude_archived=True, limit=PAGE, cursor=cursor
        )
        for channel in reply.get("channels") or []:
            found[channel["id"]] = found[channel.get("name", "")] = channel
        cursor = (reply.get("response_metadata") or {}).get("next_cursor", "")
        if not cursor:
            break
    return found


def _header(headers: Any) -> set[str]:
    for name, value in dict(headers or {}).items():
        if str(name).lower() == "x-oauth-scopes":
            text = value[0] if isinstance(value, list) else str(value)
            return {scope.strip() for scope in text.split(",") if scope.strip()}
    return set()


def _error(problem: SlackApiError) -> str:
    return str(problem.response.get("error"))
