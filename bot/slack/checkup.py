"""Tokens and channel names go in; what Slack says of them comes out as findings, each with what to do. Nothing is changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.policy.finding import Finding, fault, note, ok
from bot.slack.manifest import EVENTS, SCOPES, SPARED
from bot.slack.posts.channels import ID
from bot.slack.posts.post import BROKEN_LINE

PAGE = 200
MOST_PAGES = 50


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
        return [fault("bot token", "refused", problem=_error(problem))], False
    except BROKEN_LINE as problem:
        return [fault("bot token", "silent", url=client.base_url, problem=problem)], False
    if not reply.get("bot_id"):
        return [fault("bot token", "other")], False
    is_whole = bool(reply.get("is_enterprise_install"))
    where = reply.get("enterprise_id" if is_whole else "team")
    works = ok("bot token", "organisation" if is_whole else "well", user=reply.get("user"), where=where)
    return [works, *_scopes(_header(reply.headers)), _events()], True


def _scopes(granted: set[str]) -> list[Finding]:
    if not granted:
        return [note("scopes", "untold")]
    missing = sorted(set(SCOPES) - granted)
    spare = sorted(granted - set(SCOPES))
    found = [(note if scope in SPARED else fault)("scopes", "missing", scope=scope, why=SCOPES[scope]) for scope in missing]
    if spare:
        found.append(note("scopes", "spare", scopes=", ".join(spare)))
    return found or [ok("scopes", "well", count=len(SCOPES))]


def _events() -> Finding:
    """No token may ask which events an app is subscribed to."""
    return note("events", "untold", events=", ".join(sorted(EVENTS)))


def check_app_token(client: WebClient) -> Finding:
    """Whether Socket Mode opens with this token. The address that Slack gives is not used."""
    try:
        client.api_call("apps.connections.open")
    except SlackApiError as problem:
        return fault("app token", "refused", problem=_error(problem))
    except BROKEN_LINE as problem:
        return fault("app token", "silent", problem=problem)
    return ok("app token", "well")


def check_channels(client: WebClient, named: Iterable[Named]) -> list[Finding]:
    """Each channel that policy.yaml names: is it there, and is the bot in it?"""
    wanted = list(named)
    if not wanted:
        return []
    try:
        seen = _channels(client)
    except SlackApiError as problem:
        return [fault("channels", "refused", problem=_error(problem))]
    except BROKEN_LINE as problem:
        return [fault("channels", "silent", problem=problem)]
    return [_channel(one, seen) for one in wanted]


def _channel(one: Named, seen: dict[str, dict[str, Any]]) -> Finding:
    channel = seen.get(one.written if ID.fullmatch(one.written) else one.written.lstrip("#"))
    label = f"{one.written} ({one.where})"
    if channel is None:
        return (fault if one.must_be_in else note)("channels", "gone", name=label)
    if one.must_be_in and not channel.get("is_member"):
        return fault("channels", "outside", name=label)
    return ok("channels", "well" if channel.get("is_member") else "there", name=label)


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
